"""A sealed store does what every store must do, and what a folder does when things fail."""

import os
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import VisaviError
from visavi.store import TinyRepository, backup, check, restore
from visavi_testing.faults import DEEDS, Fault, Faulty, state_of
from visavi_testing.store_contract import StoreContract


class TestSealedStore(StoreContract):
    """The one contract."""

    @pytest.fixture
    def repository(self, computer: Any) -> TinyRepository:
        """An empty sealed store."""
        made: TinyRepository = computer.make()
        return made


def test_a_sealed_store_is_whole_and_can_be_copied(
    computer: Any, sealed: TinyRepository, tmp_path: Path
) -> None:
    """As an archive and as a folder; what is restored is sealed as well."""
    from visavi.sealing.secret import typed
    from visavi.sealing.unlocking import unlocking

    assert check(sealed) == []
    unlock = unlocking(lambda: typed(computer.words), None)
    for target in ("copy.tar", "copy"):
        copy = backup(sealed, str(tmp_path / target), "test")
        back = restore(copy.path, str(tmp_path / f"back-{target}"), unlock=unlock)

        assert (back.files, back.length) == (copy.files, copy.length)
        assert state_of(computer.open(f"back-{target}")) == state_of(sealed)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_fault_at_any_call_leaves_the_old_or_the_new_state(
    computer: Any, deed: str, tmp_path: Path
) -> None:
    """Every call of a change fails once; another program opens what is left."""

    def made(name: str) -> TinyRepository:
        repository: TinyRepository = computer.make(name)
        with repository.changing("test") as change:
            for person, ending in (("anna", "aaaaaa"), ("berta", "bbbbbb")):
                change.put_person({"id": person, "name": person.title()})
                change.put_dialogue({"id": f"{person}.{ending}", "text": "spoken words" * 20})
        return repository

    counting = made("counting")
    old = state_of(counting)
    with Faulty() as faulty:
        DEEDS[deed](counting)
    new, calls = state_of(counting), len(faulty.seen)
    seen = set()
    for number in range(1, calls + 1):
        repository = made(f"s{number}")
        with Faulty(Fault(number, 5)) as faulty:
            try:
                DEEDS[deed](repository)
                told = True
            except VisaviError:
                told = False
        found = state_of(computer.open(f"s{number}", accept=not told))
        assert found == new if told else found in (old, new), (number, faulty.struck)
        seen.add(found == new)
        assert not any(b"anna" in name for name in os.listdir(os.fsencode(tmp_path)))
    assert seen == {True, False}

"""Nothing that was said, and nobody's name or id, can be read in the folder of a sealed store."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visavi.errors import Busy, InvalidInput, StoreDamaged
from visavi.sealing.codec import SealedCodec
from visavi.sealing.container import Sealer
from visavi.sealing.keys import MATTERS, REGISTER, Keys, new_keys
from visavi.sealing.seen import Seen
from visavi.store import TinyRepository, backup
from visavi_testing.faults import Faulty


def found_in(folder: Path, marks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Which marks stand in which names or contents below a folder."""
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for mark in marks:
            if mark in str(path.relative_to(folder)) or mark.encode() in content:
                yield mark, str(path)


def test_no_mark_stands_on_the_disk(
    sealed: TinyRepository, marks: tuple[str, ...], tmp_path: Path
) -> None:
    """In the store, its lock, log and index, what is remembered of it, and its backups."""
    backup(sealed, str(tmp_path / "copy"), "miamark")
    backup(sealed, str(tmp_path / "copy.tar"), "miamark")

    assert list(found_in(tmp_path, marks)) == []


def test_the_search_for_marks_can_find_them(
    computer: Any, marks: tuple[str, ...], filling: Callable[[TinyRepository], None]
) -> None:
    """In an unsealed store every one of them stands in the open."""
    from visavi.store import create_store

    filling(create_store(str(computer.folder / "plain")))

    assert {mark for mark, _ in found_in(computer.folder, marks)} == set(marks)


def test_no_mark_stands_on_the_disk_in_the_middle_of_a_change(
    sealed: TinyRepository, marks: tuple[str, ...], tmp_path: Path
) -> None:
    """Looked at before each rename: staged files, the lock and the intent are sealed as well."""
    looks = []
    rename = os.replace

    def looking(source: Any, target: Any) -> None:
        looks.append(list(found_in(tmp_path, marks)))
        rename(source, target)

    with pytest.MonkeyPatch.context() as patch, sealed.changing("miamark") as change:
        patch.setattr(os, "replace", looking)
        change.put_person({**sealed.person("annamark"), "more": "TALKMARK"})
        change.put_dialogue({"id": "permark.aaaaaa", "text": "TALKMARK"})

    assert len(looks) >= 3
    assert not any(looks)


def test_who_holds_the_lock_is_told_only_with_the_key(
    computer: Any, sealed: TinyRepository
) -> None:
    """To whoever has to wait, and not to whoever reads the folder."""
    other = computer.open()

    with (
        sealed.changing("miamark"),
        pytest.raises(Busy, match="by miamark"),
        other.changing("per"),
    ):
        pass
    with sealed.changing("a holder with a name that is longer than there is room for"):
        assert b"holder" not in Path(sealed.path, "lock").read_bytes()


def test_files_are_for_their_owner_alone(sealed: TinyRepository, computer: Any) -> None:
    """Whatever the umask; what is remembered outside too."""
    for top in (Path(sealed.path), Path(computer.seen)):
        for path in (top, *top.rglob("*")):
            assert path.stat().st_mode & 0o077 == 0, path


def keys_of(store_id: str = "s-000000000000") -> Keys:
    """New keys."""
    return Keys(*_with(store_id))


def _with(store_id: str) -> tuple[bytes, str, dict[str, bytes]]:
    data_key, wrapped = new_keys(store_id)
    return data_key, store_id, wrapped


def test_private_notes_need_a_key_of_their_own(sealed: TinyRepository) -> None:
    """With the register's key alone a dialogue opens, and what is private in it does not."""
    from visavi.store import strictjson

    place = "dossiers/annamark/aaaaaa.json"
    content = Path(sealed.folder.at(place)).read_bytes()
    document = strictjson.decode(sealed.folder.codec.unseal(content, place), place)

    assert "TALKMARK" in str(document)
    assert "NOTEMARK" not in str(document)
    assert "put_aside" not in document
    submitted, open_one = (document["preparations"][p] for p in ("conductor", "employee"))
    assert submitted["answers"][0]["text"] == "ANSWERMARK"
    assert set(open_one) == {"ticks"}


def test_what_is_private_comes_back_whole(sealed: TinyRepository) -> None:
    """The reader of the store sees no difference."""
    found: Any = sealed.dialogue("annamark.aaaaaa")

    assert "private" not in found
    assert found["preparations"]["employee"]["notes"][0]["text"] == "NOTEMARK"
    assert found["preparations"]["employee"]["answers"][0]["text"] == "ANSWERMARK"
    assert found["put_aside"]["permark"]["notes"][0]["text"] == "NOTEMARK"


@pytest.mark.parametrize("before", [1, "å", None, [1]])
@pytest.mark.parametrize("after", [True, "a", [], [True], "\N{GRINNING FACE}"])
def test_a_private_note_that_changes_is_sealed_anew(
    sealed: TinyRepository, computer: Any, before: Any, after: Any
) -> None:
    """Though nothing else does, and though the two may count as equal."""
    for value in (before, after):
        with sealed.changing("test") as change:
            note = {"notes": [{"value": value}]}
            old = sealed.dialogue("annamark.aaaaaa")
            change.put_dialogue({**old, "preparations": {"employee": note}})

    found = computer.open().dialogue("annamark.aaaaaa")["preparations"]["employee"]["notes"]
    assert repr(found) == repr([{"value": after}])


def test_half_of_a_character_is_refused_in_a_private_note_too(sealed: TinyRepository) -> None:
    """As in every other text of a store, sealed or not."""
    old = sealed.dialogue("annamark.aaaaaa")
    with pytest.raises(InvalidInput, match="half of a character"), sealed.changing("test") as one:
        one.put_dialogue({**old, "preparations": {"employee": {"notes": [{"text": "\ud800"}]}}})


@pytest.mark.parametrize("submitted", [None, "2026-02-10"])
def test_what_stood_earlier_in_a_preparation_lies_under_the_key_of_private_notes(
    sealed: TinyRepository, submitted: str | None
) -> None:
    """Before it is submitted and afterwards; it comes back whole."""
    codec, place = sealed.shelves.codec, "dossiers/annamark/aaaaaa.json"
    own = {"earlier": [{"text": "EARLIERMARK"}], "notes": [], "submitted": submitted}
    document = {"id": "annamark.aaaaaa", "preparations": {"employee": own}}

    folded = codec.folded(document, place)

    assert "EARLIERMARK" not in repr(folded)
    assert codec.unfolded(dict(folded), place) == document


def test_matters_lie_under_a_key_of_their_own() -> None:
    """With other keys for everything else they open, and with the register's key they do not."""
    keys = keys_of()
    sealer = Sealer(keys, "s-000000000000")
    content = sealer.seal(b"words", "matters/m-000000000000.json", MATTERS)

    assert keys.of(MATTERS) != keys.of(REGISTER)
    keys._compartments[REGISTER] = bytes(32)
    assert sealer.unseal(content, "matters/m-000000000000.json", MATTERS) == b"words"
    keys._compartments[MATTERS] = bytes(32)
    with pytest.raises(StoreDamaged, match="keys of this store"):
        sealer.unseal(content, "matters/m-000000000000.json", MATTERS)


def test_the_same_content_is_sealed_otherwise_each_time() -> None:
    """Nobody sees that a file was written with what it held before."""
    sealer = Sealer(keys_of(), "s-000000000000")
    first, second = (sealer.seal(b"the same", "register/units.json", REGISTER) for _ in "12")

    assert first != second
    assert first[80:] != second[80:]


CODEC = SealedCodec(keys_of(), "s-000000000000", Seen(keys_of(), "s-000000000000", None))


@given(name=st.text(st.characters(codec="ascii", exclude_characters="\0/"), min_size=1))
def test_every_name_comes_back_from_its_veil(name: str) -> None:
    """A veil is plain on every file system, and its length says little."""
    veil = CODEC.veiled(name)

    assert CODEC.unveiled(veil) == name
    assert veil.isalnum()
    assert veil.islower()
    assert len(veil) == len(CODEC.veiled("x" * (-(-len(name) // 16) * 16)))


@given(veil=st.text(st.characters(codec="ascii")) | st.from_regex(r"[a-z2-7]{52}", fullmatch=True))
def test_what_is_no_veil_has_no_name_behind_it(veil: str) -> None:
    """Also where it looks like one; on the disk it keeps its own name."""
    assert CODEC.unveiled(veil) is None
    if veil and "/" not in veil and not veil.startswith("?"):
        place = CODEC.from_disk(f"dossiers/{veil}/x.json")
        assert CODEC.on_disk(place) == f"dossiers/{veil}/x.json"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.binary(max_size=500),
    place=st.from_regex(r"(register|matters)/[a-z]{1,9}\.json", fullmatch=True),
    flip=st.integers(0),
)
def test_every_content_comes_back_and_no_other_one(content: bytes, place: str, flip: int) -> None:
    """Any bytes, at any place; one bit more or less and nothing comes back."""
    stored = CODEC.seal(content, place)
    assert CODEC.unseal(stored, place) == content

    wrong = bytearray(stored)
    wrong[flip // 8 % len(wrong)] ^= 1 << flip % 8
    with pytest.raises(StoreDamaged):
        CODEC.unseal(bytes(wrong), place)


def test_sealing_asks_the_disk_for_nothing_more(
    computer: Any, filling: Callable[[TinyRepository], None]
) -> None:
    """As many files are synced for a change as in an unsealed store: two for one document."""
    from visavi.store import create_store

    counts = []
    for repository in (create_store(str(computer.folder / "plain")), computer.make()):
        filling(repository)
        with Faulty() as calls, repository.changing("test") as change:
            change.put_dialogue({**repository.dialogue("annamark.aaaaaa"), "text": "x"})
        names = [name for name, _ in calls.seen]
        counts.append((names.count("fsync"), names.count("replace")))

    assert counts == [(2, 1), (2, 1)]

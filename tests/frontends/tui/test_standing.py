"""The queue is opened as it was made last, and is always the one that would be made anew."""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from visavi.policy.loading import Policies
from visavi.store import open_store
from visavi.store.local import TinyRepository
from visavi_tui import standing as kept
from visavi_tui.desk import Desk
from visavi_tui.queue import Entry
from visavi_tui.session import Session
from visavi_tui.standing import Standing

DAY = date(2026, 1, 12)
MOMENT = datetime.fromisoformat("2026-01-12T09:30:00+01:00")


@pytest.fixture(params=[3, 500], ids=["many-files", "one-file"])
def session(
    demos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Session:
    """Ingrid at a copy of the demo; her queue lies in several files or in one."""
    monkeypatch.setattr(kept, "LINES_PER_FILE", request.param)
    shutil.copytree(demos / "uio", tmp_path / "store")
    policies = Policies("uio")
    return Session(_desk(open_store(str(tmp_path / "store")), policies), "ingrid")


def _desk(repository: TinyRepository, policies: Policies, day: date = DAY) -> Desk:
    digest = policies.base.digest
    return Desk(repository, policies, "ingrid", lambda: day, lambda: MOMENT, lambda: digest)


def _lines(session: Session) -> list[Entry]:
    standing = Standing(session.repository, session.person)
    standing.refresh(session)
    return list(standing)


def _anew(session: Session) -> list[Entry]:
    for number in ("", *(f"-{n}" for n in range(20))):
        name = Standing(session.repository, session.person)._name
        session.repository.put_derived(f"{name}{number}", b"")
    return _lines(session)


def test_what_stands_there_is_the_queue_and_asks_nobody(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened again, no agenda is made and no dialogue is read."""
    before = _lines(session)
    for name in ("agenda", "dialogues", "activities"):
        monkeypatch.setattr(Session, name, lambda *_: pytest.fail("nobody is asked"))

    standing = Standing(session.repository, "ingrid")

    assert standing.is_fresh(session)
    assert list(standing) == before
    assert standing.needing == sum(entry.step.rank < 3 for entry in before)


def _renamed(session: Session) -> None:
    with session.repository.changing("keeper") as change:
        change.put_person({**session.repository.person("kari"), "name": "Aaa Aardvark"})


def _talked(session: Session) -> None:
    found = next(d for d in session.repository.dialogues_of("kari") if d["state"] == "invited")
    with session.repository.changing("keeper") as change:
        change.put_dialogue({**found, "state": "in-progress"})


def _left(session: Session) -> None:
    kari: dict[str, Any] = dict(session.repository.person("kari"))
    kari["line"] = [{"manager": "hege", "start": "2020-01-01"}]
    with session.repository.changing("keeper") as change:
        change.put_person(kari)


def _herself(session: Session) -> None:
    with session.repository.changing("keeper") as change:
        change.put_person({**session.repository.person("ingrid"), "roles": []})


@pytest.mark.parametrize("change", [_renamed, _talked, _left, _herself])
def test_mended_for_who_changed_it_is_the_queue_made_anew(session: Session, change: Any) -> None:
    """Whatever changed: a name, a dialogue, the line, the manager herself."""
    before = _lines(session)
    change(session)
    session = session.as_person("ingrid")
    assert not Standing(session.repository, "ingrid").is_fresh(session)

    mended = _lines(session)

    assert (mended != before) or change is _herself
    assert mended == _anew(session)


def test_another_day_has_another_queue(session: Session) -> None:
    """What is overdue today was not yesterday."""
    today = _lines(session)
    book = session.desk.book
    assert isinstance(book, Policies)
    later = Session(_desk(session.repository, book, date(2027, 3, 1)), "ingrid")  # type: ignore[arg-type]

    assert not Standing(session.repository, "ingrid").is_fresh(later)
    assert _lines(later) != today


def test_whoever_was_stopped_while_writing_leaves_no_half_queue(session: Session) -> None:
    """A file that is not the head's own is not believed."""
    before = _lines(session)
    standing = Standing(session.repository, "ingrid")
    session.repository.put_derived(f"{standing._name}-0", b"ffffffff\n")

    assert not Standing(session.repository, "ingrid").is_fresh(session)
    assert _lines(session) == before

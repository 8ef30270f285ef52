"""Dialogues with a marker word of their own in every part, to look for wherever words come out.

A marker names its dialogue and part, so that whoever finds one knows at once what leaked.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial

from visavi.model.dialogues import (
    Answer,
    Coverage,
    Dialogue,
    Earlier,
    Event,
    Meeting,
    Note,
    Party,
    Pay,
    PolicyStamp,
    Preparation,
    Signature,
    Signed,
    State,
    Topic,
)
from visavi.model.plans import Activity, Plan, Progress, Responsible, Step

PLAN = ("what", "how", "result", "support", "follow-up", "word")
RECORD = ("note", "view", "question", "skipped")
HISTORY = ("reason", "place", "at-hand", "supplement", "earlier")
SIGNED = ("signed", "dissent", "refused", "changed")
EMPLOYEE = ("employee-answer", "employee-note", "employee-earlier")
CONDUCTOR = ("conductor-answer", "conductor-note", "conductor-earlier")
ASIDE = ("aside-answer", "aside-note", "aside-earlier")

Said = Callable[[str], str]
"""Gives the marker of a part."""

_MARKER = re.compile(r"mk:([\w.]+:[\w-]+);")
_DAY = date(2025, 6, 1)


def marker(dialogue: str, part: str) -> str:
    """The word that stands in that part of that dialogue, and nowhere else."""
    return f"mk:{dialogue}:{part};"


def markers_in(text: str) -> set[str]:
    """The markers in a text, as ``dialogue:part``."""
    return set(_MARKER.findall(text))


def names(dialogue: str, parts: Iterable[str]) -> set[str]:
    """Those parts of that dialogue, as :func:`markers_in` tells them."""
    return {f"{dialogue}:{part}" for part in parts}


def planted(
    dialogue: str,
    conductor: str,
    *,
    state: State = State.HELD,
    open_to_both: bool,
    kind: str = "uio.work",
    topic: str = "tasks",
    put_aside: str | None = None,
    said: Said | None = None,
) -> Dialogue:
    """A dialogue with a marker in every part, or with what ``said`` gives for it.

    ``open_to_both``: both have submitted, signed and released; else only the employee has
    submitted and answered to the text, and nothing is released.
    """
    employee = dialogue.rpartition(".")[0]

    said = said or partial(marker, dialogue)

    return Dialogue(
        dialogue,
        employee,
        conductor,
        kind,
        dialogue,
        PolicyStamp("uio", "2026.1"),
        state=state,
        events=(
            Event("new", _DAY, conductor),
            Event("move", _DAY, conductor, reason=said("reason")),
        ),
        meeting=Meeting(datetime(2025, 6, 1, 10, tzinfo=UTC), place=said("place")),
        preparations={
            Party.EMPLOYEE: _preparation(said, "employee", employee, _DAY),
            Party.CONDUCTOR: _preparation(
                said, "conductor", conductor, _DAY if open_to_both else None
            ),
        },
        topics=(_topic(said, topic, employee),),
        attachments=(said("at-hand"),),
        pay=Pay(True, explanation=said("pay")),
        plan=_plan(said, conductor),
        signed=(_signed(said, employee, conductor, both=open_to_both),),
        supplement=said("supplement"),
        earlier=(Earlier("note", topic, conductor, _DAY, text=said("earlier"), author=conductor),),
        released=tuple(Party) if open_to_both else (),
        put_aside={}
        if put_aside is None
        else {put_aside: _preparation(said, "aside", put_aside, None)},
    )


def _preparation(said: Said, whose: str, author: str, submitted: date | None) -> Preparation:
    return Preparation(
        (Answer(said(f"{whose}-answer"), author),),
        (Answer(said(f"{whose}-note"), author),),
        submitted=submitted,
        earlier=(
            Earlier("private", "", author, _DAY, text=said(f"{whose}-earlier"), author=author),
        ),
    )


def _topic(said: Said, topic: str, author: str) -> Topic:
    return Topic(
        topic,
        Coverage.SKIPPED,
        reason=said("skipped"),
        notes=(Note(said("note"), author, _DAY),),
        views={Party.EMPLOYEE: Note(said("view"), author, _DAY)},
        own_questions=(Note(said("question"), author, _DAY),),
    )


def _plan(said: Said, conductor: str) -> Plan:
    activity = Activity(
        "a1",
        said("what"),
        said("how"),
        _DAY,
        Responsible.EMPLOYEE,
        said("result"),
        said("support"),
        said("follow-up"),
    )
    return Plan((activity,), (Step("a1", Progress.OPEN, _DAY, conductor, said("word")),))


def _signed(said: Said, employee: str, conductor: str, *, both: bool) -> Signed:
    first = Signature(Party.EMPLOYEE, employee, _DAY, "0" * 64, dissent=said("dissent"))
    second = Signature(Party.CONDUCTOR, conductor, _DAY, "0" * 64, refused=said("refused"))
    return Signed(
        1,
        said("signed"),
        "0" * 64,
        (first, second) if both else (first,),
        what_changed=said("changed"),
    )

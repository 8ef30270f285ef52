"""What is kept about whoever acts, in words: how long, who looked, and what was left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi.errors import InvalidInput
from visavi.messages import label, say
from visavi.usecases import deed_words
from visavi.usecases.access_report import access_report
from visavi_tui import register
from visavi_tui.record import Teller
from visavi_tui.session import Session
from visavi_tui.words import day_of, indented, period

Row = Mapping[str, Any]


def told(session: Session) -> list[str]:
    """All of it; raises :class:`VisaviError`. That it was asked for is kept in the person's log."""
    if session.person is None:
        raise InvalidInput("Nothing is kept here about whoever keeps the store: act as a person.")
    report: Row = session.do(access_report, session.person)
    return [
        *register.told(session, report["register"]),
        *_dialogues(session, report),
        *_elsewhere(session, report),
        *_how_long(report["retention"]),
        *_log(session, report["log"]),
        "",
        say("left out"),
        *(f"  {label(row['what'])}: {row['because']}" for row in report["withheld"]),
        "",
        say("With every detail: visavi person access-report {id}", id=session.person),
    ]


def _dialogues(session: Session, report: Row) -> Iterator[str]:
    for shown in report["dialogues"]:
        told = Teller(session, session.show(shown["id"]))
        yield ""
        yield from told.head()
        yield from indented(told.whole())
        notes = (shown["preparations"].get("employee") or {}).get("notes", ())
        if notes:
            yield "  " + say("Private notes of yours, under Prepare: {n}", n=len(notes))
        for reader in shown.get("readers", ()):
            yield "  " + say(
                "Read by {name} on {day}: {reason}",
                name=session.name(reader["by"]),
                day=day_of(reader["on"]),
                reason=reader.get("reason") or "-",
            )
        if shown["kept_until"]:
            yield "  " + say("It may be deleted from {day} on.", day=day_of(shown["kept_until"]))


def _elsewhere(session: Session, report: Row) -> Iterator[str]:
    if report["mentions"] or report["written"]:
        yield ""
        yield say("Where you are named beside others")
    for row in report["mentions"]:
        yield f"  {session.name(row['under'])}: {label(row['as'])}"
    for row in report["written"]:
        kind = session.policy(row["employee"]).text("kind", row["kind"], default=row["kind"])
        yield f"  {session.name(row['employee'])}: {kind}, {period(row['cycle'])}"


def _how_long(retention: Row) -> Iterator[str]:
    yield ""
    yield say("How long it is kept")
    for row in (*retention["person"], *retention["dialogues"]):
        start, action = label(row["counted_from"]), label(row["action"])
        if row["years"] is None:
            sentence = say(
                "{name}: no number of years is set; counted from: {start}; then: {action}",
                name=row["name"],
                start=start,
                action=action,
            )
        else:
            sentence = say(
                "{name}: {years} years, counted from: {start}; then: {action}",
                name=row["name"],
                years=row["years"],
                start=start,
                action=action,
            )
        yield f"  {sentence}"
    if retention["held"]:
        yield "  " + say("A hold stops every deletion until it is released.")


def _log(session: Session, events: list[Row]) -> Iterator[str]:
    if events:
        yield ""
        yield say("Who did what with it")
    for event in events:
        by = session.name(event["by"])
        yield f"  {day_of(event['on'])}  {by}: {deed_words.told(event['deed'])}"

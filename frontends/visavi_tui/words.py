"""Stored words on the screen: shown literally, made harmless, and never taken as markup."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from visavi.errors import Refused, VisaviError
from visavi.messages import Sentence, say
from visavi.sanitise import line, shown

if TYPE_CHECKING:
    from visavi_tui.session import Session

MEASURE = 88
"""Columns of running text at most."""

Row = Mapping[str, Any]


def fitted(text: str, width: int) -> str:
    """The text on one line of exactly this many columns; what is cut ends in three dots."""
    if text.isascii() and text.isprintable() and width >= 0:
        cut = text if len(text) <= width else text[: max(width - 3, 0)] + "..."[:width]
        return cut.ljust(width)
    text = line(text)
    if cell_len(text) > width:
        return set_cell_size(text, max(width - 3, 0)) + "..."[: max(width, 0)]
    return set_cell_size(text, max(width, 0))


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many columns, broken between words where there are any."""
    for paragraph in shown(text).expandtabs(4).split("\n"):
        if cell_len(paragraph) <= width:
            yield paragraph
        else:
            yield from _broken(paragraph, width)


LABELLED = re.compile(r" *\w{1,6} {2,}(?=\S)")
"""A short word that a text is set off from."""


def _broken(paragraph: str, width: int) -> Iterator[str]:
    """A paragraph that is too long, in lines that begin as far in as it does.

    Behind a short word with a gap after it, ``note  ...``, they begin where the text begins.
    """
    lead = paragraph[: len(paragraph) - len(paragraph.lstrip(" "))][: width // 2]
    found = LABELLED.match(paragraph)
    hang = " " * min(cell_len(found[0]), width // 2) if found else lead
    now = lead
    for piece in re.findall(r"[^ ]+ *", paragraph):
        if now.strip() and cell_len(now + piece.rstrip()) > width:
            yield now.rstrip()
            now = hang
        while cell_len(now + piece.rstrip()) > width:
            head = set_cell_size(piece, width - cell_len(now)).rstrip() or piece[:1]
            yield now + head
            now, piece = hang, piece[len(head) :]
        now += piece
    yield now.rstrip()


def day_of(value: str | date | None) -> str:
    """A day with its weekday, so that a slip is seen: ``Tue 2026-12-01``."""
    if value is None:
        return "-"
    day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{say(DAYS[day.weekday()])} {day.isoformat()}"


DAYS: tuple[Sentence, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def complaint(error: VisaviError, session: "Session") -> list[str]:
    """What is wrong and what can be done, in the words of the command line."""
    if not isinstance(error, Refused):
        return [str(error), *problems(error)]
    told: list[str] = []
    for finding in error.findings:
        told.append(say("Refused by {policy}, rule {rule}:", **_of(finding)))
        told += (f"  {text}" for text in because(finding.as_mapping(), session))
    told.append(say("Nothing was changed."))
    return told


def problems(error: VisaviError) -> Iterator[str]:
    """Each mistake in a policy's files, if that is what is wrong."""
    return (f"  {line(str(one))}" for one in getattr(error, "problems", ()))


def _of(finding: Any) -> dict[str, str]:
    return {"policy": finding.policy, "rule": finding.rule}


def because(row: Row, session: "Session") -> Iterator[str]:
    """A finding's or obligation's sentence, facts in words, ways forward and sources."""
    if row["sentence"]:
        yield session.named(row)
    facts = ", ".join(session.stated(row))
    if facts:
        yield say("Because: {facts}", facts=facts)
    for way in row.get("ways", ()):
        yield say("You can: {way}", way=way)
    for citation in row["citations"]:
        parts = (citation.get(key) for key in ("document", "section", "address"))
        yield say("Source: {source}", source=", ".join(part for part in parts if part))


def word(value: object) -> str:
    """A value in a word: yes, no, or a dash for nothing."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or value == "":
        return "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(word, value)) or "-"
    return str(value)


def period(cycle: str) -> str:
    """A cycle as it is called: a year as it is, and in a word what comes once."""
    return say("once") if cycle == "once" else cycle


def indented(lines: Iterable[str], by: int = 2) -> Iterator[str]:
    """The lines, moved in."""
    return (" " * by + text for text in lines)

"""The store for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, label, say
from visavi_cli.render.common import listed, word
from visavi_cli.render.slots import code

Row = Mapping[str, Any]


def made(data: Row) -> Iterator[str]:
    """The new store, and the one chance to write its recovery code down."""
    yield say("store init: {path}", path=data["path"]) + (
        "" if data["changed"] else say(", not done: dry run")
    )
    yield from code(data["recovery_code"])


def status(data: Row) -> Iterator[str]:
    """One line each."""
    for name in _STATUS:
        yield f"{label(name)}: {word(data[name])}"


_STATUS: tuple[Label, ...] = (
    "path",
    "id",
    "format",
    "policy",
    "sealed",
    "people",
    "dialogues",
    "writable",
)


def problems(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    found = list(rows)
    for row in found:
        fixable = " " + say("(--repair puts it right)") if row["repairable"] else ""
        yield f"{row['code']}: {row['sentence']}{fixable}"
    if not found:
        yield say("Nothing is wrong.")


def conflicts(rows: Iterable[Row]) -> Iterator[str]:
    """One line each: where it lies, of what, and which revision is in use."""
    found = list(rows)
    for row in found:
        if row["kind"] == "matters":
            yield say("{place}: another version of {document}.", **row)
            continue
        sentence = (
            "{place}: revision {theirs} of {document}; none that can be read is in use."
            if row["mine"] is None
            else "{place}: revision {theirs} of {document}; revision {mine} is in use."
        )
        equal = " " + say("Both say the same.") if row["equal"] else ""
        yield say(sentence, **row) + equal
    if not found:
        yield say("No document lies there twice.")


def held(data: Row) -> Iterator[str]:
    """What was lost, who can read it, and what nobody can tell."""
    yield say("Store {store_id}, as it was in a file of {made}.", **data)
    yield say("People: {people}. Dialogues: {dialogues}.", **data)
    yield say("Of people: who works where, since when and for whom; names, and days of dialogues.")
    yield say("Of dialogues: what was prepared, said, agreed and signed, as far as it was written.")
    yield say("Of matters: all of them lie in one file, and from outside nobody sees whether any.")
    if data["sealed"]:
        yield say("It was sealed: whoever has it sees these counts, and needs a key for the words.")
    else:
        yield say("It was not sealed: whoever has it can read everything in it.")


def backups(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    columns = ("id", "on", "expires", "gone", "erased", "path")
    yield from listed(rows, columns, "No backup was made of this store.")


def still_held(rows: Iterable[Row]) -> Iterator[str]:
    """The backups that still hold what was erased, each with the day on which it goes."""
    for row in rows:
        sentence = (
            "Backup {id} of {on} holds it still, until somebody destroys it: {path}"
            if row["expires"] is None
            else "Backup {id} of {on} holds it still, until {expires}: {path}"
        )
        yield say(sentence, **row)


def copy(data: Row) -> Iterator[str]:
    """Where the copy is, and how much is in it."""
    if data["changed"]:
        yield say("{path}: {files} files, {length} bytes, read back and compared.", **data)
    else:
        yield say("{path}: not made, dry run", path=data["path"])
    if data["opens_by"] == ["passphrase"]:
        yield say(
            "It opens by its passphrase and by nothing else: without it all is lost. "
            "visavi store slot add recovery makes a way back."
        )
    elif data["opens_by"]:
        yield say("It opens by: {kinds}.", kinds=", ".join(data["opens_by"]))
    if data["erased_again"]:
        yield say("Erased again, as it was after the backup: {n}", n=data["erased_again"])
    for name in data["removed"]:
        sentence = "{name}: removed" if data["changed"] else "{name}: to be removed"
        yield say(sentence, name=name)

"""Whether every document says what its schema promises, and every record what its chain recorded.

A store whose files are all whole may still hold what a faulty program wrote.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from visavi import audit
from visavi.errors import StoreError
from visavi.messages import say
from visavi.model.dialogues import Dialogue
from visavi.model.matters import Matter
from visavi.model.people import Person, Units
from visavi.serial import from_document
from visavi.store import layout
from visavi.store.checking import StoreProblem
from visavi.store.local import TinyRepository
from visavi.store.repository import Document


def look_through(repository: TinyRepository) -> list[StoreProblem]:
    """Every document that cannot be used as it is, by place; reads everything, changes nothing.

    Codes are ``content`` (not what its schema says) and ``record`` (not as its chain recorded it).
    Files that cannot be read are left to :func:`visavi.store.check`.
    """
    return sorted(_problems(repository))


def _problems(repository: TinyRepository) -> Iterator[StoreProblem]:
    for units in _readable(repository, "register"):
        if units["id"] == "units" and units.get("units"):
            yield from _content(Units, units, layout.register_place("units"))
    for person in _readable(repository, "people"):
        place = layout.person_place(person["id"])
        yield from _content(Person, person, place)
        yield from _record(person, place)
    for dialogue in _readable(repository, "dialogues"):
        place = layout.dialogue_place(dialogue["id"])
        yield from _content(Dialogue, dialogue, place)
        yield from _record(dialogue, place)
    for matter in _readable(repository, "matters"):
        place = layout.COMPARTMENT
        yield from _content(Matter, matter, place)
        yield from _record(matter, place)


def _record(document: Document, place: str | None) -> Iterator[StoreProblem]:
    if audit.unlike(document) is not None:
        sentence = "{file} is not as its own log of deeds recorded it."
        yield StoreProblem(place or "", "record", say(sentence, file=place))


def _readable(repository: TinyRepository, table: str) -> Iterator[Document]:
    """The documents of a shelf; those that cannot be read are passed over."""
    shelf = repository.shelves.shelf(table)
    for name in shelf.names():
        try:
            document = shelf.get(name)
        except StoreError:
            continue
        if document is not None:
            yield document


def _content(shape: type[Any], document: Document, place: str | None) -> Iterable[StoreProblem]:
    try:
        from_document(shape, document)
    except StoreError as error:
        yield StoreProblem(place or "", "content", error.message)

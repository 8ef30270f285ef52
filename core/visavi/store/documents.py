"""What every document has: a schema, an id and a revision."""

from collections.abc import Mapping
from typing import Any

from visavi.errors import Conflict, InvalidInput, StoreNewer
from visavi.store.strictjson import damaged, encode

NEWEST = 1
"""The newest version of every schema that this program knows.

Whoever changes what a document means, or who may read it, raises the version of its schema: an
older program reads on what it knows the schema of (:mod:`visavi.store.frozen`).
"""

STEP = 64 * 1024
"""The bytes of all matters together are filled up to a multiple of so many, so that their length
tells nobody whether there is one, nor how long it is."""

EVERYBODY = "*"
"""In the log of changed people: everybody may have changed."""


def checked(document: dict[str, Any], kind: str, name: str, place: str) -> dict[str, Any]:
    """The same document, if it is of this kind and has this id and a revision.

    Raises :class:`StoreDamaged` if not, and :class:`StoreNewer` if its schema is newer than this
    program.
    """
    version = _version(document.get("schema"), kind, place)
    if version > NEWEST:
        raise StoreNewer(
            "{file} was written by a newer visavi (version {version} of its form).",
            todo="Use that version to open it; nothing was changed.",
            file=place,
            version=version,
        )
    if document.get("id") != name:
        damaged(place, "it says that it is another document")
    revision = document.get("revision")
    if type(revision) is not int or revision < 1:
        damaged(place, "it has no revision")
    if kind == "matters":
        _check_matters(document, place)
    return document


def _check_matters(document: dict[str, Any], place: str) -> None:
    """Each matter in the one file of all is a document of its own."""
    document.pop("filler", None)
    matters = document.get("matters")
    if not isinstance(matters, dict):
        damaged(place, "it is not a {kind}", kind="matters")
    for name, matter in matters.items():
        if not isinstance(matter, dict):
            damaged(place, "it is not a {kind}", kind="matters")
        checked(matter, "matter", name, place)


def prepared(document: Mapping[str, Any], kind: str, revision: int) -> bytes:
    """The bytes to store: with schema, id and this revision at the front.

    Raises :class:`InvalidInput` if the document is of another kind.
    """
    schema = document.get("schema", f"visavi.{kind}/{NEWEST}")
    if schema != f"visavi.{kind}/{NEWEST}":
        raise InvalidInput(
            "A document of the form {schema} cannot be stored as a {kind}.",
            schema=schema,
            kind=kind,
        )
    whole = with_front(document, schema, revision)
    if kind != "matters":
        return encode(whole)
    bare = encode({**whole, "filler": ""})
    return encode({**whole, "filler": " " * (-len(bare) % STEP)})


def with_front(document: Mapping[str, Any], schema: str, revision: int) -> dict[str, Any]:
    """The document with schema, id and revision before all else."""
    front = {"schema": schema, "id": document["id"], "revision": revision}
    return {**front, **document, "revision": revision}


def revision_read(document: Mapping[str, Any]) -> int:
    """The revision that the document was read with; 0 for a new one."""
    revision = document.get("revision", 0)
    if type(revision) is not int or revision < 0:
        raise InvalidInput("The revision of a document is a whole number.")
    return revision


def stale(kind: str, name: str) -> Conflict:
    """Somebody changed the document after it was read."""
    return Conflict(
        "The {kind} {id} was changed by somebody else in the meantime.",
        todo="Nothing was changed. Look at it again, and repeat what is still wanted.",
        kind=kind,
        id=name,
    )


def shown(name: str) -> str:
    """What a hostile or endless id looks like in an error text."""
    cut = name if len(name) <= 40 else name[:40] + "…"
    return repr(cut) if cut.isprintable() else ascii(cut)


def about(kind: str, name: str) -> str:
    """Whom a change of this document is about, for the log; a matter leaves no trace in it."""
    if kind == "person":
        return name
    if kind == "dialogue":
        return name[: -len(".123456")]
    return EVERYBODY if kind == "register" else ""


def _version(schema: object, kind: str, place: str) -> int:
    if schema == f"visavi.{kind}/1":
        return 1
    name, _, version = schema.partition("/") if isinstance(schema, str) else ("", "", "")
    if name != f"visavi.{kind}" or not (version.isascii() and version.isdigit()):
        damaged(place, "it is not a {kind}", kind=kind)
    return int(version[:9])

"""A change of a local store, while it is open."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput, NotFound
from visavi.store import aside, documents, layout, strictjson
from visavi.store.repository import Document
from visavi.store.shelves import Shelves
from visavi.store.staging import Staging

if TYPE_CHECKING:
    from visavi.store.local import TinyRepository


class LocalChange:
    """A :class:`~visavi.store.repository.Change`: what is put is staged, and placed at its end."""

    def __init__(self, repository: "TinyRepository", shelves: Shelves, staging: Staging) -> None:
        self._repository = repository
        self._shelves = shelves
        self._staging = staging
        self._failed: Exception | None = None
        self._standing: dict[str, int] = {}
        self._matters: dict[str, dict[str, Any]] | None = None
        self._gone_matters: list[str] = []

    def put_person(self, document: Document) -> None:
        """Write a person's part of the register."""
        self._put("people", document)

    def put_dialogue(self, document: Document) -> None:
        """Write one dialogue into its employee's dossier."""
        self._put("dialogues", document)

    def put_matter(self, document: Document) -> None:
        """Write one matter."""
        name = document.get("id")
        try:
            if not isinstance(name, str):
                raise InvalidInput("A document has an id.")
            self._put_matter(name, document)
        except Exception as error:
            self._failed = error
            raise

    def put_register(self, name: str, document: Document) -> None:
        """Write one of the register's own documents: ``units``, ``settings``."""
        self._put("register", {**document, "id": name})

    def remove_person(self, person: str) -> None:
        """Remove a person's dossier with everything in it, and all derived files."""
        place = layout.person_place(person)
        before = self._shelves.standing("person", person, place)[1] if place else None
        if place is None or before is None:
            raise NotFound("There is no person {id} for you.", id=documents.shown(person))
        self._staging.remove_dossier(place, before, person)
        self._standing[place.rpartition("/")[0]] = 0

    def remove_matter(self, matter: str) -> None:
        """Remove one matter."""
        if self._open_matters().pop(matter, None) is None:
            raise NotFound("There is no matter {id} for you.", id=documents.shown(matter))
        self._gone_matters.append(layout.matter_place(matter) or "")

    def _put_matter(self, name: str, document: Document) -> None:
        """Put a matter among the others; their one file is written at the end of the change."""
        if layout.matter_place(name) is None:
            raise InvalidInput(
                "{id} cannot be the id of a {kind}.", id=documents.shown(name), kind="matter"
            )
        matters = self._open_matters()
        standing = matters.get(name)
        revision = 0 if standing is None else standing["revision"]
        if documents.revision_read(document) != revision:
            raise documents.stale("matter", name)
        content = documents.prepared(document, "matter", revision + 1)
        matters[name] = strictjson.decode(content, layout.COMPARTMENT)

    def _open_matters(self) -> dict[str, dict[str, Any]]:
        """The matters as this change leaves them."""
        if self._matters is None:
            self._matters = dict(self._shelves.matters())
        return self._matters

    def save(self, table: str, name: str, document: dict[str, Any]) -> None:
        """Stage a document under its id, if it was read with the revision that stands there."""
        if table == "matters":
            self._put_matter(name, {**document, "id": name})
            return
        shelf = self._shelves.shelf(table)
        place = shelf.place(name)
        if place is None:
            raise InvalidInput(
                "{id} cannot be the id of a {kind}.", id=documents.shown(name), kind=shelf.kind
            )
        revision, before = self._shelves.standing(shelf.kind, name, place)
        if documents.revision_read(document) != revision:
            raise documents.stale(shelf.kind, name)
        codec = self._shelves.codec
        folded = codec.folded({**document, "id": name}, place)
        content = documents.prepared(folded, shelf.kind, revision + 1)
        sealed = codec.seal(content, place)
        self._shelves.remember(place, sealed, content, revision + 1)
        self._staging.put(place, sealed, before, documents.about(shelf.kind, name))
        self._standing[place] = revision + 1

    def remove(self, table: str, name: str) -> None:
        """Stage the removal of a document."""
        if table == "matters":
            self.remove_matter(name)
            return
        shelf = self._shelves.shelf(table)
        place = shelf.place(name) or ""
        before = self._shelves.standing(shelf.kind, name, place)[1]
        if before is not None:
            self._staging.remove(place, before, documents.about(shelf.kind, name))
            self._standing[place] = 0

    def commit(self) -> None:
        """Put everything in place, unless something that belongs to it could not be staged."""
        if self._failed is not None:
            raise self._failed
        if self._matters is not None:
            self._save_matters(self._matters)
        codec, standing = self._shelves.codec, self._standing
        gone = [place for place, revision in standing.items() if revision == 0]
        for place in gone:
            codec.wrote(place, 0)  # before: nobody shall miss it if the program dies in between
        self._staging.commit()
        below = tuple(f"{place}/" for place in gone)
        for place, revision in standing.items():
            if revision and place != layout.BACKUPS and not place.startswith(below):
                codec.wrote(place, revision)
        if self._gone_matters:
            gone += [layout.COMPARTMENT, *self._gone_matters]
        for place in gone:
            aside.forget(self._repository.folder, place)

    def _save_matters(self, matters: Mapping[str, Any]) -> None:
        place, kind = layout.COMPARTMENT, "matters"
        revision = self._shelves.standing(kind, kind, place)[0]
        self.save("compartment", kind, {"revision": revision, "matters": dict(matters)})

    def _put(self, table: str, document: Document) -> None:
        name = document.get("id")
        if not isinstance(name, str):
            raise InvalidInput("A document has an id.")
        try:
            self._repository.table(table).put(name, dict(document))
        except Exception as error:
            self._failed = error
            raise

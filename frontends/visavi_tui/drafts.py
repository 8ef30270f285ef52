"""Drafts: what somebody typed and has not put anywhere yet, kept so that nothing is lost.

They lie beside the store's derived files: private to the owner of the folder, and sealed where the
store is. One file holds the drafts of one person. Only an erasure throws them away; a text that is
still on the screen is written again with the next one.
"""

import hashlib
import json
from datetime import datetime
from threading import RLock
from typing import NamedTuple

from visavi.errors import StoreUnwritable, VisaviError
from visavi.messages import say
from visavi.store.failures import cause_of
from visavi.store.repository import Repository

SCHEMA = "visavi.drafts/1"


PRIVATE = "only-you/"
"""How the key of a draft begins that belongs to no dialogue and to nobody else."""


class Draft(NamedTuple):
    """A text, what it is for in words, and when it was kept."""

    key: str
    text: str
    about: str
    at: str

    @property
    def private(self) -> bool:
        """Whether the text would have stayed with its writer."""
        _, _, rest = self.key.partition("/")
        return self.key.startswith(PRIVATE) or rest.startswith(("before/", "after/"))


class Drafts:
    """The drafts of one person in one store."""

    def __init__(self, repository: Repository, person: str | None) -> None:
        self._repository = repository
        owner = hashlib.sha256((person or "keeper").encode()).hexdigest()[:20]
        self._name = f"drafts-{owner}"
        self._mine: dict[str, Draft | None] = {}
        self._writing = RLock()

    def all(self) -> dict[str, Draft]:
        """Every draft as it was kept last."""
        found = self._read()
        for key, draft in list(self._mine.items()):
            if draft is None:
                found.pop(key, None)
            else:
                found[key] = draft
        return found

    def find(self, key: str) -> Draft | None:
        """The draft of that key, if there is one."""
        return self.all().get(key)

    def keep(self, key: str, text: str, about: str, at: datetime) -> None:
        """Keep the text, or drop the draft where nothing stands in it; raises as :meth:`flush`."""
        self.note(key, text, about, at)
        self.flush()

    def note(self, key: str, text: str, about: str, at: datetime) -> None:
        """Remember the text for the next :meth:`flush`."""
        self._mine[key] = Draft(key, text, about, at.isoformat()) if text.strip() else None

    def flush(self) -> None:
        """Write what was noted, in any thread: the newest text of each key, whoever comes last.

        Raises :class:`StoreUnwritable` where it could not be kept: it is read back to be sure.
        """
        with self._writing:
            self._write()

    def drop(self, key: str) -> None:
        """The text has been put where it belongs, or discarded."""
        if key in self.all():
            self._mine[key] = None
            self.flush()

    def _read(self) -> dict[str, Draft]:
        try:
            kept = json.loads(self._repository.derived(self._name) or b"{}")
        except ValueError:
            return {}
        if not isinstance(kept, dict) or kept.get("schema") != SCHEMA:
            return {}
        return {key: Draft(key, *values) for key, values in kept["drafts"].items()}

    def _write(self) -> None:
        try:
            drafts = {key: list(draft[1:]) for key, draft in self.all().items()}
            content = json.dumps({"schema": SCHEMA, "drafts": drafts}).encode()
            self._repository.put_derived(self._name, content)
            kept = self._repository.derived(self._name)
        except OSError as error:
            raise _not_kept(cause_of(error)) from error
        except VisaviError as error:
            raise _not_kept(error.message) from error
        if kept != content:
            raise _not_kept(say("The disk took nothing."))


def _not_kept(reason: str) -> StoreUnwritable:
    return StoreUnwritable("{reason}", reason=reason)

"""Drafts: what somebody typed and has not put anywhere yet, kept so that nothing is lost.

They lie beside the store's derived files: private to the owner of the folder, and sealed where the
store is. One file holds the drafts of one person. Only an erasure throws them away; a text that is
still on the screen is written again with the next one. What somebody discarded is kept beside
them for :data:`DAYS`.
"""

import hashlib
import json
from datetime import datetime, timedelta
from threading import RLock
from typing import NamedTuple

from visavi.errors import StoreUnwritable, VisaviError
from visavi.messages import say
from visavi.store.failures import cause_of
from visavi.store.repository import Repository

SCHEMA = "visavi.drafts/1"

BY_CHANCE = 20
"""Characters below which a passage may stand in a text by chance."""

DAYS = 30
"""Days for which a discarded draft can be brought back."""


PRIVATE = "only-you/"
"""How the key of a draft begins that belongs to no dialogue and to nobody else."""


class Draft(NamedTuple):
    """A text, what it is for in words, and when it was kept."""

    key: str
    text: str
    about: str
    at: str


class Drafts:
    """The drafts of one person in one store."""

    def __init__(self, repository: Repository, person: str | None) -> None:
        self._repository = repository
        owner = hashlib.sha256((person or "keeper").encode()).hexdigest()[:20]
        self._name = f"drafts-{owner}"
        self._mine: dict[str, Draft | None] = {}
        self._gone: dict[str, Draft | None] = {}
        self._writing = RLock()

    def all(self) -> dict[str, Draft]:
        """Every draft as it was kept last."""
        return _laid_over(self._read(), self._mine)

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

    def discarded(self) -> dict[str, Draft]:
        """What was discarded and can still be brought back; ``at`` is when it was discarded."""
        return _laid_over(self._read("discarded"), self._gone)

    def discard(self, key: str, at: datetime) -> None:
        """Put a draft aside for :data:`DAYS`; what lies there longer goes now."""
        draft = self.find(key)
        if draft is None:
            return
        for old in self.discarded().values():
            if datetime.fromisoformat(old.at) < at - timedelta(days=DAYS):
                self._gone[old.key] = None
        self._gone[key] = draft._replace(at=at.isoformat())
        self._mine[key] = None
        self.flush()

    def bring_back(self, key: str) -> None:
        """A discarded draft is a draft again, before what has been typed there since."""
        draft = self.discarded().get(key)
        if draft is None:
            return
        now = self.find(key)
        text = f"{draft.text}\n\n{now.text}" if now and now.text != draft.text else draft.text
        self._gone[key] = None
        self._mine[key] = draft._replace(text=text)
        self.flush()

    def forget(self, passage: str) -> int:
        """Drop every draft that holds the passage, discarded ones too; gives how many did."""
        found, long = 0, len(passage) >= BY_CHANCE
        for where, laid in ((self.all(), self._mine), (self.discarded(), self._gone)):
            for key, draft in where.items():
                if draft.text.strip() == passage or (long and passage in draft.text):
                    laid[key] = None
                    found += 1
        if found:
            self.flush()
        return found

    def _read(self, part: str = "drafts") -> dict[str, Draft]:
        try:
            kept = json.loads(self._repository.derived(self._name) or b"{}")
        except ValueError:
            return {}
        if not isinstance(kept, dict) or kept.get("schema") != SCHEMA:
            return {}
        return {key: Draft(key, *values) for key, values in kept.get(part, {}).items()}

    def _write(self) -> None:
        """Write, and rely on the file from then on: another window writes to it too."""
        noted = [(laid, dict(laid)) for laid in (self._mine, self._gone)]
        try:
            drafts = {key: list(draft[1:]) for key, draft in self.all().items()}
            gone = {key: list(draft[1:]) for key, draft in self.discarded().items()}
            all_of_it = {
                "schema": SCHEMA,
                "drafts": drafts,
                **({"discarded": gone} if gone else {}),
            }
            content = json.dumps(all_of_it).encode()
            self._repository.put_derived(self._name, content)
            kept = self._repository.derived(self._name)
        except OSError as error:
            raise _not_kept(cause_of(error)) from error
        except VisaviError as error:
            raise _not_kept(error.message) from error
        if kept != content:
            raise _not_kept(say("The disk took nothing."))
        for laid, written in noted:
            for key, draft in written.items():
                if laid.get(key) is draft:
                    laid.pop(key, None)


def _laid_over(found: dict[str, Draft], mine: dict[str, Draft | None]) -> dict[str, Draft]:
    """What lies in the file, with what is known better here."""
    for key, draft in list(mine.items()):
        if draft is None:
            found.pop(key, None)
        else:
            found[key] = draft
    return found


def _not_kept(reason: str) -> StoreUnwritable:
    return StoreUnwritable("{reason}", reason=reason)

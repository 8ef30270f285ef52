"""One tree of errors. Each says what is wrong, where, and what to do; none knows an exit code.

::

    VisaviError
    ├── InvalidInput          a value that cannot be what it must be
    ├── NotFound              not there, or not yours to know of
    ├── NotPermitted          you may see it, but not do this to it
    ├── Conflict              somebody or something else came first
    │   ├── Busy              another process holds the store
    │   └── OutOfOrder        a deed that the present state does not allow
    ├── Refused               a rule of the policy forbids it
    ├── PolicyError           a policy that cannot be used
    │   ├── PolicyUnknown     no policy of that name is installed
    │   ├── PolicyInvalid     its files are wrong: file, line, key
    │   └── PolicyFailed      its code raised, hung or answered rubbish
    └── StoreError            the store cannot be used
        ├── StoreMissing      nothing there, or not a store
        ├── StoreDamaged      a file is torn or not what it says it is
        │   └── StoreCut      the end of a sealed file is missing
        ├── StoreForeign      a file of another store, or of another place in this one
        ├── StoreOlder        an older state than the one last seen here
        ├── StoreLocked       it is sealed, and nothing was given to open it
        │   └── WrongPassphrase  what was given does not open it
        ├── StoreNewer        written by a newer program
        └── StoreUnwritable   read-only, full, or failing
"""

from collections.abc import Iterable, Sequence
from typing import Any

from visavi.messages import Sentence, say


class VisaviError(Exception):
    """Base of all errors that are shown to people; never raised itself.

    ``template`` is an English sentence of the message catalogue with ``{name}`` fields, ``values``
    fill them, ``todo`` is a second sentence with the way forward. Nothing that somebody wrote in a
    dialogue may be passed as a value: error texts travel further than dialogues do.
    """

    code = "error"

    def __init__(self, template: Sentence, *, todo: Sentence = "", **values: object) -> None:
        super().__init__(template)
        self.template = template
        self.todo = todo
        self.values = values

    @property
    def message(self) -> str:
        """What is wrong, and where."""
        return say(self.template, **self.values)

    @property
    def way_forward(self) -> str:
        """What to do about it; empty where nothing can be said."""
        return say(self.todo, **self.values) if self.todo else ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.way_forward) if part)

    def as_mapping(self) -> dict[str, Any]:
        """The error as JSON-ready data, for ``--json``."""
        return {"error": self.code, "message": self.message, "todo": self.way_forward}


class InvalidInput(VisaviError):
    """A value that cannot be what it must be: an id, a date, a number, an option."""

    code = "invalid-input"


class NotFound(VisaviError):
    """Not there, or not the actor's to know of: both answer in the same words."""

    code = "not-found"


class NotPermitted(VisaviError):
    """The actor may see it, but may not do this to it."""

    code = "not-permitted"


class Conflict(VisaviError):
    """Somebody or something else came first; nothing was changed."""

    code = "conflict"


class Busy(Conflict):
    """Another process holds the store, and did not let go in time."""

    code = "busy"


class OutOfOrder(Conflict):
    """The deed does not fit the state: a signature before the talk, an end before a start."""

    code = "out-of-order"


class Refused(VisaviError):
    """A rule forbids the deed. ``findings`` carry rule, fact, ways forward and source."""

    code = "refused"

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__("{sentence}", sentence=findings[0].sentence if findings else "")
        self.findings = tuple(findings)

    def as_mapping(self) -> dict[str, Any]:
        """All refusing findings, each with policy, rule, fact, ways and source."""
        return super().as_mapping() | {
            "refusals": [finding.as_mapping() for finding in self.findings],
            "changed": False,
        }


class PolicyError(VisaviError):
    """A policy that cannot be used; only what depends on it is refused."""

    code = "policy"


class PolicyUnknown(PolicyError):
    """No policy of that name is installed."""

    code = "policy-unknown"


class PolicyInvalid(PolicyError):
    """A policy's files are wrong. ``problems`` are :class:`visavi.policy.Problem` lines."""

    code = "policy-invalid"

    def __init__(
        self,
        template: Sentence,
        *,
        todo: Sentence = "",
        problems: Iterable[Any] = (),
        **values: object,
    ) -> None:
        super().__init__(template, todo=todo, **values)
        self.problems = tuple(problems)

    def as_mapping(self) -> dict[str, Any]:
        """The error with one entry for each mistake: file, line, key, sentence."""
        return super().as_mapping() | {"problems": [p.as_mapping() for p in self.problems]}


class PolicyFailed(PolicyError):
    """A policy's code raised, hung, or answered rubbish; it counts as a refusal, never as leave."""

    code = "policy-failed"


class StoreError(VisaviError):
    """The store cannot be used as it is."""

    code = "store"


class StoreMissing(StoreError):
    """There is no store at that place."""

    code = "store-missing"


class StoreDamaged(StoreError):
    """A file is cut, torn, or not what it says it is. It is never overwritten."""

    code = "store-damaged"


class StoreCut(StoreDamaged):
    """The end of a sealed file is missing."""

    code = "store-cut"


class StoreForeign(StoreError):
    """A whole file, but of another store, or of another place in this one."""

    code = "store-foreign"


class StoreOlder(StoreError):
    """Whole and of this store, but older than what was last seen on this computer."""

    code = "store-older"


class StoreLocked(StoreError):
    """The store is sealed, and no passphrase was given."""

    code = "store-locked"


class WrongPassphrase(StoreLocked):
    """The store is whole, but the passphrase or key does not open it."""

    code = "wrong-passphrase"


class StoreNewer(StoreError):
    """Written by a newer program than this one."""

    code = "store-newer"


class StoreUnwritable(StoreError):
    """Read-only, full, or failing; the last confirmed state is still there."""

    code = "store-unwritable"

"""What whoever opens the app hands over, and what the app hands back."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from visavi.errors import StoreLocked

if TYPE_CHECKING:
    from visavi.signing.keys import OwnKey
    from visavi.store.repository import Repository
    from visavi.usecases.workspace import PolicyBook, Workspace


DEMOS = ("ki", "uio")
"""The policies for which there is an invented team."""


THEMES = {"dark": "textual-dark", "light": "textual-light"}
"""The colours that can be chosen, each with the toolkit's name for it; the first one is usual."""


class Wish(NamedTuple):
    """What is to happen when the app has closed.

    ``quit``, ``open``, ``make``, ``demo``, ``fault``, or ``language``: open again in ``language``
    for the ``person`` who acts. ``path`` and ``policy`` belong to a store that is to be opened or
    made.
    """

    what: str
    path: str = ""
    policy: str = ""
    language: str = ""
    person: str | None = None
    report: str = ""
    """Of a fault: where it happened, for whoever repairs visavi."""


class Outside(Protocol):
    """What is done outside of the app, on the terminal that it lets go of meanwhile.

    All of it may raise a :class:`~visavi.errors.VisaviError`.
    """

    def edited(self, text: str, tell: Callable[[str], None]) -> str:
        """The text as it was left in the person's own editor; remarks go to ``tell``."""

    def own_key(self, name: str) -> "OwnKey":
        """The private key in a file of that name."""

    def copy_in(self, name: str) -> Mapping[str, Any]:
        """The copy of a dialogue in a file of that name."""

    def write_out(self, name: str, content: bytes, *, clear: bool) -> None:
        """Write these bytes into a new file, sealed unless they leave ``clear``."""

    def copy_out(self, name: str, make: Callable[[str], Mapping[str, Any]], *, clear: bool) -> None:
        """Write the copy that ``make`` makes into a new file, sealed unless it leaves ``clear``."""


def no_hint(name: str) -> None:
    """Keep nothing."""


def no_keys(keys: Mapping[str, str]) -> None:
    """Keep no key settings."""


def no_number() -> int:
    """Nothing was met."""
    return 0


def no_lock() -> None:
    """Nothing is sealed: there is nothing to let go of."""


def no_unlock(_: str) -> "Repository":
    """Only what is sealed is locked."""
    raise StoreLocked("There is nothing to open here.")


class Desk(NamedTuple):
    """Store, person and day. Without a ``repository`` the app begins with the first start.

    ``book`` and ``fingerprint`` stand for the policies in use; ``policies`` are the names that a
    new store can be made with; ``keys`` are the person's own keys by action, kept by
    ``keep_keys``; ``greeting`` is said once.
    """

    repository: "Repository | None"
    book: "PolicyBook | None"
    person: str | None
    day: Callable[[], date]
    moment: Callable[[], datetime]
    fingerprint: Callable[[], str]
    policies: tuple[str, ...] = ()
    default_store: str = ""
    demo: bool = False
    sealed: bool = False
    read_only: str = ""
    """Why nothing can be saved in the store, in a sentence; empty where it can."""
    unread: Callable[[], int] = no_number
    """How many documents were met that a newer program wrote, and that are not shown."""
    keys: Mapping[str, str] = {}
    keep_keys: Callable[[Mapping[str, str]], None] = no_keys
    greeting: str = ""
    hints_seen: frozenset[str] | None = None
    """The names of the hints that were shown before; without it no hints are shown."""

    keep_hint: Callable[[str], None] = no_hint
    theme: str = ""
    """The toolkit's name for the colours; without it, its own."""
    copies_out: bool = False
    """Whether what is copied goes to the terminal's clipboard too, and stays in its history."""

    outside: Outside | None = None
    """The person's editor and files; without it, what needs them is not offered."""

    hide_after: float = 300.0
    """Seconds without a key after which everything is hidden; 0 is never."""
    lock_after: float = 0.0
    """Seconds without a key after which a sealed store is locked; 0 is never."""
    settings: Mapping[str, str] = {}
    """The settings of this computer as they are set, by name."""
    keep_settings: Callable[[Mapping[str, str]], None] = no_keys
    lock: Callable[[], None] = no_lock
    """Lets go of the store and its keys."""
    unlock: Callable[[str], "Repository"] = no_unlock
    """Opens the store with a passphrase; raises :class:`VisaviError`."""

    @property
    def workspace(self) -> "Workspace | None":
        """The store with its policies, put together when a deed asks for it."""
        if self.repository is None or self.book is None:
            return None
        from visavi.usecases.workspace import Workspace

        return Workspace(self.repository, self.book)

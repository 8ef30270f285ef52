"""Running a policy's code: what it does wrong costs that policy only, and is told in one line.

While it runs, what it prints goes to stderr, it has a limited time and memory (:mod:`~.limits`,
:mod:`~.boundary`), and it is stopped from what it has no business doing (:mod:`~.forbidden`). What
it leaves changed is put back (:mod:`~.leftovers`). Whatever it raises, ``SystemExit`` included,
becomes :class:`~visavi.errors.PolicyFailed`. Only ``KeyboardInterrupt`` passes: it is the user's
word to stop, and must never be lost. This holds mistakes, not malice: a policy is code that
somebody chose to install.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from visavi.errors import PolicyFailed
from visavi.messages import Sentence, say
from visavi.policy.containing.boundary import inside, kept
from visavi.policy.containing.forbidden import Forbidden
from visavi.policy.containing.limits import TookTooLong, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

T = TypeVar("T")

LOAD_SECONDS = 10.0
"""What importing a policy and asking its hooks may take."""

BESIDE = "visavi_policy_"
"""What the names of modules begin with that are no part of a package."""

_LONGEST = 200


class Suspect:
    """Who is to be named if the code fails: policy, distribution, version, and where it lies.

    ``modules`` is what the names of its modules begin with.
    """

    def __init__(
        self, policy: str, distribution: str, version: str, folder: str = "", modules: str = ""
    ) -> None:
        self.policy = policy
        self.distribution = distribution
        self.version = version
        self.folder = folder
        self.modules = modules or BESIDE

    @property
    def whose(self) -> str:
        """Distribution and version, as they stand in a sentence."""
        return f"{self.distribution} {self.version}".strip()

    def failed(self, what: str, place: str = "") -> PolicyFailed:
        """The error, ready to be raised."""
        return PolicyFailed(
            "The policy {policy} ({whose}) cannot be used: {what} ({place})."
            if place
            else "The policy {policy} ({whose}) cannot be used: {what}.",
            todo="Only what needs this policy is refused. Update or remove {whose}, "
            "or tell its author.",
            policy=self.policy,
            whose=self.whose,
            what=what.rstrip("."),
            place=place,
        )


@contextmanager
def contained(suspect: Suspect, doing: Sentence) -> "Iterator[None]":
    """Run the block as the suspect's code; ``doing`` names it, as in ``its import``."""
    with _told(suspect, doing), time_limit(LOAD_SECONDS), inside():
        yield


@contextmanager
def tidied(suspect: Suspect) -> "Iterator[None]":
    """Let the suspect's code, run in this block, leave its surroundings as they were."""
    from visavi.policy.containing.leftovers import Surroundings

    with kept():
        around = Surroundings(suspect.modules)
        try:
            yield
        finally:
            change = around.put_back()
    if change is not None:
        raise suspect.failed(change.sentence, change.place)


@contextmanager
def _told(suspect: Suspect, doing: Sentence) -> "Iterator[None]":
    """Turn what is raised into one line with the suspect's name."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except TookTooLong as error:
        what = say("{doing} did not come back in time", doing=say(doing))
        raise suspect.failed(what, place_of(error, suspect.folder)) from None
    except Forbidden as error:
        raise suspect.failed(str(error), place_of(error, suspect.folder)) from None
    except BaseException as error:
        what = say("{doing} raised {error}", doing=say(doing), error=described(error))
        raise suspect.failed(what, place_of(error, suspect.folder)) from error


def call(suspect: Suspect, doing: Sentence, function: Callable[[], T]) -> T:
    """The function's answer, contained."""
    with contained(suspect, doing):
        return function()
    raise AssertionError("contained never swallows an error")


def described(error: BaseException) -> str:
    """An exception in one printable line; one that cannot even be printed is named by its type."""
    try:
        text = str(error)
    except BaseException:
        text = ""
    line = " ".join(text.split())
    line = line if line.isprintable() else ascii(line)
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def place_of(error: BaseException, folder: str = "") -> str:
    """File and line where it happened: the last step inside the policy's folder, if any."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno or 0}"
    steps = _steps(error.__traceback__)
    inside = [step for step in steps if folder and step[0].startswith(folder + os.sep)]
    strangers = [step for step in steps if _is_foreign(step[0])]
    for found in (inside, strangers):
        if found:
            return "{}:{}".format(*found[-1])
    return ""


def _steps(traceback: "TracebackType | None") -> Sequence[tuple[str, int]]:
    steps = []
    while traceback is not None:
        steps.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return steps


def _is_foreign(file: str) -> bool:
    """Whether a file belongs to neither us, nor pluggy, nor the import machinery."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    ours = (here, os.path.dirname(os.__file__), "<frozen")
    return not file.startswith(ours) or ("site-packages" in file and "pluggy" not in file)

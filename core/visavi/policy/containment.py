"""Running a policy's code: what it does wrong costs that policy only, and is told in one line.

While it runs, what it prints goes to stderr, and in the main thread it has a limited time (see
:mod:`visavi.policy.limits`: elsewhere there is no limit). Whatever it raises, ``SystemExit``
included, becomes :class:`~visavi.errors.PolicyFailed`. Only ``KeyboardInterrupt`` passes: it is the
user's word to stop, and must never be lost. Code that ends the process, starts threads or writes
past ``sys.stdout`` is not held: a policy is code that somebody chose to install.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, TypeVar

from visavi.errors import PolicyFailed
from visavi.messages import Sentence, say
from visavi.policy.limits import TookTooLong, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

T = TypeVar("T")

LOAD_SECONDS = 10.0
"""What importing a policy and asking its hooks may take."""

_LONGEST = 200


class Suspect:
    """Who is to be named if the code fails: policy, distribution, version, and where it lies."""

    def __init__(self, policy: str, distribution: str, version: str, folder: str = "") -> None:
        self.policy = policy
        self.distribution = distribution
        self.version = version
        self.folder = folder

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
    try:
        with redirect_stdout(sys.stderr), time_limit(LOAD_SECONDS):
            yield
    except KeyboardInterrupt:
        raise
    except TookTooLong as error:
        what = say("{doing} did not come back in time", doing=say(doing))
        raise suspect.failed(what, place_of(error, suspect.folder)) from None
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
    here = os.path.dirname(os.path.dirname(__file__))
    ours = (here, os.path.dirname(os.__file__), "<frozen")
    return not file.startswith(ours) or ("site-packages" in file and "pluggy" not in file)

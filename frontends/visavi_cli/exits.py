"""Exit codes: what a script may rely on. :func:`exit_for` is the only way from error to code."""

from collections.abc import Mapping
from enum import IntEnum

from visavi import errors
from visavi.messages import Sentence


class Exit(IntEnum):
    """How a command ended. ``visavi --help`` prints this table; the numbers never change."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_PERMITTED = 4
    BUSY = 5
    REFUSED = 6
    PARTLY = 7
    POLICY = 8
    STORE = 9
    FOUND = 10
    INTERRUPTED = 130


MEANINGS: Mapping[Exit, Sentence] = {
    Exit.DONE: "done",
    Exit.FAULT: "a fault of the program, or its output could not be written",
    Exit.USAGE: "usage: an unknown command, option, id or date",
    Exit.NOT_FOUND: "not found, or not yours to know of",
    Exit.NOT_PERMITTED: "not permitted",
    Exit.BUSY: "busy or conflict: somebody came first, or the deed is out of order",
    Exit.REFUSED: "refused by a rule of the policy; nothing was changed",
    Exit.PARTLY: "partly done: good rows went in, bad rows did not",
    Exit.POLICY: "a policy or plugin is broken",
    Exit.STORE: "the store is missing, locked, damaged, newer, or cannot be written",
    Exit.FOUND: "a check found something",
    Exit.INTERRUPTED: "interrupted",
}

_BY_ERROR: tuple[tuple[type[errors.VisaviError], Exit], ...] = (
    (errors.InvalidInput, Exit.USAGE),
    (errors.NotFound, Exit.NOT_FOUND),
    (errors.NotPermitted, Exit.NOT_PERMITTED),
    (errors.Conflict, Exit.BUSY),
    (errors.Refused, Exit.REFUSED),
    (errors.PolicyUnknown, Exit.NOT_FOUND),
    (errors.PolicyError, Exit.POLICY),
    (errors.StoreError, Exit.STORE),
)


def exit_for(error: BaseException) -> Exit:
    """The exit code of an error; what nobody foresaw is a fault."""
    for kind, code in _BY_ERROR:
        if isinstance(error, kind):
            return code
    return Exit.INTERRUPTED if isinstance(error, KeyboardInterrupt) else Exit.FAULT

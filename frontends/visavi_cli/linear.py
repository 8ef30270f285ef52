"""Linear mode by command: plain lines in and out, for screen readers and scripts."""

import sys
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.sanitise import line
from visavi_cli import output
from visavi_cli.exits import Exit, exit_for
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.run import Run
from visavi_cli.texts import LARGEST

if TYPE_CHECKING:
    from visavi_tui.linear.lines import Lines

TERMINAL_LINE = 4095
"""Bytes of one line that a terminal hands over; what is typed beyond them it throws away."""


def converse(run: Run, chapter: str, dialogue: str) -> Answer:
    """Go through a chapter of the dialogue; the exit code is that of the last deed not done."""
    from datetime import datetime

    from visavi_tui.desk import Desk
    from visavi_tui.linear import run_linear
    from visavi_tui.session import Session

    if run.as_json or run.no_input or run.dry_run:
        raise InvalidInput(
            "Linear mode is a conversation: it needs input, and has no --json and no --dry-run."
        )
    desk = Desk(
        run.repository,
        run.policies,
        run.person,
        lambda: run.on,
        lambda: datetime.now().astimezone().replace(microsecond=0),
        lambda: "",
    )
    session = Session(desk, run.person)
    failed = run_linear(chapter, session, dialogue, lines())
    answer = receipt(run, chapter, dialogue)
    answer.lines = lambda _: ()
    answer.code = Exit.DONE if failed is None else exit_for(failed)
    return answer


def wanted(run: Run, *, bare: bool) -> bool:
    """Whether a command without options goes on in plain lines, as the option or the setting says.

    Also where lines come through a pipe: what was meant for a conversation is never taken for
    the text of a preparation, or for a signature. ``--no-input`` or ``--json`` ask for the command.
    """
    return run.asked_linear or (
        run.linear and bare and not (run.as_json or run.no_input or run.dry_run)
    )


def somebody_types() -> bool:
    """Whether stdin is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def lines() -> "Lines":
    """Lines from stdin and to stdout."""
    from visavi_tui.linear.lines import Lines

    if sys.stdin is None:
        raise InvalidInput("Linear mode is a conversation, and stdin is closed.")
    return Lines(_read, _write, somebody_types())


def _read() -> str | None:
    """A terminal sends what its locale says, everything else UTF-8."""
    stream = sys.stdin
    typed = stream.isatty()
    given = stream.buffer.readline(LARGEST + 1)
    if len(given) > LARGEST:
        while given and not given.endswith(b"\n"):
            given = stream.buffer.readline(LARGEST)
        raise InvalidInput("That line is too long for a text; it was not taken.")
    if typed and len(given.rstrip(b"\n")) >= TERMINAL_LINE:
        _write(say("Your terminal cuts a line at 4095 bytes: look at its end, and go on below."))
    try:
        text = given.decode(stream.encoding if typed else "utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("That line cannot be read as text; it was not taken.") from None
    return text.removeprefix("\ufeff").rstrip("\r\n") if given else None


def _write(text: str) -> None:
    output.write([line(text)])
    output.flush()

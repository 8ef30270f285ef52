"""Linear mode by command: plain lines in and out, for screen readers and scripts."""

import os
import sys

from visavi.errors import InvalidInput
from visavi.sanitise import line
from visavi_cli import output
from visavi_cli.exits import Exit, exit_for
from visavi_cli.options import flag
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.run import Run

LINEAR = flag("--linear", about="Go through it in plain lines; :? tells the commands.")


def wanted(linear: bool) -> bool:
    """Whether the option, or ``VISAVI_LINEAR``, asks for plain lines."""
    return linear or os.environ.get("VISAVI_LINEAR", "") not in ("", "0")


def converse(run: Run, chapter: str, dialogue: str) -> Answer:
    """Go through a chapter of the dialogue; the exit code is that of the last deed not done."""
    from datetime import datetime

    from visavi_tui.desk import Desk
    from visavi_tui.linear import run_linear
    from visavi_tui.linear.lines import Lines
    from visavi_tui.session import Session

    if run.as_json or run.no_input:
        raise InvalidInput("Linear mode is a conversation: it has no --json and needs input.")
    desk = Desk(
        run.workspace,
        run.person,
        lambda: run.on,
        lambda: datetime.now().astimezone().replace(microsecond=0),
        lambda: "",
    )
    session = Session(desk, run.workspace, run.person)
    failed = run_linear(chapter, session, dialogue, Lines(_read, _write))
    answer = receipt(run, chapter, dialogue)
    answer.lines = lambda _: ()
    answer.code = Exit.DONE if failed is None else exit_for(failed)
    return answer


def _read() -> str | None:
    try:
        given = sys.stdin.buffer.readline().decode()
    except UnicodeDecodeError:
        raise InvalidInput("What was read on stdin is not UTF-8 text.") from None
    return given.rstrip("\r\n") if given else None


def _write(text: str) -> None:
    output.write([line(text)])
    output.flush()

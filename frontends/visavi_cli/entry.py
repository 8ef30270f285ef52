"""``visavi``: parse, run, flush, leave. No traceback without ``--debug``, whatever happens."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from visavi_cli import output
from visavi_cli.exits import Exit

NORMAL_EXIT = "VISAVI_NORMAL_EXIT"
"""Set in the environment, the interpreter shuts down in the usual way: coverage needs that."""


def main() -> NoReturn:
    """The console script. Collecting garbage and tearing down cost more than most commands."""
    gc.disable()
    output.prepare()
    code = run(sys.argv[1:])
    if os.environ.get(NORMAL_EXIT):
        sys.exit(code)
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; both streams are flushed."""
    try:
        code = _obeyed(arguments)
        output.flush()
    except output.OutputError as error:
        code = Exit.FAULT
        output.silence()
        _say_output_failed(error)
    return int(code)


def _obeyed(arguments: Sequence[str]) -> int:
    if list(arguments) == ["--version"]:
        from visavi_cli.alone import version_line

        output.write([version_line()])
        return Exit.DONE
    from visavi_cli.perform import perform

    return perform(arguments)


def _say_output_failed(error: output.OutputError) -> None:
    if error.closed:
        return
    from visavi.messages import say

    output.talk(say("The output could not be written: {reason}.", reason=error.reason))

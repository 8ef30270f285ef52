"""One command line from words to exit code: every error ends here, in a sentence."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi_cli import output
from visavi_cli.exits import Exit
from visavi_cli.language import speak_here

if TYPE_CHECKING:
    import click


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; both streams are flushed."""
    output.prepare()
    speak_here()
    try:
        code = _obeyed(arguments)
        output.flush()
    except output.OutputError as error:
        output.silence()
        if not error.closed:
            output.talk(say("The output could not be written: {reason}.", reason=error.reason))
        code = Exit.FAULT
    return int(code)


def _obeyed(arguments: Sequence[str]) -> int:
    """Parse and run; say on stderr what went wrong."""
    as_json = "--json" in arguments
    try:
        return _done(arguments)
    except VisaviError as error:
        return output.complain(error, as_json=as_json)
    except KeyboardInterrupt:
        output.talk(say("Interrupted."))
        return Exit.INTERRUPTED
    except output.OutputError:
        raise
    except Exception as error:
        return _fault(error, debug="--debug" in arguments)


def _done(arguments: Sequence[str]) -> int:
    """The app where nothing at all was asked for, which no parser is needed for; else a command."""
    if not arguments:
        from visavi_cli.alone import BARE, run_bare

        code = run_bare(dict(BARE))
        if code is not None:
            return code
    import click

    from visavi_cli.tree import Root

    try:
        return int(Root().main(list(arguments), prog_name="visavi", standalone_mode=False) or 0)
    except click.ClickException as error:
        raise in_our_words(error) from None
    except click.Abort:
        raise KeyboardInterrupt from None


def in_our_words(error: "click.ClickException") -> InvalidInput:
    """A usage error of click as one of ours."""
    import click

    place = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        place = error.ctx.command_path
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities or ()
        return InvalidInput(
            "{place} has no option {name}.",
            todo="Did you mean {near}?" if near else "See {place} --help.",
            place=place,
            name=ascii(error.option_name[:60])[1:-1],
            near=" or ".join(near),
        )
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return InvalidInput(
            "{place} needs {name}.",
            todo="See {place} --help.",
            place=place,
            name=error.param.get_error_hint(error.ctx).strip("'"),
        )
    return InvalidInput(
        "{place}: {reason}",
        todo="See {place} --help.",
        place=place,
        reason=error.format_message()[:300],
    )


def _fault(error: Exception, *, debug: bool) -> Exit:
    """A fault of ours: its kind and place, never its text, which may be somebody's words."""
    if debug:
        import traceback

        places = traceback.format_tb(error.__traceback__)
        output.talk("".join(["Traceback:\n", *places, type(error).__name__]))
        return Exit.FAULT
    place = _place_of(error)
    output.talk(
        say(
            "visavi stopped because of a fault: {kind} in {place}. "
            "Run it again with --debug to see more, and report it.",
            kind=type(error).__name__,
            place=place,
        )
    )
    return Exit.FAULT


def _place_of(error: Exception) -> str:
    """The innermost place of ours that the fault went through."""
    place = sys.platform
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("visavi"):
            place = f"{module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place

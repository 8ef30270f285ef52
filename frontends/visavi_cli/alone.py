"""``visavi`` without a noun: the version, the terminal app, or help where there is no terminal."""

import sys

import click

from visavi.sanitise import shown
from visavi_cli import output
from visavi_cli.exits import Exit


def run_alone(ctx: click.Context) -> int:
    """Open the terminal app on a terminal; in a pipe print help, which is no success."""
    if ctx.params.get("version"):
        output.write([version_line()])
        return Exit.DONE
    if _on_terminal() and not ctx.params.get("no_input"):
        from visavi_tui import run

        sentence, opened = run()
        if sentence:
            output.talk(sentence)
        return Exit.DONE if opened else Exit.USAGE
    output.write([shown(ctx.get_help())])
    return Exit.USAGE


def version_line() -> str:
    """``visavi 0.1.0``."""
    from visavi_cli.entry import VERSION

    return f"visavi {VERSION}"


def _on_terminal() -> bool:
    return all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))

"""Help as text. Click's own formatter loads more than the rest of the command line does."""

from collections.abc import Iterable, Iterator

import click

from visavi.messages import say

WIDTH = 80

Rows = Iterable[tuple[str, str]]


def wrapped(text: str, width: int = WIDTH) -> Iterator[str]:
    """The text in lines of at most so many letters, broken between words."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def section(title: str, rows: Rows) -> Iterator[str]:
    """A title, and under it two columns."""
    found = list(rows)
    if not found:
        return
    column = min(max(len(name) for name, _ in found), 28)
    yield ""
    yield f"{title}:"
    for name, about in found:
        lines = wrapped(about, WIDTH - column - 4)
        first = next(lines, "") if len(name) <= column else ""
        yield f"  {name:<{column}}  {first}".rstrip()
        yield from (f"  {'':<{column}}  {line}" for line in lines)


def usage(ctx: click.Context, pieces: Iterable[str]) -> Iterator[str]:
    """How the command is called."""
    head = say("Usage: {command}", command=ctx.command_path) + " "
    for line in wrapped(" ".join(pieces), WIDTH - len(head)):
        yield head + line
        head = " " * len(head)


def of_verb(command: click.Command, ctx: click.Context, common: Iterable[click.Option]) -> str:
    """A verb's help: its own options first, the common ones after them."""
    shared = tuple(common)
    own = [p for p in command.get_params(ctx) if p not in shared]
    arguments = [piece for p in own for piece in p.get_usage_pieces(ctx)]
    lines = [
        *usage(ctx, [*arguments, say("[OPTIONS]")]),
        "",
        *wrapped(say(command.help or "")),
        *section(say("Options"), _records(own, ctx)),
        *section(say("Common options"), _records(shared, ctx)),
    ]
    return "\n".join(lines)


def of_group(
    command: click.Command, ctx: click.Context, placeholder: str, sections: dict[str, Rows]
) -> str:
    """A group's help: these sections after the usage line."""
    lines = [*usage(ctx, [placeholder])]
    if command.help:
        lines += ["", *wrapped(say(command.help))]
    for title, rows in sections.items():
        lines += section(title, rows)
    return "\n".join(lines)


def options_of(command: click.Command, ctx: click.Context) -> Rows:
    """The options of a command with what they do."""
    return _records(command.get_params(ctx), ctx)


def _records(parameters: Iterable[click.Parameter], ctx: click.Context) -> Rows:
    for parameter in parameters:
        if isinstance(parameter, click.Option):
            metavar = "" if parameter.is_flag else f" {parameter.make_metavar(ctx)}"
            needed = " " + say("(required)") if parameter.required else ""
            yield f"{', '.join(parameter.opts)}{metavar}", f"{say(parameter.help or '')}{needed}"

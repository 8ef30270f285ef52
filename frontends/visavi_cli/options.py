"""Options and arguments: ours to word, click's to parse. The common ones are made once."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say

if TYPE_CHECKING:
    from decimal import Decimal


class Day(click.ParamType[date]):
    """A civil date, ``2026-11-21``."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Parse it, or raise :class:`InvalidInput` naming the option."""
        from visavi.model.time import parse_date

        return value if isinstance(value, date) else parse_date(value, _name_of(param))


class Moment(click.ParamType[datetime]):
    """A meeting's time with its offset from UTC, ``2026-02-10T10:00+01:00``."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Parse it, or raise :class:`InvalidInput`."""
        from visavi.model.time import parse_meeting_time

        return value if isinstance(value, datetime) else parse_meeting_time(value)


class Number(click.ParamType[int]):
    """A whole number between two bounds, both allowed."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Parse it, or raise :class:`InvalidInput` naming the option and the bounds."""
        text = str(value)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
        if number is None or not self.least <= number <= self.most:
            raise InvalidInput(
                "{name}: {value} is not a whole number from {least} to {most}.",
                name=_name_of(param),
                value=ascii(text[:40]),
                least=self.least,
                most=self.most,
            )
        return number


class Exact(click.ParamType["Decimal"]):
    """A number that is not negative and stays as it is written: 12, 7.5."""

    name = "exact number"

    def convert(self, value: Any, param: Any, ctx: Any) -> "Decimal":
        """Parse it, or raise :class:`InvalidInput` naming the option."""
        from decimal import Decimal

        text = str(value)
        if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 20:
            return Decimal(text)
        raise InvalidInput(
            "{name}: {value} is not a number such as 12 or 7.5.",
            name=_name_of(param),
            value=ascii(text[:40]),
        )


class OneOf(click.ParamType[str]):
    """One of a few words, written in full."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words, for usage lines."""
        return "|".join(self.words)

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """The word, or :class:`InvalidInput` naming those that there are."""
        if value in self.words:
            return str(value)
        raise InvalidInput(
            "{name}: {value} is not one of {words}.",
            name=_name_of(param),
            value=ascii(str(value)[:40]),
            words=", ".join(self.words),
        )

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        """The words that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


DAY = Day()
EXACT = Exact()
MOMENT = Moment()


def option(*names: str, about: Sentence, **attributes: Any) -> click.Option:
    """An option; ``about`` is a sentence of the catalogue."""
    return click.Option(names, help=about, **attributes)


def flag(*names: str, about: Sentence) -> click.Option:
    """An option without a value."""
    return click.Option(names, is_flag=True, help=about)


def argument(name: str, *, required: bool = True, many: bool = False) -> click.Argument:
    """An argument, shown in capitals; in brackets where it may be left out."""
    shown = name.upper() + ("..." if many else "")
    metavar = shown if required else f"[{shown}]"
    return click.Argument([name], metavar=metavar, required=required, nargs=-1 if many else 1)


COMMON = (
    option("--as", "as_", metavar="ID", about="Who acts: a person's id. Without it: the keeper."),
    option("--as-of", metavar="DATE", type=DAY, about="The day that counts; today if not given."),
    option("--store", metavar="FOLDER", about="The folder of the store."),
    option(
        "--passphrase-fd",
        metavar="NUMBER",
        about="Read the passphrase of a sealed store from this open file descriptor.",
    ),
    option(
        "--passphrase-command",
        metavar="COMMAND",
        about="Take the first line that this command prints as the passphrase.",
    ),
    option("--policy", metavar="NAME", about="Use this policy instead of the store's."),
    option(
        "--policy-dir",
        multiple=True,
        metavar="FOLDER",
        about="A policy's own folder, to use it too.",
    ),
    flag("--json", "as_json", about="Print data as JSON."),
    flag("--linear", about="Plain lines for a screen reader or a script: no tables, no screens."),
    flag("--no-input", about="Never ask, never wait for typing."),
    flag("--no-plugins", about="Load no installed policy."),
    flag("--debug", about="Show where a fault happened."),
)
"""Understood by every command, before the noun or after the verb."""

DRY_RUN = flag("--dry-run", about="Judge and show what would happen; change nothing.")
NOTES = flag("--notes", about="Show what was said too, to those who may read it.")
REASON = option(
    "--reason",
    default="",
    metavar="WORDS",
    about="Why you read what others wrote; both of them will see it.",
)
EDITOR = flag(
    "--editor", about="Write the text in $VISUAL or $EDITOR, in a private folder; --file begins it."
)
FILE = option("--file", metavar="FILE", about="Read the text from this file instead of stdin.")
INSTEAD = option(
    "--instead",
    type=Number(1, 9999),
    metavar="N",
    about="Write it in the place of your text of this number; that one stays in the history.",
)

COMMON_NAMES = frozenset(str(parameter.name) for parameter in (*COMMON, DRY_RUN))


def _name_of(param: click.Parameter | None) -> str:
    if param is None:
        return say("value")
    return max(param.opts, key=len) if isinstance(param, click.Option) else str(param.metavar)

"""The click tree: nouns that import a verb's module only when the verb is called for."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi.sanitise import shown
from visavi_cli import helptext, output
from visavi_cli.exits import MEANINGS
from visavi_cli.nouns import NOUNS, module_of
from visavi_cli.options import COMMON, COMMON_NAMES, DRY_RUN, EDITOR, flag
from visavi_cli.output import Answer

if TYPE_CHECKING:
    from visavi_cli.run import Run

Function = Callable[..., Answer]

_SHOW_HELP: Sentence = "Show this help."


class _OwnHelp(click.Command):
    """A command whose help goes through the one place that writes."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, made once."""
        if self._help_option is None:
            self._help_option = click.Option(
                ["--help", "_show_help"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
                help=_SHOW_HELP,
            )
        return self._help_option


class Verb(_OwnHelp):
    """One verb: its own parameters, the common ones, and the function that answers."""

    def __init__(
        self,
        name: str,
        function: Function,
        *,
        about: Sentence,
        params: Iterable[click.Parameter],
        schema: str,
        also: tuple[str, ...],
        changes: bool,
    ) -> None:
        self.function = function
        self.schemas = (schema, *also)
        self.changes = changes
        own = list(params)
        if any("--file" in parameter.opts for parameter in own):
            own.append(EDITOR)
        dry = (DRY_RUN,) if changes else ()
        super().__init__(name, help=about, params=[*own, *dry, *COMMON])

    def invoke(self, ctx: click.Context) -> int:
        """Answer, print the answer, and give the exit code."""
        from visavi_cli.run import Run

        run = Run(_common(ctx))
        own = {name: value for name, value in ctx.params.items() if name not in COMMON_NAMES}
        if own.pop("editor", False):
            from visavi_cli.editor import Writing

            with Writing(own["file"], lasting=not run.dry_run, no_input=run.no_input) as file:
                answer = self.function(run, **{**own, "file": file})
        else:
            answer = self.function(run, **own)
        try:
            schema = f"visavi.{answer.schema or self.schemas[0]}/1"
            with _shape(run):
                output.emit(answer, schema, as_json=run.as_json)
            output.flush()
        except output.OutputError:
            if self.changes and not run.dry_run:
                output.talk(say("It was done; only the answer could not be written."))
            raise
        run.tell_of_conflicts(own.values())
        return int(answer.code)

    def get_help(self, ctx: click.Context) -> str:
        """The help as text."""
        return helptext.of_verb(self, ctx, COMMON)


class Verbs(dict[str, Verb]):
    """The verbs of one module: ``VERBS = Verbs()`` and ``@VERBS.add("show", ...)``."""

    def add(
        self,
        name: str,
        about: Sentence,
        *params: click.Parameter,
        schema: str,
        also: tuple[str, ...] = (),
        changes: bool = False,
    ) -> Callable[[Function], Function]:
        """Make the function that follows a verb. ``about`` is a sentence of the catalogue.

        ``schema`` names what ``--json`` answers; ``also`` what it answers instead for some option.
        """

        def register(function: Function) -> Function:
            self[name] = Verb(
                name,
                function,
                about=about,
                params=params,
                schema=schema,
                also=also,
                changes=changes,
            )
            return function

        return register


class NounGroup(_OwnHelp, click.Group):
    """One noun with its verbs."""

    def __init__(self, name: str) -> None:
        self.noun = NOUNS[name]
        super().__init__(name, help=self.noun.about, no_args_is_help=False)

    def get_help(self, ctx: click.Context) -> str:
        """The help as text: the verbs, which are imported for it."""
        verbs = ((name, self.get_command(ctx, name)) for name in self.noun.verbs)
        rows = [(name, say(verb.help or "")) for name, verb in verbs if verb is not None]
        return helptext.of_group(self, ctx, "VERB ...", {say("Verbs"): rows})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of the table."""
        return list(self.noun.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, its module imported now."""
        module = self.noun.verbs.get(cmd_name)
        if module is None:
            return None
        verbs: Verbs = import_module(module).VERBS
        return verbs[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb asked for, of one word or two, or what it may have been."""
        if (both := " ".join(args[:2])) in self.noun.verbs:
            args = [both, *args[2:]]
        if args[0] not in self.noun.verbs:
            _unknown(f"{self.name} {args[0]}", args[0], self.noun.verbs, f"visavi {self.name}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A noun alone says nothing."""
        if not args and not ctx.resilient_parsing:
            raise InvalidInput(
                "{noun} needs a verb.",
                todo="One of {verbs}.",
                noun=f"visavi {self.name}",
                verbs=", ".join(self.noun.verbs),
            )
        return super().parse_args(ctx, args)


class Root(_OwnHelp, click.Group):
    """``visavi`` itself."""

    def __init__(self) -> None:
        super().__init__(
            "visavi",
            params=[*COMMON, flag("--version", about="Show the version.")],
            callback=_alone,
            invoke_without_command=True,
        )

    def get_help(self, ctx: click.Context) -> str:
        """The help as text: options, nouns and exit codes, from tables; nothing is imported."""
        sections: dict[str, helptext.Rows] = {
            say("Nouns"): [(name, say(noun.about)) for name, noun in NOUNS.items()],
            say("Options"): helptext.options_of(self, ctx),
            say("Exit codes"): [(str(int(code)), say(text)) for code, text in MEANINGS.items()],
        }
        return helptext.of_group(self, ctx, "NOUN VERB [ID] [OPTIONS]", sections)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The nouns, in the order of the table."""
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The noun; of one without verbs, its module is imported now."""
        noun = NOUNS.get(cmd_name)
        if noun is None:
            return None
        if noun.verbs:
            return NounGroup(cmd_name)
        verbs: Verbs = import_module(module_of(cmd_name)).VERBS
        return verbs[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The noun asked for, or what it may have been."""
        if args[0] not in NOUNS:
            _unknown(args[0], args[0], NOUNS, "visavi")
        return super().resolve_command(ctx, args)


@click.pass_context
def _alone(ctx: click.Context, /, **_common: Any) -> int | None:
    """Without a noun: the terminal app, or help where there is no terminal."""
    if ctx.invoked_subcommand is not None:
        return None
    from visavi_cli.alone import run_alone

    return run_alone(ctx)


def _show_help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        output.write([shown(ctx.get_help())])
        ctx.exit()


def _shape(run: "Run") -> AbstractContextManager[None]:
    """Tables as they are, or as blocks of lines."""
    if not run.linear or run.as_json:
        return nullcontext()
    from visavi_cli.render.common import in_blocks

    return in_blocks()


def _common(ctx: click.Context) -> dict[str, Any]:
    """The common options: what stands after the verb wins over what stands before the noun."""
    outer = ctx.find_root().params
    given = {name: ctx.params.get(name) or outer.get(name) for name in COMMON_NAMES}
    given["policy_dir"] = (*outer.get("policy_dir", ()), *ctx.params.get("policy_dir", ()))
    return given


def _unknown(command: str, word: str, known: Iterable[str], place: str) -> NoReturn:
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    raise InvalidInput(
        "There is no command {command}.",
        todo="Did you mean {near}?" if near else "See {place} --help.",
        command=ascii(command[:60]),
        near=near[0] if near else "",
        place=place,
    )

"""``visavi spec``: the whole command line as data, read off the commands themselves."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from visavi.messages import say
from visavi_cli import settings
from visavi_cli.entry import VERSION
from visavi_cli.exits import MEANINGS
from visavi_cli.nouns import NOUNS, module_of
from visavi_cli.options import COMMON, Number, OneOf
from visavi_cli.output import Answer
from visavi_cli.run import Run
from visavi_cli.schemas import SCHEMAS
from visavi_cli.tree import Verb, Verbs

VERBS = Verbs()


@VERBS.add("spec", "Every command, option, argument, exit code and output, as data.", schema="spec")
def spec(run: Run) -> Answer:
    """The grammar for programs; in words, one line a command."""
    data = {
        "program": "visavi",
        "version": VERSION,
        "exit_codes": [
            {"code": int(code), "name": code.name.lower().replace("_", "-"), "meaning": say(text)}
            for code, text in MEANINGS.items()
        ],
        "common_options": [_option(option) for option in COMMON],
        "environment": dict(settings.VARIABLES) | {"config-file": "VISAVI_CONFIG"},
        "commands": [_command(name, verb) for name, verb in commands()],
        "schemas": {f"visavi.{name}/1": schema for name, schema in SCHEMAS.items()},
    }
    return Answer(data, _lines)


def commands() -> Iterator[tuple[str, Verb]]:
    """Every command with its full name, in the order of the table; imports all of them."""
    for noun, entry in NOUNS.items():
        if not entry.verbs:
            yield noun, import_module(module_of(noun)).VERBS[noun]
        for name, module in entry.verbs.items():
            yield f"{noun} {name}", import_module(module).VERBS[name]


def _command(name: str, verb: Verb) -> dict[str, Any]:
    own = [parameter for parameter in verb.params if parameter not in COMMON]
    return {
        "command": name,
        "help": say(verb.help or ""),
        "changes": verb.changes,
        "arguments": [
            {"name": p.name, "required": p.required, "many": p.nargs != 1}
            for p in own
            if isinstance(p, click.Argument)
        ],
        "options": [_option(p) for p in own if isinstance(p, click.Option)],
        "output": [f"visavi.{name}/1" for name in verb.schemas],
    }


def _option(option: click.Option) -> dict[str, Any]:
    described: dict[str, Any] = {
        "names": option.opts,
        "help": say(option.help or ""),
        "required": option.required,
        "repeatable": option.multiple,
        "value": None if option.is_flag else option.type.name,
    }
    if isinstance(option.type, OneOf):
        described["words"] = list(option.type.words)
    if isinstance(option.type, Number):
        described |= {"least": option.type.least, "most": option.type.most}
    return described


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    width = max(len(command["command"]) for command in data["commands"])
    for command in data["commands"]:
        yield f"visavi {command['command']:<{width}}  {command['help']}"

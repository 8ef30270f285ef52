"""``visavi spec --json`` against the commands themselves, and answers against their schemas."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from visavi_cli.exits import Exit
from visavi_cli.nouns import NOUNS
from visavi_cli.schemas import SCHEMAS
from visavi_cli.tree import Root

SOURCES = Path(__file__).parents[3] / "frontends" / "visavi_cli"


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    if isinstance(command, click.Group):
        context = click.Context(command, info_name="visavi")
        for word in command.list_commands(context):
            found = command.get_command(context, word)
            assert found is not None
            yield from leaves(found, f"{name} {word}".strip())
    else:
        yield name, command


@pytest.fixture
def spec(cli: Any) -> Any:
    """The whole description."""
    return cli("spec --json").data


def test_the_spec_holds_every_command_and_nothing_else(spec: Any) -> None:
    """Read off the click tree by another way than the spec's own."""
    assert [command["command"] for command in spec["commands"]] == [
        name for name, _ in leaves(Root())
    ]


def test_the_spec_holds_every_option_and_argument(spec: Any) -> None:
    """With its names, and whether it has to be given."""
    common = {name for option in spec["common_options"] for name in option["names"]}
    described = {command["command"]: command for command in spec["commands"]}
    for name, command in leaves(Root()):
        found = described[name]
        options = {n: o["required"] for o in found["options"] for n in o["names"]}
        arguments = {a["name"]: a["required"] for a in found["arguments"]}
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                assert arguments.pop(str(parameter.name)) == parameter.required
            elif not common.issuperset(parameter.opts):
                for opt in parameter.opts:
                    assert options.pop(opt) == parameter.required

        assert (name, options, arguments) == (name, {}, {})


def test_the_spec_holds_every_exit_code(spec: Any) -> None:
    """Number by number."""
    assert [row["code"] for row in spec["exit_codes"]] == [int(code) for code in Exit]


def test_every_output_has_a_schema_and_every_schema_an_output(spec: Any) -> None:
    """But for those of errors, which any command can give."""
    used = {name for command in spec["commands"] for name in command["output"]}

    assert used | {"visavi.error/1", "visavi.refusal/1"} == set(spec["schemas"])


def test_every_verb_that_changes_or_sends_has_a_dry_run(spec: Any) -> None:
    """And no other one pretends to."""
    for command in spec["commands"]:
        dry = any("--dry-run" in option["names"] for option in command["options"])

        assert (command["command"], dry) == (command["command"], command["changes"])


def test_no_text_is_an_argument(spec: Any) -> None:
    """Arguments are ids, names and paths: a shell remembers them."""
    allowed = {
        "activity", "after", "backup", "before", "dialogue", "employee", "file", "item", "kind",
        "manager", "matter", "name", "person", "question", "scenarios", "slot", "source", "step",
        "target", "value", "words",
    }  # fmt: skip
    found = {a["name"] for command in spec["commands"] for a in command["arguments"]}

    assert found <= allowed


def test_common_words_of_the_grammar_mean_the_same_everywhere() -> None:
    """Nouns are singular; verbs are those of the design, and few more."""
    assert [noun for noun in NOUNS if noun.endswith("s") and noun != "spec"] == []


def test_only_one_place_writes() -> None:
    """No command prints, echoes, or takes hold of a stream."""
    guilty = re.compile(r"\bprint\(|click\.s?echo|sys\.(stdout|stderr)|\bsecho\(|os\.write\(")
    allowed = {"output.py", "entry.py", "alone.py"}

    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(SOURCES.rglob("*.py"))
        if path.name not in allowed
        for line in path.read_text(encoding="utf-8").splitlines()
        if guilty.search(line)
    ]

    assert found == []


READS = [
    "agenda --as-of 2026-11-21",
    "agenda --as-of 2026-11-21 --summary",
    "agenda --as-of 2026-11-21 --person anna --explain",
    "person list",
    "person show anna",
    "person export",
    "person access-report anna --as anna",
    "retention list",
    "line show anna",
    "dialogue list --as mia",
    "question list",
    "question show opening.1",
    "activity list --as mia",
    "activity check --as mia",
    "matter list --as mia",
    "report completion",
    "report activities",
    "report obligations",
    "policy list",
    "policy show",
    "policy explain ki goals-window",
    "policy check ki",
    "policy diff ki ki",
    "store status",
    "store check",
    "store path",
    "config list",
    "config get store",
    "config path",
    "completion zsh",
    "doctor",
    "spec",
    "help ids",
]


@pytest.mark.parametrize("line", READS)
def test_what_is_read_has_the_form_that_the_spec_says(ki: Any, line: str) -> None:
    """In JSON; and there is something to read without JSON too."""
    done = ki(f"{line} --json")
    answer = json.loads(done.out)

    assert done.code == 0
    check(answer["data"], SCHEMAS[answer["schema"].split(".")[1].split("/")[0]])
    assert ki(line).out.strip()


def test_an_error_has_the_form_that_the_spec_says(ki: Any) -> None:
    """Whatever it is."""
    for line in ("person show nobody", "dialogue show x", "person new anna --name x", "line"):
        check(ki(*shlex.split(line), "--json").error, SCHEMAS["error"])


def check(value: Any, schema: Mapping[str, Any], at: str = "data") -> None:
    """Hold a value against the part of JSON Schema that the spec uses."""
    kinds = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}
    if "type" not in schema:
        return
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        assert "null" in wanted, at
        return
    assert any(type(value) is kinds[name] for name in wanted if name != "null"), at
    if schema.get("format") == "date":
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", value), at
    for name in schema.get("required", ()):
        assert name in value, f"{at}.{name}"
    for name, inner in schema.get("properties", {}).items():
        check(value[name], inner, f"{at}.{name}")
    if "additionalProperties" in schema:
        for name, item in value.items():
            check(item, schema["additionalProperties"], f"{at}.{name}")
    for number, item in enumerate(value if "items" in schema else ()):
        check(item, schema["items"], f"{at}[{number}]")

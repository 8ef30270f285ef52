"""``visavi config``: the settings of this computer."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi.errors import InvalidInput, NotFound
from visavi.messages import say
from visavi_cli import paths, settings
from visavi_cli.options import argument, flag
from visavi_cli.output import Answer
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add("list", "All settings with their values and where each comes from.", schema="settings")
def list_settings(run: Run) -> Answer:
    """Every setting, set or not."""
    return Answer([_setting(name) for name in settings.SETTINGS], _lines)


@VERBS.add("get", "One setting's value.", argument("name"), schema="setting")
def get(run: Run, name: str) -> Answer:
    """The value alone, for scripts."""
    found = _setting(settings.known(name))
    if found["value"] is None:
        raise NotFound(
            "The setting {name} is not set.",
            todo="Set it with visavi config set {name} VALUE.",
            name=name,
        )
    return Answer(found, lambda setting: [setting["value"]])


@VERBS.add(
    "set",
    "Set a setting in the file, or take it out with --remove.",
    argument("name"),
    argument("value", required=False),
    flag("--remove", about="Take the setting out of the file."),
    schema="setting",
    changes=True,
)
def set_setting(run: Run, name: str, value: str | None, remove: bool) -> Answer:
    """Write one setting; the others stay as they are."""
    values = settings.from_file()
    settings.known(name)
    if (value is None) is not remove:
        raise InvalidInput("Give a value, or --remove, and not both.")
    if value is None:
        values.pop(name, None)
    else:
        values[name] = _value(name, value)
    if not run.dry_run:
        settings.write(values)
    shown = {"name": name, "value": values.get(name), "source": "file", "about": _about(name)}
    return Answer(shown, lambda setting: [f"{setting['name']} = {setting['value'] or ''}"])


@VERBS.add("path", "Where the file of the settings lies.", schema="path")
def path(run: Run) -> Answer:
    """The file's path, whether it exists or not."""
    return Answer({"path": paths.config_file()}, lambda data: [data["path"]])


def _setting(name: str) -> dict[str, Any]:
    value = settings.value_of(name)
    if value is None and name == "store":
        value = paths.default_store()
    return {
        "name": name,
        "value": value,
        "source": settings.source_of(name),
        "about": _about(name),
    }


def _about(name: str) -> str:
    return say(settings.SETTINGS[name])


def _value(name: str, value: str) -> str:
    if name == "as":
        from visavi.model.ids import person_id

        return person_id(value)
    if not value.strip() or not value.isprintable() or value != value.strip():
        raise InvalidInput(
            "The value of {name} must be one line of text without blanks around it.", name=name
        )
    return value


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    for setting in found:
        value = setting["value"] if setting["value"] is not None else say("(not set)")
        yield f"{setting['name']} = {value}  [{setting['source']}]"
        yield f"    {setting['about']}"

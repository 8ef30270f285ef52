"""``visavi config``: the settings of this computer."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi.errors import InvalidInput, NotFound, VisaviError
from visavi.messages import say, spoken
from visavi_cli import output, paths, settings
from visavi_cli.options import argument, flag
from visavi_cli.output import Answer
from visavi_cli.render.common import word
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add("list", "All settings with their values and where each comes from.", schema="settings")
def list_settings(run: Run) -> Answer:
    """Those of this computer, and what the institution chose for the store."""
    mine = [_setting(name) for name in settings.SETTINGS]
    return Answer([*mine, *(_row(*chosen) for chosen in _chosen(run))], _lines)


@VERBS.add("get", "One setting's value.", argument("name"), schema="setting")
def get(run: Run, name: str) -> Answer:
    """The value alone, for scripts."""
    from visavi_cli import chosen

    if chosen.is_chosen(name):
        found = _row(name, *chosen.value_of(run, name))
    else:
        found = _setting(settings.known(name))
    if found["value"] is None:
        raise NotFound(
            "The setting {name} is not set.",
            todo="Set it with visavi config set {name} VALUE.",
            name=name,
        )
    return Answer(found, lambda setting: [word(setting["value"])])


@VERBS.add(
    "set",
    "Set a setting, or take it out with --remove; store.policy, setting.NAME and layer.UNIT "
    "are kept in the store.",
    argument("name"),
    argument("value", required=False),
    flag("--remove", about="Take the setting out of the file."),
    schema="setting",
    changes=True,
)
def set_setting(run: Run, name: str, value: str | None, remove: bool) -> Answer:
    """Write one setting; the others stay as they are."""
    from visavi_cli import chosen

    if (value is None) is not remove:
        raise InvalidInput("Give a value, or --remove, and not both.")
    if chosen.is_chosen(name):
        shown = _row(name, chosen.set_value(run, name, value), "store")
        return Answer(shown, _line)
    values = settings.from_file()
    settings.known(name)
    if value is None:
        values.pop(name, None)
    else:
        values[name] = _value(name, value)
    if not run.dry_run:
        settings.write(values)
    return Answer(_row(name, values.get(name), "file"), _line)


@VERBS.add("path", "Where the file of the settings lies.", schema="path")
def path(run: Run) -> Answer:
    """The file's path, whether it exists or not."""
    return Answer({"path": paths.config_file()}, lambda data: [data["path"]])


def _setting(name: str) -> dict[str, Any]:
    value = settings.value_of(name)
    if value is None and name == "store":
        value = paths.default_store()
    if value is None and name == "language":
        value = spoken()
    return _row(name, value, settings.source_of(name))


def _row(name: str, value: Any, source: str) -> dict[str, Any]:
    about = settings.SETTINGS.get(name)
    return {"name": name, "value": value, "source": source, "about": say(about) if about else ""}


def _chosen(run: Run) -> Iterator[tuple[str, Any, str]]:
    """What is chosen for the store; a store or policy that cannot be used is not in the way."""
    from visavi_cli import chosen

    try:
        yield from chosen.rows(run)
    except VisaviError as error:
        output.talk(str(error))


def _value(name: str, value: str) -> str:
    if name == "as":
        from visavi.model.ids import person_id

        return person_id(value)
    if name == "language":
        from visavi_cli.language import require_language

        return require_language(value)
    if not value.strip() or not value.isprintable() or value != value.strip():
        raise InvalidInput(
            "The value of {name} must be one line of text without blanks around it.", name=name
        )
    return value


def _line(setting: Mapping[str, Any]) -> Iterator[str]:
    yield f"{setting['name']} = {word(setting['value'])}"


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    for setting in found:
        value = say("(not set)") if setting["value"] is None else word(setting["value"])
        yield f"{setting['name']} = {value}  [{setting['source']}]"
        if setting["about"]:
            yield f"    {setting['about']}"

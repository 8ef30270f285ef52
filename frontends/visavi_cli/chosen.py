"""What the institution chose for a store, as settings: ``store.policy``, ``setting.NAME`` and
``layer.UNIT``. They lie in the store, not in the file of this computer.
"""

from collections.abc import Iterator
from typing import Any

from visavi.errors import InvalidInput, StoreMissing
from visavi.usecases.institution import Institution, choose, institution
from visavi_cli.policies import policies_of
from visavi_cli.run import Run

POLICY = "store.policy"
SETTING = "setting."
LAYER = "layer."


def is_chosen(name: str) -> bool:
    """Whether the name is one of the store's."""
    return name == POLICY or name.startswith((SETTING, LAYER))


def rows(run: Run) -> Iterator[tuple[str, Any, str]]:
    """Name, value and where it comes from, of everything that can be chosen for the store."""
    try:
        chosen = institution(run.repository)
    except StoreMissing:
        return
    yield POLICY, chosen.policy or None, "store" if chosen.policy else "default"
    for unit, layer in sorted(chosen.layers.items()):
        yield f"{LAYER}{unit}", layer, "store"
    if chosen.policy:
        policy = policies_of(run, chosen).base
        for name in policy.settings:
            source = "store" if name in chosen.settings else "default"
            yield f"{SETTING}{name}", policy.setting(name), source


def value_of(run: Run, name: str) -> tuple[Any, str]:
    """The value and where it comes from; raises :class:`InvalidInput` for an unknown name."""
    for known, value, source in rows(run):
        if known == name:
            return value, source
    raise InvalidInput(
        "There is no setting {name} in this store.",
        todo="See visavi config list.",
        name=ascii(name[:60]),
    )


def set_value(run: Run, name: str, value: str | None) -> Any:
    """Choose a value, or take the choice back; that the policy knows it is asked first."""
    before = institution(run.repository)
    after = _changed(before, name, value)
    policies = policies_of(run, after)
    policies.base  # noqa: B018  # raises for a policy or setting that cannot be used
    for layer in after.layers.values():
        policies.by_id(layer)
    choose(run.repository, run.actor, after, dry_run=run.dry_run)
    return value


def _changed(before: Institution, name: str, value: str | None) -> Institution:
    if name == POLICY:
        if value is None:
            raise InvalidInput("A store keeps a policy; set another one instead.")
        return before._replace(policy=value)
    is_setting = name.startswith(SETTING)
    key = name.removeprefix(SETTING if is_setting else LAYER)
    entries = dict(before.settings if is_setting else before.layers)
    if value is None:
        entries.pop(key, None)
    else:
        entries[key] = _parsed(value) if is_setting else value
    return before._replace(settings=entries) if is_setting else before._replace(layers=entries)


def _parsed(value: str) -> Any:
    """``true``, ``5`` and ``"text"`` are what they look like; anything else is a text."""
    import json

    try:
        found = json.loads(value)
    except ValueError:
        return value
    return found if isinstance(found, bool | int | str) else value

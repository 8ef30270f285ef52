"""Policies by name: found without importing, loaded when used, one at a time.

``load_policy`` knows two roads. The slow one reads and checks everything. The fast one takes what
the slow one remembered in a cache folder, as long as no file has changed; then no TOML is parsed,
and no code is imported before rules are asked for.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from visavi.errors import PolicyFailed, PolicyUnknown
from visavi.policy.names import Named as Named
from visavi.policy.names import place_of
from visavi.policy.names import policy_names as policy_names
from visavi.policy.policy import LOADING, Policy
from visavi.policy.texts import Texts

if TYPE_CHECKING:
    from visavi.policy.cache import Remembered, Stamp
    from visavi.policy.rules import Rule


def load_policy(
    name: str,
    *,
    settings: Mapping[str, Any] | None = None,
    policy_dirs: Sequence[str] = (),
    cache: str | None = None,
    upon: str = "",
) -> Policy:
    """The policy of that name, with everything that it extends.

    ``policy_dirs`` are folders with a ``policy.toml``, ``cache`` one to remember in. ``upon`` is
    the institution's policy where this is a layer for some of its units: if both extend the same
    policy, the layer stands on the institution's (see :mod:`visavi.policy.layers`). Raises
    ``PolicyUnknown``, ``PolicyInvalid`` with every mistake of its files, or ``PolicyFailed`` for
    its code. A policy from the cache that fails to give its rules raises when they are asked for.
    """
    installed = policy_names(policy_dirs=policy_dirs, cache=cache)
    named = find_policy(name, installed)
    below = find_policy(upon, installed) if upon and upon != name else None
    if cache is not None:
        remembered = _remembered(named, below, installed, cache)
        if remembered is not None:
            return remembered.with_settings(settings) if settings else remembered
    return _assembled(named, below, installed, settings, cache)


def stamps_of(
    name: str, *, policy_dirs: Sequence[str] = (), cache: str, upon: str = ""
) -> "list[Stamp] | None":
    """The stamps of all files that a policy was made of; ``None`` where it is not remembered."""
    installed = policy_names(policy_dirs=policy_dirs, cache=cache)
    below = find_policy(upon, installed) if upon and upon != name else None
    found = _memory(cache, find_policy(name, installed), below).read()
    return None if found is None else found["stamps"]


def find_policy(name: str, names: Sequence[Named]) -> Named:
    """The one policy of that name; ``PolicyUnknown`` or, if there are two, ``PolicyFailed``."""
    found = [named for named in names if named.name == name]
    if len(found) == 1:
        return found[0]
    from visavi.policy.problems import did_you_mean, shown

    if found:
        raise PolicyFailed(
            "The policy {policy} is there more than once: {places}.",
            todo="Keep one of them.",
            policy=name,
            places=", ".join(
                f"{one.distribution} {one.version}".strip() if one.target else one.folder
                for one in found
            ),
        )
    raise PolicyUnknown(
        "No policy {policy} is installed.",
        todo="{suggestion}",
        policy=shown(name).strip("'\""),
        suggestion=did_you_mean(name, {named.name for named in names}),
    )


def _assembled(
    named: Named,
    below: Named | None,
    installed: Sequence[Named],
    settings: Mapping[str, Any] | None,
    cache: str | None,
) -> Policy:
    from visavi.policy.assembling import assemble

    made = assemble(named, lambda name: find_policy(name, installed), upon=below)
    if cache is not None:
        content = {
            "parts": [part.named for part in made.parts],
            "folders": [part.folder for part in made.parts],
            "upon": below,
            "plain": made.plain,
        }
        _memory(cache, named, below).write(made.files(), content, made.texts)
    return Policy(
        made.plain,
        texts=Texts(lambda language: made.texts.get(language, {})),
        rules=lambda: made.rules,
        settings=settings,
    )


def _memory(cache: str, named: Named, below: Named | None) -> "Remembered":
    from visavi.policy.cache import Remembered

    return Remembered(cache, named.name if below is None else f"{named.name}.upon.{below.name}")


def _remembered(
    named: Named, below: Named | None, installed: Sequence[Named], cache: str
) -> Policy | None:
    """The policy as remembered, if its parts are still the ones that are installed."""
    memory = _memory(cache, named, below)
    found = memory.read()
    if found is None or found.get("upon") != (None if below is None else list(below)):
        return None
    parts = [Named(*part) for part in found["parts"]]
    if named not in parts or any(part not in installed for part in parts):
        return None
    if [place_of(part) for part in parts] != found.get("folders"):
        return None  # another installation has one of the same name and version
    plain = found["plain"]
    return Policy(plain, texts=Texts(memory.texts), rules=lambda: _rules(plain, parts))


def _rules(plain: Mapping[str, Any], parts: Sequence[Named]) -> "tuple[Rule, ...]":
    from visavi.policy.collecting import all_rules
    from visavi.policy.plugins import open_part

    return all_rules(plain, [open_part(part).rules() for part in parts])


class Loader(Protocol):
    """What loads a policy by name: :func:`load_policy`, or a stand-in for tests."""

    def __call__(
        self,
        name: str,
        *,
        settings: Mapping[str, Any] | None = None,
        policy_dirs: Sequence[str] = (),
        upon: str = "",
    ) -> Policy:
        """The policy of that name, as a layer ``upon`` another if that is named."""


class Policies:
    """The policy of an institution, and the layers that hold in some of its units.

    Each policy is loaded when it is first asked for. ``settings`` are what the institution chose;
    ``layers`` say which layer holds for a unit with everything below it, beside those that the
    policy itself names. A layer made for a policy that the institution's extends stands on the
    institution's: what that demands holds in the layer's units as well.
    """

    def __init__(
        self,
        base: str,
        *,
        layers: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
        policy_dirs: Sequence[str] = (),
        loader: Loader = load_policy,
    ) -> None:
        self._base = base
        self._layers = layers or {}
        self._settings = settings or {}
        self._policy_dirs = policy_dirs
        self._load = loader
        self._loaded: dict[str, Policy] = {}
        self._failed: set[str] = set()
        self._by_units: dict[tuple[str, ...], Policy] = {}

    @property
    def base(self) -> Policy:
        """The institution's own policy."""
        return self.by_id(self._base)

    def by_id(self, policy: str) -> Policy:
        """A policy by its id, with those of the settings that it knows."""
        if policy not in self._loaded:
            with LOADING:
                if policy not in self._loaded:
                    self._loaded[policy] = self._load_anew(policy)
        return self._loaded[policy]

    def _load_anew(self, policy: str) -> Policy:
        self._failed.add(policy)
        loaded = self._load(policy, policy_dirs=self._policy_dirs, upon=self._upon(policy))
        known = loaded.plain["setting"]
        chosen = {
            name: value
            for name, value in self._settings.items()
            if policy == self._base or name in known
        }
        self._failed.discard(policy)
        return loaded.with_settings(chosen) if chosen else loaded

    def stamps(self, cache: str) -> "list[Stamp] | None":
        """The stamps of all files that those asked for were made of, if all could be loaded."""
        if self._failed:
            return None
        found: list[Stamp] = []
        for name in self._loaded:
            upon = self._upon(name)
            stamps = stamps_of(name, policy_dirs=self._policy_dirs, cache=cache, upon=upon)
            if stamps is None:
                return None
            found += stamps
        return found

    def for_units(self, units: tuple[str, ...]) -> Policy:
        """The policy that holds in a unit, given before its parents: the nearest layer or base."""
        found = self._by_units.get(units)
        if found is None:
            layers = self._unit_layers()
            named = next((layers[unit] for unit in units if unit in layers), self._base)
            named = self._base if named in self.base.layers else named
            found = self._by_units[units] = self.by_id(named)
        return found

    def _unit_layers(self) -> dict[str, str]:
        return {**self.base.unit_layers, **self._layers}

    def _upon(self, policy: str) -> str:
        """What a policy stands on as a layer of units: the base, unless that is such a layer."""
        if policy == self._base:
            return ""
        beside = set(self._unit_layers().values())
        return "" if beside.intersection(self.base.layers) else self._base

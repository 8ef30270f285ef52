"""Which policies a run uses: the option's, else the store's, else the setting's; and the agenda."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput, PolicyError, PolicyUnknown, StoreMissing
from visavi.usecases.institution import Institution, institution
from visavi_cli import paths, settings
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.policy.loading import Policies
    from visavi.policy.policy import Policy
    from visavi.usecases.agenda import Agenda, Line
    from visavi.usecases.workspace import PolicyBook


def chosen_for(run: Run) -> Institution:
    """What the store's institution has chosen; a policy given by option stands alone."""
    if run.policy is not None:
        return Institution(run.policy)
    try:
        chosen = institution(run.repository)
    except StoreMissing:
        chosen = Institution()
    if chosen.policy:
        return chosen
    named = settings.value_of("policy")
    if named is None:
        raise InvalidInput(
            "No policy is named.",
            todo="Add --policy NAME; visavi policy list shows the names.",
        )
    return Institution(named)


def policies_for(run: Run) -> "Policies":
    """The policies of the run, loaded when they are asked for, and only if the store allows it."""
    return policies_of(run, chosen_here(run))


def policies_later(run: Run) -> "PolicyBook":
    """The policies of the run, put together when a deed first asks for one of them.

    What is wrong with the choice itself is told now.
    """
    chosen = chosen_here(run)
    tuple(run.policy_dirs)
    return _Later(lambda: policies_of(run, chosen))


class _Later:
    def __init__(self, made: Callable[[], "Policies"]) -> None:
        self._made = made

    @cached_property
    def _book(self) -> "Policies":
        return self._made()

    @property
    def base(self) -> "Policy":
        return self._book.base

    def for_units(self, units: tuple[str, ...]) -> "Policy":
        return self._book.for_units(units)

    def by_id(self, policy: str) -> "Policy":
        return self._book.by_id(policy)


def chosen_here(run: Run) -> Institution:
    """What is chosen, with what the store allows to be loaded where its people are asked about."""
    chosen = chosen_for(run)
    if run.policy is None:
        return chosen
    try:
        return chosen._replace(allowed=institution(run.repository).allowed)
    except StoreMissing:
        return chosen


def policies_of(run: Run, chosen: Institution, *, folder: str = "") -> "Policies":
    """The policies of an institution's choice; ``folder`` is one more to look for policies in."""
    from visavi.policy.loading import Policies, load_policy, policy_names

    def load(
        name: str,
        *,
        settings: Mapping[str, Any] | None = None,
        policy_dirs: Sequence[str] = (),
        upon: str = "",
    ) -> "Policy":
        if run.no_plugins:
            given = {named.name for named in policy_names(policy_dirs=policy_dirs) if named.folder}
            if name not in given:
                raise PolicyUnknown(
                    "The policy {policy} is installed, or not there; --no-plugins loads neither.",
                    todo="Leave out --no-plugins, or name its folder with --policy-dir.",
                    policy=ascii(name[:40])[1:-1],
                )
        expected = None
        if chosen.allowed:
            from visavi.policy.containing.pins import require_allowed

            names = policy_names(policy_dirs=policy_dirs)
            expected = require_allowed(name, names, chosen.allowed, upon)
        loaded = load_policy(
            name,
            settings=settings,
            policy_dirs=policy_dirs,
            cache=paths.cache_folder(),
            upon=upon,
        )
        if expected is not None:
            from visavi.policy.containing.pins import require_same

            require_same(name, loaded.digest, expected)
        return loaded

    return Policies(
        chosen.policy,
        layers=chosen.layers or None,
        settings=chosen.settings or None,
        policy_dirs=_with(folder, run.policy_dirs),
        loader=load,
    )


def policies_named(run: Run, name: str, chosen: Institution | None = None) -> "Policies":
    """The policies of a name, or of a folder with a ``policy.toml``: so two versions can be met.

    What could be either is a name. ``chosen`` is what the institution chose for that policy.
    """
    from visavi.policy.names import is_folder, policy_names

    folder = name if is_folder(name, policy_names(policy_dirs=run.policy_dirs)) else ""
    policy = name
    if folder:
        from visavi.policy.names import named_in

        policy = named_in(folder).name
    if chosen is None or chosen.policy != policy:
        chosen = Institution(policy, allowed={} if chosen is None else chosen.allowed)
    return policies_of(run, chosen, folder=folder)


def _with(folder: str, others: Sequence[str]) -> tuple[str, ...]:
    """The folders to look in: one that is named goes before others with a policy of its name."""
    if not folder:
        return tuple(others)
    from visavi.policy.names import named_in

    name = named_in(folder).name
    return (folder, *(other for other in others if named_in(other).name != name))


def policy_named(run: Run, name: str) -> "Policy":
    """One policy by name or folder, with its settings as they stand by default."""
    return policies_named(run, name).base


def agenda_of(run: Run, *, person: str | None = None, unit: str | None = None) -> "Agenda":
    """What is due in the store of the run; made anew only where something has changed."""
    from visavi.usecases.agenda import agenda

    repository = run.repository
    chosen = chosen_here(run)
    policies = policies_of(run, chosen)

    def build(people: Iterable[str] | None) -> tuple[Iterable["Line"], list[str]]:
        from visavi.usecases.agenda_build import AgendaBuilder
        from visavi.usecases.workspace import Workspace

        return AgendaBuilder(Workspace(repository, policies), run.actor)(people)

    return agenda(repository, run.actor, fingerprint(run, chosen), build, person=person, unit=unit)


def fingerprint(run: Run, chosen: Institution) -> str:
    """Stands for the policies in use: another one means that everything is judged anew.

    It is remembered as long as no file of theirs has changed: then none of them is loaded.
    """
    if run.no_plugins or chosen.allowed:
        return _fingerprint(policies_of(run, chosen), chosen)
    from visavi.policy.cache import remember_value, remembered_value
    from visavi.policy.names import place_of, policy_names

    cache = paths.cache_folder()
    names = policy_names(policy_dirs=run.policy_dirs, cache=cache)
    about = (chosen.policy, chosen.layers, chosen.settings, names, [*map(place_of, names)])
    found = remembered_value(cache, _FINGERPRINT, about)
    if found is None:
        policies = policies_of(run, chosen)
        found = _fingerprint(policies, chosen)
        stamps = policies.stamps(cache)
        if stamps is not None:
            remember_value(cache, _FINGERPRINT, about, found, stamps)
    return found


_FINGERPRINT = "fingerprint"
"""The file in the cache folder."""


def _fingerprint(policies: "Policies", chosen: Institution) -> str:
    import json

    base = policies.base
    layers = sorted({*base.unit_layers.values(), *chosen.layers.values()})
    parts = [base.digest, *(f"{name} {_digest(policies, name)}" for name in layers)]
    return json.dumps([chosen.policy, chosen.layers, chosen.settings, parts], sort_keys=True)


def _digest(policies: "Policies", name: str) -> str:
    """The layer's digest; of one that cannot be loaded, why: it costs its own people only."""
    try:
        return policies.by_id(name).digest
    except PolicyError as error:
        return str(error)

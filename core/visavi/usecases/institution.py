"""What the institution has chosen for this store: its policy, the layers of units, the settings."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from visavi import access
from visavi.errors import InvalidInput
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor

if TYPE_CHECKING:
    from visavi.policy.policy import Policy


class Institution(NamedTuple):
    """``policy`` is the base for everybody; ``layers`` name another for a unit and all below it;
    ``settings`` are the values for what the policies leave open. ``allowed`` are the policies that
    may be loaded, each as it was then; where there are none, every policy may.
    """

    policy: str = ""
    layers: Mapping[str, str] = {}
    settings: Mapping[str, Any] = {}
    allowed: Mapping[str, Mapping[str, str]] = {}

    def policy_of(self, units: Sequence[str]) -> str:
        """The policy of a unit, given with the units above it, by what was chosen here."""
        return next((self.layers[unit] for unit in units if unit in self.layers), self.policy)

    def with_units(
        self, policy: "Policy", units: Iterable[str], known: Container[str]
    ) -> "Institution":
        """The same with these units under a policy, which is the base where there was none.

        Raises :class:`InvalidInput` for a ``known`` unit that is under another policy already.
        """
        if self.policy in ("", policy.id):
            return self._replace(policy=policy.id)
        layers = dict(self.layers)
        for unit in units:
            layer = policy.unit_layers.get(unit, policy.id)
            if unit in known:
                layers.setdefault(unit, self.policy)
            if layers.setdefault(unit, layer) != layer:
                raise InvalidInput(
                    "The unit {unit} is under the policy {own}, not {policy}.",
                    todo="Import this list into a store of its own.",
                    unit=unit,
                    own=layers[unit],
                    policy=policy.id,
                )
        return self._replace(layers=layers)


def institution(repository: Repository) -> Institution:
    """What was chosen; empty where nothing was."""
    document = repository.register("settings")
    return Institution(
        document.get("policy", ""),
        document.get("layers", {}),
        document.get("settings", {}),
        document.get("allowed", {}),
    )


def allow(
    repository: Repository,
    by: Actor,
    allowed: Mapping[str, Mapping[str, str]],
    *,
    dry_run: bool,
) -> None:
    """Write down which policies may be loaded, each with version and digest; none: every one."""
    access.require_register(repository, by.person, by.on)
    if dry_run:
        return
    with repository.changing(by.person or "keeper") as change:
        before = repository.register("settings")
        pinned = {name: dict(entry) for name, entry in sorted(allowed.items())}
        change.put_register("settings", {**before, "allowed": pinned})


def choose(repository: Repository, by: Actor, chosen: Institution, *, dry_run: bool) -> None:
    """Write down what the institution chooses. That the policies exist is the caller's to check."""
    access.require_register(repository, by.person, by.on)
    if not chosen.policy:
        raise InvalidInput(
            "A store needs a policy.", todo="Choose one (--policy); visavi policy list shows them."
        )
    if dry_run:
        return
    with repository.changing(by.person or "keeper") as change:
        before = repository.register("settings")
        change.put_register(
            "settings",
            {
                **before,
                "policy": chosen.policy,
                "layers": dict(chosen.layers),
                "settings": dict(chosen.settings),
            },
        )

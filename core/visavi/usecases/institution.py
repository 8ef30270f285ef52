"""What the institution has chosen for this store: its policy, the layers of units, the settings."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from visavi import access
from visavi.errors import InvalidInput
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor


class Institution(NamedTuple):
    """``policy`` is the base for everybody; ``layers`` name another for a unit and all below it;
    ``settings`` are the values for what the policies leave open.
    """

    policy: str = ""
    layers: Mapping[str, str] = {}
    settings: Mapping[str, Any] = {}


def institution(repository: Repository) -> Institution:
    """What was chosen; empty where nothing was."""
    document = repository.register("settings")
    return Institution(
        document.get("policy", ""), document.get("layers", {}), document.get("settings", {})
    )


def choose(repository: Repository, by: Actor, chosen: Institution, *, dry_run: bool) -> None:
    """Write down what the institution chooses. That the policies exist is the caller's to ask."""
    access.require_register(repository, by.person, by.on)
    if not chosen.policy:
        raise InvalidInput(
            "A store needs a policy.", todo="See visavi policy list, and add --policy."
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

"""A signed dialogue of a small team in memory, and keys for the two."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi.signing.keys import OwnKey, new_key, opened
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.keys import register_key
from visavi.usecases.manners import Manner
from visavi.usecases.sign import sign
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by, signable, team_workspace

Copy = dict[str, Any]


@pytest.fixture
def uio() -> Workspace:
    """The team under the policy of UiO."""
    return team_workspace("uio")


@pytest.fixture
def key_of(uio: Workspace) -> Callable[[str], OwnKey]:
    """Make and register a key of a person."""

    def make(person: str) -> OwnKey:
        content, public = new_key(None)
        register_key(uio, by(person), person, public)
        return opened(content, None)

    return make


@pytest.fixture
def dialogue(uio: Workspace) -> str:
    """A dialogue between mia and anna, held, with one activity."""
    return signable(uio)


@pytest.fixture
def signed(uio: Workspace, dialogue: str, key_of: Callable[[str], OwnKey]) -> str:
    """The same, noted by mia and signed by anna with her own key."""
    sign(uio, by("mia"), dialogue)
    sign(uio, by("anna"), dialogue, manner=Manner("own-key", key=key_of("anna")))
    return dialogue


@pytest.fixture
def copy(uio: Workspace, signed: str) -> Copy:
    """Anna's copy of it."""
    return export_dialogue(uio, by("anna"), signed)

"""UiO's dialogues, walked by the demo people."""

from collections.abc import Callable

import pytest

from visavi.model.dialogues import State
from visavi_testing.clock import Clock
from visavi_testing.guided import Walk


@pytest.mark.parametrize(("who", "kind"), [("plain", "uio.work"), ("sixty", "uio.senior")])
def test_a_dialogue_from_the_invitation_to_the_end(
    walk: Callable[..., Walk], who: str, kind: str
) -> None:
    """With everything done as UiO wants it, nothing is refused."""
    talk = walk(who, kind).invite().prepare().talk().agree().sign().close()

    assert (talk.refused, talk.state) == ([], State.CLOSED)


def test_the_working_environment_is_left_out_of_no_dialogue(walk: Callable[..., Walk]) -> None:
    talk = walk("plain").invite().prepare().talk(leave_out=("environment",)).agree().sign()

    assert talk.refused
    assert talk.state is State.HELD


def test_what_may_be_delegated_is_held_by_the_delegate(
    walk: Callable[..., Walk], clock: Clock
) -> None:
    """And by nobody else's delegate."""
    clock.to("2026-09-01")

    assert walk("delegated").dialogue.conductor == "delegate"
    assert walk("part-time").dialogue.conductor == "manager"

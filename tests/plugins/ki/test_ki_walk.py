"""KI's year, walked by the demo people."""

from collections.abc import Callable

from visavi.model.dialogues import State
from visavi_testing.clock import Clock
from visavi_testing.guided import Walk


def test_goals_in_spring_and_salary_in_autumn(walk: Callable[..., Walk], clock: Clock) -> None:
    """With everything done as KI wants it, nothing is refused, and one manager holds both."""
    goals = walk("plain", "ki.goals").invite().prepare().talk().agree().sign().close()
    clock.to("2026-10-05")
    salary = walk("plain", "ki.salary").invite().prepare().talk()

    assert goals.refused == []
    assert (goals.state, salary.state) == (State.CLOSED, State.HELD)
    assert goals.dialogue.conductor == salary.dialogue.conductor == "manager"


def test_who_is_related_to_the_manager_talks_to_another(walk: Callable[..., Walk]) -> None:
    assert walk("related", "ki.goals").dialogue.conductor == "superior"


def test_a_plan_without_an_activity_is_not_signed(walk: Callable[..., Walk]) -> None:
    talk = walk("plain", "ki.goals").invite().prepare().talk().sign()

    assert set(talk.refused) == {"KI-OUT-1"}
    assert talk.agree().sign().state is State.SIGNED

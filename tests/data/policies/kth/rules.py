"""KTH's doctoral ladder: what was reached of the study plan lifts the salary."""

from collections.abc import Iterator

from visavi.policy import MUST, Duty, PersonFacts, person_rule


@person_rule("KTH-LADDER-1", MUST, cite="ladder", staff_groups=["doctoral"])
def each_step_reached_lifts_the_salary(facts: PersonFacts) -> Iterator[Duty]:
    """From the day on which the plan's share was noted; settled by the step on record."""
    reached = facts.latest("kth.study-plan")
    given = facts.latest("kth.ladder-step")
    since = max(facts.facts_of("kth.study-plan"), default=None)
    for step in facts.values.value("ladder-steps", facts.on):
        if reached is not None and reached >= step:
            yield Duty(
                "kth.ladder-step",
                f"step {step}",
                since,
                None,
                wants="fact",
                settled=given is not None and given >= step,
                owner=facts.manager,
                facts={"step": step, "reached": reached},
            )

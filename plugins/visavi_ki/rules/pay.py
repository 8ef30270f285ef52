"""Salary in the second dialogue: by which route it is set, from when, and for which reasons."""

from collections.abc import Iterator

from visavi.policy import MAY, MUST, DialogueFacts, Found, dialogue_rule
from visavi_ki.rules.periods import (
    RUNNING,
    SALARY,
    new_salary,
    outside_review,
    review_for,
    year_of,
)

_RUNNING = sorted(RUNNING)


@dialogue_rule(
    "KI-PAY-1",
    MUST,
    cite=("ki.review-2019", "ki.review-2021"),
    kinds=[SALARY],
    states=_RUNNING,
    pay_routes=["dialogue"],
)
def salary_is_set_in_the_dialogue(dialogue: DialogueFacts) -> Iterator[Found]:
    """Under the dialogue route the new salary is discussed and set in the second dialogue."""
    if not dialogue.was_held or outside_review(dialogue.employee, year_of(dialogue)):
        return
    pay = dialogue.pay
    if pay is None or not pay.discussed:
        yield Found()
    elif pay.agreed is not False and not pay.amount_recorded:
        yield Found(text="not-set")


@dialogue_rule(
    "KI-PAY-2",
    MUST,
    cite=("ki.review-2019", "ki.salary-formation"),
    refuses=("pay",),
    kinds=[SALARY],
    pay_routes=["collective"],
)
def no_pay_talk_where_the_union_negotiates(dialogue: DialogueFacts) -> Iterator[Found]:
    """Where union and employer set the salary, it is not talked about and no amount is kept."""
    pay = dialogue.pay
    if new_salary(pay):
        yield Found(text="amount")
    elif pay is not None and pay.discussed:
        yield Found()


@dialogue_rule(
    "KI-PAY-3",
    MUST,
    cite="ki.review-2021",
    refuses=("pay",),
    kinds=[SALARY],
    pay_routes=["dialogue"],
)
def disagreement_goes_to_negotiation(dialogue: DialogueFacts) -> Iterator[Found]:
    """Without agreement the salary is negotiated separately, and never recorded as agreed."""
    pay = dialogue.pay
    if pay is None:
        return
    if pay.amount_recorded and pay.agreed is None:
        yield Found(text="unanswered")
    elif pay.agreed is False and pay.effective is not None:
        yield Found(text="effective", effective=pay.effective)
    elif pay.agreed is False and dialogue.deed is None:
        yield Found()


@dialogue_rule("KI-PAY-4", MAY, cite="ki.review-2024", kinds=[SALARY], states=["held"])
def payment_waits_for_the_group(dialogue: DialogueFacts) -> Iterator[Found]:
    """A new salary is paid out when the group that it belongs to is complete."""
    pay, review = dialogue.pay, review_for(dialogue)
    if outside_review(dialogue.employee, review.year):
        return
    if dialogue.employee.pay_route == "collective":
        yield Found(text="union", revision=review.revision)
    elif dialogue.employee.pay_route == "dialogue" and pay is not None and pay.agreed is not None:
        yield Found(text="department" if pay.agreed else "disagreed", revision=review.revision)


@dialogue_rule("KI-PAY-5", MUST, cite="ki.review-2022", refuses=("pay",), kinds=[SALARY])
def salary_counts_from_the_revision(dialogue: DialogueFacts) -> Iterator[Found]:
    """A new salary counts from the revision date; nothing is refused on an assumed date."""
    pay, review = dialogue.pay, review_for(dialogue)
    if pay is None or pay.effective is None or pay.effective == review.revision:
        return
    if dialogue.deed is None or review.read:
        yield Found(
            text="" if review.read else "assumed",
            effective=pay.effective,
            revision=review.revision,
        )


@dialogue_rule(
    "KI-PAY-6",
    MUST,
    cite=("ki.salary-formation-hr", "ki.remuneration", "ki.salary-setting"),
    refuses=("pay",),
)
def no_private_reason(dialogue: DialogueFacts) -> Iterator[Found]:
    """Gender, birth, private circumstances, private costs and inflation are no reasons."""
    yield from _given(
        dialogue,
        "gender",
        "country-of-birth",
        "personal-circumstances",
        "private-costs",
        "inflation",
    )


@dialogue_rule("KI-CONT-4", MUST, cite="seed-000.health", refuses=("pay",))
def health_is_no_criterion(dialogue: DialogueFacts) -> Iterator[Found]:
    """The topic of health and safety is never scored as a salary criterion."""
    yield from _given(dialogue, "health")


@dialogue_rule("SE-EQ-1", MUST, cite="se.anti-discrimination", refuses=("pay",))
def no_worse_for_the_form_of_work(dialogue: DialogueFacts) -> Iterator[Found]:
    """Part-time or fixed-term work and union tasks are no reasons for a lower salary."""
    yield from _given(dialogue, "part-time", "fixed-term", "union-work")


@dialogue_rule(
    "SE-PAR-1",
    MUST,
    cite=("se.equality-ombudsman", "se.anti-discrimination"),
    refuses=("pay",),
)
def no_worse_for_parental_leave(dialogue: DialogueFacts) -> Iterator[Found]:
    """Parental leave is no reason either."""
    if any(_given(dialogue, "parental-leave")):
        yield Found(text="reason")


@dialogue_rule(
    "SE-HAR-2",
    MUST,
    cite="se.work-environment-authority",
    refuses=("pay",),
)
def no_reprisal(dialogue: DialogueFacts) -> Iterator[Found]:
    """Having reported harassment, or helped in an investigation, is no reason either."""
    yield from _given(dialogue, "harassment-report")


@dialogue_rule("SE-RALS-1", MAY, cite="se.rals-t", kinds=[SALARY], states=_RUNNING)
def the_route_is_known(dialogue: DialogueFacts) -> Iterator[Found]:
    """For Saco-S the dialogue is the usual route, and a local agreement may say otherwise."""
    if dialogue.employee.pay_route is None:
        yield Found(person=dialogue.entry.employee)


def _given(dialogue: DialogueFacts, *reasons: str) -> Iterator[Found]:
    """One finding for each of these reasons that is given for the salary."""
    for reason in dialogue.pay.reasons if dialogue.pay else ():
        if reason in reasons:
            yield Found(reason=reason)

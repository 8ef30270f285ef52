"""Pay: put off to the end or to an interview of its own, and never promised."""

from collections.abc import Iterator
from datetime import date

from visavi.policy import (
    MAY,
    MUST,
    SHOULD,
    DialogueFacts,
    Duty,
    Found,
    Modality,
    PersonFacts,
    dialogue_rule,
    person_rule,
)
from visavi_uio.rules.dialogues import WORK

INTERVIEW = "uio.pay"
WISH = "uio.pay-interview-wish"


@dialogue_rule("UIO-PAY-01", MAY, cite="seed-002.pay", kinds=WORK, states=["in-progress", "held"])
def pay_comes_last_or_apart(dialogue: DialogueFacts) -> Iterator[Found]:
    """Pay is put last, or into an interview of its own."""
    if dialogue.pay is not None and dialogue.pay.discussed:
        yield Found()


@dialogue_rule(
    "UIO-PAY-03",
    SHOULD,
    cite=("geo.pay-interview", "uio.pay-rise", "seed-002.pay"),
    states=["in-progress", "held"],
)
def no_outcome_is_promised(dialogue: DialogueFacts) -> Iterator[Found]:
    """What stands in the record does not promise a salary."""
    pay = dialogue.pay
    if pay is not None and pay.discussed and (pay.amount_recorded or pay.agreed):
        yield Found(text="" if pay.amount_recorded else "agreed")


@person_rule(
    "UIO-PAY-02", MUST, cite=("hta.pay-interview", "geo.pay-interview"), facts=[WISH], employed=True
)
def pay_interview_when_wished(person: PersonFacts) -> Iterator[Duty]:
    """Who wishes a pay interview is given one that year.

    After the agreement that was read, the duty is as strong as the institution says.
    """
    for year in (person.on.year - 1, person.on.year):
        wishes = person.facts_of(WISH, year)
        if not wishes:
            continue
        wished = min(wishes)
        answered = any(
            entry.held is not None and wished <= entry.held <= person.on
            for entry in person.entries(INTERVIEW)
        )
        if year == person.on.year or not answered:
            yield _interview(person, wished, answered)


def _interview(person: PersonFacts, wished: date, answered: bool) -> Duty:
    agreed = person.values.value("pay-interview-agreed", wished)
    return Duty(
        kind=INTERVIEW,
        cycle=str(wished.year),
        opens=wished,
        due=date(wished.year, 12, 31),
        settled=answered,
        modality=None
        if agreed
        else Modality(person.values.setting("pay-interview-after-agreement")),
        facts={"wished": wished, "agreement": bool(agreed)},
    )

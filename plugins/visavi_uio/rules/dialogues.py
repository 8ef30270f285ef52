"""Rules on a dialogue and its record."""

from collections.abc import Iterator

from visavi.policy import MUST, SHOULD, DialogueFacts, Found, dialogue_rule

WORK = ("uio.work", "uio.senior")
"""The kinds for which the dialogue's own rules hold; a pay interview has few of its own."""


@dialogue_rule(
    "UIO-NOTE-01",
    MUST,
    cite="seed-002.time",
    kinds=WORK,
    states=["planned", "in-progress", "held"],
)
def manager_sends_notice(dialogue: DialogueFacts) -> Iterator[Found]:
    """The conductor sends the notice before the talk."""
    entry = dialogue.entry
    if entry.invited is None and not entry.imported:
        yield Found(text="" if entry.held is None else "held", conductor=entry.conductor)


@dialogue_rule(
    "UIO-FORM-01", SHOULD, cite="seed-002.preparations", kinds=WORK, states=["planned", "invited"]
)
def form_of_the_staff_group_is_offered(dialogue: DialogueFacts) -> Iterator[Found]:
    """The form made for the staff group is offered; nobody has to use it."""
    group = dialogue.employee.staff_group
    wanted = dialogue.values.value("form-of-group", dialogue.talk_on).get(group)
    if wanted is not None and dialogue.form != wanted:
        yield Found(form=wanted, staff_group=group)


@dialogue_rule("NO-GDPR-01", MUST, cite=("datatilsynet.files", "dfo.files"), states=["held"])
def keeping_the_record_is_stated(dialogue: DialogueFacts) -> Iterator[Found]:
    """Why the record is kept, who reads it and when it is deleted is stated."""
    for setting in ("record-purpose", "record-readers", "record-delete-after-years"):
        if dialogue.values.setting(setting) in (None, ""):
            yield Found(setting=setting)

"""Who holds the dialogues: the immediate manager, the same one twice, nobody with a conflict.

What was held before visavi was in use cannot be undone, and is not judged.
"""

from collections.abc import Iterator

from visavi.policy import MUST, DialogueEntry, DialogueFacts, Found, dialogue_rule

CONDUCTING = ("new", "invite", "start", "hold")
"""The deeds by which somebody takes a dialogue on."""


@dialogue_rule(
    "SE-COI-1",
    MUST,
    cite=("se.administrative-procedure", "ki.conflict-of-interest"),
    refuses=(*CONDUCTING, "note", "activity", "pay"),
)
def nobody_with_a_conflict_takes_part(dialogue: DialogueFacts) -> Iterator[Found]:
    """A manager with a conflict of interest does not take part."""
    if dialogue.conductor_disqualified is not None and not dialogue.entry.imported:
        yield Found(ground=dialogue.conductor_disqualified, conductor=dialogue.entry.conductor)


@dialogue_rule("KI-MGR-1", MUST, cite="seed-000.introduction", refuses=CONDUCTING)
def the_immediate_manager_holds_it(dialogue: DialogueFacts) -> Iterator[Found]:
    """The immediate manager holds the dialogue, unless a disqualification stands in the way."""
    if dialogue.entry.imported or dialogue.conductor_is_manager or _replaced(dialogue):
        return
    manager = dialogue.employee.manager
    yield Found(
        text="" if manager else "no-manager",
        conductor=dialogue.entry.conductor,
        manager=manager,
    )


@dialogue_rule("KI-MGR-2", MUST, cite="seed-000.introduction", refuses=CONDUCTING)
def one_manager_holds_both(dialogue: DialogueFacts) -> Iterator[Found]:
    """One manager holds both dialogues of a year, unless the immediate one is disqualified."""
    if dialogue.entry.imported or _replaced(dialogue):
        return
    employee = dialogue.employee
    for other in _held_by_another(dialogue):
        assert other.held is not None, "only held ones are here"
        then = employee.person.manager_on(other.held)
        if then is not None and employee.person.disqualified_on(then, other.held):
            continue
        line_changed = other.conductor != employee.manager
        if line_changed and _only_told(dialogue):
            continue
        yield Found(
            text="line-changed" if line_changed else "",
            other=other.conductor,
            conductor=dialogue.entry.conductor,
        )


@dialogue_rule(
    "KI-MGR-3",
    MUST,
    cite=("seed-000.introduction", "se.administrative-procedure"),
    refuses=CONDUCTING,
)
def another_manager_stands_in_for_both(dialogue: DialogueFacts) -> Iterator[Found]:
    """Where the immediate manager is disqualified, one other manager holds both dialogues."""
    if (
        dialogue.entry.imported
        or not _replaced(dialogue)
        or dialogue.conductor_disqualified is not None
    ):
        return
    conductor = dialogue.entry.conductor
    expected, _ = dialogue.employee.conductor_for(dialogue.kind)
    if expected is not None and conductor != expected:
        yield Found(conductor=conductor, manager=dialogue.employee.manager, expected=expected)
        return
    for other in _held_by_another(dialogue):
        if other.conductor != dialogue.employee.manager and not _only_told(dialogue):
            yield Found(text="both", conductor=conductor, other=other.conductor)


def _replaced(dialogue: DialogueFacts) -> bool:
    """Whether another manager must stand in for the immediate one."""
    employee = dialogue.employee
    manager = employee.manager
    return manager is not None and bool(employee.person.disqualified_on(manager, employee.on))


def _held_by_another(dialogue: DialogueFacts) -> Iterator[DialogueEntry]:
    """The year's other dialogue, if somebody else has held it."""
    for other in dialogue.siblings:
        another_kind = other.kind != dialogue.kind
        if another_kind and other.held and other.conductor != dialogue.entry.conductor:
            yield other


def _only_told(dialogue: DialogueFacts) -> bool:
    """Whether a deed goes ahead although the one who held the other dialogue is not at hand."""
    told = dialogue.values.setting("manager-changed") == "told"
    return dialogue.deed is not None and bool(told)

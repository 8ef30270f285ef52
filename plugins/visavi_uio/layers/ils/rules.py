"""Who holds the dialogues at the department."""

from collections.abc import Iterator

from visavi.policy import MUST, DialogueFacts, Found, dialogue_rule
from visavi_uio.rules.conductors import local_roles, without_role
from visavi_uio.rules.dialogues import WORK


@dialogue_rule("UIO-COND-03", MUST, cite="seed-002.ils", kinds=WORK)
def conductor_has_the_local_role(dialogue: DialogueFacts) -> Iterator[Found]:
    """The conductor has the role that the department's table names for the staff group.

    One unit of the department has a delegate of its own; which code it has is a setting.
    """
    own = dialogue.values.setting("ekva-unit")
    in_own_unit = own is not None and own in dialogue.employee.units
    yield from without_role(dialogue, ("ekva-delegate",) if in_own_unit else local_roles(dialogue))

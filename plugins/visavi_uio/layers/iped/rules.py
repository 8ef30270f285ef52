"""Who holds the dialogues at the department."""

from collections.abc import Iterator

from visavi.policy import MUST, DialogueFacts, Found, dialogue_rule
from visavi_uio.rules.conductors import local_roles, without_role
from visavi_uio.rules.dialogues import WORK


@dialogue_rule("UIO-COND-03", MUST, cite="seed-002.iped", kinds=WORK)
def conductor_has_the_local_role(dialogue: DialogueFacts) -> Iterator[Found]:
    """The conductor has the role that the department's table names for the staff group."""
    yield from without_role(dialogue, local_roles(dialogue))

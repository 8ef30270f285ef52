"""The career talk of postdoctoral fellows."""

from collections.abc import Iterator

from visavi.policy import SHOULD, Coverage, DialogueFacts, Found, dialogue_rule


@dialogue_rule(
    "UIO-TF-02", SHOULD, cite="uio.tf-postdoc", kinds=["uio.work"], staff_groups=["postdoc"]
)
def career_talk_is_part_of_the_dialogue(dialogue: DialogueFacts) -> Iterator[Found]:
    """The yearly dialogue holds the career talk, and the research dean holds it."""
    if "research-dean" not in dialogue.conductor_roles:
        yield Found(text="conductor", conductor=dialogue.entry.conductor)
    topic = dialogue.topic("career")
    if dialogue.was_held and (topic is None or topic.coverage is not Coverage.COVERED):
        yield Found()

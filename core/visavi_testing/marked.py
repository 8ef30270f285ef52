"""A dialogue with a word of its own in every place that holds words: for searches after them."""

from datetime import date

from visavi.model.dialogues import Dialogue
from visavi.usecases.activities import add_activity, finish_activity
from visavi.usecases.conduct import cover, differ, hold, note, start
from visavi.usecases.invite import invite, move
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import afterthought, prepare, submit
from visavi.usecases.sign import close, release, sign
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, meeting

SHARED = (
    "reason-of-move",
    "answer-of-anna",
    "answer-of-mia",
    "note-of-anna",
    "note-of-mia",
    "view-of-anna",
    "view-of-mia",
    "activity-what",
    "activity-how",
    "activity-result",
    "dissent-of-anna",
    "word-of-done",
)
"""The words that both of the two can read."""

OF_ANNA = ("private-of-anna",)
OF_MIA = ("private-of-mia", "afterthought-of-mia")
"""The words that one of them keeps to herself."""


def marker(name: str) -> str:
    """The word of that place, as it cannot stand anywhere by chance."""
    return f"mk-{name}-km"


def marked(workspace: Workspace, employee: str = "anna", on: date = ON) -> Dialogue:
    """Mia's dialogue of UiO's kind with the employee, marked everywhere, signed and closed."""
    mia, anna = by("mia", on), by(employee, on)
    dialogue = plan_dialogue(workspace, mia, employee, kind="uio.work", cycle=str(on.year)).id
    invite(workspace, mia, dialogue, meeting=meeting())
    move(workspace, mia, dialogue, reason=marker("reason-of-move"))
    invite(workspace, mia, dialogue, meeting=meeting())
    for actor, name in ((anna, "anna"), (mia, "mia")):
        prepare(workspace, actor, dialogue, text=marker(f"answer-of-{name}"))
        prepare(workspace, actor, dialogue, text=marker(f"private-of-{name}"), private=True)
        submit(workspace, actor, dialogue)
    topics = [topic.topic for topic in start(workspace, mia, dialogue).topics]
    for actor, name in ((anna, "anna"), (mia, "mia")):
        note(workspace, actor, dialogue, topic="tasks", text=marker(f"note-of-{name}"))
        differ(workspace, actor, dialogue, topic="environment", text=marker(f"view-of-{name}"))
    for topic in topics:
        cover(workspace, mia, dialogue, topic=topic)
    hold(workspace, mia, dialogue)
    _, activity = add_activity(
        workspace,
        mia,
        dialogue,
        {
            "what": marker("activity-what"),
            "how": marker("activity-how"),
            "when": on.replace(month=12),
            "responsible": "employee",
            "result": marker("activity-result"),
            "support": "None",
            "follow_up": "In June",
        },
    )
    sign(workspace, anna, dialogue, dissent=marker("dissent-of-anna"))
    sign(workspace, mia, dialogue)
    finish_activity(workspace, mia, activity, word=marker("word-of-done"))
    afterthought(workspace, mia, dialogue, text=marker("afterthought-of-mia"))
    for actor in (anna, mia):
        release(workspace, actor, dialogue)
    return close(workspace, mia, dialogue)

"""What was done, as a history tells it: data keeps a deed's name, people read these words."""

from collections.abc import Mapping

from visavi.messages import Sentence, label, say

DONE: Mapping[str, Sentence] = {
    "activity": "wrote an activity into the plan",
    "adapt": "changed an activity",
    "afterthought": "wrote an afterthought",
    "ask": "picked a question",
    "attach": "noted what is at hand",
    "cancel": "called the dialogue off",
    "carry": "decided on an unfinished activity",
    "close": "closed it",
    "cover": "marked a topic as covered",
    "decline": "declined the dialogue",
    "differ": "wrote a view of a topic",
    "done": "reported an activity as done",
    "empty": "the words were deleted; who and when stay",
    "export": "made a copy that leaves the store",
    "hold": "ended the talk",
    "import": "took it in from elsewhere",
    "invite": "invited the employee",
    "move": "put the meeting off",
    "new": "planned the dialogue",
    "note": "wrote a note",
    "park": "parked a topic",
    "pay": "wrote in the part on salary",
    "prepare": "wrote a preparation",
    "read": "read it",
    "refuse": "refused to sign",
    "release": "released the record to later managers",
    "remark": "wrote how an activity goes",
    "remove-activity": "removed an activity from the plan",
    "reopen": "took a topic up again",
    "reopen-activity": "opened an activity again",
    "set-aside": "set the talk aside unread",
    "sign": "signed the text",
    "signature-dropped": "the text changed, so a signature no longer counts",
    "skip": "skipped a topic",
    "start": "began the talk",
    "submit": "submitted the preparation",
    "supplement": "opened a supplement",
    "take-over": "took the dialogue over",
    "tick": "ticked a line of the preparation",
    "unadapt": "took a change of an activity back",
    "unask": "took a question out again",
    "undiffer": "took a view back",
    "unpay": "took the part on salary back",
    "unprepare": "took a prepared text back",
    "unremark": "took a word on an activity back",
    "untick": "took a tick back",
    "waive": "let the duty go",
    "withdraw": "took a note back",
}
"""A dialogue's deeds, each as it is told of whoever did it."""


def told(deed: str) -> str:
    """The deed in words; one that has none of its own is said as it is written, with blanks."""
    return say(DONE[deed]) if deed in DONE else label(deed)

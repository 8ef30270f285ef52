"""Every action of the app, once: the footer, the palette, the help and the key settings read this.

An action is found by its id, ``scope.name``; the screen of the scope has a method
``action_<name>``. Those for ``typing`` have a key that also works while a text is written.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from visavi.messages import Sentence, say

if TYPE_CHECKING:
    from textual.binding import Binding


class Action(NamedTuple):
    """One action: its name, keys, the short verb of the footer, and a sentence for the help."""

    name: str
    key: str
    verb: Sentence
    about: Sentence
    typing: bool = False


FILTER = Action("filter", "slash", "Filter", "Show only lines that hold these words.")
"""Of every screen whose list can be long."""

EVERYWHERE = (
    Action("help", "question_mark,f1", "Help", "Explain what is on this screen, and its keys."),
    Action("palette", "ctrl+p", "All commands", "Find any command by its words.", True),
    Action("hide", "ctrl+l", "Hide", "Hide every text and name until you show them again.", True),
    Action("undo", "u", "Take back", "Take back your last change; the last twenty, in turn."),
    Action("find", "ctrl+f", "Find", "Find words in everything that you may read.", True),
    Action("goto", "ctrl+g", "Go to", "Go to a topic or a person, by number or name.", True),
    Action("outside", "ctrl+o", "Editor", "Write this text in your own editor ($EDITOR).", True),
    Action("saved", "ctrl+s", "Saved?", "Keep what you are typing now, and say so.", True),
    Action("leave", "escape", "Back", "Leave the text, then the screen; nothing is lost.", True),
    Action("quit", "ctrl+q", "Quit", "Leave visavi; what you typed is kept as a draft.", True),
)

SCOPES: Mapping[str, tuple[Action, ...]] = {
    "app": EVERYWHERE,
    "team": (
        Action("next", "enter", "Do it", "Do the next step of this line."),
        Action("open", "o", "Open", "Open the dialogue: everything that can be done in it."),
        Action("why", "y", "Why", "Why am I asked this? The rule, the facts and the source."),
        Action("new", "n,ctrl+n", "New", "Plan a dialogue with this person."),
        Action(
            "follow", "f", "Follow-up", "All activities that were promised, the late ones first."
        ),
        FILTER,
        Action(
            "matters", "m", "Separate", "Separate follow-up: matters that you received or handle."
        ),
        Action("numbers", "s", "Numbers", "Completion by unit, in numbers only."),
        Action("drafts", "d", "Drafts", "Texts that you typed and that stand nowhere else."),
        Action("people", "p", "People", "Add people, import a staff list, correct entries."),
        Action("who", "w", "Who acts", "Act as somebody else at this computer."),
        Action("mine", "a", "About me", "All that is kept about you, how long, and who looked."),
        Action("keys", "comma", "Keys", "See and change the keys of every action."),
        Action("settings", "c", "Settings", "When to hide and lock, hints, the clipboard."),
        Action("language", "l", "Language", "Speak English, norsk bokmål or svenska."),
        Action("fresh", "r", "Again", "Read the store again."),
    ),
    "people": (
        Action("add", "a", "Add", "Add one person; name and work e-mail is enough."),
        Action("load", "m", "Import", "Import a staff list; every row is shown before it counts."),
        Action("edit", "e", "Correct", "Correct name, post, manager or pay route."),
        Action("act", "t", "Act as", "This person acts at this computer from now on."),
        Action("fact", "f", "Fact", "Enter a dated fact that the policy asks for."),
        Action("demo", "d", "Demo team", "Look around with an invented team in its own store."),
        FILTER,
    ),
    "review": (
        Action("take", "y", "Take in", "Take the list into the register as shown."),
        FILTER,
    ),
    "first": (
        Action("language", "l", "Language", "Speak English, norsk bokmål or svenska."),
        Action("demo", "d", "Demo team", "Look around with an invented team in its own store."),
        Action("open", "o", "Open a store", "Open a store that is there."),
        Action("make", "m", "Make a store", "Make a new, empty store under a policy."),
    ),
    "form": (
        Action("done", "ctrl+j,ctrl+r", "Done", "Do it with what is filled in.", True),
        Action("next", "tab", "Next field", "To the next field.", True),
        Action("write", "enter", "Write on", "Back into the field that you left."),
    ),
    "conflict": (
        Action("mine", "1", "Yours", "Your version is written; theirs is replaced."),
        Action("theirs", "2", "Theirs", "Theirs stays; yours is let go."),
        Action("both", "b", "Both", "Both texts, theirs first and yours below."),
    ),
    "confirm": (Action("go", "y", "Yes, do it", "Do what stands here; it cannot be undone."),),
    "unsaved": (
        Action("again", "t", "Try again", "Try to keep them once more; kept, it goes on."),
        Action("elsewhere", "f", "Into a file", "Write them into a file in another place."),
        Action("copy", "c", "Copy", "Hand them to the clipboard of this terminal."),
        Action("go", "x", "Lose them", "Leave without them: these texts are lost."),
    ),
    "numbers": (
        Action("unit", "enter", "Unit", "All that is published of the unit under the cursor."),
        Action("export", "e", "Export CSV", "The numbers on the screen as a table in a file."),
        Action("people", "p", "People", "Add people, import a staff list, correct entries."),
        Action("who", "w", "Who acts", "Act as somebody else at this computer."),
        Action("team", "t", "My team", "Your own queue: those whom you answer for."),
        Action("language", "l", "Language", "Speak English, norsk bokmål or svenska."),
        Action("fresh", "r", "Again", "Count again."),
        FILTER,
    ),
    "keys": (
        Action("standard", "s", "Standard", "Give every action the key that it came with."),
        FILTER,
    ),
    "dialogue": (
        Action("invite", "i", "Invite", "Set time and place, and invite."),
        Action("prepare", "p", "Prepare", "Write beforehand: for you alone, or shared later."),
        Action("submit", "z", "Submit", "Let the other one read it when both have submitted."),
        Action("start", "s", "Begin the talk", "The two of you have met: the record opens."),
        Action("conduct", "c", "The talk", "Topics, questions, notes, views, activities."),
        Action("finish", "e", "End the talk", "The talk is over; whether you agree or not."),
        Action("plan", "a", "Action plan", "What you promise each other, with seven fields."),
        Action("lastplan", "l", "Last plan", "Keep, change or close each unfinished promise."),
        Action("pay", "b", "Salary", "The part on salary, where the policy wants one."),
        Action("sign", "g", "Read and sign", "Read back the very text, then sign or refuse."),
        Action("after", "t", "Afterwards", "Questions to yourself; nobody else reads them."),
        Action("follow", "f", "Follow-up", "What became of the promises."),
        Action("supplement", "v", "Supplement", "Open a later version that says what changes."),
        Action("release", "r", "Release", "Let later managers read the record; it needs both."),
        Action("close", "x", "Close", "The dialogue is over and done."),
        Action(
            "takeover", "o", "Take over", "Hold the dialogue from now on; it is yours by the line."
        ),
        Action("move", "m", "Put off", "Put the meeting off, with the reason."),
        Action("decline", "d", "Decline", "The employee declines, with the reason."),
        Action("waive", "w", "Waive", "Let the duty go, with the reason."),
        Action("cancel", "n", "Cancel", "Call the dialogue off; the duty stays."),
        Action("check", "q", "Policy says", "What the policy finds, and why its rules are silent."),
        Action("history", "h", "History", "Who did what and when; earlier versions of texts."),
        Action("why", "y", "Why", "Why am I asked this? The rule, the facts and the source."),
    ),
    "prepare": (
        Action("write", "enter", "Write or tick", "Write to this line, or tick it."),
        Action("submit", "z", "Submit", "Let the other one read it when both have submitted."),
        Action("read", "r", "Read all", "Read all that was prepared, as far as you may."),
        Action("rewrite", "e", "Rewrite", "Write your last text here anew; the earlier is kept."),
        Action("takeback", "x", "Remove", "Remove your last text here; u brings it back."),
        Action("attach", "t", "At hand", "Note that what this line names is at hand."),
    ),
    "conduct": (
        Action("record", "ctrl+j,ctrl+r", "Record", "Put what you wrote into the record.", True),
        Action("write", "w", "Write", "Write under this topic."),
        Action("nexttopic", "n", "Next", "The next topic; what you typed stays."),
        Action("activity", "ctrl+n", "Activity", "Capture a promise in one line.", True),
        Action("questions", "ctrl+t", "Questions", "Pick questions from the bank.", True),
        Action("rewrite", "r", "Rewrite", "Write a note of yours anew; the earlier one is kept."),
        Action("cover", "c", "Covered", "The topic was talked about."),
        Action("park", "p", "Park", "The topic waits for another time, for a reason."),
        Action("skip", "s", "Skip", "The topic is left out on purpose, for a reason."),
        Action("views", "v", "Views differ", "Put down two views; neither is the right one."),
        Action("theirs", "o", "For the other", "Put it into the record as said by the other one."),
        Action("lasttopic", "b", "Topic before", "Back to the topic before."),
        Action("lastplan", "l", "Last plan", "Keep, change or close each unfinished promise."),
        Action("finish", "e", "End the talk", "The talk is over; whether you agree or not."),
        Action("separate", "x", "Separate", "Write down apart what does not belong in here."),
        Action("peek", "m", "My notes", "Your own preparation, for ten seconds; only you read it."),
        Action("why", "y", "Why", "Why this topic: what the policy says and where it stands."),
    ),
    "history": (
        Action("bring", "enter", "As a draft", "Bring this text back as a new draft."),
        Action("read", "r", "Read", "Read what only you can read."),
        FILTER,
    ),
    "questions": (
        Action("pick", "space", "Pick", "Pick this question for the talk, or take it out again."),
        FILTER,
        Action("own", "a", "Your own", "Put a question of your own under the topic."),
        Action("why", "y", "Why", "Where this question comes from."),
    ),
    "plan": (
        Action("edit", "e", "Edit", "Change the fields of this activity."),
        Action("new", "n,ctrl+n", "New", "A new activity."),
        Action("remove", "x", "Remove", "Remove this activity; u takes that back."),
        Action("lastplan", "l", "Last plan", "Keep, change or close each unfinished promise."),
        Action("sign", "g", "Read and sign", "Read back the very text, then sign or refuse."),
    ),
    "lastplan": (
        Action("keep", "g", "Keep", "It goes on as it was."),
        Action("change", "c", "Change", "It goes on, changed."),
        Action("close", "x", "Close", "It is let go, for a reason."),
        Action("done", "d", "Done", "It was done."),
    ),
    "drafts": (
        Action("keep", "w,enter", "Keep", "Keep them: each is back where it was typed."),
        Action("compare", "c", "Compare", "Beside each other: the draft, and what stands there."),
        Action(
            "discard", "x", "Discard", "Put this draft aside; it can be brought back for 30 days."
        ),
        Action("bring", "b", "Bring back", "A discarded draft is a draft again."),
        FILTER,
    ),
    "sign": (
        Action("sign", "s", "Sign", "Sign: type your id; a dissent may stand beside it."),
        Action("here", "e", "Employee here", "The employee signs here, on this computer."),
        Action(
            "noted",
            "n",
            "Note",
            "Note that the employee confirmed it elsewhere or on paper.",
        ),
        Action("refuse", "r", "Refuse", "Refuse, with the reason: an answer like the other."),
        Action("lastplan", "l", "Last plan", "Keep, change or close each unfinished promise."),
        Action("ownkey", "w", "Own key", "Answer with your own key; it proves itself anywhere."),
        Action("copyout", "c", "Copy", "Write a copy that the other one can verify and sign."),
        Action("copyin", "t", "Take in", "Take in a copy that came back signed."),
    ),
    "followup": (
        Action("note", "enter,n", "Note", "A word on how it goes; it stays open."),
        Action("done", "d", "Done", "Say that it is done."),
        Action("move", "m", "Move date", "Another day for it; both sign the change."),
        Action("adapt", "a", "Change", "Change it; both sign the change."),
        Action("letgo", "x", "Let go", "It cannot be done: close it with a word."),
        FILTER,
    ),
    "matters": (
        Action("open", "n,ctrl+n", "New", "Write down what somebody told you."),
        Action("assess", "a", "Assess", "How serious it is, and what follows."),
        Action("step", "s", "Step", "Take one of the policy's steps."),
        Action("handover", "h", "Hand over", "Somebody else handles it from now on."),
        Action("closematter", "x", "Close", "Close it with a decision."),
        FILTER,
    ),
}


def actions_of(*scopes: str) -> tuple[Action, ...]:
    """The actions of these scopes, in order of importance."""
    return tuple(action for scope in scopes for action in SCOPES[scope])


def bindings(scope: str) -> "list[Binding]":
    """The scope's keys for a screen or the app."""
    from textual.binding import Binding

    return [
        Binding(action.key, action.name, action.verb, show=False, id=f"{scope}.{action.name}")
        for action in SCOPES[scope]
    ]


NAMES: Mapping[str, str] = {
    "escape": "Esc",
    "enter": "Enter",
    "question_mark": "?",
    "slash": "/",
    "space": "Space",
    "tab": "Tab",
    "comma": ",",
}


def key_name(key: str) -> str:
    """How a key is written on the screen: ``^p``, ``Esc``, ``c``."""
    first = key.partition(",")[0]
    if first.startswith("ctrl+"):
        return "^" + first[5:]
    return NAMES.get(first, first)


def verb_of(action: Action) -> str:
    """The short verb in the language in use."""
    return say(action.verb)

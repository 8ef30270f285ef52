"""Help for the screen in sight: what it is for, and its keys."""

from visavi.messages import Sentence, say
from visavi_tui.actions import EVERYWHERE, key_name
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage

TOPICS: tuple[tuple[Sentence, Sentence], ...] = (
    (
        "Who can read what",
        "The right end of the first line says who can read what you see and type. The record, "
        "the plan and what was signed are for the two of the dialogue. Preparation is for its "
        "writer until both have submitted. Private notes are for their writer alone, for ever. "
        "HR sees who owes which dialogue and numbers about five people or more, never a word.",
    ),
    (
        "Nothing is lost",
        "While you type, your text is kept as a draft every three seconds, and when you leave it. "
        "A draft is not part of the record: you put it there yourself. After an unclean end you "
        "are asked what to do with it. In a sealed store drafts are sealed as well.",
    ),
    (
        "Signing",
        "You are shown the very text that is signed, with its fingerprint. If it changes before "
        "you sign, nothing is signed. You can sign with a dissent, or refuse with a reason; both "
        "are answers, and the dialogue counts as held.",
    ),
    (
        "Days and answers",
        "Write a day as you are used to: 2026-12-01, 1.12., 1 Dec, Tuesday, in 3 weeks. What was "
        "understood is said with its weekday; what could be two days is asked. Where there are "
        "answers to pick from, arrows move, Space picks or takes back, and Enter goes on.",
    ),
    (
        "Keys",
        "Letters work when no text is being written; Esc leaves the text. Keys with ^ (Ctrl) work "
        "everywhere. Every action is in the list of all commands, ^p. You need no mouse, no "
        "function key and no Alt.",
    ),
)


def help_page(page: Page) -> TextPage:
    """The help for this page: its purpose, its actions and keys, then topics."""
    lines = [say(page.ABOUT), ""] if page.ABOUT else []
    focused = page.focused
    purpose = getattr(focused, "purpose", "")
    if purpose:
        lines += [say("Here: {purpose}", purpose=say(purpose)), ""]
    for scope, actions in ((page.SCOPE, page.offered()), ("app", list(EVERYWHERE))):
        for action in actions:
            key = key_name(page.visavi.keys.get(f"{scope}.{action.name}", action.key))
            lines.append(f"  {key:<7} {say(action.verb)}: {say(action.about)}")
    for title, text in TOPICS:
        lines += ["", say(title), f"  {say(text)}"]
    return TextPage(say("Help"), "\n".join(lines))

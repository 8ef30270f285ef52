"""``visavi help``: help on a command, or on a topic that concerns all of them."""

from collections.abc import Iterator
from typing import Any

import click

from visavi.errors import NotFound
from visavi.messages import Sentence, say
from visavi_cli.exits import MEANINGS
from visavi_cli.helptext import wrapped
from visavi_cli.nouns import NOUNS
from visavi_cli.options import argument
from visavi_cli.output import Answer
from visavi_cli.run import Run
from visavi_cli.settings import SETTINGS, VARIABLES
from visavi_cli.tree import Root, Verbs

VERBS = Verbs()

TOPICS: dict[str, tuple[Sentence, ...]] = {
    "acting": (
        "Who acts is said with --as ID, with VISAVI_AS, or with the setting as.",
        "Nobody named is the keeper: whoever can open the store's folder. The keeper looks after "
        "people, line and obligations, and reads no word of a dialogue through visavi.",
        "A dialogue is read and changed by its two: the employee and the one who holds it.",
    ),
    "app": (
        "visavi on a terminal opens your queue: what needs you now comes first, and Enter does "
        "the next step of a line. ? explains the screen, ^p finds every command by its words, ^l "
        "hides everything, Esc goes back and loses nothing, ^q leaves. It needs no mouse and no "
        "colour; visavi help keys lists the keys.",
        "The right end of the first line says who can read what stands there.",
        "What is typed is kept as a draft within three seconds, and offered to its writer at the "
        "next start. Drafts lie in the store's folder, in index/, one file a writer, sealed where "
        "the store is. A text is part of the dialogue once ^j has put it there.",
        "--linear, VISAVI_LINEAR=1 or the setting linear gives the same in plain lines, for a "
        "screen reader, a terminal without a cursor or a script: nothing moves on the screen, "
        "each line is kept as it is typed, and :? tells the commands. visavi dialogue conduct ID "
        "--linear goes straight to a talk; prepare, plan and sign do the like.",
    ),
    "dates": (
        "A day is written 2026-11-21. A meeting's time has its offset: 2026-02-10T10:00+01:00.",
        "--as-of DATE sets the day that counts; without it, it is today.",
    ),
    "exit-codes": (),
    "ids": (
        "A person's id is the employee number that HR uses.",
        "A dialogue's id is the employee's, a dot and six characters; an activity's id is its "
        "dialogue's, a dot, a and a number. A matter's id says nothing about anybody.",
        "Ids are written in full.",
    ),
    "json": (
        'With --json, stdout is {"schema": "visavi.NOUN/1", "data": ...} in UTF-8: days as ISO '
        "text, ids as text, an empty list where there is nothing. A list runs over several "
        "lines.",
        "Errors are then JSON on stderr: visavi.error/1, and visavi.refusal/1 with policy, rule, "
        "facts, ways and sources.",
        "visavi spec --json describes every command and every schema.",
    ),
    "keys": (),
    "settings": (),
    "texts": (
        "What somebody says is never an argument: it comes on stdin, or from a file with --file.",
        "A text is UTF-8. On a terminal, end it with Ctrl-D on an empty line.",
    ),
}


SCREENS: dict[str, Sentence] = {
    "app": "On every screen",
    "team": "My team",
    "people": "People",
    "review": "Import",
    "first": "First start",
    "form": "Fields to fill in",
    "conflict": "Two versions",
    "confirm": "What cannot be undone",
    "unsaved": "Not left yet",
    "numbers": "Numbers",
    "keys": "Keys",
    "dialogue": "Dialogue",
    "prepare": "Prepare",
    "conduct": "The talk",
    "history": "History",
    "questions": "Questions",
    "plan": "Action plan",
    "lastplan": "Last plan",
    "drafts": "Drafts",
    "sign": "Read and sign",
    "followup": "Follow-up",
    "matters": "Separate follow-up",
}
"""What each screen of the app is called, by the scope of its keys."""


@VERBS.add("help", "Help on a command or a topic.", argument("words", required=False, many=True),
           schema="help")  # fmt: skip
def help_command(run: Run, words: tuple[str, ...]) -> Answer:
    """The words name a topic, a noun, or a noun and a verb."""
    if len(words) == 1 and words[0] in TOPICS:
        text = "\n\n".join(_topic(words[0]))
    else:
        text = _command_help(words)
    return Answer({"about": " ".join(words), "text": text}, lambda data: [data["text"]])


def _topic(name: str) -> list[str]:
    if name == "exit-codes":
        return ["\n".join(f"{int(code):>3}  {say(text)}" for code, text in MEANINGS.items())]
    if name == "keys":
        return list(_keys())
    if name == "settings":
        return [
            f"{setting} ({VARIABLES[setting]})\n    {say(about)}"
            for setting, about in SETTINGS.items()
        ]
    return ["\n".join(wrapped(say(paragraph))) for paragraph in TOPICS[name]]


def _keys() -> Iterator[str]:
    """The keys of each screen as they come: the app's own list."""
    from visavi_tui.actions import SCOPES, key_name

    for scope, actions in SCOPES.items():
        rows = [f"  {key_name(one.key):<6} {say(one.verb)}: {say(one.about)}" for one in actions]
        yield "\n".join([say(SCREENS[scope]), *rows])


def _verbs_of_two(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words, with ``key new`` as the one verb that it is."""
    noun = NOUNS.get(words[0]) if words else None
    both = " ".join(words[1:3])
    return (words[0], both, *words[3:]) if noun and both in noun.verbs else words


def _command_help(words: tuple[str, ...]) -> str:
    command: click.Command = Root()
    context = click.Context(command, info_name="visavi")
    for word in _verbs_of_two(words):
        found: Any = None
        if isinstance(command, click.Group):
            found = command.get_command(context, word)
        if found is None:
            raise NotFound(
                "There is no help on {words}.",
                todo="The topics are {topics}; commands are listed by visavi --help.",
                words=ascii(" ".join(words)[:60]),
                topics=", ".join(TOPICS),
            )
        command, context = found, click.Context(found, info_name=word, parent=context)
    text = command.get_help(context)
    return text if words else text + "\n\n" + say("Topics: {topics}", topics=", ".join(TOPICS))

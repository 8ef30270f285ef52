"""Deeds of a dialogue that nothing takes back: what happens and what does not, then one key."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from visavi.messages import Sentence, say
from visavi.model.dialogues import Dialogue
from visavi.usecases import prepare, sign
from visavi_tui.record import Teller
from visavi_tui.screens.confirm import ConfirmPage
from visavi_tui.screens.page import Page


class Final(NamedTuple):
    """A deed, what it does and does not do, and what is said when it is done."""

    deed: Callable[..., Any]
    title: Sentence
    happens: Sentence
    does_not: Sentence
    done: Callable[[Any], str]


def _submitted(after: Dialogue) -> str:
    if len(after.preparations) == 2 and all(p.submitted for p in after.preparations.values()):
        return say("Submitted. It is read by both of you from now on.")
    return say("Submitted. It is read when both have submitted.")


FINAL: Mapping[str, Final] = {
    "submit": Final(
        prepare.submit,
        "Submit · {name}",
        "What happens: once {name} has submitted too, each reads what the other one prepared.",
        "What does not: your private notes are not shared by that, and nothing is sent.",
        _submitted,
    ),
    "release": Final(
        sign.release,
        "Release · {name}",
        "What happens: once {name} has released it too, later managers can read the record.",
        "What does not: your private notes are not shared by that, and nothing is sent.",
        lambda _: say("Released by you. It needs both."),
    ),
    "close": Final(
        sign.close,
        "Close · {name}",
        "What happens: the dialogue with {name} is over and done.",
        "What does not: no draft is published, and nothing is deleted.",
        lambda _: say("Closed. Nothing was published by that."),
    ),
}


def ask(page: Page, told: Teller, what: str) -> None:
    """Say what will happen; only ``y`` does it, and the screen below says that it was done."""
    final, name = FINAL[what], told.session.name(told.other())

    async def go() -> None:
        page.visavi.greet(final.done(await page.do(final.deed, told.shown["id"])))

    lines = [say(final.happens, name=name), "", say(final.does_not), "", say(UNDOABLE)]
    ready = say("Nothing is done yet. y does it; Esc goes back.")
    title, audience = say(final.title, name=name), told.both()
    page.app.push_screen(ConfirmPage(title, lines, go, audience=audience, ready=ready))


UNDOABLE: Sentence = "It cannot be taken back."

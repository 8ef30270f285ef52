"""Signing with one's own key, and copies that go to the other one and come back signed."""

from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.usecases import sign
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.manners import Manner
from visavi.usecases.take_back import take_back
from visavi_tui.screens import forms
from visavi_tui.screens.form import Field

if TYPE_CHECKING:
    from visavi_tui.screens.sign import SignPage


def answer(page: "SignPage") -> None:
    """Sign, or refuse, with the own key: a signature that proves itself without this store."""
    fields = [
        Field("key", say("The file with your key"), kept=False),
        Field(
            "answer",
            say("Your answer"),
            value="sign",
            choices=[("sign", say("I sign")), ("refuse", say("I refuse, with the reason below"))],
        ),
        Field("words", say("A dissent, if there is one; or the reason"), height=4),
    ]

    async def done(given: dict[str, str]) -> None:
        words = given["words"].strip()
        refuses = given["answer"] == "refuse"
        if refuses and not words:
            raise InvalidInput("Say why you refuse.")
        outside = page.visavi.desk.outside
        assert outside is not None, "it is offered only where there are files"
        key = page.visavi.outside(lambda: outside.own_key(given["key"]))
        manner = Manner("own-key", key=key)
        about: dict[str, Any] = {"shown": page.fingerprint, "manner": manner}
        if refuses:
            await page.do(sign.refuse, page.dialogue, reason=words, **about)
        else:
            await page.do(sign.sign, page.dialogue, dissent=words, **about)
        page.visavi.greet(say("Answered with your own key."))

    page.ask(say("Answer with your own key"), fields, done, "own-key")


def copy_out(page: "SignPage") -> None:
    """Write a copy for the other one, who can read, verify and sign it on another computer."""
    fields = [
        Field("file", say("The new file"), kept=False),
        forms.leaving(),
    ]

    async def done(given: dict[str, str]) -> None:
        outside = page.visavi.desk.outside
        assert outside is not None, "it is offered only where there are files"
        name, clear = _named(given), given["how"] == "clear"

        session = page.session

        def make(how: str) -> Any:  # the app has let go of the terminal: no key waits for this
            return export_dialogue(session.workspace, session.actor, page.dialogue, how=how)

        page.visavi.outside(lambda: outside.copy_out(name, make, clear=clear))
        page.visavi.greet(say("The copy is written; the history says so."))

    page.ask(say("A copy for the other one"), fields, done, "copy", words=False)


def copy_in(page: "SignPage") -> None:
    """Enter the signature that a returned copy brings."""

    async def done(given: dict[str, str]) -> None:
        outside = page.visavi.desk.outside
        assert outside is not None, "it is offered only where there are files"
        name = _named(given)
        copy = page.visavi.outside(lambda: outside.copy_in(name))
        await page.do(take_back, page.dialogue, copy)
        page.visavi.greet(say("The signature in the copy holds, and is entered."))

    field = Field("file", say("The file that came back"), kept=False)
    page.ask(say("Take in a signed copy"), [field], done, "returned", words=False)


def _named(given: dict[str, str]) -> str:
    if not given["file"].strip():
        raise InvalidInput("Name the file.")
    return given["file"]

"""Texts that are kept nowhere: what can be done, asked for or told to whoever wants to leave."""

import os
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_tui.actions import bindings
from visavi_tui.desk import Wish
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading


class UnsavedPage(Page):
    """What was typed could not be kept: try again, put it elsewhere, stay, or leave without it."""

    SCOPE = "unsaved"
    ABOUT = (
        "What you typed could not be kept, so leaving would lose it. Nothing is lost yet: Esc "
        "goes back to it, and here you can try again or put it somewhere else."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("unsaved")]

    def __init__(self, wish: Wish | None = None) -> None:
        super().__init__()
        self.wish = wish

    def place(self) -> tuple[str, str]:
        """Nothing is lost yet; no name and no text stands here, for all may be hidden below."""
        return say("Not left yet") if self.wish is not None else say("Not saved"), ""

    def body(self) -> Iterator[Widget]:
        """Why, and what can be done."""
        yield Reading()

    def fill(self) -> None:
        """How it stands now."""
        keeper = self.visavi.keeper
        lines = (
            keeper.state,
            say("Texts that stand nowhere else: {n}", n=len(keeper.unkept())),
            "",
            "Esc  " + say("Go back to them; nothing is lost."),
            *(f"{action.key:<4} {say(action.about)}" for action in self.offered()),
        )
        self.query_one(Reading).tell("\n".join(lines))
        self.query_one(Reading).focus()
        self.say(say("Enter does nothing here."))

    def tell_state(self, state: str) -> None:
        """It stands above; the status line is free for what is done about it."""

    def offers(self) -> Iterator[str]:
        """Only who was about to leave can leave without them."""
        yield from ("again", "elsewhere", "copy")
        if self.wish is not None:
            yield "go"

    def action_again(self) -> None:
        """Try to keep them; kept, it goes on where it was asked for, or the app closes."""
        if self.wish is not None:
            self.visavi.leave(self.wish)
            return
        self.visavi.keep_drafts()
        if self.visavi.keeper.unkept():
            self.refill()
        else:
            self.dismiss(None)

    def action_copy(self) -> None:
        """Hand them to the terminal's clipboard: asked for here, it needs no setting."""
        self.visavi.hand_out("\n\n".join(self.visavi.keeper.unkept().values()))
        self.say(say("Handed to the clipboard, if this terminal has one. Paste it to be sure."))

    def action_elsewhere(self) -> None:
        """Write them into a new file in another place."""
        field = Field("path", say("New file"), value="~/visavi-texts.txt", kept=False)
        texts = self.visavi.keeper.unkept()

        async def done(given: dict[str, str]) -> None:
            _write(given["path"].strip(), texts)
            self.visavi.greet(say("Written to {path}.", path=given["path"].strip()))

        about = say("A plain file for you alone; who can open it can read what you typed.")
        self.app.push_screen(FormPage(say("Into a file"), [field], done, about=about))

    def action_go(self) -> None:
        """Leave; they are lost."""
        assert self.wish is not None, "it is offered only to who leaves"
        self.visavi.end(self.wish)


def _write(path: str, texts: dict[str, str]) -> None:
    """The texts in a new file that only its owner reads; nothing is written over."""
    from visavi.store.files import write_new

    content = "\n\n".join(texts.values()) + "\n"
    try:
        write_new(os.path.expanduser(path), content.encode("utf-8"), durable=True)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "The texts cannot be written to {name}: {reason}.",
            todo="Name a new file on another disk or in another folder.",
            name=ascii(path[:200]),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None

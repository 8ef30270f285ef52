"""Locked: the passphrase of the store is asked for again; nothing of it is in memory meanwhile."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from visavi.errors import VisaviError
from visavi.messages import carried, say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.words import Words

if TYPE_CHECKING:
    from visavi.store.repository import Repository


class LockedPage(Page):
    """No name and no text; what was typed lies sealed among the drafts."""

    ABOUT = "The store is locked. Its passphrase opens it again."
    GREETS = False
    COVERS = True

    class Opened(Message):
        """The passphrase was the right one."""

        def __init__(self, repository: "Repository") -> None:
            super().__init__()
            self.repository = repository

    class Failed(Message):
        """It was not, or the store could not be read."""

        def __init__(self, error: VisaviError) -> None:
            super().__init__()
            self.error = error

    def place(self) -> tuple[str, str]:
        """Where this is."""
        return say("visavi - locked"), ""

    def body(self) -> Iterator[Widget]:
        """One field whose letters nobody sees."""
        yield Words(
            "\n" + say("The store was locked, as nobody was there. What you typed is kept.")
        )
        yield Words("\n" + say("Passphrase:"))
        yield Input(password=True, select_on_focus=False)

    def fill(self) -> None:
        """Ask."""
        self.query_one(Input).focus()
        self.say(say("Enter opens the store again."))

    def show_keys(self) -> None:
        """Two ways on."""
        from visavi_tui.widgets.keys import Entry, Keys

        self.query_one(Keys).tell([Entry("Enter", say("Open")), Entry("^q", say("Quit"))])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it in the background: stretching a passphrase takes a moment."""
        text, event.input.value = event.value, ""
        self.say(say("Opening the store."))
        self.run_worker(carried(lambda: self._open(text)), thread=True, exclusive=True)

    def _open(self, text: str) -> None:
        try:
            found = self.visavi.desk.unlock(text)
        except VisaviError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Opened(found))

    def on_locked_page_opened(self, event: Opened) -> None:
        """Go on where the acting person begins; the drafts are offered there."""
        self.visavi.unlocked(event.repository)

    def on_locked_page_failed(self, event: Failed) -> None:
        """Say why."""
        self.say(event.error.message)

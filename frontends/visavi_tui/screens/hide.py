"""Hidden: no name and no text, and nothing that tells how long they are."""

from collections.abc import Iterator

from textual.events import Key
from textual.widget import Widget

from visavi.messages import say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.words import Words


class HidePage(Page):
    """Stands before everything until Space is pressed."""

    GREETS = False
    COVERS = True
    ABOUT = "Everything is hidden. Space shows it again."

    def body(self) -> Iterator[Widget]:
        """Three fixed lines."""
        yield Words(
            "\n\n    "
            + say("Screen hidden. What you typed is kept.")
            + "\n\n    "
            + say("Space   show again")
        )

    def on_key(self, event: Key) -> None:
        """Only Space shows again, and only leaving leaves."""
        if event.key == "space":
            self.dismiss(None)
        if event.key not in ("ctrl+q",):
            event.stop()

    def show_keys(self) -> None:
        """One way back."""
        from visavi_tui.widgets.keys import Entry, Keys

        entries = [Entry("Space", say("Show")), Entry("^q", say("Quit"))]
        self.query_one(Keys).tell(entries)

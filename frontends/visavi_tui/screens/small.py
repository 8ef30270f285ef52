"""Too small a window: one sentence instead of a broken screen."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.screen import Screen

from visavi.messages import say
from visavi_tui.widgets.words import Words

if TYPE_CHECKING:
    from visavi_tui.widgets.writing import Writing

LEAST = (60, 15)


class SmallPage(Screen[None]):
    """Goes by itself when the window has grown. Words that are typed on reach their text."""

    said = ""

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Words(self.said)

    def tell(self, width: int, height: int) -> None:
        """Say how small the window is, and how large it must be; also before it stands there."""
        self.said = say(
            "This window is {width}x{height}. visavi needs {least}x{lines}; your text is kept.",
            width=width,
            height=height,
            least=LEAST[0],
            lines=LEAST[1],
        )
        for words in self.query(Words):
            words.tell(self.said)

    def on_key(self, event: Key) -> None:
        """Whoever was writing may not have looked up."""
        writing = self._writing()
        if writing is None:
            return
        if event.is_printable and event.character:
            writing.insert(event.character)
        elif event.key == "backspace":
            writing.action_delete_left()
        elif event.key == "enter" and not writing.line:
            writing.insert("\n")

    def on_paste(self, event: Paste) -> None:
        """So with what is pasted."""
        writing = self._writing()
        if writing is not None:
            writing.insert(event.text)

    def _writing(self) -> "Writing | None":
        from visavi_tui.widgets.writing import Writing  # it is large, and the app opens without it

        focused = self.app.screen_stack[-2].focused
        return focused if isinstance(focused, Writing) else None

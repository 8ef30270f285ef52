"""Too small a window: one sentence instead of a broken screen."""

from textual.app import ComposeResult
from textual.screen import Screen

from visavi.messages import say
from visavi_tui.widgets.words import Words

LEAST = (60, 15)


class SmallPage(Screen[None]):
    """Goes by itself when the window has grown."""

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Words()

    def tell(self, width: int, height: int) -> None:
        """Say how small the window is, and how large it must be."""
        self.query_one(Words).tell(
            say(
                "This window is {width}x{height}. visavi needs {least}x{lines}; your text is kept.",
                width=width,
                height=height,
                least=LEAST[0],
                lines=LEAST[1],
            )
        )

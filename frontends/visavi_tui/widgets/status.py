"""The second last line of every screen: what happened last, and is it saved."""

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from visavi.sanitise import line
from visavi_tui.words import fitted


class Status(Widget):
    """One sentence, and at the right in words how what is typed stands."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = ""
        self.state = ""
        self._newer = False

    def tell(self, sentence: str) -> None:
        """Say this; a long sentence has the line to itself until the state is another one."""
        if sentence != self.sentence:
            self.sentence = sentence
            self._newer = False
            self.refresh()

    def tell_state(self, state: str) -> None:
        """Say how what is typed stands; what is too long for the side takes the line."""
        if state != self.state:
            self.state = state
            self._newer = True
            self.refresh()

    def render(self) -> RenderResult:
        """One line."""
        width = self.size.width
        rule = "─" * width
        if len(self.state) > width // 3:
            return Content(f" {fitted(self.state, width - 2)} \n{rule}")
        side = f"  {self.state}" if self.state else ""
        if not self._newer and cell_len(line(self.sentence)) > width - 2 - len(side):
            side = ""
        return Content(f" {fitted(self.sentence, width - 2 - len(side))}{side} \n{rule}")

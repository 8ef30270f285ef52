"""The first line of every screen: where am I, and who can read this."""

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from visavi.sanitise import line
from visavi_tui.words import fitted


class Heading(Widget):
    """The place on the left, the audience on the right; the place is cut first."""

    def __init__(self, place: str = "", audience: str = "") -> None:
        super().__init__()
        self.place = place
        self.audience = audience

    def tell(self, place: str, audience: str) -> None:
        """Say where we are now."""
        if (place, audience) != (self.place, self.audience):
            self.place, self.audience = place, audience
            self.refresh()

    def render(self) -> RenderResult:
        """One line, and a rule below it."""
        width = self.size.width
        audience = fitted(self.audience, min(cell_len(line(self.audience)), width - 4))
        room = width - cell_len(audience) - 3
        return Content(f" {fitted(self.place, max(room, 0))} {audience} \n{'─' * width}")

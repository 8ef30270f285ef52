"""One line of words that narrows the list below it."""

from textual.events import Key

from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.writing import Writing


class Search(Writing):
    """Arrows and Enter go to the list below."""

    def __init__(self) -> None:
        super().__init__(line=True, id="search")

    async def _on_key(self, event: Key) -> None:  # comes before the text area's own handler
        lines = self.screen.query_one(Lines)
        if event.key in ("up", "down"):
            lines.action_step(1 if event.key == "down" else -1)
        elif event.key in ("pageup", "pagedown"):
            lines.action_page(1 if event.key == "pagedown" else -1)
        elif event.key == "enter":
            lines.action_choose()
        else:
            return
        event.stop()
        event.prevent_default()

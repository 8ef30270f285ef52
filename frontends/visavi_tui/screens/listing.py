"""A screen with a list that can be long: ``/`` narrows it in place."""

from typing import TYPE_CHECKING

from visavi.messages import say
from visavi_tui.actions import FILTER, Action
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines

if TYPE_CHECKING:
    from visavi_tui.widgets.writing import Writing


class ListPage(Page):
    """One list; its scope has the action :data:`~visavi_tui.actions.FILTER`.

    The line for words stands at the foot as long as words narrow the list, and so from one filling
    to the next.
    """

    def offered(self) -> list[Action]:
        """What the page offers, and the filter where there is something to narrow."""
        found = super().offered()
        lines = self.query(Lines)
        if FILTER in found or not lines or not lines.first().all_rows:
            return found
        return [*found, FILTER]

    async def action_filter(self) -> None:
        """Type words; every letter counts at once."""
        from visavi_tui.widgets.filter import Filter, FilterLine

        if not self.query(Filter):
            await self.mount(Filter(), after="#body")
        self.query_one(Filter).display = True
        self.query_one(FilterLine).focus()
        self.say(say("Type some letters. Enter goes to the list, Esc shows all lines."))

    @property
    def narrowed(self) -> bool:
        """Whether words narrow the list, or may in a moment."""
        return any(found.display for found in self.query("Filter"))

    def on_descendant_focus(self) -> None:
        """What is typed steers the list."""
        super().on_descendant_focus()
        lines = self.query_one(Lines)
        lines.steered = self.narrowed and self.focused is not lines
        lines.refresh()

    def on_writing_typed(self, event: "Writing.Typed") -> None:
        """Leave the lines that hold the words."""
        self.query_one(Lines).narrow(" ".join(event.writing.text.split()))

    def on_writing_entered(self) -> None:
        """Enter goes to the list."""
        self.query_one(Lines).focus()

    def on_lines_narrowed(self, event: Lines.Narrowed) -> None:
        """How many lines are left?"""
        lines = event.lines
        n, all_lines = len(lines.rows), len(lines.all_rows)
        if lines.words:
            self.say(say("{n} of {all} lines. Esc shows all.", n=n, all=all_lines))

    def leave_text(self) -> None:
        """Esc in the line for words shows all lines again."""
        if self.narrowed:
            self.widen()
        else:
            super().leave_text()

    def go_back(self) -> None:
        """Show all lines again; then to the screen before."""
        if self.narrowed:
            self.widen()
        else:
            super().go_back()

    def widen(self) -> None:
        """All lines again; the line for words is hidden, and there when it is asked for anew."""
        from visavi_tui.widgets.filter import Filter, FilterLine

        lines = self.query_one(Lines)
        lines.focus()
        lines.narrow("")
        self.query_one(FilterLine).load("")
        self.query_one(Filter).display = False
        self.say(say("All lines again."))

"""A list that draws only the lines in sight: as quick with a hundred thousand rows as with ten."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from visavi.errors import VisaviError
from visavi.messages import Sentence, carried
from visavi_tui.words import fitted

Draw = Callable[[Any, int], str]
"""Gives a row's text for so many columns."""

AT_ONCE = 1000
"""Rows that are looked through between two frames; more of them take a thread."""

_WIDE = 400
"""Columns in which a row's text is whole."""


class Lines(ScrollView, can_focus=True):
    """Rows with a cursor. The row under it is marked ``>`` and bold, so that no colour is needed.

    The marker is only drawn while the list has the focus; else it is a dash, unless what has the
    focus steers the list (``steered``). :meth:`narrow` leaves the rows whose ``text`` holds words.
    """

    purpose: Sentence = (
        "A list. Arrows, or j and k, move; Enter does the first thing that the last line tells."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "goto(0)", show=False),
        Binding("end", "goto(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, lines: "Lines") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "Lines":
            """The list that it happened in."""
            return self.lines

    class Chosen(Moved):
        """Enter was pressed on the row under the cursor."""

    class Narrowed(Moved):
        """Other words leave other rows."""

    class Looked(Message):
        """A thread has looked through ``rows`` for ``words``."""

        def __init__(self, words: str, rows: Sequence[Any], found: Sequence[Any]) -> None:
            super().__init__()
            self.words = words
            self.rows = rows
            self.found = found

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002
        draw: Draw = lambda row, _: str(row),
        steered: bool = False,
        rows: Sequence[Any] = (),
        text: Callable[[Any], str] | None = None,
    ) -> None:
        super().__init__(id=id)
        self.steered = steered
        self.rows = self.all_rows = rows
        self.words = ""
        self._text = text or (lambda row: draw(row, _WIDE))
        self.virtual_size = Size(0, len(rows))
        self.cursor = 0
        self._draw = draw

    def show(self, rows: Sequence[Any], *, cursor: int | None = None) -> None:
        """Put these rows in place; the cursor stays where it was, or goes where it is told."""
        self.all_rows = rows
        if self.words:
            self._look(cursor)
        else:
            self._put(rows, cursor)

    def narrow(self, words: str) -> None:
        """Leave the rows that hold every one of these words; without words there are all again."""
        if words == self.words:
            return
        self.words = words
        if words:
            self._look(0)
        else:
            self._put(self.all_rows, 0)
        if not words or len(self.all_rows) <= AT_ONCE:
            self.post_message(self.Narrowed(self))

    def _look(self, cursor: int | None) -> None:
        words, rows = self.words, self.all_rows
        if len(rows) <= AT_ONCE:
            self._put(list(self._holding(words, rows)), cursor)
        else:
            look = carried(lambda: self._look_aside(words, rows))
            self.run_worker(look, thread=True, exclusive=True, group="narrow")

    def _look_aside(self, words: str, rows: Sequence[Any]) -> None:
        worker = get_current_worker()
        found = []
        for row in self._holding(words, rows):
            if worker.is_cancelled:
                return
            found.append(row)
        self.post_message(self.Looked(words, rows, found))

    def _holding(self, words: str, rows: Sequence[Any]) -> Iterator[Any]:
        wanted = words.casefold().split()
        for row in rows:
            try:
                text = self._text(row).casefold()
            except VisaviError:
                continue  # what cannot be told holds no words
            if all(word in text for word in wanted):
                yield row

    def on_lines_looked(self, event: Looked) -> None:
        """Show them, unless something else is asked for by now."""
        event.stop()
        if event.words == self.words and event.rows is self.all_rows:
            self._put(event.found, 0)
            self.post_message(self.Narrowed(self))

    def _put(self, rows: Sequence[Any], cursor: int | None) -> None:
        self.rows = rows
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, len(rows) - 1))
        self.virtual_size = Size(0, len(rows))
        self.refresh()
        self.call_after_refresh(self._keep_in_sight)
        self.post_message(self.Moved(self))

    @property
    def chosen(self) -> Any:
        """The row under the cursor; ``None`` where there are no rows."""
        return self.rows[self.cursor] if self.rows else None

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self.scrollable_content_region.width
        index = y + int(self.scroll_offset.y)
        if index >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        here = index == self.cursor
        mark = (">" if self.has_focus or self.steered else "-") if here else " "
        style = self.rich_style + Style(bold=True) if here else self.rich_style
        try:
            drawn = self._draw(self.rows[index], width - 2)
        except VisaviError as error:
            drawn = str(error)  # a policy that fails meanwhile costs its own words, not the app
        text = f"{mark} {fitted(drawn, width - 2)}"
        return Strip([Segment(fitted(text, width), style)], width)

    def watch_has_focus(self, _: bool) -> None:
        """The marker tells who has the focus."""
        self.refresh()

    def action_step(self, by: int) -> None:
        """Up or down."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """A page up or down."""
        self._go(self.cursor + by * max(1, self.size.height - 1))

    def action_goto(self, index: int) -> None:
        """To the first or the last row."""
        self._go(index if index >= 0 else len(self.rows) - 1)

    def action_choose(self) -> None:
        """Enter."""
        if self.rows:
            self.post_message(self.Chosen(self))

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        if index != self.cursor:
            self.cursor = index
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Moved(self))

    def _keep_in_sight(self) -> None:
        top, height = int(self.scroll_offset.y), max(1, self.size.height)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

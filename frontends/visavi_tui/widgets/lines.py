"""A list that draws only the lines in sight: as quick with a hundred thousand rows as with ten."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Self

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import get_current_worker

from visavi.errors import VisaviError
from visavi.messages import Sentence, carried
from visavi_tui.widgets.bar import bar
from visavi_tui.widgets.drawn import Drawn, Look
from visavi_tui.words import fitted

Draw = Callable[[Any, int], str]
"""Gives a row's text for so many columns."""

AT_ONCE = 1000
"""Rows that are looked through between two frames; more of them take a thread."""

_WIDE = 400
"""Columns in which a row's text is whole."""

_SOON = 0.02
"""Seconds after a move in which it is painted; work that can wait begins then."""


class Lines(Widget, can_focus=True):
    """Rows with a cursor. The row under it is marked ``>`` and bold, so that no colour is needed.

    The marker is only drawn while the list has the focus; else it is a dash, unless what has the
    focus steers the list (``steered``). :meth:`narrow` leaves the rows whose ``text`` holds words.
    Lines that stood in sight are kept as they were drawn, until the cursor comes to them or the
    list is refreshed: a step costs one new line.
    """

    purpose: Sentence = (
        "A list. Arrows, or j and k, move; Enter does what the last line names first."
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

    columns: var[int] = var(0)
    """How many there are for a row: all but that of the bar."""

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
        self._drawn = Drawn(self._line)
        super().__init__(id=id)
        self.steered = steered
        self.rows = self.all_rows = rows
        self.words = ""
        self._text = text or (lambda row: draw(row, _WIDE))
        self.cursor = 0
        self._left_at: int | None = None
        self.top = 0
        """The first row in sight."""
        self._draw = draw
        self._ahead: Timer | None = None

    def show(self, rows: Sequence[Any], *, cursor: int | None = None) -> None:
        """Put these rows in place; the cursor stays where it was, or goes where it is told."""
        self.all_rows = rows
        if rows and cursor is None:
            cursor, self._left_at = self._left_at, None
        if self.words:
            self._look(cursor)
        else:
            self._put(rows, cursor)

    def let_go(self) -> None:
        """Hold no row until some are put in place again; the cursor comes back with them."""
        self._left_at = self.cursor
        self.show(())

    def narrow(self, words: str) -> None:
        """Leave the rows that hold every one of these words; without words there are all again."""
        if words == self.words:
            return
        self.words = words
        if words:
            self._look(0)
        else:
            self._put(self.all_rows, self._place_of(self.chosen))
            self.call_after_refresh(self._keep_in_sight)
        if not words or len(self.all_rows) <= AT_ONCE:
            self.post_message(self.Narrowed(self))

    def _place_of(self, row: Any) -> int:
        """Where a row that was found stands among all of them; the top where that takes long."""
        if row is None or len(self.all_rows) > AT_ONCE:
            return 0
        return next((n for n, one in enumerate(self.all_rows) if one == row), 0)

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
        self._measure()
        self.refresh()
        self.post_message(self.Moved(self))

    def on_resize(self, _: Resize) -> None:
        """The bar takes a column where not all rows are in sight; the cursor's row stays there."""
        self._measure()
        self._keep_in_sight()

    def _measure(self) -> None:
        self.columns = self.size.width - (len(self.rows) > self.size.height)

    @property
    def chosen(self) -> Any:
        """The row under the cursor; ``None`` where there are no rows."""
        return self.rows[self.cursor] if self.rows else None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew; with ``regions`` only what is not drawn yet."""
        if not regions:
            self._drawn.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight."""
        self._keep_in_sight()
        cells = self._begin_drawing()
        strips = [
            self._drawn.line(row, self._mark(row), cells[row - self.top] if cells else None)
            for row in (self.top + y for y in crop.line_range)
        ]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _begin_drawing(self) -> list[Segment]:
        """Draw for the size and colours of now; gives the bar, where there is one."""
        width, height = self.size
        under, styles = self.background_colors[1], self.styles
        groove = under + styles.scrollbar_background
        thumb = groove + styles.scrollbar_color
        cells = bar(height, len(self.rows), self.top, thumb.rich_color, groove.rich_color)
        filters = tuple(self.get_line_filters())
        self._drawn.take(Look(width - bool(cells), self.rich_style, under, filters))
        return cells

    def _read_ahead(self) -> None:
        """Draw the pages before and after the one in sight, while nobody waits for them."""
        self._ahead = None
        cells = self._begin_drawing()
        height, console = self.size.height, self.app.console
        groove = Counter(cells).most_common(1)[0][0] if cells else None
        ahead = range(self.top + height, min(self.top + 2 * height, len(self.rows)))
        for row in (*ahead, *range(max(0, self.top - height), self.top)):
            self._drawn.line(row, " ", groove).render(console)

    def _line(self, row: int, mark: str, width: int) -> str:
        if row >= len(self.rows):
            return " " * width
        try:
            drawn = self._draw(self.rows[row], width - 2)
        except VisaviError as error:
            drawn = str(error)  # a policy that fails meanwhile costs its own words, not the app
        return fitted(f"{mark} {fitted(drawn, width - 2)}", width)

    def _mark(self, row: int) -> str:
        if row != self.cursor or not self.rows:
            return " "
        return ">" if self.has_focus or self.steered else "-"

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
        if index == self.cursor:
            return
        self.screen.post_message(self.Moved(self))  # it comes before the list's own repaint
        top, changed = self.top, (self.cursor, index)
        self.cursor = index
        self._drawn.drop(changed)  # what a row says may hang on more than the row
        self._keep_in_sight()
        if self.top == top:
            width = self.size.width
            self.refresh(*(Region(0, one - top, width, 1) for one in changed))
        else:
            self.refresh(self.size.region)
            self._ahead = self._ahead or self.set_timer(_SOON, self._read_ahead)

    def _keep_in_sight(self) -> None:
        height = max(1, self.size.height)
        lowest = min(self.cursor, len(self.rows) - height)
        self.top = max(0, self.cursor - height + 1, min(self.top, lowest))

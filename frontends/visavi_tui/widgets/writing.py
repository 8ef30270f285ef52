"""Where somebody writes: plain text with undo, and above it who can read it."""

from rich.style import Style
from rich.text import Text
from textual.document._wrapped_document import WrappedDocument
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from visavi.messages import Sentence
from visavi.sanitise import shown
from visavi_tui.widgets.paragraph import Paragraph
from visavi_tui.widgets.wrapping import LONG, Wrapping
from visavi_tui.words import MEASURE

_AT_HAND = 500
"""Lines that are kept as they were drawn."""


class Writing(TextArea):
    """A text area for words: soft wrap, no line numbers, no syntax, Tab goes on to the next field.

    ``key`` names the draft that its text is kept in while it is nowhere else, and ``about`` says
    in words what it is for.
    """

    takes_words = True
    """While it has the focus, letters are words and no keys of the screen."""

    purpose: Sentence = (
        "A text area. ^z takes back, ^y does again; Esc leaves it, and the text stays."
    )

    class Typed(Message):
        """The person changed the text; loading it is no change."""

        def __init__(self, writing: "Writing") -> None:
            super().__init__()
            self.writing = writing

    class Entered(Message):
        """Enter was pressed in a field of one line."""

    def __init__(
        self,
        text: str = "",
        *,
        line: bool = False,
        key: str = "",
        about: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        self._strips: dict[str, Strip] = {}
        self._look: tuple[int, Style | None] | None = None
        super().__init__(
            shown(text),
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.styles.max_width = MEASURE + 4
        self.line = line
        self.key = key
        self.about = about
        self._seen = self.text
        self.changed = False
        """Whether something was typed since the last loading."""

    def load(self, text: str) -> None:
        """Put a text in that nobody typed just now."""
        self.load_text(text)
        self.cursor_location = self.document.end
        self._seen = self.text
        self.changed = False

    async def _on_key(self, event: Key) -> None:  # the text area's own handler comes after this one
        if self.line and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())

    @property
    def wrapped_document(self) -> WrappedDocument:
        """The text as it is wrapped."""
        return self._wrapping

    @wrapped_document.setter
    def wrapped_document(self, made: WrappedDocument) -> None:
        self._wrapping = Wrapping(made.document, tab_width=4)

    def render_line(self, y: int) -> Strip:
        """One line in sight; one that reads as it did when it was drawn last is not drawn anew."""
        found, theme = self._wrapping.section_at(y + int(self.scroll_offset.y)), self._theme
        if theme is None or found is None or not self._is_plain(found[:2]):
            return super().render_line(y)
        look = (self.scrollable_content_region.width, theme.base_style)
        if look != self._look or len(self._strips) > _AT_HAND:
            self._strips.clear()
            self._look = look
        strip = self._strips.get(found[2])
        if strip is None:
            strip = self._strips[found[2]] = super().render_line(y)
        return strip

    def _is_plain(self, section: tuple[int, int]) -> bool:
        """Whether nothing is marked in a line: neither the cursor nor what is chosen."""
        start, end = self.selection
        return (
            start == end
            and section != self._wrapping.section_of(end)
            and self.matching_bracket_location is None
            and "\t" not in self.document[section[0]]
        )

    def edit(self, edit: Edit) -> EditResult:
        """Take what is typed or pasted; what could drive a terminal becomes visible."""
        text = shown(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        edit.text = " ".join(text.split("\n")) if self.line else text
        return super().edit(edit)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into sight; while a text is taken back, it may stand below the end."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def get_line(self, line_index: int) -> Text:
        """The text of a paragraph, to be styled and drawn; a long one is quick to draw."""
        text = super().get_line(line_index)
        return Paragraph(text.plain, end="", no_wrap=True) if len(text) > LONG else text

    def load_text(self, text: str) -> None:
        """Take a stored text, made harmless."""
        super().load_text(shown(text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell apart what is typed from what is loaded."""
        event.stop()
        if self.look():
            self.tell()

    def tell(self) -> None:
        """Say that it was changed."""
        self.post_message(self.Typed(self))

    def put(self, text: str) -> None:
        """Put this in its place, as a change that can be taken back."""
        self.replace(text, (0, 0), self.document.end)

    def look(self) -> bool:
        """Whether something was typed since the last look."""
        typed = self.text != self._seen
        self._seen = self.text
        self.changed = self.changed or typed
        return typed

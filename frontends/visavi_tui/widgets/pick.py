"""Pick an answer instead of typing it: each one with its mark in text, ``(*)`` or ``[x]``."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi.sanitise import line
from visavi_tui.words import fitted

MOST = 9
"""Answers that stand in a form; more of them are found in a list of their own."""

GAP = "   "


class Choice(NamedTuple):
    """One answer: its value for the deed, and its words."""

    value: str
    shown: str


class Pick(Widget, can_focus=True):
    """One answer of several, or with ``many`` any number of them; none is an answer as well.

    ``key`` names the draft that the answer is kept in, and ``title`` says what is answered.

    In a row where they fit, else one below the other. Where there are more than :data:`MOST`, the
    answer stands alone, and Space asks for the list.
    """

    purpose: Sentence = (
        "Answers to pick from. Arrows move, Space picks or takes back, a digit or the first letter "
        "goes to an answer; Enter picks and goes on."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "step(-1)", show=False),
        Binding("right,down", "step(1)", show=False),
        Binding("space", "pick", show=False),
        Binding("enter", "take", show=False),
    ]

    class Picked(Message):
        """Another answer counts; with ``on`` the person wants to go on."""

        def __init__(self, pick: "Pick", on: bool = False) -> None:
            super().__init__()
            self.pick = pick
            self.on = on

    class Asked(Message):
        """The list of all answers is asked for."""

        def __init__(self, pick: "Pick") -> None:
            super().__init__()
            self.pick = pick

    def __init__(
        self,
        choices: Iterable[tuple[str, str]],
        values: Sequence[str] = (),
        *,
        many: bool = False,
        key: str = "",
        title: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.key = key
        self.title = title
        self.changed = False
        """Whether another answer was picked since it was put there."""
        self.choices = [Choice(value, line(shown)) for value, shown in choices]
        self.many = many
        self.picked = [value for value in values if value]
        self.cursor = next((i for i, one in enumerate(self.choices) if one.value in self.picked), 0)

    @property
    def text(self) -> str:
        """The values that are picked, with a space between them."""
        return " ".join(self.picked)

    @property
    def about(self) -> str:
        """What is answered, and how."""
        return f"{self.title}: {self._words()}"

    def load(self, text: str) -> None:
        """Put values in that nobody picked just now, as far as they are answers still."""
        known = {one.value for one in self.choices}
        found = [value for value in text.split() if value in known]
        if found:
            self.picked = found if self.many else found[:1]
            self.cursor = next(
                i for i, one in enumerate(self.choices) if one.value == self.picked[0]
            )
            self.refresh(layout=True)
        self.changed = False

    def look(self) -> bool:
        """Each answer is told of when it is picked."""
        return False

    def tell(self) -> None:
        """Say that another answer counts."""
        self.changed = True
        self.post_message(self.Picked(self))

    def put(self, text: str) -> None:
        """These values count from now on."""
        self.set(text.split())

    @property
    def listed(self) -> bool:
        """Whether there are too many answers for a form."""
        return len(self.choices) > MOST

    def set(self, values: Iterable[str]) -> None:
        """These count from now on."""
        self.picked = list(values)
        self.refresh(layout=True)
        self.tell()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line where the answers fit beside each other."""
        return 1 if self.listed or self._in_a_row(width) else max(1, len(self.choices))

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        pieces = list(self._pieces(y, width))
        used = sum(cell_len(text) for text, _ in pieces)
        pieces.append((" " * max(0, width - used), False))
        style, here = self.rich_style, self.rich_style + Style(bold=True)
        return Strip([Segment(text, here if bold else style) for text, bold in pieces], width)

    def _pieces(self, y: int, width: int) -> Iterator[tuple[str, bool]]:
        if self.listed:
            yield fitted(self._alone(width), width), self.has_focus
        elif self._in_a_row(width):
            for index in range(len(self.choices)):
                yield self._drawn(index) + GAP[:-1], self._here(index)
        elif y < len(self.choices):
            yield fitted(self._drawn(y), width), self._here(y)

    def _alone(self, width: int) -> str:
        asked = say("Space: choose from {n}", n=len(self.choices))
        words = self._words()
        words = fitted(words, min(cell_len(words), max(8, width - cell_len(asked) - 5)))
        return f"{'>' if self.has_focus else ' '}[{words}]  {asked}"

    def _words(self) -> str:
        words = {one.value: one.shown for one in self.choices}
        return ", ".join(words.get(value, value) for value in self.picked) or "-"

    def _drawn(self, index: int) -> str:
        one = self.choices[index]
        picked = one.value in self.picked
        mark = ("[x]" if picked else "[ ]") if self.many else ("(*)" if picked else "( )")
        return f"{'>' if self._here(index) else ' '}{mark} {one.shown}"

    def _here(self, index: int) -> bool:
        return self.has_focus and index == self.cursor

    def _in_a_row(self, width: int) -> bool:
        return sum(cell_len(one.shown) + 5 + len(GAP) - 1 for one in self.choices) <= width

    def watch_has_focus(self, _: bool) -> None:
        """The marker tells who has the focus."""
        self.refresh()

    def on_key(self, event: Key) -> None:
        """A digit, or the first letter of an answer, goes to it."""
        letter = event.character
        if self.listed or not letter or not letter.isalnum():
            return
        if letter.isdigit():
            found = [int(letter) - 1] if 0 < int(letter) <= len(self.choices) else []
        else:
            found = [
                index
                for index, one in enumerate(self.choices)
                if one.shown.casefold().startswith(letter.casefold())
            ]
        if found:
            event.stop()
            later = [index for index in found if index > self.cursor]
            self.cursor = (later or found)[0]
            self.refresh()

    def action_step(self, by: int) -> None:
        """To the answer before or after."""
        if self.choices:
            self.cursor = (self.cursor + by) % len(self.choices)
            self.refresh()

    def action_pick(self) -> None:
        """Pick the answer, or take it back."""
        if self.listed:
            self.post_message(self.Asked(self))
        elif self.choices:
            self._toggle()
            self.tell()

    def action_take(self) -> None:
        """Pick the answer if none counts yet, and go on; from a long list ask first."""
        if self.listed and not self.picked:
            self.post_message(self.Asked(self))
            return
        if not self.listed and self.choices and not self.many:
            value = self.choices[self.cursor].value
            if self.picked != [value]:
                self.picked = [value]
                self.changed = True
                self.refresh()
        self.post_message(self.Picked(self, on=True))

    def _toggle(self) -> None:
        value = self.choices[self.cursor].value
        if value in self.picked:
            self.picked = [one for one in self.picked if one != value]
        else:
            self.picked = [*self.picked, value] if self.many else [value]
        self.refresh()

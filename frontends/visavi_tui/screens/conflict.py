"""Two versions of one text, mine and somebody else's: both are shown, and one is chosen."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import say
from visavi.model.plans import FIELDS
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.record import LABELS, Teller
from visavi_tui.screens.form import STAYS, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.session import Session
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import day_of, indented

Values = Mapping[str, Any]
Take = Callable[[dict[str, Any]], Awaitable[object]]


class ConflictPage(Page):
    """Nothing was written over yet. The answer is whether one version was chosen."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss"]
    SCOPE = "conflict"
    ABOUT = (
        "Somebody else, or you in another window, wrote the same while you did. Both versions "
        "stand here; choose yours, theirs, or both texts one below the other. Esc leaves yours a "
        "draft."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conflict")]

    def __init__(
        self,
        told: Teller,
        mine: Values,
        theirs: Values,
        take: Take,
        *,
        labels: Mapping[str, str] | None = None,
        last: str = "",
    ) -> None:
        super().__init__()
        self._labels = labels or {name: say(LABELS[name]) for name in FIELDS}
        self._last = last
        self._told = told
        self._mine = mine
        self._theirs = theirs
        self._take = take

    def place(self) -> tuple[str, str]:
        """Two versions; both read them."""
        return say("Two versions of one text"), self._told.both()

    def body(self) -> Iterator[Widget]:
        """Each field that differs, in both versions."""
        yield Reading("\n".join(self._versions()))

    def fill(self) -> None:
        """Nothing is written over yet."""
        self.query_one(Reading).focus()
        self.say(say("Nothing was written over. 1 keeps yours, 2 theirs, b both."))

    def _versions(self) -> Iterator[str]:
        other = self._told.session.name(self._told.other())
        last = self._last or say("you or {name}", name=other)
        for name in self._labels:
            mine, theirs = self._mine.get(name), self._theirs.get(name)
            if _same(mine, theirs):
                continue
            yield self._labels[name]
            yield "  " + say("1  yours:")
            yield from indented(self._shown(name, mine).split("\n"), 5)
            yield "  " + say("2  as it stands now ({who}):", who=last)
            yield from indented(self._shown(name, theirs).split("\n"), 5)
            yield ""

    def _shown(self, name: str, value: Any) -> str:
        if name == "when":
            return day_of(value)
        if name == "responsible":
            return self._told.answering(value)
        return str(value or "-")

    @deed
    async def action_mine(self) -> None:
        """My fields are written over theirs."""
        await self._write(dict(self._mine))

    def action_theirs(self) -> None:
        """Theirs stays as it stands."""
        self.visavi.greet(say("Theirs stands as it was."))
        self.dismiss(True)

    @deed
    async def action_both(self) -> None:
        """Both texts, theirs first; of a day and of who answers for it, yours."""
        values = dict(self._mine)
        for name in self._labels:
            mine, theirs = self._mine.get(name), self._theirs.get(name)
            if name not in ("when", "responsible") and not _same(mine, theirs):
                values[name] = "\n".join(filter(None, (theirs, mine)))
        await self._write(values)

    async def _write(self, values: dict[str, Any]) -> None:
        await self._take(values)
        self.leave_with(True)


def choose(form: FormPage, page: ConflictPage) -> str:
    """Ask which version stands; the form is done with when one was chosen."""
    form.app.push_screen(page, lambda chosen: form.finish() if chosen else None)
    return STAYS


def wrote_last(session: Session, dialogue: str, *deeds: str) -> str:
    """Who did one of these deeds last, and when, as far as that is known."""
    events = [e for e in session.show(dialogue)["events"] if e["deed"] in deeds]
    if not events:
        return ""
    name, at = session.name(events[-1]["by"]), events[-1].get("at")
    if not at:
        return f"{name}, {day_of(events[-1]['on'])}"
    return f"{name}, {day_of(events[-1]['on'])} {at[11:16]}"


def _same(mine: Any, theirs: Any) -> bool:
    return str(mine or "") == str(theirs or "")

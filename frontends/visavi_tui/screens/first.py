"""First start: three ways to begin."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi_tui.actions import actions_of, bindings, key_name
from visavi_tui.desk import Wish
from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words


class FirstPage(Page):
    """The demo team, a store of one's own, or leave again."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "first.tcss"]
    SCOPE = "first"
    ABOUT = "Nothing is set up yet. Choose how to begin; nothing leaves this computer."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("first")]

    def place(self) -> tuple[str, str]:
        """The first start."""
        return say("visavi - first start"), say("nothing leaves this computer")

    def body(self) -> Iterator[Widget]:
        """Three choices and leaving."""
        yield Words(say(WELCOME), id="welcome")
        yield Lines(draw=lambda row, _: row[1])

    def fill(self) -> None:
        """The choices, with their letters."""
        rows = [(a.name, f"{key_name(a.key)}  {say(a.about)}") for a in actions_of("first")]
        rows.append(("quit", f"{key_name('ctrl+q')} {say('Leave again.')}"))
        lines = self.query_one(Lines)
        lines.show(rows, cursor=1)
        lines.focus()
        self.say(say("Arrows choose, Enter begins."))

    def offers(self) -> Iterator[str]:
        """How to begin; the language stands first on the screen and last among the keys."""
        yield from ("demo", "open", "make", "language")

    async def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Do what is chosen."""
        name = event.lines.chosen[0]
        await self.app.run_action(name, self.app if name == "quit" else self)

    def action_language(self) -> None:
        """Speak another language."""
        from visavi_tui.screens.language import LanguagePage

        self.app.push_screen(LanguagePage())

    def action_demo(self) -> None:
        """Which institution's team?"""
        names = [name for name in self.visavi.desk.policies if name in DEMOS]
        page = ChoosePage(say("Whose rules shall the invented team follow?"), names)
        self.app.push_screen(page, self._demo)

    def action_open(self) -> None:
        """Where is it?"""
        field = Field("path", say("Folder of the store"), value=self.visavi.desk.default_store)
        self.app.push_screen(FormPage(say("Open a store"), [field], self._open))

    def action_make(self) -> None:
        """Under which policy?"""
        page = ChoosePage(say("Under which policy?"), list(self.visavi.desk.policies))
        self.app.push_screen(page, self._policy)

    def _demo(self, policy: str | None) -> None:
        if policy is not None:
            self.visavi.leave(Wish("demo", policy=policy))

    def _open(self, given: dict[str, str]) -> None:
        self.visavi.leave(Wish("open", path=given["path"].strip()))

    def _policy(self, policy: str | None) -> None:
        if policy is None:
            return
        field = Field("path", say("Folder of the new store"), value=self.visavi.desk.default_store)

        def make(given: dict[str, str]) -> None:
            self.visavi.leave(Wish("make", given["path"].strip(), policy))

        self.app.push_screen(FormPage(say("Make a store"), [field], make))


DEMOS = ("ki", "uio")
"""The policies for which there is an invented team."""

WELCOME: Sentence = (
    "visavi helps two people hold a good work dialogue, and keeps what they promised each "
    "other.\n\nThe demo team lives in a store of its own: its people can never mix with real "
    "ones.\n"
)

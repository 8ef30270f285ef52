"""First start: three ways to begin."""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi_tui.actions import actions_of, bindings, key_name
from visavi_tui.desk import DEMOS, Wish
from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words


class FirstPage(Page):
    """The demo team, a store of one's own, or leave again; first of all, what went wrong before."""

    GREETS = False
    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "first.tcss"]
    SCOPE = "first"
    ABOUT = "Nothing is set up yet. Choose how to begin; nothing leaves this computer."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("first")]

    def place(self) -> tuple[str, str]:
        """The first start."""
        return say("visavi - first start"), say("nothing leaves this computer")

    def body(self) -> Iterator[Widget]:
        """Three choices and leaving."""
        greeting, self.visavi.greeting = self.visavi.greeting, ""
        yield Words(greeting or say(WELCOME), id="welcome")
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
        choose_demo(self, lambda policy: self.visavi.leave(Wish("demo", policy=policy)))

    def action_open(self) -> None:
        """Where is it?"""
        field = Field("path", say("Folder of the store"), value=self.visavi.desk.default_store)
        self.app.push_screen(FormPage(say("Open a store"), [field], self._open))

    def action_make(self) -> None:
        """Under which policy?"""
        names = list(self.visavi.desk.policies)
        page = ChoosePage(say("Under which policy?"), names, [_called(name) for name in names])
        self.app.push_screen(page, self._policy)

    async def _open(self, given: dict[str, str]) -> None:
        self.visavi.leave(Wish("open", path=given["path"].strip()))

    def _policy(self, policy: str | None) -> None:
        if policy is None:
            return
        field = Field("path", say("Folder of the new store"), value=self.visavi.desk.default_store)

        async def make(given: dict[str, str]) -> None:
            self.visavi.leave(Wish("make", given["path"].strip(), policy))

        self.app.push_screen(FormPage(say("Make a store"), [field], make))


def choose_demo(page: Page, done: Callable[[str], None]) -> None:
    """Ask whose rules the invented team shall follow."""

    def chosen(policy: str | None) -> None:
        if policy is not None:
            done(policy)

    question = say("Whose rules shall the invented team follow?")
    page.app.push_screen(ChoosePage(question, list(DEMOS), [_called(n) for n in DEMOS]), chosen)


def _called(policy: str) -> str:
    return say(CALLED[policy]) if policy in CALLED else policy


CALLED: Mapping[str, Sentence] = {
    "ki": "KI: two dialogues a year, goals in winter and salary in autumn",
    "uio": "UiO: one work dialogue a year, and the senior interview",
    "example": "Plain: a yearly dialogue and a plan, no institution's rules",
}
"""What is said of a policy before it is loaded: loading one takes time."""

WELCOME: Sentence = (
    "visavi helps two people hold a good work dialogue, and keeps what they promised each "
    "other.\n\nThe demo team lives in a store of its own: its people can never mix with real "
    "ones.\n"
)

"""The people of the store: add one, import a list, correct what is entered."""

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi import access
from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi.usecases.people import list_people
from visavi_tui import register
from visavi_tui.actions import bindings
from visavi_tui.deeds import reading
from visavi_tui.screens.listing import ListPage
from visavi_tui.session import Session
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted


class PeoplePage(ListPage):
    """Facts and dates of people; no word of any dialogue is here."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "people.tcss"]
    SCOPE = "people"
    ABOUT = (
        "Who is in this store. Add people one by one, or import a staff list and see every row "
        "before it counts. These are facts of the register; nothing of a dialogue is shown here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("people")]

    def place(self) -> tuple[str, str]:
        """The people, and as whom they are looked after."""
        keeper = register.keeper(self.session)
        who = (
            say("the keeper of the store") if keeper.person is None else keeper.name(keeper.person)
        )
        return say("People"), say("AS {who}", who=who.upper())

    def body(self) -> Iterator[Widget]:
        """The list, and one person in words."""
        yield Words(id="nobody")
        yield Lines(draw=self._drawn, text=self._text)
        yield Words(id="whole")

    def fill(self) -> None:
        """Read the register anew."""
        self.query_one(Lines).focus()
        self.retitle()
        self.say(waiting := say("The register is being read."))
        self.fetches, self.settled = True, False
        self._read_register(waiting)

    @reading
    async def _read_register(self, waiting: str) -> None:
        rows = await self.read(partial(_everybody, register.keeper(self.session)))
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.display = bool(rows)
        self.query_one("#nobody", Words).tell("" if rows else say(NOBODY))
        said = say("{n} people.", n=len(rows)) if rows else say("Nobody yet.")
        self.say_instead(waiting, said)
        self.show_keys()

    def _drawn(self, row: dict[str, Any], width: int) -> str:
        on = self.session.actor.on
        post = register.post_of(row, on)
        manager = self.session.name(access.manager_on(row, on.isoformat()))
        name = fitted(str(row.get("name") or row["id"]), max(16, min(26, width // 3)))
        called = self.session.workspace.policies.base.text
        group = fitted(called("staff_group", post.get("staff_group", "-")), 24)
        return f"{name} {fitted(str(post.get('unit', '-')), 10)} {group} {manager}"

    def _text(self, row: dict[str, Any]) -> str:
        """All that a person can be found by."""
        return f"{row['id']} {row.get('name', '')} {self._drawn(row, 80)}"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """One person's part of the register."""
        row = event.lines.chosen
        try:
            text = [] if row is None else list(register.told(self.session, row))
        except VisaviError as error:
            text = [self.advised(error)]
        self.query_one("#whole", Words).tell(text)
        self.show_keys()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter corrects."""
        self.action_edit()

    def offers(self) -> Iterator[str]:
        """Correcting needs somebody under the cursor."""
        yield from ("add", "load")
        if self.is_mounted and self.query_one(Lines).chosen is not None:
            yield from ("edit", "act")
            if self._facts():
                yield "fact"
        elif not self.visavi.desk.demo:
            yield "demo"

    def _facts(self) -> bool:
        return bool(self.session.policy(self.query_one(Lines).chosen["id"]).facts)

    def action_add(self) -> None:
        """One more person."""
        from visavi_tui.screens import person_forms

        person_forms.add(self)

    def action_load(self) -> None:
        """A staff list."""
        from visavi_tui.screens import importing

        importing.ask(self)

    def action_edit(self) -> None:
        """Correct the person."""
        from visavi_tui.screens import person_forms

        person_forms.edit(self, self.query_one(Lines).chosen)

    def action_fact(self) -> None:
        """Enter a dated fact that the policy asks for."""
        from visavi_tui.screens import person_forms

        person_forms.fact(self, self.query_one(Lines).chosen)

    def action_act(self) -> None:
        """This person acts from now on."""
        if self.visavi.act_as(self.query_one(Lines).chosen["id"]):
            self.visavi.start_anew()

    def action_demo(self) -> None:
        """Look around with an invented team, in its own store."""
        from visavi_tui.desk import Wish
        from visavi_tui.screens.first import choose_demo

        choose_demo(self, lambda policy: self.visavi.leave(Wish("demo", policy=policy)))


def _everybody(keeper: Session) -> list[dict[str, Any]]:
    """All people, in the order of their names."""
    found = keeper.do(list_people)
    return sorted(found, key=lambda row: str(row.get("name") or row["id"]).casefold())


NOBODY: Sentence = (
    "\nNobody here yet.\n\n"
    "  a  Add one person       name and work e-mail is enough; begin with yourself\n"
    "  m  Import a staff list  CSV, also from Excel; every row is shown first\n"
    "  d  Look around with the demo team instead\n"
)

"""The action plan: a list of promises, each with seven fields."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import say
from visavi.usecases import whole
from visavi.usecases.activities import add_activity, edit_activity
from visavi.usecases.read_dialogues import activities_in
from visavi.usecases.undoing import remove_activity
from visavi_tui import inverse
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.record import Teller, reread
from visavi_tui.screens import forms
from visavi_tui.screens.form import FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted

Take = Callable[[dict[str, Any]], Awaitable[None]]


class PlanPage(Page):
    """New activities and changes to them, before both have signed."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "plan.tcss"]
    SCOPE = "plan"
    ABOUT = "What you promise each other. Enter opens the seven fields of an activity."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("plan")]

    def __init__(self, dialogue: str) -> None:
        super().__init__()
        self.dialogue = dialogue
        self.shown: dict[str, Any] = {}
        self.told: Teller | None = None

    def place(self) -> tuple[str, str]:
        """Whose plan; both read it."""
        if self.told is None:
            return say("Action plan"), ""
        name = self.session.name(self.told.other())
        return say("Action plan · {name}", name=name), self.told.both()

    def body(self) -> Iterator[Widget]:
        """The list, and one activity in full."""
        yield Lines(draw=_drawn)
        yield Words(id="whole")

    def fill(self) -> None:
        """Read the plan anew."""
        if reread(self) is None:
            return
        self.retitle()
        rows = [whole.activity(row) for row in activities_in(self.shown)]
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        self.say(self._calm() if rows else say("No activity yet. Press n for a new one."))

    def _calm(self) -> str:
        """What is easily forgotten, before both sign."""
        told = self.told
        if told is None or self.shown["state"] != "held" or self.shown.get("signed"):
            return say("Everything is saved.")
        name = self.session.first_name(told.other())
        return say(
            "Before you sign: is anything unsaid, and how was the talk for {name}?", name=name
        )

    def offers(self) -> Iterator[str]:
        """Editing needs an activity under the cursor."""
        if "activity" in (self.session.deeds(self.shown) if self.shown else ()):
            if self.query_one(Lines).chosen is not None:
                yield from ("edit", "remove")
            yield "new"
            if self.shown.get("previous"):
                yield "lastplan"
        if "sign" in (self.session.deeds(self.shown) if self.shown else ()):
            yield "sign"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The activity in full, and which fields are empty."""
        row = event.lines.chosen
        if row is None or self.told is None:
            self.query_one("#whole", Words).tell("")
        else:
            self.query_one("#whole", Words).tell(self.told.activity(row))
        self.show_keys()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter edits."""
        if "edit" in set(self.offers()):
            self.action_edit()

    def action_new(self) -> None:
        """A new activity."""
        assert self.told is not None, "actions come after the first filling"

        async def done(values: dict[str, Any]) -> None:
            _, made = await self.do(add_activity, self.dialogue, values)
            self.did(say("In the plan."), inverse.activity_added(self.session, made))

        forms.activity(self, self.told, done, draft=f"{self.dialogue}/activity")

    def action_edit(self) -> None:
        """Change the activity."""
        assert self.told is not None, "actions come after the first filling"
        row = self.query_one(Lines).chosen

        async def take(values: dict[str, Any]) -> None:
            now = self._now(row)
            await self.do(edit_activity, row["id"], values)
            self.did(say("Changed."), inverse.activity_edited(self.session, now))

        async def done(values: dict[str, Any]) -> object:
            now = self._now(row)
            if now == row:
                await take(values)
                return None
            return self._choose(values, now, take, form)

        form = forms.activity(self, self.told, done, before=row, draft=f"{row['id']}/edit")

    @deed
    async def action_remove(self) -> None:
        """Remove the activity, as long as it is not signed."""
        row = self.query_one(Lines).chosen
        number = row["id"].rpartition(".a")[2]
        await self.do(remove_activity, row["id"])
        said = say("Removed activity {number}.", number=number)
        self.did(said, inverse.activity_removed(self.session, row))

    def _now(self, row: dict[str, Any]) -> dict[str, Any]:
        """The activity as it stands now; gone, it is the one that was read."""
        found = map(whole.activity, activities_in(self.session.show(self.dialogue)))
        return next((one for one in found if one["id"] == row["id"]), row)

    def _choose(
        self, mine: dict[str, Any], theirs: dict[str, Any], take: Take, form: FormPage
    ) -> str:
        """Nothing that somebody else wrote meanwhile is written over unseen."""
        from visavi_tui.screens.conflict import ConflictPage, choose, wrote_last

        assert self.told is not None, "actions come after the first filling"
        last = wrote_last(self.session, self.dialogue, "activity", "adapt")
        return choose(form, ConflictPage(self.told, mine, theirs, take, last=last))

    def action_lastplan(self) -> None:
        """What became of the last plan."""
        from visavi_tui.screens.lastplan import LastPlanPage

        self.app.push_screen(LastPlanPage(self.dialogue))

    def action_sign(self) -> None:
        """Read back and sign."""
        from visavi_tui.screens.sign import SignPage

        self.app.push_screen(SignPage(self.dialogue))


def _drawn(row: dict[str, Any], width: int) -> str:
    when = row["when"] or "-"
    who = say(row["responsible"]) if row["responsible"] else "-"
    what = fitted(row["what"] or "", max(width - 22, 8))
    return f"{what} {fitted(who, 9)} {when}"

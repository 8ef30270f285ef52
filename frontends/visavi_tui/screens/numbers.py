"""Numbers only: completion by unit; nobody can open a dialogue from here."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi_tui import counts
from visavi_tui.actions import bindings
from visavi_tui.deeds import reading
from visavi_tui.screens import forms
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import day_of


class NumbersPage(ListPage):
    """What HR and the keeper see: how many are met of how many owed, never of fewer than five."""

    SCOPE = "numbers"
    ABOUT = (
        "How many owed dialogues are met, by kind and unit. Numbers about fewer than five people, "
        "or that give such a number away, are withheld."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("numbers")]

    def place(self) -> tuple[str, str]:
        """Numbers, and the day."""
        return say("Completion · {day}", day=day_of(self.session.actor.on)), say("NUMBERS ONLY")

    def body(self) -> Iterator[Widget]:
        """Columns with their names, and a row for each unit."""
        yield Words(id="heads")
        yield Lines(draw=counts.drawn)
        yield Words(id="note")

    def fill(self) -> None:
        """Count."""
        self.query_one(Lines).focus()
        self.say(waiting := say("The dialogues are being counted."))
        self.fetches, self.settled = True, False
        self._count(waiting)

    @reading
    async def _count(self, waiting: str) -> None:
        found = await self.read(partial(counts.rows, self.session))
        self.query_one(Lines).show(found)
        self.query_one("#heads", Words).tell(
            counts.heads(self.size.width - 4) if found else say("There is nothing to count.")
        )
        withheld = any(row.owed is None for row in found)
        self.query_one("#note", Words).tell(say(WITHHELD) if withheld else "")
        if self.session.person is None:
            said = say("Nobody is named as acting. Press w to say who acts.")
        else:
            said = say("Counts only. Nobody can open a dialogue from here.")
        self.say_instead(waiting, said)
        self.show_keys()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """A unit's numbers together."""
        self.action_unit()

    def action_unit(self) -> None:
        """All that is published of the unit under the cursor."""
        lines = self.query_one(Lines)
        unit = lines.chosen.unit
        text = partial(counts.of_unit, self.session, unit, list(lines.all_rows))
        title = say("Completion · {unit}", unit=counts.called(unit))
        self.app.push_screen(TextPage(title, text, say("NUMBERS ONLY")))

    def action_export(self) -> None:
        """The same numbers as a table in a file."""
        day = self.session.actor.on.isoformat()
        path = Field("path", say("New file"), value=f"~/completion-{day}.csv")
        content = counts.as_csv(self.query_one(Lines).rows)

        async def done(given: dict[str, str]) -> None:
            outside = self.visavi.desk.outside
            assert outside is not None, "it is offered only where there are files"
            name, clear = given["path"].strip(), given["how"] == "clear"
            self.visavi.outside(lambda: outside.write_out(name, content, clear=clear))
            self.visavi.greet(say("Written to {path}.", path=name))

        about = say("What is on the screen, as CSV; withheld numbers stay empty.")
        fields = [path, forms.leaving()]
        self.app.push_screen(FormPage(say("Export"), fields, done, about=about))

    def offers(self) -> Iterator[str]:
        """The keeper of the store has no team."""
        if self.is_mounted and self.query_one(Lines).rows:
            yield "unit"
            if self.visavi.desk.outside is not None:
                yield "export"
        yield from ("people", "who")
        if self.session.person is not None:
            yield "team"
        yield from ("language", "fresh")

    def action_people(self) -> None:
        """Who is in the store."""
        from visavi_tui.screens.people import PeoplePage

        self.app.push_screen(PeoplePage())

    def action_team(self) -> None:
        """The acting person's own queue."""
        from visavi_tui.screens.team import TeamPage

        self.app.push_screen(TeamPage())

    def action_language(self) -> None:
        """Speak another language."""
        from visavi_tui.screens.language import LanguagePage

        self.app.push_screen(LanguagePage())

    def action_fresh(self) -> None:
        """Count again."""
        self.fill()

    def action_who(self) -> None:
        """Act as somebody else."""
        from visavi_tui.screens import ways

        ways.choose_person(self)


WITHHELD: Sentence = "Withheld: about fewer than five people, or such a number could be worked out."

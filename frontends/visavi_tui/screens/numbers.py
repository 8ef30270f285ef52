"""Numbers only: completion by unit; nobody can open a dialogue from here."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi_tui.actions import bindings
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import day_of


class NumbersPage(Page):
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
        """Tables."""
        yield Reading()

    def fill(self) -> None:
        """Count."""
        try:
            text = "\n".join(self._counted())
        except VisaviError as error:
            self.complain(error)
            return
        self.query_one(Reading).tell(text or say("There is nothing to count."))
        self.query_one(Reading).focus()
        if self.session.person is None:
            self.say(say("Nobody is named as acting. Press w to say who acts."))
        else:
            self.say(say("Counts only. Nobody can open a dialogue from here."))

    def _counted(self) -> Iterator[str]:
        policy = self.session.workspace.policies.base
        for kind, part in self.session.completion().items():
            yield policy.text("kind", kind)
            yield f"  {say('Unit'):<20}{say('Owed'):>8}{say('Met'):>8}{say('Share'):>8}"
            for row in part["units"]:
                yield _row(row["unit"] or say("no unit"), row)
            yield _row(say("all"), part["total"] or {"withheld": True})
            if part["total"] is None or any("withheld" in row for row in part["units"]):
                yield "  " + say(WITHHELD)
            yield ""

    def offers(self) -> Iterator[str]:
        """The keeper of the store has no team."""
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


WITHHELD: Sentence = "Withheld: about fewer than five people, or giving such a number away."


def _row(name: str, row: Mapping[str, Any]) -> str:
    if "withheld" in row:
        return f"  {name:<20}{say('withheld'):>8}"
    share = f"{row['share_met']} %" if row["share_met"] is not None else "-"
    return f"  {name:<20}{row['owed']:>8}{row['met']:>8}{share:>8}"

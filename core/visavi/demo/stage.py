"""What the scenes of a walk share: the store, the team, the day, and the step being told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, NoReturn

from attrs import define, field

from visavi.demo.narrate import Step
from visavi.demo.team import Team
from visavi.errors import NotFound, Refused, VisaviError
from visavi.messages import Sentence, say
from visavi.model.dialogues import Meeting
from visavi.policy.outcomes import Citation, Obligation
from visavi.policy.policy import Policy
from visavi.usecases.actor import Actor
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder, explain_person
from visavi.usecases.read_dialogues import show_dialogue
from visavi.usecases.workspace import Workspace


class WalkBroken(Exception):
    """A step could not go on: what it should have found was not there."""


@define
class Stage:
    """One walk under way. ``ids`` remembers dialogues, activities and matters by a name of ours."""

    workspace: Workspace
    policy: Policy
    team: Team
    year: int
    step: Step = field(init=False)
    on: date = field(init=False)
    ids: dict[str, str] = field(factory=dict)

    def day(self, month: int, day: int, *, year: int | None = None) -> date:
        """Make this the day of what follows: a working day, the Monday where it is none."""
        self.on = working_day(date(year or self.year, month, day))
        if self.step.on is None:
            self.step.on = self.on
        return self.on

    def by(self, person: str | None) -> Actor:
        """The person, acting on the day."""
        return Actor(person, self.on)

    def name(self, person: str | None) -> str:
        """What the others call the person."""
        return say("the keeper") if person is None else self.team[person].first_name

    def names(self, people: Iterable[str | None]) -> str:
        """Several people, as they stand in a sentence."""
        *first, last = map(self.name, people)
        return say("{first} and {last}", first=", ".join(first), last=last)

    def remember(self, name: str, found: str) -> str:
        """Keep an id under a name of ours; the step shows it as data."""
        self.ids[name] = self.step.ids[name] = found
        return found

    def text(self, table: str, id: str, key: str = "name") -> str:  # noqa: A002
        """A text of the policy as it is on the day."""
        return self.policy.text(table, id, key, on=self.on)

    def citations(self, rule: str) -> tuple[Citation, ...]:
        """The sources of a rule that are in force on the day."""
        found = next(one for one in self.policy.rules if one.id == rule)
        return self.policy.citations(found.cite, self.on)

    def refused(self, deed: Callable[[], object], *rules: str) -> None:
        """Try a deed that these rules must refuse, and tell the refusal."""
        try:
            deed()
        except Refused as refusal:
            self.step.refused(refusal.findings)
            found = {finding.rule for finding in refusal.findings}
            if not found.issuperset(rules):
                self._broken(say("It was refused, but not by {rules}.", rules=", ".join(rules)))
            return
        self._broken(say("Nothing refused it; {rules} should have.", rules=", ".join(rules)))

    def stopped(
        self, deed: Callable[[], object], kind: type[VisaviError], sentence: Sentence
    ) -> None:
        """Try a deed that must end in this kind of error; ``sentence`` says what was tried."""
        try:
            deed()
        except kind as error:
            self.step.holds(True, "{tried}: “{error}”", tried=say(sentence), error=error)
            return
        self._broken(say("{tried}: nothing stopped it.", tried=say(sentence)))

    def hidden(self, person: str | None, dialogue: str) -> bool:
        """Whether the person is answered as if the dialogue were not there."""
        try:
            self.shows(person, dialogue)
        except NotFound:
            return True
        return False

    def shows(self, person: str | None, dialogue: str) -> dict[str, Any]:
        """The dialogue as the person may see it on the day."""
        return show_dialogue(self.workspace.repository, self.by(person), dialogue)

    def state(self, person: str, dialogue: str) -> str:
        """The dialogue's state as the person sees it."""
        return str(self.shows(person, dialogue)["state"])

    def agenda(self, person: str | None) -> Iterator[Mapping[str, Any]]:
        """The person's agenda on the day."""
        by = self.by(person)
        found = agenda(
            self.workspace.repository,
            by,
            f"{self.policy.id} {self.policy.version} {self.policy.digest}",
            AgendaBuilder(self.workspace, by),
        )
        return found.items()

    def owed(self, person: str, rule: str) -> list[Obligation]:
        """What is owed for the person under one rule, the next one last."""
        found, _ = explain_person(self.workspace, self.by(None), person)
        return [obligation for obligation in found if obligation.rule == rule]

    def _broken(self, sentence: str) -> NoReturn:
        raise WalkBroken(sentence)


def working_day(day: date) -> date:
    """The day, or the Monday after it if it is a Saturday or Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def meeting(day: date, hour: int, place: str, *, summer: bool = False) -> Meeting:
    """An undisturbed hour and a half in Stockholm or Oslo; ``summer`` is for summer time."""
    zone = timezone(timedelta(hours=2 if summer else 1))
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return Meeting(starts, 90, place, undisturbed=True)


def written(value: object) -> str:
    """All that stands in a mapping or list, as one text to search in."""
    if isinstance(value, Mapping):
        return "\n".join(written(item) for item in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(written(item) for item in value)
    return str(value)

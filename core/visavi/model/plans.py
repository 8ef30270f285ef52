"""Follow-up plans: what was promised, by whom, by when, and what became of it."""

from datetime import date
from enum import StrEnum

from attrs import evolve, frozen

FIELDS = ("what", "how", "when", "responsible", "result", "support", "follow_up")
"""The seven fields of an activity, in the order in which forms show them."""


class Responsible(StrEnum):
    """Who answers for an activity."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    BOTH = "both"
    OTHER = "other"


class Progress(StrEnum):
    """How far an activity has come."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"
    CARRIED = "carried"


class Carry(StrEnum):
    """What the next dialogue decides on an unfinished activity."""

    KEEP = "keep"
    CHANGE = "change"
    CLOSE = "close"


@frozen(repr=False)
class Activity:
    """One promise. ``result`` is what counts as satisfactory; ``none`` in words is an answer,
    an empty text is not one.
    """

    id: str
    what: str
    how: str = ""
    when: date | None = None
    responsible: Responsible | None = None
    result: str = ""
    support: str = ""
    follow_up: str = ""
    carried_from: str | None = None

    def missing(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the fields that are blank."""
        return tuple(name for name in fields if getattr(self, name) in ("", None))


@frozen(repr=False)
class Step:
    """What became of an activity, as somebody said on a day. ``carried_to`` names the new one."""

    activity: str
    progress: Progress
    on: date
    by: str
    word: str = ""
    carry: Carry | None = None
    carried_to: str | None = None


@frozen(repr=False)
class Plan:
    """The activities as agreed (signed with the record), and the steps since (never signed)."""

    activities: tuple[Activity, ...] = ()
    steps: tuple[Step, ...] = ()

    def activity(self, number: str) -> Activity | None:
        """The activity of that id."""
        return next((a for a in self.activities if a.id == number), None)

    def progress_of(self, activity: str) -> Progress:
        """The last thing said about the activity; open if nothing was."""
        for step in reversed(self.steps):
            if step.activity == activity:
                return step.progress
        return Progress.OPEN

    def unfinished(self) -> tuple[Activity, ...]:
        """The activities that are still open."""
        return tuple(a for a in self.activities if self.progress_of(a.id) is Progress.OPEN)

    def with_step(self, step: Step) -> "Plan":
        """The plan with one more step."""
        return evolve(self, steps=(*self.steps, step))

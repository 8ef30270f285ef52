"""Matters: harassment and other serious concerns, kept apart from every dialogue."""

from datetime import date
from enum import StrEnum

from attrs import frozen

from visavi.model.dialogues import Event


class Severity(StrEnum):
    """How serious the one who received it judges it to be."""

    LOW = "low"
    SERIOUS = "serious"
    ACUTE = "acute"


@frozen(repr=False)
class MatterStep:
    """One step, as the policy names it, with the words written down for it."""

    step: str
    on: date
    by: str
    text: str = ""


@frozen(repr=False)
class Matter:
    """A concern that somebody told of. It points to no dialogue, and no dialogue points to it.

    ``affected`` is who was exposed, or nobody where the report is anonymous; ``concerned`` are the
    people whom it is about: none of them can reach it. ``handler`` is who must act. A decision that
    was not taken is ``None``, which is not the same as no. ``events`` tell who did what when; they
    lie in the matter and nowhere else.
    """

    id: str
    policy: str
    concern: str
    opened: date
    received_by: str
    handler: str
    affected: str | None = None
    concerned: tuple[str, ...] = ()
    text: str = ""
    severity: Severity | None = None
    separate_meeting: bool | None = None
    immediate_action: bool | None = None
    steps: tuple[MatterStep, ...] = ()
    assessment: str = ""
    decision: str = ""
    closed: date | None = None
    events: tuple[Event, ...] = ()
    revision: int = 0

    def day_of(self, step: str) -> date | None:
        """The day on which the step was first taken."""
        return next((s.on for s in self.steps if s.step == step), None)

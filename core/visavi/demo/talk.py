"""What is said in an invented dialogue: who prepares what, each topic's part, the activities."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

Saying = tuple[str, str]
"""Who says it (``employee`` or ``conductor``), and what."""


@frozen
class Part:
    """One topic: what is noted, which question was picked, and how the topic ends.

    ``ends`` is ``cover``, ``park`` or ``skip``; the last two need their ``reason``. ``views`` are
    what the two hold where they differ.
    """

    topic: str
    ends: str = "cover"
    notes: tuple[Saying, ...] = ()
    views: tuple[Saying, ...] = ()
    question: str = ""
    reason: str = ""


@frozen
class Prepared:
    """What one party writes beforehand; ``private`` stays with the writer for ever."""

    answers: tuple[tuple[str, str], ...] = ()
    private: str = ""
    ticks: tuple[str, ...] = ()


@frozen
class Talk:
    """One whole dialogue of the walk. ``name`` is how the walk remembers it."""

    name: str
    kind: str
    employee: str
    conductor: str
    place: str
    parts: tuple[Part, ...] = ()
    employee_prepares: Prepared = Prepared()
    conductor_prepares: Prepared = Prepared()
    activities: tuple[Mapping[str, Any], ...] = ()

    def who(self, party: str) -> str:
        """The person who is this party."""
        return self.employee if party == "employee" else self.conductor


def activity(
    what: str, how: str, when: date, responsible: str, result: str, support: str, follow_up: str
) -> dict[str, Any]:
    """All seven fields of an activity."""
    return {
        "what": what,
        "how": how,
        "when": when,
        "responsible": responsible,
        "result": result,
        "support": support,
        "follow_up": follow_up,
    }

"""What is said in an invented dialogue: who prepares what, each topic's part, the activities."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from visavi.messages import Sentence


@frozen
class Part:
    """One topic: what is noted, which question was picked, and how the topic ends.

    ``ends`` is ``cover``, ``park`` or ``skip``; the last two need their ``reason``. ``views`` are
    what the two hold where they differ. A note or view is who says it (``employee`` or
    ``conductor``), and what.
    """

    topic: str
    ends: str = "cover"
    notes: tuple[tuple[str, Sentence], ...] = ()
    views: tuple[tuple[str, Sentence], ...] = ()
    question: str = ""
    reason: Sentence = ""


@frozen
class Prepared:
    """What one party writes beforehand; ``private`` stays with the writer for ever."""

    answers: tuple[tuple[str, Sentence], ...] = ()
    private: Sentence = ""
    ticks: tuple[str, ...] = ()


@frozen
class Talk:
    """One whole dialogue of the walk. ``name`` is how the walk remembers it."""

    name: str
    kind: str
    employee: str
    conductor: str
    place: Sentence
    parts: tuple[Part, ...] = ()
    employee_prepares: Prepared = Prepared()
    conductor_prepares: Prepared = Prepared()
    activities: tuple[Mapping[str, Any], ...] = ()

    def who(self, party: str) -> str:
        """The person who is this party."""
        return self.employee if party == "employee" else self.conductor


def activity(
    what: Sentence,
    how: Sentence,
    when: date,
    responsible: str,
    result: Sentence,
    support: Sentence,
    follow_up: Sentence,
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

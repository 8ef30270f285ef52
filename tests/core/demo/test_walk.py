"""The walk of the invented team: what it prints, and what it leaves in the store.

The expected text lies in ``golden/``. After a change that is meant, write it anew with
``VISAVI_WRITE_GOLDEN=1 pytest tests/core/demo`` and read the difference before committing it.
"""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from visavi.demo.narrate import WIDTH, Step, printed
from visavi.demo.seeded import seeded
from visavi.demo.walk import FIRST_YEAR, walk
from visavi.errors import InvalidInput
from visavi.policy import engine
from visavi.policy.loading import Policies
from visavi.store import MemoryRepository, create_store
from visavi.usecases.actor import Actor
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder
from visavi.usecases.matters import list_matters, show_matter
from visavi.usecases.read_dialogues import list_dialogues, show_activity, show_dialogue
from visavi.usecases.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
POLICIES = ("ki", "uio")
YEAR = 2026


def fresh(policy: str) -> Workspace:
    """An empty workspace in memory, under the policy, that draws the same ids each time."""
    return Workspace(MemoryRepository(), Policies(policy), draw=seeded())


class Reader:
    """Reads in the store of a walk as somebody on a day would."""

    def __init__(self, workspace: Workspace, ids: Mapping[str, str], on: date) -> None:
        self.workspace = workspace
        self.ids = ids
        self.on = on

    def dialogue(self, name: str, person: str) -> dict[str, Any]:
        """The dialogue that the walk knows by this name, as the person sees it."""
        by = Actor(person, self.on)
        return show_dialogue(self.workspace.repository, by, self.ids[name])

    def topic(self, name: str, topic: str, person: str) -> dict[str, Any]:
        """One topic of the dialogue's record."""
        topics = self.dialogue(name, person)["topics"]
        return dict(next(one for one in topics if one["topic"] == topic))

    def progress(self, activity: str, person: str) -> str:
        """How far the activity has come, as the person reads it."""
        by = Actor(person, self.on)
        found = show_activity(self.workspace.repository, by, self.ids[activity])
        return str(found["progress"])

    def states(self, rule: str) -> dict[str, str]:
        """The state of what the rule asks for, by person, as HR sees it."""
        by = Actor(None, self.on)
        found = agenda(self.workspace.repository, by, "test", AgendaBuilder(self.workspace, by))
        return {row["person"]: row["state"] for row in found.items() if row["rule"] == rule}

    def kinds(self, person: str) -> list[str]:
        """The kinds of the person's dialogues."""
        by = Actor(person, self.on)
        found = list_dialogues(self.workspace.repository, by, employee=person)
        return sorted(row["kind"] for row in found)


Effect = Callable[[Reader], bool]

KI: Mapping[str, Effect] = {
    "due": lambda at: at.states("KI-WIN-1")["klara"] == "open",
    "conductors": lambda at: at.dialogue("petter", "petter")["conductor"] == "henrik",
    "invite": lambda at: at.dialogue("goals", "klara")["state"] == "invited",
    "prepare": lambda at: (
        "answers" in at.dialogue("goals", "mona")["preparations"]["employee"]
        and "notes" not in at.dialogue("goals", "mona")["preparations"]["employee"]
        and len(at.dialogue("goals", "klara")["preparations"]["employee"]["notes"]) == 1
    ),
    "talk": lambda at: (
        at.topic("goals", "development", "klara")["coverage"] == "parked"
        and len(at.topic("goals", "collaboration", "klara")["views"]) == 2
    ),
    "plan": lambda at: len(at.dialogue("goals", "klara")["plan"]["activities"]) == 4,
    "sign": lambda at: (
        at.dialogue("goals", "klara")["state"] == "signed"
        and [
            s.get("dissent", "") != ""
            for s in at.dialogue("goals", "klara")["signed"][0]["signatures"]
        ]
        == [False, True]
    ),
    "follow-up": lambda at: (
        at.progress("goals.1", "mona") == "done" and at.progress("goals.2", "mona") == "open"
    ),
    "salary-due": lambda at: (
        at.states("KI-PART-2").items()
        >= {"klara": "open", "signe": "open", "yuki": "exempt", "nils": "exempt"}.items()
    ),
    "salary-prepare": lambda at: at.dialogue("salary", "mona")["previous"] == at.ids["goals"],
    "salary-opens": lambda at: (
        [at.progress(f"goals.{n}", "klara") for n in (1, 2, 3, 4)]
        == ["done", "carried", "carried", "closed"]
    ),
    "salary-dialogue": lambda at: (
        at.dialogue("salary", "klara")["pay"]["amount"] == 41900
        and at.dialogue("salary", "klara")["state"] == "closed"
    ),
    "salary-collective": lambda at: at.dialogue("union", "signe")["pay"] is None,
    "salary-ladder": lambda at: at.kinds("yuki") == [],
    "next": lambda at: at.dialogue("next", "klara")["previous"] == at.ids["salary"],
}
UIO: Mapping[str, Effect] = {
    "due": lambda at: (
        at.states("UIO-FREQ-01")["kari"] == "open" and at.states("UIO-SEN-01")["sverre"] == "open"
    ),
    "conductors": lambda at: at.dialogue("told", "mathias")["conductor"] == "jonas",
    "invite": lambda at: at.dialogue("work", "kari")["meeting"]["minutes"] == 90,
    "prepare": lambda at: (
        "answers" in at.dialogue("work", "ingrid")["preparations"]["employee"]
        and "notes" not in at.dialogue("work", "ingrid")["preparations"]["employee"]
    ),
    "talk": lambda at: at.topic("work", "management", "kari")["coverage"] == "parked",
    "plan": lambda at: (
        set(at.topic("work", "environment", "kari")["views"]) == {"employee", "conductor"}
        and len(at.dialogue("work", "kari")["plan"]["activities"]) == 4
    ),
    "sign": lambda at: len(at.dialogue("work", "kari")["signed"][0]["signatures"]) == 2,
    "told": lambda at: (
        show_matter(at.workspace, Actor("torunn", at.on), at.ids["matter"])["handler"] == "torunn"
    ),
    "handled": lambda at: (
        show_matter(at.workspace, Actor("torunn", at.on), at.ids["matter"])["separate_meeting"]
        is True
    ),
    "hidden": lambda at: list(list_matters(at.workspace, Actor("ingrid", at.on))) == [],
    "senior-invite": lambda at: (
        at.states("UIO-SEN-01")["sverre"] == "met" and at.states("UIO-SEN-02")["sverre"] == "open"
    ),
    "senior-talk": lambda at: at.states("UIO-SEN-02")["sverre"] == "met",
    "follow-up": lambda at: at.progress("work.1", "ingrid") == "done",
    "next": lambda at: (
        [at.progress(f"work.{n}", "kari") for n in (1, 2, 3, 4)]
        == ["done", "carried", "carried", "closed"]
    ),
}
EFFECTS = {"ki": KI, "uio": UIO}


def walked(policy: str, year: int = YEAR) -> list[Step]:
    """All steps of a walk."""
    return list(walk(fresh(policy), year))


def text_of(steps: list[Step]) -> str:
    """The walk as it is printed."""
    return "".join(f"{line}\n" for step in steps for line in printed(step.as_mapping()))


@pytest.mark.parametrize("policy", POLICIES)
def test_the_walk_prints_what_it_printed_before(policy: str) -> None:
    """The text is the same for the same year, to the letter."""
    expected = GOLDEN / f"walk-{policy}.txt"

    text = text_of(walked(policy))

    if os.environ.get("VISAVI_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("policy", POLICIES)
def test_each_step_leaves_its_effect_in_a_store_on_disk(policy: str, tmp_path: Path) -> None:
    """What a step says is so for whoever reads the store afterwards."""
    workspace = Workspace(create_store(str(tmp_path / "s")), Policies(policy), draw=seeded())
    ids: dict[str, str] = {}
    missing: list[str] = []
    seen: set[str] = set()
    for step in walk(workspace, YEAR):
        ids |= step.ids
        assert step.on is not None
        effect = EFFECTS[policy].get(step.step)
        seen.add(step.step)
        if effect is not None and not effect(Reader(workspace, ids, step.on)):
            missing.append(step.step)

    assert missing == []
    assert seen >= set(EFFECTS[policy])


@pytest.mark.parametrize("year", [2027, 2028, 2032])
@pytest.mark.parametrize("policy", POLICIES)
def test_the_walk_holds_in_other_years(policy: str, year: int) -> None:
    """All steps are gone through, and none fails."""
    steps = walked(policy, year)

    assert [step.step for step in steps if not step.ok] == []
    assert len(steps) >= len(EFFECTS[policy])


@pytest.mark.parametrize("policy", POLICIES)
def test_the_walk_fits_a_terminal_of_eighty_columns(policy: str) -> None:
    """Only an address that is longer by itself stands out."""
    long = [line for line in text_of(walked(policy)).splitlines() if len(line) > WIDTH]

    assert [line for line in long if len(line.strip(" |").split()) > 1] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_the_steps_are_data_too(policy: str) -> None:
    """Refusals carry rule, ways forward and source; everything can be written as JSON."""
    steps = [step.as_mapping() for step in walked(policy)]

    refusals = [refusal for step in steps for refusal in step["refusals"]]
    assert json.loads(json.dumps(steps)) == steps
    assert len(refusals) >= 4
    assert all(refusal["rule"] and refusal["ways"] and refusal["citations"] for refusal in refusals)


def test_a_policy_that_refuses_nothing_ends_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that does not give what it should fails, and is the last one."""
    monkeypatch.setattr(engine, "refusals", lambda policy, facts, **_: [])

    steps = walked("ki")

    assert [step.ok for step in steps][-2:] == [True, False]
    assert steps[-1].step == "conductors"
    assert "Nothing refused it" in text_of(steps[-1:])


def test_preparation_that_leaks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of blindness can fail."""
    from visavi import access

    monkeypatch.setattr(access, "readable", lambda dialogue, relation: frozenset(access.Section))

    steps = walked("ki")

    assert steps[-1].step == "prepare"
    assert not steps[-1].ok


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, 2098, 1])
def test_a_year_without_walk_is_named(year: int) -> None:
    """The years that it shows are said."""
    with pytest.raises(InvalidInput, match=str(FIRST_YEAR)):
        next(walk(fresh("ki"), year))


def test_a_policy_without_team_is_named() -> None:
    """The policies that have one are said."""
    with pytest.raises(InvalidInput, match="ki and uio"):
        next(walk(fresh("example"), YEAR))

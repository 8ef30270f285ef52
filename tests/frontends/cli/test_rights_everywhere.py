"""The rights table through every command: who finds which planted word, and who finds none.

The commands are those of ``visavi spec --json``: a new one is walked without being named here, and
one whose arguments nobody can fill fails the walk.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from visavi.model.dialogues import State
from visavi.model.people import (
    Delegation,
    Disqualification,
    Employment,
    EmploymentForm,
    Line,
    Person,
    Role,
)
from visavi.serial import to_document
from visavi.store import open_store
from visavi_testing import planted

ON = "--as-of 2026-03-01"
NEW_LINE = date(2026, 1, 1)
OLD_LINE = date(2025, 12, 31)

STATES = list(State)
OPEN, SHUT = "open", "shut"
HISTORY, RECORD, SIGNED = planted.HISTORY, planted.RECORD, planted.SIGNED
BOTH_READ = (*HISTORY, *RECORD, *planted.PLAN, *SIGNED, "pay")
RELEASED = (*RECORD, *planted.PLAN)

# Each employee stands for one way in which a dialogue can come to its conductor and lose it again:
# conductor, then what everybody else with a relation to it is.
SITUATIONS: dict[str, tuple[str, dict[str, str]]] = {
    "anna": ("mia", {"mia": "conductor", "top": "managers-manager"}),
    "eva": ("old", {"old": "former-conductor", "mia": "successor", "top": "managers-manager"}),
    "per": ("del1", {"del1": "conductor", "mia": "delegating-manager", "top": "managers-manager"}),
    "pia": ("del2", {"del2": "former-conductor", "mia": "successor", "top": "managers-manager"}),
    "kim": ("mia", {"mia": "former-conductor", "stand": "successor", "top": "managers-manager"}),
    "ulf": ("mia", {"mia": "conductor", "old": "put-aside", "top": "managers-manager"}),
}
ACTORS = ("anna", "eva", "per", "ulf", "mia", "old", "del1", "del2", "stand", "top", "hanna",
          "otto", None)  # fmt: skip


def readable(relation: str, variant: str, reason: bool) -> set[str]:
    """The parts that somebody in that relation reads in a dialogue: the table, said again.

    Independent of the table in the core, so that the two can disagree.
    """
    both = variant == OPEN
    if relation in ("employee", "conductor"):
        return _of_the_two(relation, both=both)
    if relation == "former-conductor":
        return {*planted.CONDUCTOR}
    if relation == "put-aside":
        return {*planted.ASIDE}
    if relation == "successor" and both and reason:
        return {*RELEASED}
    return set()


def _of_the_two(relation: str, *, both: bool) -> set[str]:
    own, other = planted.EMPLOYEE, "conductor-answer"
    if relation == "conductor":
        own, other = planted.CONDUCTOR, "employee-answer"
    return {*own, *BOTH_READ, other} if both else {*own, *BOTH_READ} - {"refused"}


def relation_of(actor: str | None, dialogue: str) -> str:
    """What the actor is to the dialogue, by the situation of its employee."""
    employee = dialogue.partition(".")[0]
    if actor == employee:
        return "employee"
    return SITUATIONS[employee][1].get(actor or "", "nobody")


def variant_of(dialogue: str) -> str:
    """Whether both have opened it to each other: ids that end in ``s`` are shut."""
    return SHUT if dialogue.endswith("s") else OPEN


def dialogues() -> Iterator[tuple[str, State]]:
    """Of anna and eva one in every state, open and shut; of the others two that were held."""
    for employee in SITUATIONS:
        states = STATES if employee in ("anna", "eva") else [State.HELD]
        for state, variant in itertools.product(states, "ns"):
            yield f"{employee}.aaa{STATES.index(state):02d}{variant}", state


ALL = [dialogue for dialogue, _ in dialogues()]
HELD = f"aaa{STATES.index(State.HELD):02d}"
ONE_OF_EACH = [
    *(f"{employee}.{HELD}{variant}" for employee in SITUATIONS for variant in "ns"),
    f"anna.aaa{STATES.index(State.PLANNED):02d}s",
    f"anna.aaa{STATES.index(State.SIGNED):02d}n",
    f"eva.aaa{STATES.index(State.CLOSED):02d}n",
]
ANNAS, EVAS = f"anna.{HELD}s", f"eva.{HELD}n"
WALKED = (ANNAS, EVAS, f"per.{HELD}n", f"pia.{HELD}s", f"kim.{HELD}n", f"ulf.{HELD}n")


def expected(actor: str | None, dialogue: str, *, reason: bool) -> set[str]:
    """The markers that the actor finds in a dialogue."""
    parts = readable(relation_of(actor, dialogue), variant_of(dialogue), reason)
    conducted = dialogue.partition(".")[0] == "ulf"
    return planted.names(dialogue, parts if conducted else parts - {*planted.ASIDE})


IN_JSON_ONLY = {"signed", "changed", "at-hand", "reason"} | {
    "earlier",
    "employee-earlier",
    "conductor-earlier",
    "aside-earlier",
}
"""Parts that a dialogue printed for a person leaves to other commands, or to a copy."""


def in_form(markers: set[str], more: str) -> set[str]:
    """Those that are printed in this form: as JSON all, in words most."""
    whole = "--json" in more
    return {m for m in markers if whole or m.rpartition(":")[2] not in IN_JSON_ONLY}


def people() -> Iterator[Person]:
    """Those of the situations, and three who have nothing to do with them."""
    post = Employment("1", "U1", "academic", EmploymentForm.PERMANENT, start=date(2015, 1, 1))
    mia = (Line("mia", date(2015, 1, 1)),)
    delegations = (
        Delegation("d1", "del1", date(2015, 1, 1), people=("per",)),
        Delegation("d2", "del2", date(2015, 1, 1), OLD_LINE, people=("pia",)),
    )
    replaced = Disqualification("mia", "close-relation", NEW_LINE, replaced_by="stand")
    born = date(1980, 5, 1)
    for name in ("top", "otto", "del1", "del2", "stand"):
        yield Person(name, name.title(), birth_date=born, employments=(post,))
    yield Person("hanna", "Hanna", roles=(Role("hr"),))
    top = (Line("top", date(2015, 1, 1)),)
    yield Person("mia", "Mia", employments=(post,), line=top, delegations=delegations)
    yield Person("old", "Old", employments=(post,), line=top)
    changed = (Line("old", date(2015, 1, 1), OLD_LINE), Line("mia", NEW_LINE))
    for name in SITUATIONS:
        line = changed if name in ("eva", "ulf") else mia
        yield Person(
            name,
            name.title(),
            birth_date=born,
            employments=(post,),
            line=line,
            disqualifications=(replaced,) if name == "kim" else (),
        )


@pytest.fixture
def world(cli: Any) -> Any:
    """The command line over a store in which every part of every dialogue has its marker."""
    assert cli("store init --unsealed --policy uio").code == 0
    repository = open_store(cli("store path").out.strip())
    with repository.changing("test") as change:
        for person in people():
            change.put_person(to_document(person))
        for dialogue, state in dialogues():
            employee = dialogue.partition(".")[0]
            found = planted.planted(
                dialogue,
                SITUATIONS[employee][0],
                state=state,
                open_to_both=variant_of(dialogue) == OPEN,
                put_aside="old" if employee == "ulf" else None,
            )
            change.put_dialogue(to_document(found))
    return cli


def as_(actor: str | None) -> str:
    """The option that says who acts."""
    return ON if actor is None else f"{ON} --as {actor}"


@pytest.mark.parametrize("more", ["", "--json"])
@pytest.mark.parametrize("reason", ["", "--reason 'Handing over'"])
def test_a_list_with_notes_shows_everybody_exactly_what_the_table_gives(
    world: Any, more: str, reason: str
) -> None:
    """Every dialogue in every state, open and shut, for each relation."""
    for actor in ACTORS:
        done = world(f"dialogue list --notes {reason} {as_(actor)} {more}")

        wanted = set().union(*(expected(actor, d, reason=bool(reason)) for d in ALL))
        assert done.code == 0, done.err
        assert planted.markers_in(done.out + done.err) == in_form(wanted, more), actor


def test_a_dialogue_shows_everybody_exactly_what_the_table_gives(world: Any) -> None:
    """One at a time, in words and as JSON, with and without a reason."""
    for actor, dialogue in itertools.product(ACTORS, ONE_OF_EACH):
        for more, reason in (("--json", False), ("--reason 'To go on'", True)):
            done = world(f"dialogue show {dialogue} {more} {as_(actor)}")

            found = planted.markers_in(done.out + done.err)
            wanted = in_form(expected(actor, dialogue, reason=reason), more)
            assert found == wanted, (actor, dialogue)
            sighted = relation_of(actor, dialogue) not in ("nobody", "managers-manager")
            assert (done.code == 0) == sighted, (actor, dialogue)


FILLED = {
    "activity": "{dialogue}.a1",
    "after": "uio",
    "backup": "b1",
    "before": "uio",
    "dialogue": "{dialogue}",
    "employee": "{employee}",
    "file": "list.csv",
    "item": "goals-known",
    "kind": "passphrase",
    "manager": "mia",
    "matter": "m-aaaaaaaaaaaa",
    "name": "uio",
    "person": "{employee}",
    "question": "environment.1",
    "scenarios": "",
    "slot": "1",
    "source": "nowhere",
    "step": "confirm",
    "target": "copy.tar",
    "value": "uio",
    "words": "mk",
}
"""What a command's arguments are, by their names."""

GIVEN = {
    "--affected": "{employee}",
    "--concern": "harassment",
    "--decision": "keep",
    "--dialogue": "{dialogue}",
    "--discussed": "yes",
    "--employee": "{employee}",
    "--ground": "close-relation",
    "--hold": "h1",
    "--into": "{dialogue}",
    "--keep": "mine",
    "--kind": "uio.work",
    "--manager": "mia",
    "--name": "x",
    "--note": "1",
    "--out": "new-file",
    "--person": "{employee}",
    "--reason": "x",
    "--to": "otto",
    "--topic": "tasks",
}
"""What options are given that a command needs, or that choose whose words it shows."""

CHOOSING = {"--employee", "--person", "--reason"}
APART = {"--editor", "--watch", "--dry-run", "--update", "--yes"}
OWN_STORE = {"demo start", "demo walk", "demo reset"}
"""Commands that make a store of their own and open no other."""


def lines_of(command: Mapping[str, Any], dialogue: str) -> Iterator[str]:
    """The command as it is called: bare, and once with each flag or choice that it has."""
    unknown = {a["name"] for a in command["arguments"]} - set(FILLED)
    needed = [option["names"][0] for option in command["options"] if option["required"]]
    assert not unknown, f"{command['command']}: say in FILLED what {unknown} can be"
    assert set(needed) <= set(GIVEN), f"{command['command']}: say in GIVEN what {needed} can be"
    arguments = [FILLED[argument["name"]] for argument in command["arguments"]]
    base = " ".join([command["command"], *arguments, *(f"{n} {GIVEN[n]}" for n in needed)])
    yield base.format(dialogue=dialogue, employee=dialogue.partition(".")[0])
    for option in command["options"]:
        name = option["names"][0]
        chosen = name in CHOOSING and name not in needed
        if (option["value"] is None and name not in APART) or chosen:
            line = f"{base} {name} {GIVEN[name] if chosen else ''}"
            yield line.format(dialogue=dialogue, employee=dialogue.partition(".")[0])


def commands(world: Any, *, changes: bool) -> list[Any]:
    """The commands that change something, or those that only read."""
    found = world("spec --json").data["commands"]
    return [c for c in found if c["changes"] is changes and c["command"] not in OWN_STORE]


def about_dialogues(command: Mapping[str, Any]) -> bool:
    """Whether a command is told of which dialogue, activity or person."""
    told = {a["name"] for a in command["arguments"]}
    told |= {o["names"][0].strip("-") for o in command["options"]}
    return bool(told & {"dialogue", "activity", "employee", "person"})


SEES_NOTES = {"person access-report"}
"""What is kept about a person is that person's to see, private notes of others included."""


def test_no_reading_command_shows_a_word_to_whom_the_table_does_not_give_it(world: Any) -> None:
    """Every command that reads, with each of its flags, as each relation."""
    walked = 0
    for command in commands(world, changes=False):
        actors = ACTORS if about_dialogues(command) else ("anna", "mia", "top", "hanna", None)
        for dialogue, actor in itertools.product(WALKED, actors):
            if not about_dialogues(command) and dialogue != ANNAS:
                break
            for line in lines_of(command, dialogue):
                done = world(f"{line} {as_(actor)}")
                found = planted.markers_in(done.out + done.err)
                allowed = set().union(*(expected(actor, d, reason=True) for d in ALL))
                if command["command"] in SEES_NOTES:
                    own = [d for d in ALL if d.startswith(f"{actor}.")]
                    notes = (*planted.CONDUCTOR, *planted.ASIDE)
                    allowed |= set().union(*(planted.names(d, notes) for d in own), set())
                assert done.code != 1, (line, actor, done.err)
                assert found <= allowed, (line, actor, found - allowed)
                walked += 1
    assert walked > 1000


def test_no_deed_and_no_refusal_of_one_answers_with_a_word_that_was_said(world: Any) -> None:
    """Every command that changes something, tried as each relation: receipts and errors alike."""
    actors = ("anna", "mia", "old", "stand", "top", "hanna", "otto", None)
    Path("list.csv").write_text("id;name\n", encoding="utf-8")
    for command in commands(world, changes=True):
        for dialogue, actor in itertools.product((ANNAS, EVAS), actors):
            if not about_dialogues(command) and dialogue != ANNAS:
                break
            line = next(lines_of(command, dialogue))
            done = world(f"{line} --dry-run {as_(actor)}", text="what: x\n")
            assert done.code != 1, (line, actor, done.err)
            assert not planted.markers_in(done.out + done.err), (line, actor)


@pytest.mark.parametrize("actor", ["top", "hanna", "otto", "per", None])
def test_not_yours_and_not_there_answer_byte_for_byte_alike(world: Any, actor: str | None) -> None:
    """Every command on a dialogue or activity: a real id, one that never was, one of nobody."""
    every = [*commands(world, changes=False), *commands(world, changes=True)]
    walked = 0
    for command in every:
        if not {a["name"] for a in command["arguments"]} & {"dialogue", "activity"}:
            continue
        dry = "--dry-run" if command["changes"] else ""
        answers = set()
        for dialogue in (ANNAS, "anna.zzzzzz", "zoe.zzzzzz"):
            line = next(lines_of(command, dialogue))
            done = world(f"{line} {dry} {as_(actor)} --json", text="what: x\n")
            answers.add((done.code, done.out, done.err.replace(dialogue, "ID")))
        assert len(answers) == 1, (command["command"], answers)
        assert not next(iter(answers))[1], command["command"]
        walked += 1
    assert walked > 25


def test_a_reader_beyond_the_two_stands_in_their_list_and_nobody_elses(world: Any) -> None:
    """By every way to the words; and both parties' copies carry it along."""
    for line in (f"dialogue show {EVAS} --reason 'To go on'", "dialogue list --notes --reason list",
                 f"activity show {EVAS}.a1 --reason 'One activity'"):  # fmt: skip
        assert world(f"{line} --as mia {ON}").code == 0

    rows = world(f"dialogue readers {EVAS} --as eva {ON} --json").data
    assert [(r["by"], r["relation"], r["sections"], r["reason"]) for r in rows] == [
        ("mia", "successor", ["plan", "record"], reason)
        for reason in ("To go on", "list", "One activity")
    ]
    assert all(row["at"].startswith("20") for row in rows)
    for other in ("mia", "old", "top", "hanna", "otto", None):
        assert world(f"dialogue readers {EVAS} {as_(other)}").code == 3
    assert world(f"dialogue export {EVAS} --out eva.json --clear --as eva {ON}").code == 0
    copied = json.loads(Path("eva.json").read_text(encoding="utf-8"))["readers"]
    assert [row["reason"] for row in copied] == ["To go on", "list", "One activity"]


def test_a_copy_holds_what_was_signed_and_no_other_word(world: Any) -> None:
    """No preparation, no private note, no reason of an event, no salt."""
    signed = f"anna.aaa{STATES.index(State.CLOSED):02d}n"
    assert world(f"dialogue export {signed} --out anna.json --clear --as anna {ON}").code == 0
    content = Path("anna.json").read_text(encoding="utf-8")
    salt = open_store(world("store path").out.strip()).dialogue(signed)["audit"]["salt"]

    assert planted.markers_in(content) == planted.names(signed, SIGNED)
    assert salt not in content


def test_the_walk_can_fail(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one row of the table changed, a command shows what it must not, and is found."""
    from visavi import access

    loose = {**access.READS, access.Relation.HR: frozenset(access.Section)}
    monkeypatch.setattr(access, "READS", loose)

    done = world(f"dialogue show {ANNAS} --reason x --as hanna {ON}")
    assert planted.markers_in(done.out) - expected("hanna", ANNAS, reason=True)

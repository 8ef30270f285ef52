"""What is due is listed under its rule; it goes only if people have seen that list and say why."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from visavi.audit import unlike
from visavi.errors import Conflict, InvalidInput, PolicyInvalid
from visavi.model.people import Employment
from visavi.policy.authoring.checking import check
from visavi.policy.loading import Policies
from visavi.usecases.agenda_build import explain_person
from visavi.usecases.erase import receipts
from visavi.usecases.holds import place_hold
from visavi.usecases.matters import open_matter
from visavi.usecases.people import set_employment
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.read_dialogues import dialogue_history, last_plan, show_dialogue
from visavi.usecases.retention import apply_due, fingerprint, list_due, require_fingerprint
from visavi.usecases.workspace import Workspace
from visavi_testing.marked import OF_ANNA, OF_MIA, SHARED, marked, marker
from visavi_testing.policy_folder import write_layer
from visavi_testing.racing import Racing
from visavi_testing.team import by, planned, team_workspace

LAST_DAY = date(2031, 2, 10)
"""Five years after the day on which the marked dialogue is closed."""

AFTER = date(2031, 2, 11)


@pytest.fixture
def five() -> Workspace:
    """The team where the employer has decided on five years, with one closed dialogue."""
    workspace = team_workspace("uio", settings={"record-delete-after-years": 5})
    marked(workspace)
    return workspace


def applied(workspace: Workspace, person: str | None = None, on: date = AFTER) -> Any:
    """What goes on the day, after a look at the list."""
    actor = by(person, on)
    seen = fingerprint(list_due(workspace, actor))
    return apply_due(workspace, actor, seen=seen, reason="The period is over.")


def stored(workspace: Workspace) -> str:
    """Everything that the store holds, as one text."""
    repository = workspace.repository
    documents: Iterator[Any] = (
        document
        for person in repository.people()
        for document in (person, *repository.dialogues_of(person["id"]))
    )
    rest = (*repository.matters(), repository.register("erasures"))
    return json.dumps([*documents, *rest], default=str)


def test_a_dialogue_is_due_on_the_day_after_its_last_year(five: Workspace) -> None:
    """Not on the last day itself."""
    assert list_due(five, by(None, LAST_DAY)) == []
    (row,) = list_due(five, by(None, AFTER))

    assert row == {
        "rule": "dialogue-records",
        "what": "dialogue",
        "id": five.repository.dialogue(row["id"])["id"],
        "person": "anna",
        "counted_from": "2026-02-10",
        "due": "2031-02-10",
        "action": "delete",
        "state": "due",
    }


@pytest.mark.parametrize("policy", ["uio", "ki"])
def test_nothing_is_ever_due_where_no_period_was_decided(policy: str) -> None:
    """Neither university's was found, so a hundred years change nothing."""
    workspace = team_workspace(policy)
    if policy == "uio":
        marked(workspace)

    assert list_due(workspace, by(None, date(2126, 1, 1))) == []


def test_listing_deletes_nothing(five: Workspace) -> None:
    """However long something is due."""
    before = stored(five)
    list_due(five, by(None, date(2060, 1, 1)))

    assert stored(five) == before


def test_the_words_go_and_the_days_stay(five: Workspace) -> None:
    """Nobody finds a word in the store; who held it when still answers the register's questions."""
    rows, made = applied(five)
    dialogue = rows[0]["id"]

    assert not any(marker(name) in stored(five) for name in (*SHARED, *OF_ANNA, *OF_MIA))
    shown = show_dialogue(five.repository, by("anna", AFTER), dialogue)
    assert (shown["state"], shown["days"]["hold"]) == ("closed", "2026-02-10")
    assert [e["deed"] for e in dialogue_history(five.repository, by("anna", AFTER), dialogue)][
        -1
    ] == "empty"
    assert [(one["rule"], one["reason"]) for one in made] == [
        ("dialogue-records", "The period is over.")
    ]
    assert receipts(five.repository) == made
    assert list_due(five, by(None, AFTER)) == []


def test_an_emptied_dialogue_keeps_its_chain_but_no_salt_to_try_words_with(
    five: Workspace,
) -> None:
    """The chain's head follows from its entries, and nothing is said to be unlike."""
    dialogue = applied(five)[0][0]["id"]
    document = five.repository.dialogue(dialogue)

    assert "salt" not in document["audit"]
    assert unlike(document) is None


def test_no_duty_comes_to_life_again(five: Workspace) -> None:
    """What was held in 2026 is still held, as the register says."""

    def owed() -> list[tuple[str, str, str]]:
        found = explain_person(five, by(None, AFTER), "anna")[0]
        return [(one.rule, one.cycle, str(one.state)) for one in found]

    before = owed()
    applied(five)

    assert owed() == before


def test_the_next_dialogue_can_be_planned_after_an_emptied_one(five: Workspace) -> None:
    """It opens with no plan, as there is none any more."""
    applied(five)
    following = plan_dialogue(five, by("mia", AFTER), "anna", kind="uio.work", cycle="2031")

    assert last_plan(five.repository, by("mia", AFTER), following.id) == []


def test_a_hold_stops_it_and_is_shown(five: Workspace) -> None:
    """The row says held, and applying leaves it."""
    place_hold(five, by(None), "anna", reason="A claim is open.")

    assert [row["state"] for row in list_due(five, by(None, AFTER))] == ["held"]
    assert applied(five) == ([], [])
    assert marker("note-of-anna") in stored(five)


def test_only_the_list_that_was_seen_is_applied(five: Workspace) -> None:
    """With one more due, or one held since, nothing goes."""
    seen = fingerprint(list_due(five, by(None, AFTER)))
    marked(five, "per")

    with pytest.raises(Conflict):
        apply_due(five, by(None, AFTER), seen=seen, reason="The period is over.")
    assert marker("note-of-anna") in stored(five)


def test_a_dry_run_deletes_nothing(five: Workspace) -> None:
    """It is judged like any other."""
    before = stored(five)
    applied(evolve(five, dry_run=True))

    assert stored(five) == before


def test_a_dialogue_that_is_not_over_is_never_due(five: Workspace) -> None:
    """Planned and forgotten, it waits for somebody to cancel it."""
    planned(five, employee="per")

    assert {row["person"] for row in list_due(five, by(None, date(2060, 1, 1)))} == {"anna"}


def test_a_hold_that_is_placed_at_the_same_moment_stops_it(five: Workspace) -> None:
    """The list is looked at again when nobody else can write any more."""
    on = by(None, AFTER)
    raced = Racing(five.repository, lambda: place_hold(five, on, "anna", reason="A lawsuit"))

    with pytest.raises(Conflict):
        applied(evolve(five, repository=raced))
    assert marker("note-of-anna") in stored(five)


@pytest.mark.parametrize("actor", ["anna", "mia", "top", "otto"])
def test_whoever_does_not_keep_the_register_is_shown_nothing(five: Workspace, actor: str) -> None:
    """Not even that something is due."""
    assert list_due(five, by(actor, AFTER)) == []


@pytest.mark.parametrize("reason", ["", "anna asked for it", "At Testsson's request"])
def test_the_reason_is_needed_and_names_nobody(five: Workspace, reason: str) -> None:
    """It stays in the receipt for ever."""
    seen = fingerprint(list_due(five, by(None, AFTER)))

    with pytest.raises(InvalidInput):
        apply_due(five, by(None, AFTER), seen=seen, reason=reason)


@pytest.mark.parametrize("text", [None, "", "abc", "Z" * 12, "a" * 13])
def test_without_the_fingerprint_of_a_list_nothing_is_applied(text: str | None) -> None:
    """The way to it is named."""
    with pytest.raises(InvalidInput, match="--dry-run"):
        require_fingerprint(text)


@pytest.mark.parametrize("years", ["five", -1, 5.5, True])
def test_a_period_that_is_no_number_of_years_is_refused(years: object) -> None:
    """Rather than read as something."""
    workspace = team_workspace("uio", settings={"record-delete-after-years": years})

    with pytest.raises(PolicyInvalid, match="whole number of years"):
        list_due(workspace, by(None))


RULES = """
[[parameter.keep-years]]
value = 2
cite = "datatilsynet.files"

[[retention]]
id = "personnel-record"
action = "delete"
after = "keep-years"

[[retention]]
id = "matters"
action = "delete"
after = "keep-years"

[[retention]]
id = "after-leaving"
what = "dialogue"
counted_from = "ended"
action = "review"
after = "keep-years"
cite = "datatilsynet.files"
"""

TEXTS = """
[retention.after-leaving]
name = "Dialogues of those who left"
"""


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """The team under a layer that decided on two years for people and for matters."""
    folder = write_layer(tmp_path / "own", RULES, name="own", below="uio", texts=TEXTS)
    workspace = evolve(team_workspace("uio"), policies=Policies("own", policy_dirs=(folder,)))
    marked(workspace)
    return workspace


def ended(workspace: Workspace, person: str, last: date) -> None:
    """The person's one post ends."""
    post = Employment("e1", "U1", "academic", start=date(2015, 1, 1), end=last)
    set_employment(workspace, by(None), person, post)


def test_who_left_goes_whole_under_the_rule_for_people(own: Workspace) -> None:
    """Two years after the last day; what is for review is listed, and left alone."""
    ended(own, "anna", date(2026, 3, 31))
    assert list_due(own, by(None, date(2028, 3, 31))) == []
    after = date(2028, 4, 1)

    assert [(row["what"], row["state"]) for row in list_due(own, by(None, after))] == [
        ("person", "due"),
        ("dialogue", "review"),
    ]
    applied(own, on=after)

    assert "anna" not in {person["id"] for person in own.repository.people()}
    assert list(own.repository.dialogues_of("anna")) == []
    assert not any(marker(name) in stored(own) for name in (*SHARED, *OF_ANNA, *OF_MIA))


def test_whoever_is_employed_again_is_not_due(own: Workspace) -> None:
    """The last day of the last post counts."""
    ended(own, "anna", date(2026, 3, 31))
    post = Employment("e2", "U1", "academic", start=date(2026, 9, 1))
    set_employment(own, by(None), "anna", post)

    assert list_due(own, by(None, date(2060, 1, 1))) == []


def closed_matter(workspace: Workspace) -> str:
    """A matter about per that mia closed."""
    matter = open_matter(
        workspace,
        by("mia"),
        concern="harassment",
        affected="anna",
        concerned=("per",),
        text="marker-matter",
    ).id
    with workspace.repository.changing("test") as change:
        document = workspace.repository.matter(matter)
        change.put_matter({**document, "closed": "2026-02-10", "decision": "Done."})
    return matter


def test_a_matter_is_due_for_its_handler_alone(own: Workspace) -> None:
    """Not for the keeper, HR or anybody else, concerned or not."""
    matter = closed_matter(own)
    after = date(2028, 2, 11)

    found = {
        person: [row["id"] for row in list_due(own, by(person, after))]
        for person in ("mia", "per", "anna", "top", "otto", "hanna", None)
    }

    assert found.pop("mia") == [matter]
    assert not any(found.values())


def test_a_matter_goes_by_its_handlers_hand_and_its_receipt_tells_nothing(own: Workspace) -> None:
    """Neither who, nor why, nor under which rule."""
    closed_matter(own)
    applied(own, "mia", date(2028, 2, 11))

    assert "marker-matter" not in stored(own)
    (receipt,) = receipts(own.repository)
    assert (receipt["by"], receipt["rule"], receipt["reason"]) == ("", "", "")


def test_a_hold_on_anybody_in_a_matter_stops_it(own: Workspace) -> None:
    """Affected or concerned."""
    closed_matter(own)
    place_hold(own, by(None), "per", reason="A claim is open.")

    assert [row["state"] for row in list_due(own, by("mia", date(2028, 2, 11)))] == ["held"]


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ('what = "person"\ncounted_from = "closed"\naction = "delete"', "counted_from"),
        ('what = "matter"\ncounted_from = "ended"\naction = "delete"', "counted_from"),
        ('what = "dialogue"\ncounted_from = "closed"\naction = "burn"', "action"),
        ('what = "dialogue"\ncounted_from = "closed"\naction = "delete"\nafter = "x"', "after"),
        (
            'what = "dialogue"\ncounted_from = "closed"\naction = "delete"\n'
            'after = "confirm-days"\nsetting = "record-delete-after-years"',
            "setting",
        ),
    ],
)
def test_a_retention_rule_that_does_not_fit_together_is_a_mistake_at_its_key(
    tmp_path: Path, rule: str, key: str
) -> None:
    """Told before anything is deleted under it."""
    text = f'[[retention]]\nid = "r"\ncite = "datatilsynet.files"\n{rule}\n'
    folder = write_layer(tmp_path / "own", text, name="own", below="uio")

    found = {problem.key.replace("retention.0", "retention.r") for problem in check(folder)}

    assert f"retention.r.{key}" in found

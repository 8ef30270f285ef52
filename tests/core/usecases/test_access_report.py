"""The report holds each thing that the person may see once, and says what it leaves out."""

import json
from datetime import timedelta
from typing import Any

import pytest

from visavi.errors import NotFound
from visavi.model.people import Delegation, Disqualification
from visavi.usecases.access_report import access_report
from visavi.usecases.conduct import note
from visavi.usecases.holds import place_hold
from visavi.usecases.line import delegate, disqualify, set_line
from visavi.usecases.matters import open_matter
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.prepare import prepare
from visavi.usecases.read_dialogues import show_dialogue
from visavi.usecases.sign import supplement
from visavi.usecases.workspace import Workspace
from visavi_testing.marked import OF_ANNA, OF_MIA, SHARED, marked, marker
from visavi_testing.team import ON, by, planned, team_workspace


def counted(report: dict[str, Any], *names: str) -> dict[str, int]:
    """How often each marker stands in the report."""
    text = json.dumps(report, ensure_ascii=False)
    return {name: text.count(marker(name)) for name in names}


def test_every_word_that_the_person_may_see_stands_there_once(uio: Workspace) -> None:
    """Own private notes too; what the other noted alone does not."""
    marked(uio)
    report = access_report(uio, by("anna"), "anna")

    assert counted(report, *SHARED, *OF_ANNA) == dict.fromkeys((*SHARED, *OF_ANNA), 1)
    assert counted(report, *OF_MIA) == dict.fromkeys(OF_MIA, 0)
    assert report["complete"] is True


def test_who_holds_dialogues_gets_the_own_notes_and_no_word_of_the_other(uio: Workspace) -> None:
    """What was said belongs into the report of the other."""
    dialogue = marked(uio)
    report = access_report(uio, by("mia"), "mia")

    own = ("answer-of-mia", *OF_MIA)
    others = tuple(name for name in (*SHARED, *OF_ANNA) if name not in own)
    assert counted(report, *own) == dict.fromkeys(own, 1)
    assert counted(report, *others) == dict.fromkeys(others, 0)
    assert [row["id"] for row in report["written"]] == [dialogue.id]


def test_notes_that_were_put_aside_at_a_take_over_are_in_their_writers_report(
    uio: Workspace,
) -> None:
    """Though the writer holds the dialogue no more."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text=marker("private-of-mia"), private=True)
    later = ON + timedelta(days=1)
    set_line(uio, by(None), "anna", manager="otto", start=later)
    take_over(uio, by("otto", later), dialogue)

    found = {
        person: counted(access_report(uio, by(person, later), person), "private-of-mia")
        for person in ("mia", "otto", "anna")
    }

    assert [found[person]["private-of-mia"] for person in found] == [1, 0, 0]


def test_the_institution_may_decide_that_private_notes_belong_into_it() -> None:
    """Then the other party's stand there, once, and the report no longer says they are left out."""
    workspace = team_workspace("uio", settings={"access-report-private-notes": "include"})
    marked(workspace)
    report = access_report(workspace, by("anna"), "anna")

    assert counted(report, *OF_MIA) == dict.fromkeys(OF_MIA, 1)
    assert "private-notes-of-others" not in {row["what"] for row in report["withheld"]}


@pytest.mark.parametrize("keeper", [None, "hanna"])
def test_who_prepares_it_for_delivery_reads_no_word(uio: Workspace, keeper: str | None) -> None:
    """Dates, register and rules are there; for words the person is asked to run it."""
    dialogue = marked(uio)
    report = access_report(uio, by(keeper), "anna")

    every = (*SHARED, *OF_ANNA, *OF_MIA)
    assert counted(report, *every) == dict.fromkeys(every, 0)
    assert [(row["id"], row["state"]) for row in report["dialogues"]] == [(dialogue.id, "closed")]
    assert report["complete"] is False
    assert "words" in {row["what"] for row in report["withheld"]}


@pytest.mark.parametrize("actor", ["mia", "top", "otto", "per"])
def test_for_anybody_else_there_is_no_such_person(uio: Workspace, actor: str) -> None:
    """The manager, too; an id of nobody answers in the same words."""
    answers = []
    for person in ("anna", "nobody"):
        with pytest.raises(NotFound) as caught:
            access_report(uio, by(actor), person)
        answers.append(str(caught.value).replace(person, "ID"))

    assert answers[0] == answers[1]


def test_no_report_tells_whether_there_is_a_matter(uio: Workspace) -> None:
    """Concerned, affected, received or handled: reports before and after are the same."""
    everybody = ("anna", "mia", "per", "top", "hanna")
    before = {one: access_report(uio, by(one), one) for one in everybody}
    for receiver, concerned in (("mia", ("per",)), ("hanna", ("mia",)), ("top", ("mia", "per"))):
        open_matter(
            uio,
            by(receiver),
            concern="harassment",
            affected="anna",
            concerned=concerned,
            text="marker-matter",
        )

    assert {one: access_report(uio, by(one), one) for one in everybody} == before


def test_readers_beyond_the_two_are_named_once_with_reason(uio: Workspace) -> None:
    """By the later manager, to whom both released the record."""
    dialogue = marked(uio).id
    later = ON + timedelta(days=1)
    set_line(uio, by(None), "anna", manager="otto", start=later)
    show_dialogue(uio.repository, by("otto", later), dialogue, reason=marker("why-otto-read"))

    report = access_report(uio, by("anna", later), "anna")

    assert [row["by"] for row in report["dialogues"][0]["readers"]] == ["otto"]
    assert counted(report, "why-otto-read") == {"why-otto-read": 1}


def test_a_signed_text_that_is_no_longer_the_record_is_there_whole(uio: Workspace) -> None:
    """Where the record is as it was signed, the text is not repeated."""
    dialogue = marked(uio)
    same = access_report(uio, by("anna"), "anna")["dialogues"][0]["signed"]
    with uio.repository.changing("test") as change:
        change.put_dialogue({**uio.repository.dialogue(dialogue.id), "state": "signed"})
    supplement(uio, by("mia"), dialogue.id, what_changes="A note.")
    note(uio, by("mia"), dialogue.id, topic="tasks", text="Added later.")
    other = access_report(uio, by("anna"), "anna")["dialogues"][0]["signed"]

    assert [version["is_the_record"] for version in same] == [True]
    assert "text" not in same[0]
    assert marker("note-of-anna") in other[0]["text"]


def test_facts_about_the_person_under_others_are_there(uio: Workspace) -> None:
    """Whom they lead, what was delegated to them; not on what ground two others are apart."""
    delegate(uio, by("mia"), "mia", Delegation("d1", "otto", start=ON, people=("anna",)))
    disqualify(
        uio,
        by("mia"),
        "anna",
        Disqualification("mia", "special-ground", start=ON, replaced_by="otto"),
    )

    def named(person: str) -> set[tuple[str, str]]:
        rows = access_report(uio, by(person), person)["mentions"]
        return {(row["under"], row["as"]) for row in rows}

    assert named("otto") == {("mia", "delegations"), ("anna", "disqualifications")}
    assert ("anna", "line") in named("mia")
    assert "special-ground" in json.dumps(access_report(uio, by("mia"), "mia"))
    assert "special-ground" not in json.dumps(access_report(uio, by("otto"), "otto"))


def test_the_rule_that_ends_the_keeping_is_named(uio: Workspace) -> None:
    """Without a period nothing ends it, and a hold is told."""
    marked(uio)
    place_hold(uio, by(None), "anna", reason="A claim is open.")
    report = access_report(uio, by("anna"), "anna")

    assert report["retention"]["held"] is True
    assert {row["years"] for row in report["retention"]["dialogues"]} == {None}
    assert report["dialogues"][0]["kept_until"] is None
    assert json.dumps(report).count("A claim is open.") == 1


def test_the_day_until_which_it_is_kept_follows_from_the_setting() -> None:
    """Five years after the closing."""
    workspace = team_workspace("uio", settings={"record-delete-after-years": 5})
    marked(workspace)
    report = access_report(workspace, by("anna"), "anna")

    assert report["dialogues"][0]["kept_until"] == "2031-02-10"

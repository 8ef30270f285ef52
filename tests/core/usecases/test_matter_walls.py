"""Whoever is concerned, at whatever level of the line: no reading deed shows them the matter."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visavi.errors import NotFound, OutOfOrder, VisaviError
from visavi.model.matters import Matter
from visavi.model.people import Delegation, Role
from visavi.usecases.access_report import access_report
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder, explain_person, matter_duties
from visavi.usecases.erase import erase_person, receipts
from visavi.usecases.line import delegate
from visavi.usecases.matters import (
    assess,
    check_matter,
    close_matter,
    hand_over,
    list_matters,
    open_matter,
    show_matter,
    take_step,
)
from visavi.usecases.people import list_people, set_role, show_person
from visavi.usecases.read_dialogues import list_activities, list_dialogues
from visavi.usecases.reports import activities, completion, obligations
from visavi.usecases.retention import list_due
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, team_workspace

LINE = ("top", "mia", "anna", "per", "otto")
EVERYBODY = (*LINE, "hanna", None)
WORDS = "marker-of-the-matter"


def deeds(workspace: Workspace, person: str | None, matter: str) -> Iterator[Callable[[], Any]]:
    """Everything that somebody can try to see or do with the id of a matter."""
    actor = by(person)
    yield lambda: show_matter(workspace, actor, matter)
    yield lambda: check_matter(workspace, actor, matter)
    yield lambda: assess(workspace, actor, matter, assessment="Tried.")
    yield lambda: take_step(workspace, actor, matter, step="confirm")
    yield lambda: hand_over(workspace, actor, matter, to="otto")
    yield lambda: close_matter(workspace, actor, matter, decision="Tried.")


def seen(workspace: Workspace, person: str | None) -> str:
    """All that reading deeds answer to somebody who has no id, errors included, as one text."""
    actor, repository = by(person), workspace.repository
    dialogues = [d for p in repository.people() for d in repository.dialogues_of(p["id"])]

    def due() -> list[dict[str, Any]]:
        return list(agenda(repository, actor, "x", AgendaBuilder(workspace, actor)).items())

    reads: list[Callable[[], Any]] = [
        lambda: list(list_matters(workspace, actor)),
        lambda: matter_duties(workspace, actor),
        due,
        lambda: list_due(workspace, actor),
        lambda: list(list_people(workspace, actor)),
        lambda: list(list_dialogues(repository, actor, texts=True)),
        lambda: list(list_activities(repository, actor)),
        lambda: obligations(due()),
        lambda: completion(due(), {}),
        lambda: activities(dialogues, {}),
        lambda: receipts(repository),
        lambda: access_report(workspace, actor, person or "anna"),
        lambda: [show_person(workspace, actor, one) for one in LINE],
        lambda: explain_person(workspace, actor, person or "anna"),
    ]
    return json.dumps([answer(read) for read in reads], default=str)


def answer(read: Callable[[], Any]) -> Any:
    """What a deed answers, or what its error tells."""
    try:
        return read()
    except VisaviError as error:
        return error.as_mapping()


def refusals(workspace: Workspace, person: str | None, matter: str) -> list[str]:
    """The error of every deed tried with an id, with that id put as ID."""
    found = []
    for deed in deeds(workspace, person, matter):
        with pytest.raises(VisaviError) as caught:
            deed()
        found.append(f"{type(caught.value).__name__}: {caught.value}".replace(matter, "ID"))
    return found


def about(workspace: Workspace, receiver: str, affected: str | None, concerned: Any) -> Matter:
    """A matter with marked words."""
    return open_matter(
        workspace,
        by(receiver),
        concern="harassment",
        affected=affected,
        concerned=tuple(concerned),
        text=WORDS,
    )


@pytest.mark.parametrize(
    "concerned",
    [frozenset(c) for size in (1, 2) for c in combinations(LINE, size)],
    ids=lambda c: "+".join(sorted(c)),
)
def test_walking_the_line_nobody_concerned_sees_a_trace(concerned: frozenset[str]) -> None:
    """Whoever received it and whoever is affected; what they see is what they saw before."""
    for receiver in ("anna", "mia", "hanna"):
        for affected in (None, "anna"):
            workspace = team_workspace("uio")
            delegate(workspace, by("mia"), "mia", Delegation("d1", "otto", start=ON))
            for person in EVERYBODY:
                seen(workspace, person)  # who asks for a report is written down, once a day
            before = {person: seen(workspace, person) for person in concerned}
            try:
                matter = about(workspace, receiver, affected, concerned - {affected})
            except OutOfOrder:
                continue
            handlers = {matter.handler, matter.received_by}
            for person in sorted(concerned - {affected}):
                assert seen(workspace, person) == before[person]
                assert person != matter.handler
                unknown = refusals(workspace, person, "m-zzzzzzzzzzzz")
                assert refusals(workspace, person, matter.id) == unknown
            for other in (p for p in EVERYBODY if p not in handlers):
                assert WORDS not in seen(workspace, other)
                assert matter.id not in seen(workspace, other)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    concerned=st.sets(st.sampled_from(LINE), min_size=1, max_size=3),
    receiver=st.sampled_from((*LINE, "hanna")),
    affected=st.sampled_from((None, *LINE)),
    later=st.sampled_from(LINE),
    to=st.sampled_from(LINE),
)
def test_no_later_deed_lets_anybody_concerned_in(
    concerned: set[str], receiver: str, affected: str | None, later: str, to: str
) -> None:
    """Handing over, or finding that it is about one more: the wall moves with it."""
    workspace = team_workspace("uio")
    try:
        matter = about(workspace, receiver, affected, concerned - {affected})
    except OutOfOrder:
        return
    for deed in (
        lambda: hand_over(workspace, by(matter.handler), matter.id, to=to),
        lambda: assess(workspace, by(handler_of(workspace, matter)), matter.id, concerned=(later,)),
    ):
        answer(deed)
    document = workspace.repository.matter(matter.id)

    assert document["handler"] not in document.get("concerned", ())
    for person in document.get("concerned", ()):
        with pytest.raises(NotFound):
            show_matter(workspace, by(person), matter.id)
        assert WORDS not in seen(workspace, person)


def handler_of(workspace: Workspace, matter: Matter) -> str:
    """Who handles it now."""
    handler: str = workspace.repository.matter(matter.id)["handler"]
    return handler


def test_who_turns_out_to_be_concerned_handles_it_no_longer(uio: Workspace) -> None:
    """The next free one up the line does, and has it on the clock."""
    matter = about(uio, "mia", "anna", ("per",))
    after = assess(uio, by("mia"), matter.id, concerned=("mia",))

    assert (after.handler, after.concerned) == ("top", ("per", "mia"))
    with pytest.raises(NotFound):
        show_matter(uio, by("mia"), matter.id)
    assert matter_duties(uio, by("mia")) == []
    assert matter_duties(uio, by("top"))


def test_erasing_somebody_says_nothing_of_matters_either(uio: Workspace) -> None:
    """With or without one, the deed and its receipt look alike."""

    def receipt() -> dict[str, Any]:
        made = erase_person(uio, by(None), "per", reason="Asked for.")
        return {key: made[key] for key in made if key not in ("id", "salt", "digests")}

    without = receipt()
    other = team_workspace("uio")
    about(other, "mia", "anna", ("per",))
    made = erase_person(other, by(None), "per", reason="Asked for.")

    assert {key: made[key] for key in without} == without
    assert list(other.repository.matters())


def states(workspace: Workspace, step: str, day: int) -> list[tuple[str, str]]:
    """How the step stands on the handler's clock so many days after the opening."""
    duties = matter_duties(workspace, by("mia", ON + timedelta(days=day)))
    return [(str(d.state), str(d.due)) for d in duties if d.kind == f"matter.{step}"]


@pytest.mark.parametrize(
    ("day", "state"), [(0, "open"), (1, "open"), (7, "open"), (8, "overdue"), (14, "overdue")]
)
def test_at_uio_receipt_is_to_be_confirmed_within_a_week(
    uio: Workspace, day: int, state: str
) -> None:
    """On the opening day it is on the clock; after the seventh it is late until it is done."""
    about(uio, "mia", "anna", ("per",))

    assert states(uio, "confirm", day) == [(state, (ON + timedelta(days=7)).isoformat())]


@pytest.mark.parametrize("step", ["listen", "investigate"])
def test_at_ki_it_is_looked_into_promptly(ki: Workspace, step: str) -> None:
    """The policy's number of days counts, both for listening and for the investigation."""
    about(ki, "mia", "anna", ("per",))
    within = int(ki.policies.base.value("harassment-act-days", ON))

    assert states(ki, step, 0)[0][0] == "open"
    assert states(ki, step, within)[0][0] == "open"
    assert states(ki, step, within + 1)[0][0] == "overdue"


def test_at_ki_another_route_is_taken_where_the_manager_is_concerned(ki: Workspace) -> None:
    """Told to HR about mia, it goes above her; the policy has nothing against that handler."""
    matter = about(ki, "hanna", "anna", ("mia",))

    assert matter.handler == "top"
    assert "SE-HAR-3" not in {f.rule for f in check_matter(ki, by("top"), matter.id)[0]}


def test_at_uio_nobody_below_level_3_follows_a_report_up(uio: Workspace) -> None:
    """Handing over to level 4 is refused, to level 3 it is not."""
    for person, level in (("otto", 4), ("top", 3)):
        set_role(uio, by(None), person, Role("head-of-department", level=level))
    matter = about(uio, "mia", "anna", ("per",))

    with pytest.raises(VisaviError, match=re.compile("level", re.IGNORECASE)):
        hand_over(uio, by("mia"), matter.id, to="otto")
    assert hand_over(uio, by("mia"), matter.id, to="top").handler == "top"


def test_an_overdue_matter_is_not_forgotten(uio: Workspace) -> None:
    """A year later it is still on the handler's clock, and only there."""
    about(uio, "mia", "anna", ("per",))
    year = date(2027, 2, 10)

    assert any(str(duty.state) == "overdue" for duty in matter_duties(uio, by("mia", year)))
    for person in ("anna", "per", "top", "otto", "hanna", None):
        assert matter_duties(uio, by(person, year)) == []

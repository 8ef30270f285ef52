"""A matter goes on to somebody who may handle it, never back, and its log lies in it alone."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from visavi import audit
from visavi.errors import InvalidInput, NotFound, OutOfOrder
from visavi.model.matters import Matter
from visavi.model.people import Role
from visavi.usecases.matters import (
    assess,
    hand_over,
    list_matters,
    open_matter,
    show_matter,
    take_step,
    who_may_take_over,
)
from visavi.usecases.people import change_person, set_role
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by

LATER = ON + timedelta(days=30)


def opened(workspace: Workspace, receiver: str = "mia") -> Matter:
    """Anna told the receiver about per."""
    return open_matter(
        workspace,
        by(receiver),
        concern="harassment",
        affected="anna",
        concerned=("per",),
        text="marker-told",
    )


def deeds_in(workspace: Workspace, matter: str) -> list[tuple[str, str]]:
    """Who did what to the matter, as its own log has it."""
    return [(e["deed"], e["by"]) for e in workspace.repository.matter(matter)["events"]]


def test_who_received_a_matter_cannot_take_it_back(uio: Workspace) -> None:
    """Once it is handed on, the handler alone hands it further."""
    matter = opened(uio).id
    hand_over(uio, by("mia"), matter, to="top")

    with pytest.raises(OutOfOrder, match="top"):
        hand_over(uio, by("mia"), matter, to="mia")
    assert uio.repository.matter(matter)["handler"] == "top"


def test_whoever_is_named_can_take_it_over_and_nobody_else_can(uio: Workspace) -> None:
    """The line above and HR; not those whom it is about, and not the one who has it."""
    matter = opened(uio).id
    set_role(uio, by(None), "anna", Role("hr"))
    set_role(uio, by(None), "per", Role("hr"))
    named = who_may_take_over(uio, by("mia"), matter)
    assert named == ["hanna", "top"]
    for person in uio.repository.people():
        if person["id"] not in named:
            with pytest.raises((InvalidInput, OutOfOrder)):
                hand_over(uio, by("mia"), matter, to=str(person["id"]))
    hand_over(uio, by("mia"), matter, to="top")
    with pytest.raises(NotFound):
        who_may_take_over(uio, by("anna"), matter)


def test_a_matter_goes_neither_to_oneself_nor_in_a_circle(uio: Workspace) -> None:
    """Nor does it come back by way of a third."""
    matter = opened(uio).id
    with pytest.raises(OutOfOrder, match="already"):
        hand_over(uio, by("mia"), matter, to="mia")
    hand_over(uio, by("mia"), matter, to="top")
    set_role(uio, by(None), "mia", Role("hr"))
    with pytest.raises(OutOfOrder, match="circle"):
        hand_over(uio, by("top"), matter, to="mia")


def test_a_colleague_without_a_function_does_not_get_it(uio: Workspace) -> None:
    """Somebody above in the line does, and so does who holds a function that the policy knows."""
    matter = opened(uio).id
    with pytest.raises(InvalidInput, match="neither above in the line"):
        hand_over(uio, by("mia"), matter, to="otto")
    assert hand_over(uio, by("mia"), matter, to="hanna").handler == "hanna"
    assert hand_over(uio, by("hanna"), matter, to="top").handler == "top"


def test_a_function_that_has_ended_counts_no_longer(uio: Workspace) -> None:
    """The day decides."""
    set_role(uio, by(None), "otto", Role("dean", end=ON - timedelta(days=1)))
    matter = opened(uio).id
    with pytest.raises(InvalidInput):
        hand_over(uio, by("mia"), matter, to="otto")


def test_where_the_handler_has_left_the_receiver_hands_it_on(uio: Workspace) -> None:
    """It is not forgotten because somebody went."""
    matter = opened(uio).id
    hand_over(uio, by("mia"), matter, to="top")
    change_person(
        uio,
        by(None),
        "top",
        lambda found: evolve(
            found, employments=tuple(evolve(post, end=ON) for post in found.employments)
        ),
    )

    assert hand_over(uio, by("mia", LATER), matter, to="hanna").handler == "hanna"


def test_each_deed_stands_in_the_matters_own_log(uio: Workspace) -> None:
    """Who opened, assessed and took a step; the chain holds, and a change beside it is noticed."""
    matter = opened(uio).id
    take_step(uio, by("mia"), matter, step="confirm")
    assess(uio, by("mia"), matter, assessment="Looked into.")
    hand_over(uio, by("mia"), matter, to="top")

    assert deeds_in(uio, matter) == [
        ("open", "mia"),
        ("step", "mia"),
        ("assess", "mia"),
        ("hand-over", "mia"),
    ]
    document = uio.repository.matter(matter)
    assert audit.unlike(document) is None
    assert audit.unlike({**document, "assessment": "Nothing."}) == "record"
    cut = {**document, "events": document["events"][:-1]}
    assert audit.unlike(cut) == "length"


def test_a_receiver_who_reads_on_is_written_down_once_a_day(uio: Workspace) -> None:
    """The handler is not: it is theirs to read. The handler sees who read."""
    matter = opened(uio).id
    show_matter(uio, by("mia"), matter)
    hand_over(uio, by("mia"), matter, to="top")
    for on in (ON, ON, LATER):
        show_matter(uio, by("mia", on), matter)
    show_matter(uio, by("top"), matter)

    read = [e for e in show_matter(uio, by("top"), matter)["events"] if e["deed"] == "read"]
    assert [(e["by"], e["on"]) for e in read] == [("mia", str(ON)), ("mia", str(LATER))]


def test_nothing_of_the_log_is_for_anybody_else(uio: Workspace) -> None:
    """The one concerned asks in vain, and the asking leaves no trace either."""
    matter = opened(uio).id
    before = uio.repository.matter(matter)
    for person in ("per", "anna", "otto", "hanna", None):
        with pytest.raises(NotFound):
            show_matter(uio, by(person, date(2026, 3, 1)), matter)
        assert not list(list_matters(uio, by(person)))
    assert uio.repository.matter(matter) == before

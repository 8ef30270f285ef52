"""What was put into a list is taken back by a deed of its own; what both signed is not touched."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from visavi.audit import unlike
from visavi.errors import NotFound, NotPermitted, OutOfOrder, VisaviError
from visavi.model.dialogues import Coverage, Dialogue, Pay
from visavi.model.plans import Carry, Progress
from visavi.usecases.activities import (
    adapt_activity,
    add_activity,
    carry_activity,
    finish_activity,
    remark_activity,
)
from visavi.usecases.conduct import ask, ask_own, cover, differ, note, park, pay
from visavi.usecases.disclose import withdraw
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import prepare, submit, tick
from visavi.usecases.sign import close, sign, supplement
from visavi.usecases.undoing import (
    remove_activity,
    reopen_activity,
    reopen_topic,
    take_answer_back,
    take_change_back,
    take_pay_back,
    take_question_back,
    take_remark_back,
    take_view_back,
    unpick,
    untick,
)
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing.team import by, meeting, planned, signable, talking

WORDS = "mk-a thought of some length-km"


def parts(workspace: Workspace, dialogue: str) -> dict[str, Any]:
    """What a dialogue holds but for its history and earlier versions."""
    document = workspace.repository.dialogue(dialogue)
    left_out = ("events", "audit", "revision", "earlier")
    kept = {key: document[key] for key in document if key not in left_out}
    return dict(json.loads(json.dumps(kept)))


def deeds(workspace: Workspace, dialogue: str) -> list[str]:
    """The deeds in a dialogue's history."""
    return [event["deed"] for event in workspace.repository.dialogue(dialogue)["events"]]


def signed(workspace: Workspace) -> str:
    """A dialogue with one activity, signed by both."""
    dialogue = signable(workspace)
    sign(workspace, by("anna"), dialogue)
    sign(workspace, by("mia"), dialogue)
    return dialogue


Doing = Callable[[Workspace, Actor, str], Any]
Pair = tuple[str, Doing, Doing]

PAIRS: dict[str, Pair] = {
    "cover/reopen": (
        "mia",
        lambda w, a, d: cover(w, a, d, topic="tasks"),
        lambda w, a, d: reopen_topic(w, a, d, topic="tasks"),
    ),
    "park/reopen": (
        "mia",
        lambda w, a, d: park(w, a, d, topic="tasks", reason="No time"),
        lambda w, a, d: reopen_topic(w, a, d, topic="tasks"),
    ),
    "ask/unask": (
        "mia",
        lambda w, a, d: ask(w, a, d, question="tasks.1"),
        lambda w, a, d: unpick(w, a, d, question="tasks.1"),
    ),
    "ask/unask own": (
        "mia",
        lambda w, a, d: ask_own(w, a, d, topic="tasks", text="And?"),
        lambda w, a, d: take_question_back(w, a, d, topic="tasks", number=1),
    ),
    "differ/undiffer": (
        "anna",
        lambda w, a, d: differ(w, a, d, topic="tasks", text="Mine"),
        lambda w, a, d: take_view_back(w, a, d, topic="tasks"),
    ),
    "note/withdraw": (
        "anna",
        lambda w, a, d: note(w, a, d, topic="tasks", text="Said"),
        lambda w, a, d: withdraw(w, a, d, topic="tasks", number=1, only_here=True),
    ),
    "activity/remove-activity": (
        "mia",
        lambda w, a, d: add_activity(w, a, d, {"what": "Read"}),
        lambda w, a, d: remove_activity(w, a, f"{d}.a1"),
    ),
    "pay/unpay": (
        "mia",
        lambda w, a, d: pay(w, a, d, part=Pay(True, explanation="Said")),
        lambda w, a, d: take_pay_back(w, a, d),
    ),
    "tick/untick": (
        "mia",
        lambda w, a, d: tick(w, a, d, item="form-gone-through"),
        lambda w, a, d: untick(w, a, d, item="form-gone-through"),
    ),
    "prepare/unprepare": (
        "mia",
        lambda w, a, d: prepare(w, a, d, text="Mine alone", private=True),
        lambda w, a, d: take_answer_back(w, a, d, number=1, private=True),
    ),
}


@pytest.mark.parametrize("names", PAIRS)
def test_a_deed_and_its_inverse_leave_what_was_there_and_both_in_the_history(
    uio: Workspace, names: str
) -> None:
    """And the chain of the history holds."""
    dialogue = talking(uio).id
    who, deed, inverse = PAIRS[names]
    before = parts(uio, dialogue)
    deed(uio, by(who), dialogue)
    assert parts(uio, dialogue) != before
    inverse(uio, by(who), dialogue)

    assert parts(uio, dialogue) == before
    assert "/".join(deeds(uio, dialogue)[-2:]) == names.partition(" ")[0]
    assert unlike(uio.repository.dialogue(dialogue)) is None
    with pytest.raises(VisaviError):
        inverse(uio, by(who), dialogue)


@pytest.mark.parametrize("names", PAIRS)
@pytest.mark.parametrize("stranger", ["otto", "per", "hanna", None])
def test_nobody_else_takes_anything_back(uio: Workspace, names: str, stranger: str | None) -> None:
    """Whoever is not one of the two finds nothing there."""
    dialogue = talking(uio).id
    who, deed, inverse = PAIRS[names]
    deed(uio, by(who), dialogue)

    with pytest.raises(NotFound):
        inverse(uio, by(stranger), dialogue)


def test_words_of_the_other_one_are_not_ours_to_take_back(uio: Workspace) -> None:
    """Neither a view, nor a question, nor what the other prepared."""
    dialogue = talking(uio).id
    differ(uio, by("anna"), dialogue, topic="tasks", text="Mine")
    ask_own(uio, by("mia"), dialogue, topic="tasks", text="And?")
    prepare(uio, by("anna"), dialogue, text="Mine alone", private=True)

    with pytest.raises(NotFound):
        take_view_back(uio, by("mia"), dialogue, topic="tasks")
    with pytest.raises(NotPermitted):
        take_view_back(uio, by("mia"), dialogue, topic="tasks", written_for="anna")
    with pytest.raises(NotPermitted):
        take_question_back(uio, by("anna"), dialogue, topic="tasks", number=1)
    with pytest.raises(NotFound):
        take_answer_back(uio, by("mia"), dialogue, number=1, private=True)


def test_a_note_taken_back_only_here_stays_where_else_it_was_written(uio: Workspace) -> None:
    """Unlike a withdrawal, which leaves no copy of its author's."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text=WORDS, private=True)
    dialogue = _begun(uio, dialogue)
    note(uio, by("mia"), dialogue, topic="tasks", text=WORDS)
    withdraw(uio, by("mia"), dialogue, topic="tasks", number=1, only_here=True)
    assert WORDS in json.dumps(parts(uio, dialogue))
    note(uio, by("mia"), dialogue, topic="tasks", text=WORDS)
    withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)
    assert WORDS not in json.dumps(parts(uio, dialogue))


def _begun(workspace: Workspace, dialogue: str) -> str:
    from visavi.usecases.conduct import start
    from visavi.usecases.invite import invite

    invite(workspace, by("mia"), dialogue, meeting=meeting())
    for person in ("anna", "mia"):
        submit(workspace, by(person), dialogue)
    return start(workspace, by("mia"), dialogue).id


def test_what_was_submitted_is_not_taken_back(uio: Workspace) -> None:
    """The other one may have read it."""
    dialogue = planned(uio).id
    prepare(uio, by("anna"), dialogue, text="For both")
    submit(uio, by("anna"), dialogue)

    with pytest.raises(OutOfOrder, match="submitted"):
        take_answer_back(uio, by("anna"), dialogue, number=1)


def test_a_promise_that_both_signed_is_not_removed(uio: Workspace) -> None:
    """Not even while a supplement is open; and the signed bytes stay as they were."""
    dialogue = signed(uio)
    before = uio.repository.dialogue(dialogue)["signed"]
    with pytest.raises(OutOfOrder, match="supplement"):
        remove_activity(uio, by("mia"), f"{dialogue}.a1")
    supplement(uio, by("mia"), dialogue, what_changes="A promise less")
    with pytest.raises(OutOfOrder, match="Both have signed"):
        remove_activity(uio, by("mia"), f"{dialogue}.a1")
    with pytest.raises(OutOfOrder):
        reopen_topic(uio, by("mia"), signed_again(uio, dialogue), topic="tasks")

    assert uio.repository.dialogue(dialogue)["signed"][:1] == before


def signed_again(workspace: Workspace, dialogue: str) -> str:
    """The supplement signed by both."""
    sign(workspace, by("anna"), dialogue)
    sign(workspace, by("mia"), dialogue)
    return dialogue


def test_taking_back_drops_a_first_signature_like_any_change(uio: Workspace) -> None:
    """The text that one has signed is another now."""
    dialogue = signable(uio)
    sign(uio, by("anna"), dialogue)
    reopen_topic(uio, by("mia"), dialogue, topic="tasks")

    assert uio.repository.dialogue(dialogue).get("signed", []) == []
    assert deeds(uio, dialogue)[-2:] == ["signature-dropped", "reopen"]


def progress(workspace: Workspace, activity: str) -> Progress:
    """How far the activity has come."""
    from visavi.serial import from_document

    found = from_document(Dialogue, workspace.repository.dialogue(activity.rpartition(".")[0]))
    return found.plan.progress_of(activity.rpartition(".")[2])


def test_a_promise_said_to_be_done_is_open_again_and_the_history_keeps_both(uio: Workspace) -> None:
    """Either of the two may say so."""
    activity = f"{signed(uio)}.a1"
    finish_activity(uio, by("anna"), activity, word="Done")
    after = reopen_activity(uio, by("mia"), activity, word="Not quite")

    assert progress(uio, activity) is Progress.OPEN
    assert [(s.progress, s.by, s.word) for s in after.plan.steps] == [
        ("done", "anna", "Done"),
        ("open", "mia", "Not quite"),
    ]
    with pytest.raises(OutOfOrder, match="open already"):
        reopen_activity(uio, by("mia"), activity)


def test_a_word_on_how_it_goes_leaves_it_open_and_is_its_writers_to_take_back(
    uio: Workspace,
) -> None:
    """As long as nothing was said since; one that opened it again is an answer, and stays."""
    activity = f"{signed(uio)}.a1"
    before = parts(uio, activity.rpartition(".")[0])
    after = remark_activity(uio, by("anna"), activity, word="Enrolled")
    assert [(s.progress, s.by, s.word) for s in after.plan.steps] == [("open", "anna", "Enrolled")]
    with pytest.raises(NotPermitted):
        take_remark_back(uio, by("mia"), activity)
    with pytest.raises(NotFound):
        take_remark_back(uio, by("otto"), activity)
    take_remark_back(uio, by("anna"), activity)
    assert parts(uio, after.id) == before
    assert deeds(uio, after.id)[-2:] == ["remark", "unremark"]

    finish_activity(uio, by("anna"), activity)
    with pytest.raises(OutOfOrder):
        remark_activity(uio, by("anna"), activity, word="Late")
    reopen_activity(uio, by("anna"), activity, word="Not quite")
    with pytest.raises(NotFound):
        take_remark_back(uio, by("anna"), activity)


@pytest.mark.parametrize("closed", [False, True], ids=["signed", "closed"])
def test_a_change_that_waits_for_signatures_is_taken_back_with_the_supplement_that_it_opened(
    uio: Workspace, closed: bool
) -> None:
    """The dialogue is as it was, whatever one of them had signed of it already."""
    dialogue = signed(uio)
    if closed:
        close(uio, by("mia"), dialogue)
    before = parts(uio, dialogue)
    activity = f"{dialogue}.a1"
    adapt_activity(uio, by("mia"), activity, word="No money", fields={"what": "Less"})
    sign(uio, by("anna"), dialogue)
    with pytest.raises(NotPermitted):
        take_change_back(uio, by("anna"), activity)
    take_change_back(uio, by("mia"), activity)

    assert parts(uio, dialogue) == before
    assert "unadapt" in deeds(uio, dialogue)
    with pytest.raises(OutOfOrder):
        take_change_back(uio, by("mia"), activity)


def test_of_two_changes_the_last_is_taken_back_and_the_supplement_stays_open(
    uio: Workspace,
) -> None:
    """So does one that was opened for its own sake; and what both signed is not taken back."""
    dialogue = signed(uio)
    activity = f"{dialogue}.a1"
    adapt_activity(uio, by("mia"), activity, word="No money", fields={"what": "Less"})
    once = parts(uio, dialogue)
    adapt_activity(uio, by("mia"), activity, word="None", fields={"what": "Least", "how": "So"})
    take_change_back(uio, by("mia"), activity, {"what": "Less", "how": "A course"})
    assert parts(uio, dialogue) == once
    signed_again(uio, dialogue)
    with pytest.raises(OutOfOrder):
        take_change_back(uio, by("mia"), activity)

    supplement(uio, by("mia"), dialogue, what_changes="Something else too")
    adapt_activity(uio, by("mia"), activity, word="None", fields={"what": "Least"})
    after = take_change_back(uio, by("mia"), activity)
    assert after.supplement == "Something else too"
    assert after.plan.activities[0].what == "Less"


def test_only_the_one_who_holds_the_dialogue_opens_again_what_was_let_go(uio: Workspace) -> None:
    """As only that one lets go."""
    activity = f"{signed(uio)}.a1"
    adapt_activity(uio, by("mia"), activity, word="No money")
    with pytest.raises(NotPermitted):
        reopen_activity(uio, by("anna"), activity)
    reopen_activity(uio, by("mia"), activity)

    assert progress(uio, activity) is Progress.OPEN


@pytest.fixture
def following(uio: Workspace) -> tuple[str, str]:
    """A promise of the last dialogue, and the next one, whose talk has begun."""
    old = signed(uio)
    made = plan_dialogue(uio, by("mia"), "anna", kind="uio.work", cycle="2027")
    assert made.previous == old
    return f"{old}.a1", _begun(uio, made.id)


def test_an_answer_to_the_last_plan_is_taken_back_in_both_dialogues(
    uio: Workspace, following: tuple[str, str]
) -> None:
    """What was carried is out of the new plan, and waits for another answer."""
    activity, into = following
    carry_activity(uio, by("mia"), activity, into=into, decision=Carry.KEEP, word="")
    with pytest.raises(OutOfOrder, match="carried here"):
        remove_activity(uio, by("mia"), f"{into}.a1")
    reopen_activity(uio, by("mia"), activity)

    assert progress(uio, activity) is Progress.OPEN
    assert uio.repository.dialogue(into).get("plan", {}).get("activities", []) == []
    carry_activity(uio, by("mia"), activity, into=into, decision=Carry.CLOSE, word="Over")
    assert progress(uio, activity) is Progress.CLOSED


def test_an_answer_that_a_signed_dialogue_rests_on_stays(
    uio: Workspace, following: tuple[str, str]
) -> None:
    """Both signed the next dialogue because each promise had its answer."""
    activity, into = following
    finish_activity(uio, by("anna"), activity)
    _sign_as_it_is(uio, into)

    with pytest.raises(OutOfOrder, match="rests on this answer"):
        reopen_activity(uio, by("anna"), activity)


def _sign_as_it_is(workspace: Workspace, dialogue: str) -> None:
    from visavi.usecases.conduct import hold

    found = workspace.repository.dialogue(dialogue)
    for topic in found["topics"]:
        cover(workspace, by("mia"), dialogue, topic=topic["topic"])
    hold(workspace, by("mia"), dialogue)
    for person in ("mia", "anna"):
        differ(workspace, by(person), dialogue, topic="environment", text=f"{person}'s view")
    plan = {"what": "Go on", "how": "A course", "result": "Level C1", "support": "none"}
    more = {"follow_up": "In June", "when": by("mia").on.replace(month=12)}
    add_activity(workspace, by("mia"), dialogue, plan | more | {"responsible": "employee"})
    for person in ("anna", "mia"):
        sign(workspace, by(person), dialogue)


def test_coverage_is_what_it_was_before(uio: Workspace) -> None:
    """A topic that is open has no mark to take back."""
    dialogue = talking(uio)
    with pytest.raises(OutOfOrder, match="open already"):
        reopen_topic(uio, by("mia"), dialogue.id, topic="tasks")
    assert dialogue.topic("tasks").coverage is Coverage.OPEN  # type: ignore[union-attr]

"""The walk under ``uio``: a work dialogue, a senior interview, a matter, and the next dialogue."""

from collections.abc import Callable
from datetime import date

from visavi.demo import acts, matter, pledges, words_uio
from visavi.demo.stage import Stage, working_day
from visavi.errors import NotFound
from visavi.messages import Sentence, say
from visavi.model.plans import Carry
from visavi.usecases import conduct
from visavi.usecases.people import add_fact
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import submit
from visavi.usecases.questions import list_questions
from visavi.usecases.sign import sign

STEPS = (
    "archive-case",
    "confirm",
    "with-responsible-manager",
    "told-who-takes-over",
    "interim-measures",
    "occupational-health-told",
    "impartiality",
    "reporter-cared-for",
    "timetable",
    "first-check",
)
"""What is done in the matter, of all that the policy names."""


def team(stage: Stage) -> None:
    """Who is there."""
    stage.day(1, 12)
    acts.introduce(stage)


def due(stage: Stage) -> None:
    """Who is due this year, and why."""
    stage.day(1, 12)
    acts.tell_due(stage, "ingrid", "uio.work", "uio.senior")
    acts.tell_why(stage, "kari", "UIO-FREQ-01", "open")
    acts.tell_why(stage, "sverre", "UIO-SEN-01", "open")


def conductors(stage: Stage) -> None:
    """The line, a delegation, a disqualification."""
    stage.day(1, 13)
    ws = stage.workspace
    for employee, by, why in STANDING_IN:
        stage.step.says(why)
        planned = plan_dialogue(ws, stage.by(by), employee, kind="uio.work")
        stage.remember("told" if employee == "mathias" else employee, planned.id)
        stage.step.holds(
            planned.conductor == by and stage.state(employee, planned.id) == "planned",
            "{conductor} has planned the dialogue with {employee}.",
            conductor=stage.name(by),
            employee=stage.name(employee),
        )
    stage.stopped(
        lambda: plan_dialogue(ws, stage.by("wenche"), "kari", kind="uio.work"),
        NotFound,
        "Wenche planning a dialogue with Kari, for whom she does not answer",
    )


def invitation(stage: Stage) -> None:
    """Kari is invited."""
    stage.day(1, 14)
    work = words_uio.work(stage.year)
    acts.plan_and_invite(stage, work, working_day(date(stage.year, 2, 10)))
    acts.tell_findings(stage, work, "UIO-PREP-01")


def preparation(stage: Stage) -> None:
    """Both prepare."""
    stage.day(1, 28)
    acts.prepare_both(stage, words_uio.work(stage.year))


def talk(stage: Stage) -> None:
    """The talk itself; on the working environment only one of them has spoken so far."""
    stage.day(2, 10)
    work = words_uio.work(stage.year)
    acts.conduct_topics(stage, work)
    acts.tell_findings(stage, work, "UIO-TOPIC-01", "UIO-TOPIC-04")


def plan(stage: Stage) -> None:
    """No signature without both views and a plan."""
    stage.day(2, 10)
    work = words_uio.work(stage.year)
    stage.step.says("Ingrid wants to sign at once.")
    stage.refused(
        lambda: sign(stage.workspace, stage.by("ingrid"), stage.ids["work"]),
        "UIO-TOPIC-01",
        "UIO-PLAN-01",
    )
    acts.give_view(stage, work, "environment", "conductor", words_uio.INGRIDS_VIEW)
    views = next(
        topic["views"]
        for topic in stage.shows("kari", stage.ids["work"])["topics"]
        if topic["topic"] == "environment"
    )
    stage.step.holds(
        set(views) == {"employee", "conductor"},
        "Two views stand beside each other; neither is the right one.",
    )
    acts.agree_on(stage, work)


def signatures(stage: Stage) -> None:
    """Sign, change, sign again."""
    stage.day(2, 17)
    work = words_uio.work(stage.year)
    pledges.sign_with_a_change(stage, work, 3, {"when": date(stage.year, 11, 27)})
    pledges.sign_both(stage, work, dissent="The room is not the point; the open office is.")
    pledges.unchangeable(stage, work)


def apart(stage: Stage) -> None:
    """Nobody else reads it."""
    stage.day(2, 18)
    pledges.kept_apart(stage, words_uio.work(stage.year), ("torunn", "jonas", "wenche"), "hege")


def told(stage: Stage) -> None:
    """Mathias's dialogue, in which he tells what stands nowhere in it."""
    stage.day(2, 20)
    ws, talked = stage.workspace, words_uio.told(stage.year)
    acts.invite_planned(stage, talked, working_day(date(stage.year, 3, 3)))
    for person in ("mathias", "jonas"):
        submit(ws, stage.by(person), stage.ids["told"])
    stage.day(3, 3)
    acts.conduct_topics(stage, talked)
    stage.step.says(
        "On the working environment Mathias tells Jonas that Ingrid, his own manager, harasses "
        "him. Jonas writes nothing of it here, and opens a matter."
    )
    matter.open_it(
        stage,
        "jonas",
        affected="mathias",
        concerned="ingrid",
        handler="torunn",
        text=words_uio.TOLD,
    )
    matter.clock(stage, "torunn", "open")


def handled(stage: Stage) -> None:
    """The manager's manager decides, acts, and cannot close it too early."""
    stage.day(3, 3)
    matter.decide(stage, "torunn", words_uio.ASSESSED)
    matter.take_steps(stage, "torunn", *STEPS)
    matter.clock(stage, "torunn", "met")
    matter.closed_too_early(stage, "torunn", "UIO-WB-04")


def hidden(stage: Stage) -> None:
    """The person concerned cannot reach it, nor anybody else; the dossier does not know of it."""
    stage.day(3, 5)
    matter.out_of_reach(stage, ("ingrid", "wenche", "hege", None))
    matter.no_trace(stage, "told", ("mathias", "jonas"), words_uio.TOLD, words_uio.ASSESSED)


def senior_invitation(stage: Stage) -> None:
    """Sverre has turned 60: a course is offered, and he is invited to a senior interview."""
    stage.day(3, 17)
    add_fact(
        stage.workspace,
        stage.by("hege"),
        "sverre",
        kind="uio.senior-course-offered",
        on=stage.on,
    )
    acts.tell_why(stage, "sverre", "UIO-SEN-03", "met")
    acts.tell_why(stage, "sverre", "UIO-SEN-02", "open", sources=False)
    senior = words_uio.senior(stage.year)
    acts.plan_and_invite(stage, senior, working_day(date(stage.year, 4, 14)), summer=True)
    acts.tell_why(stage, "sverre", "UIO-SEN-01", "met", sources=False)


def senior_talk(stage: Stage) -> None:
    """The interview, with the questions that are asked from 60 on."""
    stage.day(4, 14)
    senior = words_uio.senior(stage.year)
    questions = list_questions(stage.policy, kind="uio.senior", topic="senior")
    stage.step.holds(bool(questions), "Questions of its own are at hand:")
    for question in questions[:3]:
        stage.step.row("{text}", text=question["text"])
    for person in ("sverre", "ingrid"):
        submit(stage.workspace, stage.by(person), stage.ids["senior"])
    acts.conduct_topics(stage, senior)
    acts.agree_on(stage, senior)
    pledges.sign_both(stage, senior)
    acts.tell_why(stage, "sverre", "UIO-SEN-02", "met", sources=False)


def through_the_year(stage: Stage) -> None:
    """One activity is done, one is late."""
    stage.day(6, 9)
    pledges.follow_up(
        stage, words_uio.work(stage.year), 1, "The report is with the board since May."
    )


def next_dialogue(stage: Stage) -> None:
    """Next year's dialogue opens with the plan, and answers each unfinished activity."""
    year = stage.year + 1
    stage.day(1, 13, year=year)
    work, following = words_uio.work(stage.year), words_uio.following(stage.year)
    acts.tell_why(stage, "kari", "UIO-FREQ-01", "open")
    acts.plan_and_invite(stage, following, working_day(date(year, 2, 9)))
    for person in ("kari", "ingrid"):
        submit(stage.workspace, stage.by(person), stage.ids["next"])
    stage.day(2, 9, year=year)
    pledges.open_with_last_plan(stage, following, work)
    conduct.start(stage.workspace, stage.by("ingrid"), stage.ids["next"])
    pledges.answer(stage, following, work, 2, Carry.KEEP, "The door is ordered.")
    pledges.answer(
        stage,
        following,
        work,
        3,
        Carry.CHANGE,
        "The course was full; the next one is in spring.",
        {"when": date(year, 4, 30), "how": say("the spring course of two days")},
    )
    conduct.hold(stage.workspace, stage.by("ingrid"), stage.ids["next"])
    pledges.unanswered(stage, following)
    pledges.answer(
        stage, following, work, 4, Carry.CLOSE, "The faculty has a newsletter of its own now."
    )


def numbers(stage: Stage) -> None:
    """What HR is given: numbers."""
    stage.day(2, 10, year=stage.year + 1)
    acts.tell_numbers(stage, "hege")


STANDING_IN: tuple[tuple[str, str, Sentence], ...] = (
    ("mathias", "jonas", "Ingrid has delegated the researchers' work dialogues to Jonas."),
    ("espen", "wenche", "Ingrid is disqualified, and Wenche stands in for her."),
)
"""Who holds whose dialogue instead of Ingrid, and why."""

SCENES: tuple[tuple[str, Sentence, Callable[[Stage], None]], ...] = (
    ("team", "Who is there", team),
    ("due", "Who is due, and why", due),
    ("conductors", "Who may hold it", conductors),
    ("invite", "The invitation", invitation),
    ("prepare", "Both prepare", preparation),
    ("talk", "The talk, topic by topic", talk),
    ("plan", "No signature without both views and a plan", plan),
    ("sign", "Both sign, and a change drops the first signature", signatures),
    ("apart", "Who cannot read it", apart),
    ("told", "A disclosure opens a matter", told),
    ("handled", "The matter is handled by who is free to", handled),
    ("hidden", "The person concerned cannot reach it", hidden),
    ("senior-invite", "Turned 60: the senior interview", senior_invitation),
    ("senior-talk", "The senior interview is held", senior_talk),
    ("follow-up", "Through the year", through_the_year),
    ("next", "The next dialogue opens with last time's plan", next_dialogue),
    ("numbers", "What HR is given: numbers", numbers),
)
"""The steps of the walk: id, title, and what is done."""

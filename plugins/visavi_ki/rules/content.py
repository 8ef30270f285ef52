"""What is prepared, said and agreed, as far as it takes more than a check of the policy file."""

from collections.abc import Iterator

from visavi.policy import MAY, MUST, SHOULD, Coverage, DialogueFacts, Found, State, dialogue_rule
from visavi_ki.rules.periods import (
    GOALS,
    RUNNING,
    SALARY,
    away_during,
    review_for,
    window_in,
    year_of,
)

CRITERIA = ("results", "collaboration", "development")
"""The topics that are salary criteria; health and safety is none."""

_RUNNING = sorted(RUNNING)


@dialogue_rule("KI-CONT-2", SHOULD, cite="seed-000.preparations", kinds=[GOALS], states=_RUNNING)
def criteria_are_talked_about(dialogue: DialogueFacts) -> Iterator[Found]:
    """The first dialogue takes up the salary criteria that matter for the role."""
    topics = (dialogue.topic(name) for name in CRITERIA)
    covered = any(topic and topic.coverage is Coverage.COVERED for topic in topics)
    if dialogue.was_held and not covered:
        yield Found()


@dialogue_rule(
    "KI-CONT-3", SHOULD, cite=("ki.salary-policy-old", "ki.lonerevision"), states=_RUNNING
)
def the_template_fits_the_group(dialogue: DialogueFacts) -> Iterator[Found]:
    """The template is the one of the staff group, where one was seen."""
    templates = dialogue.values.value("templates", dialogue.talk_on)
    group = dialogue.employee.staff_group
    form = templates.get(group)
    if form is not None and dialogue.form not in ("", form):
        yield Found(form=form, used=dialogue.form, staff_group=group)


@dialogue_rule(
    "KI-FOLL-2",
    SHOULD,
    cite=("ki.news-2026", "seed-000.preparations"),
    states=["planned", "invited", "moved", "in-progress"],
)
def the_plan_is_looked_at_in_between(dialogue: DialogueFacts) -> Iterator[Found]:
    """The plan is looked at during the year, not only when the next dialogue comes."""
    activities = dialogue.previous_activities
    untouched = all(
        activity.progress == "open" and activity.id not in dialogue.followed_up
        for activity in activities
    )
    if activities and untouched:
        yield Found(activities=len(activities))


@dialogue_rule(
    "SE-DOC-3",
    MAY,
    cite="background.health-data",
    kinds=[GOALS],
    states=["in-progress", "held"],
)
def health_details_stay_out_of_the_plan(dialogue: DialogueFacts) -> Iterator[Found]:
    """Where health was talked about and a plan is written, it names the measure only."""
    health = dialogue.topic("health")
    spoken = health is not None and (health.coverage is Coverage.COVERED or health.notes > 0)
    if spoken and dialogue.activities:
        yield Found()


@dialogue_rule(
    "SE-PAR-1",
    MUST,
    cite=("se.equality-ombudsman", "se.anti-discrimination"),
    refuses=("waive",),
    kinds=[SALARY],
    states=[*_RUNNING, State.WAIVED],
)
def parental_leave_keeps_nobody_out(dialogue: DialogueFacts) -> Iterator[Found]:
    """Who is on parental leave during the review is in it."""
    opens, closes = window_in(dialogue.values, "salary-window", year_of(dialogue))
    if away_during(dialogue.employee, "parental", opens, closes):
        waived = dialogue.state is State.WAIVED
        yield Found(text="waived" if waived else "")


@dialogue_rule(
    "SE-SICK-2",
    SHOULD,
    cite=("uu.leave-in-review", "lu.leave-in-review"),
    kinds=[SALARY],
    states=_RUNNING,
    setting={"name": "sick-at-revision", "equals": "in"},
)
def sick_leave_keeps_nobody_out(dialogue: DialogueFacts) -> Iterator[Found]:
    """Who is on sick leave at the revision date is in the review, unless it was decided else."""
    review = review_for(dialogue)
    if review.autumn and away_during(dialogue.employee, "sick", review.revision, review.revision):
        yield Found(revision=review.revision)

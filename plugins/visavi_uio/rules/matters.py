"""Rules on matters: harassment told of in a dialogue, and reports of censurable conditions.

Each answers what is still to be done; closing is refused while something is missing that the
sources demand. What nobody has taken down as a step counts as not done.
"""

from collections.abc import Iterator

from visavi.policy import MAY, MUST, SHOULD, Found, MatterFacts, matter_rule

AGAINST_SOMEBODY = (
    "harassment",
    "bullying",
    "discrimination",
    "threats-or-violence",
    "abuse",
    "sexual-harassment",
    "sexual-assault",
)
REPORTS = (
    *AGAINST_SOMEBODY,
    "unsound-environment",
    "danger",
    "environmental-damage",
    "corruption",
    "abuse-of-authority",
    "data-breach",
    "other-breach",
    "retaliation",
)
NO_REPORTS = ("disagreement", "own-conditions")


@matter_rule(
    "UIO-HAR-01",
    MUST,
    cite=("seed-002.topic-4", "seed-002.harassment"),
    refuses=["close"],
    concerns=AGAINST_SOMEBODY,
)
def severity_is_assessed(matter: MatterFacts) -> Iterator[Found]:
    """How serious it is has been assessed."""
    if matter.severity is None:
        yield Found()


@matter_rule(
    "UIO-HAR-02",
    MUST,
    cite=("seed-002.topic-4", "seed-002.harassment"),
    refuses=["close"],
    concerns=AGAINST_SOMEBODY,
)
def meeting_and_action_are_decided(matter: MatterFacts) -> Iterator[Found]:
    """A separate meeting and immediate action are decided on, yes or no."""
    if matter.separate_meeting is None:
        yield Found(text="meeting")
    if matter.immediate_action is None:
        yield Found(text="action")


@matter_rule(
    "UIO-HAR-03",
    MUST,
    cite=("uio.harassment-leader", "aml.4-3-harassment"),
    refuses=["close"],
    concerns=AGAINST_SOMEBODY,
)
def it_is_made_to_stop(matter: MatterFacts) -> Iterator[Found]:
    """Where action is needed at once, interim measures have been taken."""
    pressing = matter.immediate_action or matter.severity == "acute"
    if pressing and "interim-measures" not in matter.steps:
        yield Found()


@matter_rule("UIO-HAR-04", SHOULD, cite="uio.harassment-leader", concerns=AGAINST_SOMEBODY)
def occupational_health_is_named(matter: MatterFacts) -> Iterator[Found]:
    """The person has been told of the Occupational Health Service."""
    if "occupational-health-told" not in matter.steps:
        yield Found()


@matter_rule(
    "UIO-HAR-05",
    MUST,
    cite="uio.harassment-leader",
    refuses=["close"],
    concerns=AGAINST_SOMEBODY,
)
def case_is_in_the_archive(matter: MatterFacts) -> Iterator[Found]:
    """The case stands in the archive, where every step is written down."""
    if "archive-case" not in matter.steps:
        yield Found()


@matter_rule(
    "UIO-HAR-07",
    MUST,
    cite="uio.harassment-guidelines",
    refuses=["close"],
    concerns=["sexual-assault"],
)
def assault_is_for_the_police(matter: MatterFacts) -> Iterator[Found]:
    """A sexual assault is reported to the police."""
    if "police" not in matter.steps:
        yield Found()


@matter_rule(
    "UIO-WB-01",
    MUST,
    cite=("uio.reporting-before", "uio.reporting-after"),
    refuses=["close"],
    concerns=REPORTS,
)
def report_is_with_who_is_responsible(matter: MatterFacts) -> Iterator[Found]:
    """Whoever received the report has passed it to the manager responsible."""
    if "with-responsible-manager" not in matter.steps:
        yield Found()


@matter_rule("UIO-WB-02", SHOULD, cite="uio.initial-investigations", concerns=REPORTS)
def receipt_is_confirmed_in_time(matter: MatterFacts) -> Iterator[Found]:
    """Receipt is confirmed within a week; the duty clock counts the days from the opening."""
    days = (matter.on - matter.opened).days
    within = int(matter.values.value("confirm-days", matter.opened))
    if "confirm" not in matter.steps and days > within:
        yield Found(text="late", days=days, within=within)


@matter_rule(
    "UIO-WB-03",
    MUST,
    cite=("uio.initial-investigations", "uio.handling"),
    refuses=["close"],
    concerns=REPORTS,
)
def first_check_is_made(matter: MatterFacts) -> Iterator[Found]:
    """First check, timetable, own impartiality and immediate measures have been seen to."""
    for step in ("impartiality", "timetable", "first-check"):
        if step not in matter.steps:
            yield Found(text=step)
    if matter.immediate_action is None and matter.concern not in AGAINST_SOMEBODY:
        yield Found(text="immediate-measures")


@matter_rule(
    "UIO-WB-04",
    MUST,
    cite="uio.initial-investigations",
    refuses=["close"],
    concerns=REPORTS,
)
def ending_at_the_first_check_is_told(matter: MatterFacts) -> Iterator[Found]:
    """Where the first check ends the case, this is written down and told."""
    if matter.deed != "close" or "investigation" in matter.steps:
        return
    if not matter.assessed:
        yield Found(text="assessment")
    if "auditing-told" not in matter.steps:
        yield Found(text="auditing")
    if "reporter-told" not in matter.steps and not matter.anonymous:
        yield Found(text="reporter")


@matter_rule(
    "UIO-WB-05",
    MUST,
    cite=("uio.initial-investigations", "uio.handling"),
    refuses=["close"],
    concerns=REPORTS,
)
def both_are_heard_apart(matter: MatterFacts) -> Iterator[Found]:
    """In an investigation both are heard apart, the reporter first, each with a supporter."""
    if "investigation" not in matter.steps:
        return
    reporter = matter.steps.get("meeting-reporter")
    reported = matter.steps.get("meeting-reported")
    if reporter is None and not matter.anonymous:
        yield Found(text="reporter")
    if reported is None:
        yield Found(text="reported")
    elif reporter is not None and reporter > reported:
        yield Found(text="order", reporter=reporter, reported=reported)
    if "supporter-told" not in matter.steps:
        yield Found(text="supporter")


@matter_rule(
    "UIO-WB-06",
    MUST,
    cite="uio.handling",
    refuses=["assess", "close"],
    concerns=AGAINST_SOMEBODY,
)
def managers_manager_takes_over(matter: MatterFacts) -> Iterator[Found]:
    """If it is about the person's own manager, the manager's manager takes over and says so.

    Opening and handing over stay possible: what was told must not be lost for want of the right
    name.
    """
    if not matter.concerned_is_affecteds_manager:
        return
    if not matter.handler_is_managers_manager:
        yield Found()
    if "told-who-takes-over" not in matter.steps and matter.deed != "assess":
        yield Found(text="told")


@matter_rule("UIO-WB-07", MUST, cite="uio.handling", refuses=["hand-over"], concerns=REPORTS)
def handler_is_high_enough(matter: MatterFacts) -> Iterator[Found]:
    """A report is not followed up below level 3; an unknown level is said to be unknown."""
    lowest = int(matter.values.value("lowest-level", matter.on))
    if matter.handler_level is None:
        if matter.deed is None:
            yield Found(modality=MAY, text="unknown", lowest=lowest)
    elif matter.handler_level > lowest:
        yield Found(level=matter.handler_level, lowest=lowest)


@matter_rule("UIO-WB-08", MUST, cite="uio.handling", refuses=["close"], concerns=REPORTS)
def anonymous_reports_are_examined(matter: MatterFacts) -> Iterator[Found]:
    """That nobody signed a report is no reason to leave it."""
    if matter.anonymous and "first-check" not in matter.steps:
        yield Found()


@matter_rule(
    "UIO-WB-09",
    MUST,
    cite=("uio.reporting", "uio.what-is-a-report"),
    concerns=NO_REPORTS,
)
def ordinary_matters_go_to_the_line(matter: MatterFacts) -> Iterator[Found]:
    """What is no report goes to the ordinary line. Recording it is never refused."""
    if matter.closed is None:
        yield Found()


@matter_rule("NO-AML-2A3", MUST, cite="aml.2a-3", refuses=["close"], concerns=REPORTS)
def reporter_is_cared_for(matter: MatterFacts) -> Iterator[Found]:
    """The reporter's working environment has been seen to."""
    if "reporter-cared-for" not in matter.steps:
        yield Found()


@matter_rule("NO-AML-2A4", MUST, cite="aml.2a-4", refuses=["close"], concerns=["retaliation"])
def employer_answers_for_retaliation(matter: MatterFacts) -> Iterator[Found]:
    """Where facts speak for retaliation, the employer shows that it was none."""
    if "retaliation-answered" not in matter.steps:
        yield Found()

"""What the invented people say in the walk under ``uio``."""

from datetime import date

from visavi.demo.talk import Part, Prepared, Talk, activity
from visavi.messages import Sentence

TICKS = ("employee-page-linked",)


def work(year: int) -> Talk:
    """Kari's work dialogue. Her manager's view of the fourth topic is added later."""
    return Talk(
        "work",
        "uio.work",
        "kari",
        "ingrid",
        "room 12, away from the corridor",
        parts=(
            Part("previous", ends="skip", reason="It is the first one that visavi knows of."),
            Part(
                "tasks",
                notes=(
                    ("employee", "The hearing answers take more time than the year plan says."),
                    ("conductor", "They come first until June; the newsletter can wait."),
                ),
                question="tasks.1",
            ),
            Part(
                "management",
                ends="park",
                reason="Kari wants to think about what she would ask for.",
            ),
            Part(
                "environment",
                views=(("employee", "The open office is too loud for writing."),),
                question="environment.1",
            ),
            Part(
                "competence",
                notes=(("employee", "I want to learn to lead a working group."),),
                question="competence.1",
            ),
            Part(
                "plans",
                notes=(("conductor", "One working group this year, with time set aside for it."),),
            ),
            Part("follow-up", notes=(("conductor", "We look at the plan in June and in autumn."),)),
        ),
        employee_prepares=Prepared(
            answers=(
                ("tasks.1", "The hearing answers matter most and get the worst hours."),
                ("environment", "I write at home because of the noise."),
            ),
            private="I shall not bring up the old quarrel about the newsletter.",
        ),
        conductor_prepares=Prepared(
            answers=(("competence", "Offer the working group on study places."),),
            private="Ask about the noise before anything else.",
            ticks=TICKS,
        ),
        activities=_activities(year),
    )


INGRIDS_VIEW: Sentence = "It is livelier than it was; the quiet room stands empty most days."


def _activities(year: int) -> tuple[dict[str, object], ...]:
    return (
        activity(
            "Lead the working group on study places",
            "five meetings, with the office as secretary",
            date(year, 5, 29),
            "employee",
            "a report that the board can decide on",
            "a day a week until it is done",
            "in June",
        ),
        activity(
            "Make the quiet room one that people use",
            "a booking list, and no telephones there",
            date(year, 5, 29),
            "manager",
            "Kari writes there two days a week",
            "a door that closes",
            "in June",
        ),
        activity(
            "Take the course in leading meetings",
            "the university's course of two days",
            date(year, 10, 30),
            "employee",
            "the next meeting ends on time",
            "the course and two days",
            "after the course",
        ),
        activity(
            "Move the newsletter to the faculty",
            "hand over the list of addresses and the template",
            date(year, 11, 27),
            "both",
            "the faculty sends the next one",
            "an agreement with the faculty",
            "in autumn",
        ),
    )


def senior(year: int) -> Talk:
    """Sverre's senior interview."""
    return Talk(
        "senior",
        "uio.senior",
        "sverre",
        "ingrid",
        "Sverre's office",
        parts=(
            Part(
                "environment",
                notes=(
                    ("employee", "I like it here, and the young ones ask me things."),
                    ("conductor", "They say so too."),
                ),
            ),
            Part(
                "competence",
                notes=(("employee", "Supervising by video still costs me too much."),),
                question="competence.senior-1",
            ),
            Part(
                "senior",
                notes=(("employee", "I want to go on full time, with less committee work."),),
                question="senior.1",
            ),
            Part("tasks", notes=(("conductor", "The committee passes to somebody in autumn."),)),
            Part("plans", notes=(("employee", "One book, and two candidates to their degree."),)),
            Part(
                "management",
                ends="skip",
                reason="Talked about at length in January.",
            ),
        ),
        activities=(
            activity(
                "Hand over the committee on study plans",
                "one meeting together, then the papers",
                date(year, 9, 30),
                "both",
                "the successor has led one meeting",
                "two hours with the successor",
                "in autumn",
            ),
        ),
    )


def told(year: int) -> Talk:
    """Mathias's work dialogue with Jonas: what he tells there stands in no record of it."""
    return Talk(
        "told",
        "uio.work",
        "mathias",
        "jonas",
        "room 12, away from the corridor",
        parts=(
            Part(
                "tasks", notes=(("employee", "The two posts fit together better than last year."),)
            ),
            Part(
                "environment",
                notes=(
                    ("employee", "The group works well."),
                    ("conductor", "So it seems to me."),
                ),
            ),
            Part("competence", notes=(("employee", "A course in supervision would help."),)),
        ),
    )


TOLD: Sentence = "Called names in front of the others at three meetings, and left out since."
ASSESSED: Sentence = (
    "Repeated, by the person's own manager, with witnesses: an investigation is needed."
)


def following(year: int) -> Talk:
    """Kari's next work dialogue, opened only."""
    return Talk("next", "uio.work", "kari", "ingrid", "room 12, away from the corridor")

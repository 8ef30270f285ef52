"""What the invented people say in the walk under ``ki``."""

from datetime import date

from visavi.demo.talk import Part, Prepared, Talk, activity

GOALS_TICKS = (
    "goals-known",
    "operational-plan-known",
    "responsibilities-known",
    "guidelines-known",
    "process-known",
    "questions-known",
    "earlier-read",
    "phones-off",
    "time-enough",
)
"""What Mona ticks before the goal and development dialogue."""


def goals(year: int) -> Talk:
    """Klara's goal and development dialogue."""
    return Talk(
        "goals",
        "ki.goals",
        "klara",
        "mona",
        "room 4, the quiet one",
        parts=(
            Part(
                "opening",
                notes=(("employee", "I want us to settle who does what when a study starts."),),
                question="opening.1",
            ),
            Part(
                "results",
                notes=(
                    ("employee", "Three studies opened on time; the archive is still behind."),
                    ("conductor", "The start-up routine is now used by the whole laboratory."),
                ),
                question="results.1",
            ),
            Part(
                "collaboration",
                views=(
                    ("employee", "Requests come from five people at once, and all are urgent."),
                    ("conductor", "Most requests come through me, and I set the order."),
                ),
                question="collaboration.1",
            ),
            Part(
                "development",
                ends="park",
                reason="We wait for the decision on the new study platform in March.",
            ),
            Part(
                "health",
                notes=(("employee", "Evenings are free again since the rota was changed."),),
                question="health.1",
            ),
        ),
        employee_prepares=Prepared(
            answers=(
                ("opening", "What became of the promise to share the start-up work?"),
                ("results", "I am proud of the start-up routine."),
            ),
            private="If nothing changes by the summer I shall look for another post.",
        ),
        conductor_prepares=Prepared(
            answers=(("results", "Ask for the archive, and what would help."),),
            private="Do not promise the platform before March.",
            ticks=GOALS_TICKS,
        ),
        activities=_activities(year),
    )


def _activities(year: int) -> tuple[dict[str, object], ...]:
    return (
        activity(
            "Share the start-up work between two coordinators",
            "write down the steps, then take every second study each",
            date(year, 5, 29),
            "both",
            "two studies started by the new order",
            "an hour a week with the other coordinator",
            "first Monday of each month",
        ),
        activity(
            "Catch up with the study archive",
            "one binder a week, the oldest first",
            date(year, 5, 29),
            "employee",
            "nothing older than last year is left",
            "a scanner in the office",
            "by mail at the end of each month",
        ),
        activity(
            "Learn the statistics programme",
            "the internal course of three days",
            date(year, 10, 30),
            "employee",
            "one report made without help",
            "the course fee and three days",
            "after the course",
        ),
        activity(
            "Try a shared inbox for requests",
            "one address, read in turns",
            date(year, 9, 30),
            "manager",
            "requests come to one place only",
            "none",
            "in the second dialogue",
        ),
    )


def salary(year: int) -> Talk:
    """Klara's result and salary dialogue; its only new activity is for after the review."""
    return Talk(
        "salary",
        "ki.salary",
        "klara",
        "mona",
        "room 4, the quiet one",
        parts=(
            Part(
                "looking-back",
                notes=(("employee", "The shared start-up work took the pressure off."),),
                question="looking-back.1",
            ),
            Part(
                "results",
                notes=(
                    ("conductor", "Five studies opened on time, two of them by the new order."),
                ),
            ),
            Part(
                "collaboration",
                notes=(("conductor", "The new coordinator was taught well and with patience."),),
            ),
            Part(
                "development",
                notes=(("employee", "The platform is decided; I should like to lead its start."),),
            ),
            Part(
                "assessment",
                notes=(("conductor", "Above what was agreed. More responsibility is the way up."),),
            ),
        ),
        employee_prepares=Prepared(
            answers=(("looking-back.1", "Two tasks are new: the teaching and the archive."),),
            private="I hope for a visible step this year.",
            ticks=("training-seen", "criteria-read", "own-template-read", "statistics-seen"),
        ),
        conductor_prepares=Prepared(
            answers=(("assessment", "Give the reasons first, then the figure."),),
            private="The frame allows it.",
            ticks=("earlier-read", "salary-course", "phones-off", "time-enough"),
        ),
        activities=(
            activity(
                "Lead the start of the new study platform",
                "a plan with dates, then two pilot studies",
                date(year + 1, 3, 31),
                "employee",
                "two pilot studies run on it",
                "half a day a week free of other work",
                "in the next first dialogue",
            ),
        ),
    )


def union(year: int) -> Talk:
    """Signe's second dialogue: her salary is negotiated, so it is not talked about."""
    return Talk(
        "union",
        "ki.salary",
        "signe",
        "mona",
        "Signe's laboratory bench, after hours",
        parts=(
            Part("looking-back", notes=(("employee", "The sixty and the twenty per cent fit."),)),
            Part("results", notes=(("conductor", "Every series was delivered in time."),)),
            Part(
                "collaboration", notes=(("conductor", "Both teams say that she is easy to ask."),)
            ),
            Part("development", notes=(("employee", "I should like to learn the new analyser."),)),
            Part("assessment", notes=(("conductor", "The criteria are met in full."),)),
        ),
    )


def next_goals(year: int) -> Talk:
    """Klara's first dialogue of the next cycle, opened only."""
    return Talk("next", "ki.goals", "klara", "mona", "room 4, the quiet one")

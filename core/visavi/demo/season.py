"""The middle of a year: a signed dialogue of last year, and one that is on its way."""

from datetime import date, timedelta

from attrs import frozen

from visavi.demo import acts, pledges, words_ki, words_uio
from visavi.demo.narrate import Step
from visavi.demo.stage import Stage, working_day
from visavi.demo.talk import Talk
from visavi.demo.team import Team
from visavi.messages import say
from visavi.usecases.prepare import prepare
from visavi.usecases.workspace import Workspace

OWED = frozenset({"upcoming", "open", "overdue"})


@frozen
class Season:
    """What was played: who leads and who is led in it, and the dialogue to look at first."""

    policy: str
    manager: str
    employee: str
    dialogue: str
    step: Step


def play_season(workspace: Workspace, team: Team, on: date) -> Season:
    """Play last year's dialogue of the team's first pair, and begin what is due on the day."""
    stage = Stage(workspace, workspace.policies.base, team, on.year - 1)
    stage.step = Step(0, "season", "")
    words = {"ki": words_ki.goals, "uio": words_uio.work}[team.policy]
    talk = words(stage.year)
    _last_year(stage, talk)
    stage.on = on
    _now(stage, talk)
    newest = stage.ids.get("now", stage.ids[talk.name])
    return Season(team.policy, talk.conductor, talk.employee, newest, stage.step)


def _last_year(stage: Stage, talk: Talk) -> None:
    """A signed dialogue whose plan is half done."""
    stage.day(1, 14)
    acts.plan_and_invite(stage, talk, working_day(date(stage.year, 2, 10)))
    stage.day(1, 28)
    acts.prepare_both(stage, talk)
    stage.day(2, 10)
    acts.conduct_topics(stage, talk)
    if talk.kind == "uio.work":
        acts.give_view(stage, talk, "environment", "conductor", words_uio.INGRIDS_VIEW)
    acts.agree_on(stage, talk)
    stage.day(2, 17)
    pledges.sign_both(stage, talk)
    stage.day(6, 9)
    pledges.follow_up(stage, talk, 1, "Done, and it goes well.")


def _now(stage: Stage, last: Talk) -> None:
    """The next dialogue is planned and invited to, if one is owed; the employee has begun."""
    owed = [
        row
        for row in stage.agenda(last.conductor)
        if row["person"] == last.employee
        and row["owner"] == last.conductor
        and row["state"] in OWED
        and row["kind"] in stage.policy.kinds
    ]
    if not owed:
        return
    talk = Talk("now", owed[0]["kind"], last.employee, last.conductor, last.place)
    acts.plan_and_invite(stage, talk, working_day(stage.on + timedelta(days=14)))
    prepare(
        stage.workspace,
        stage.by(last.employee),
        stage.ids["now"],
        text=say("Which of last time's promises do we keep, and which do we let go?"),
    )

"""One whole cycle of an invented team through the real code path, step by step.

The walk looks at what each deed did through the use cases that read, and says so. It ends at the
first step that did not give what it should.
"""

from collections.abc import Callable, Iterator
from datetime import date

from visavi.demo.narrate import Line, Step
from visavi.demo.stage import Stage, WalkBroken, working_day
from visavi.demo.team import enter_team, team_for
from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi.model.time import FAR_FUTURE_YEAR
from visavi.usecases.workspace import Workspace

FIRST_YEAR = 2026
"""The year of the policies' present versions; the walk shows what they say from then on."""

Scene = Callable[[Stage], None]


def walk(workspace: Workspace, year: int) -> Iterator[Step]:
    """Walk the cycle of a year in an empty store, under the base policy of the workspace.

    The same year gives the same steps where the workspace draws its ids by
    :func:`~visavi.demo.seeded.seeded`. Raises :class:`InvalidInput` for a policy that has no walk,
    and for a year outside what it shows.
    """
    if not FIRST_YEAR <= year < FAR_FUTURE_YEAR - 1:
        raise InvalidInput(
            "There is no walk through {year}.",
            todo="Choose a day from {first} to {last} (--as-of).",
            year=year,
            first=FIRST_YEAR,
            last=FAR_FUTURE_YEAR - 2,
        )
    policy = workspace.policies.base
    begins = working_day(date(year, 1, 12))
    team = team_for(policy.id, begins)
    stage = Stage(workspace, policy, team, year)
    enter_team(workspace, team, begins)
    for number, (name, title, scene) in enumerate(_scenes(policy.id), 1):
        step = stage.step = Step(number, name, say(title))
        _play(stage, scene)
        yield step
        if not step.ok:
            return


def _play(stage: Stage, scene: Scene) -> None:
    """One scene; what ends it too soon is told as a line that does not hold."""
    try:
        scene(stage)
    except (VisaviError, WalkBroken) as error:
        stage.step.lines.append(Line("fails", say("It ended here: {error}", error=error)))


def _scenes(policy: str) -> tuple[tuple[str, str, Scene], ...]:
    from visavi.demo import walk_ki, walk_uio

    return {"ki": walk_ki.SCENES, "uio": walk_uio.SCENES}[policy]

"""``visavi demo``: an invented team to try things on, in a store of its own."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from visavi.errors import Conflict, StoreMissing
from visavi.messages import say
from visavi_cli import paths
from visavi_cli.exits import Exit
from visavi_cli.output import Answer
from visavi_cli.policies import policies_of
from visavi_cli.run import Run
from visavi_cli.settings import value_of
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.demo.season import Season
    from visavi.policy.loading import Policies

VERBS = Verbs()
DEFAULT = "ki"


@VERBS.add(
    "start",
    "Make an invented team in a store of its own.",
    schema="demo",
    changes=True,
)
def start(run: Run) -> Answer:
    """The store is --store, or a place of its own; never one that is there already."""
    folder = _folder(run)
    policies = _policies(run, run.policy or value_of("policy") or DEFAULT)
    _require_free(folder)
    return _made(run, folder, policies)


@VERBS.add(
    "reset",
    "Throw the demo's store away and make it anew.",
    schema="demo",
    changes=True,
)
def reset(run: Run) -> Answer:
    """Only a store that is marked as a demo is thrown away; its policy stays, without --policy."""
    from visavi.demo.folder import discard_demo, require_demo
    from visavi.demo.team import team_for
    from visavi.usecases.institution import institution

    folder = _folder(run)
    before = None
    try:
        before = institution(require_demo(folder)).policy
    except StoreMissing:
        _require_free(folder)
    policies = _policies(run, run.policy or before or value_of("policy") or DEFAULT)
    team_for(policies.base.id, run.on)
    if before is not None and not run.dry_run:
        discard_demo(folder)
    return _made(run, folder, policies)


@VERBS.add(
    "walk",
    "Go through one whole cycle with the invented team, and print each step.",
    schema="walk",
)
def walk(run: Run) -> Answer:
    """The cycle of the year of --as-of, in a store that is thrown away; 10 if a step went wrong."""
    from tempfile import TemporaryDirectory

    from visavi.demo.seeded import seeded
    from visavi.demo.walk import walk as steps_of
    from visavi.store import create_store
    from visavi.usecases.workspace import Workspace

    policies = _policies(run, run.policy or value_of("policy") or DEFAULT)
    with TemporaryDirectory(prefix="visavi-") as folder:
        workspace = Workspace(create_store(f"{folder}/walk"), policies, draw=seeded())
        steps = [step.as_mapping() for step in steps_of(workspace, run.on.year)]
    ok = all(step["ok"] for step in steps)
    data = {
        "policy": policies.base.id,
        "version": policies.base.version,
        "year": run.on.year,
        "ok": ok,
        "steps": steps,
    }
    wrong = () if ok else (say("Step {number} did not give what it should.", number=len(steps)),)
    return Answer(data, _walked, code=Exit.DONE if ok else Exit.FOUND, talk=wrong)


def _folder(run: Run) -> str:
    """The demo's folder: the one named by option, else the demo's own; never the store in use."""
    return run.named_store or paths.demo_store()


def _policies(run: Run, name: str) -> "Policies":
    from visavi.usecases.institution import Institution

    return policies_of(run, Institution(name))


def _require_free(folder: str) -> None:
    import os

    if os.path.isdir(folder) and os.listdir(folder):
        raise Conflict(
            "There is something at {path} already.",
            todo="Throw a demo away with visavi demo reset, or name another folder with --store.",
            path=folder,
        )


def _made(run: Run, folder: str, policies: "Policies") -> Answer:
    from visavi.demo.folder import make_demo
    from visavi.demo.team import team_for

    team = team_for(policies.base.id, run.on)
    data = {
        "policy": team.policy,
        "store": folder,
        "on": run.on.isoformat(),
        "changed": not run.dry_run,
        "people": [
            {"id": member.id, "name": member.name, "part": say(member.part)}
            for member in team.members
        ],
        "next": [],
    }
    if not run.dry_run:
        _, season = make_demo(folder, policies, run.on)
        data["next"] = _next(run, season)
    return Answer(data, _started)


def _next(run: Run, season: "Season") -> list[str]:
    """Commands to try, for somebody whose store is the demo's."""
    from datetime import date
    from shlex import quote

    day = "" if run.on == date.today() else f" --as-of {run.on.isoformat()}"
    store = f" --store {quote(run.named_store)}" if run.named_store else ""
    return [
        f"visavi agenda --as {season.manager}{day}",
        f"visavi dialogue list --as {season.manager}{day}",
        f"visavi dialogue show {season.dialogue} --as {season.employee}{day}",
        f"visavi activity list --as {season.employee}{day}",
        f"visavi demo walk --policy {season.policy}",
        f"visavi demo reset{store}",
    ]


def _started(data: Mapping[str, Any]) -> Iterator[str]:
    from shlex import quote
    from textwrap import wrap

    from visavi.demo.narrate import WIDTH

    sentence = (
        "An invented team of {count} under {policy}, as of {on}, in {store}"
        if data["changed"]
        else "An invented team of {count} under {policy}, as of {on}, not made: dry run"
    )
    yield say(
        sentence, count=len(data["people"]), **{k: data[k] for k in ("policy", "on", "store")}
    )
    for person in data["people"]:
        told = f"{person['id']:8}  {person['name']}: {person['part']}"
        yield from wrap(told, WIDTH, initial_indent="  ", subsequent_indent=" " * 12)
    if data["next"]:
        yield say("Type next:")
        yield f"  export VISAVI_STORE={quote(data['store'])}"
        yield from (f"  {command}" for command in data["next"])


def _walked(data: Mapping[str, Any]) -> Iterator[str]:
    from visavi.demo.narrate import printed

    for step in data["steps"]:
        yield from printed(step)

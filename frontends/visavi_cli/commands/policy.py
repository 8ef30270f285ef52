"""``visavi policy``: what the institution demands, and where it stands."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli.exits import Exit
from visavi_cli.options import argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.policies import chosen_for, policies_of, policy_named
from visavi_cli.render import policies as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

VERBS = Verbs()


@VERBS.add("list", "The policies that are there, by name.", schema="policies")
def list_policies(run: Run) -> Answer:
    """None of them is imported."""
    from visavi.policy.containing.pins import format_of
    from visavi.policy.loading import policy_names

    found = policy_names(policy_dirs=run.policy_dirs)
    rows = []
    for named in found:
        if named.folder or not run.no_plugins:
            number = format_of(named)
            rows.append(
                {
                    "name": named.name,
                    "distribution": named.distribution,
                    "version": named.version,
                    "folder": named.folder,
                    "format": number,
                    "note": _note(number),
                }
            )
    return Answer(rows, render.names)


def _note(number: int | None) -> str:
    """What is to be known of a policy's format; nothing if it is the one of today."""
    from visavi.policy.numbers import API, OLDEST

    if number is None or number == API:
        return ""
    if number > API:
        return say("needs a newer visavi")
    return say("an older format") if number >= OLDEST else say("a format that is read no more")


@VERBS.add(
    "show",
    "One policy: layers, dialogues, rules, and what it leaves open.",
    argument("name", required=False),
    schema="policy",
)
def show(run: Run, name: str | None) -> Answer:
    """Without a name, the store's."""
    from visavi_cli.describing import describe

    return Answer(describe(_named(run, name), run.on), render.policy)


@VERBS.add(
    "explain",
    "Why it says what it says: of a rule, parameter or setting, a person or a dialogue.",
    argument("name"),
    argument("item", required=False),
    option("--person", metavar="ID", about="What this person owes or is owed, and why."),
    option("--dialogue", metavar="ID", about="What is found on this dialogue, and why."),
    schema="policy-explained",
    also=("policy-explained-of",),
)
def explain(
    run: Run, name: str, item: str | None, person: str | None, dialogue: str | None
) -> Answer:
    """The chain of each: value < layer < file and line < rule < source; and why others are silent.

    The policy need not be the store's: so one can see what it would say.
    """
    if sum(one is not None for one in (item, person, dialogue)) != 1:
        raise InvalidInput("Name either an item of the policy, --person, or --dialogue.")
    if item is None:
        from visavi_cli.explaining import explained_of
        from visavi_cli.render import authors

        data = explained_of(run, name, person=person, dialogue=dialogue)
        return Answer(data, authors.explained, schema="policy-explained-of")
    from visavi.policy.authoring.explaining import explain as explained

    found = explained(_named(run, name), item, run.on)
    return Answer([explanation.as_mapping() for explanation in found], render.explained)


@VERBS.add(
    "check",
    "Whether a policy's files and code can be used; 10 if anything is wrong.",
    argument("name"),
    flag("--watch", about="Check again whenever a file is saved, until interrupted."),
    schema="problems",
)
def check(run: Run, name: str, watch: bool) -> Answer:
    """A name, or a folder with a policy.toml. Every mistake is told, not only the first."""
    from visavi.policy.authoring.checking import check as problems_of
    from visavi.policy.authoring.checking import mistakes

    if watch:
        from visavi_cli.render import authors
        from visavi_cli.watch import rounds

        return Answer(rounds(run, name), authors.rounds)
    found = problems_of(name, policy_dirs=run.policy_dirs)
    code = Exit.FOUND if mistakes(found) else Exit.DONE
    return Answer([problem.as_mapping() for problem in found], render.problems, code=code)


@VERBS.add(
    "test",
    "Run a policy's scenarios; 10 if it answers otherwise than expected.",
    argument("name"),
    argument("scenarios", required=False, many=True),
    flag("--coverage", about="Which rules no scenario meets, and which none breaks."),
    flag("--update", about="Show what the scenarios would say if the policy is right."),
    flag("--yes", about="With --update: write it into the files."),
    schema="scenarios",
    also=("policy-coverage", "scenario-updates"),
    changes=True,
)
def test(
    run: Run, name: str, scenarios: tuple[str, ...], coverage: bool, update: bool, yes: bool
) -> Answer:
    """The scenario files beside the policy, or those that are named."""
    from visavi_cli.render import authors
    from visavi_cli.scenarios import coverage_of, results_of, updates_of

    if coverage and update:
        raise InvalidInput("Choose --coverage or --update.")
    if coverage:
        rows = coverage_of(run, name, scenarios)
        lacking = any(row["lacks"] for row in rows)
        code = Exit.FOUND if lacking else Exit.DONE
        return Answer(rows, authors.coverage, code=code, schema="policy-coverage")
    if update:
        rows = list(updates_of(run, name, scenarios, write=yes and not run.dry_run))
        left = any(row["changes"] and not row["written"] for row in rows)
        code = Exit.FOUND if left else Exit.DONE
        return Answer(rows, authors.updates, code=code, schema="scenario-updates")
    rows = list(results_of(run, name, scenarios))
    failed = any(not row["ok"] for row in rows)
    return Answer(rows, render.results, code=Exit.FOUND if failed else Exit.DONE)


@VERBS.add(
    "diff",
    "What differs between two policies, such as a layer and its base; 10 if anything does.",
    argument("before"),
    argument("after"),
    schema="policy-differences",
)
def diff(run: Run, before: str, after: str) -> Answer:
    """In data, rules and texts; where things stand in the files is not compared."""
    from visavi.policy.authoring.comparing import diff as differences

    found = differences(_named(run, before), _named(run, after))
    rows = [change.as_mapping() for change in found]
    return Answer(rows, render.differences, code=Exit.FOUND if rows else Exit.DONE)


def _named(run: Run, name: str | None) -> "Policy":
    """The policy of that name, or the one of the store with its settings."""
    if name is None or name == run.policy:
        return policies_of(run, chosen_for(run)).base
    return policy_named(run, name)

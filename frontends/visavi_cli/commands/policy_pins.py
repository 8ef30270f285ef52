"""``visavi policy allow`` and ``allowed``: which policies this store lets be loaded."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from visavi.errors import NotFound, PolicyError
from visavi.messages import say
from visavi.usecases.institution import Institution, allow, institution
from visavi_cli.exits import Exit
from visavi_cli.options import argument, flag
from visavi_cli.output import Answer
from visavi_cli.render import authors as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.policy.names import Named

VERBS = Verbs()


@VERBS.add(
    "allow",
    "Let the store load this policy, as it is now, and no other that is not allowed.",
    argument("name"),
    flag("--remove", about="Allow it no more; when none is left, every policy may be loaded."),
    schema="policies-allowed",
    changes=True,
)
def allow_policy(run: Run, name: str, remove: bool) -> Answer:
    """With all that it extends and the layers it names; the first time the store's own as well."""
    from visavi.policy.containing.pins import pin
    from visavi.policy.loading import policy_names

    chosen = institution(run.repository)
    allowed = dict(chosen.allowed)
    names = policy_names(policy_dirs=run.policy_dirs)
    if remove:
        if allowed.pop(name, None) is None:
            raise NotFound("The policy {name} is not among the allowed ones.", name=name)
    else:
        first = () if allowed else _in_use(chosen)
        for wanted in dict.fromkeys((*first, name)):
            for named in _with_layers(wanted, names):
                now = pin(named)
                allowed[now.policy] = {"version": now.version, "digest": now.digest}
    allow(run.repository, run.actor, allowed, dry_run=run.dry_run)
    return Answer(list(_rows(allowed, names)), render.allowed)


@VERBS.add(
    "allowed",
    "The policies that the store lets be loaded; 10 if one is not what it was.",
    schema="policies-allowed",
)
def allowed_policies(run: Run) -> Answer:
    """An empty list means that every policy may be loaded."""
    from visavi.policy.loading import policy_names

    names = policy_names(policy_dirs=run.policy_dirs)
    rows = list(_rows(institution(run.repository).allowed, names))
    amiss = any(row["problem"] for row in rows)
    return Answer(rows, render.allowed, code=Exit.FOUND if amiss else Exit.DONE)


def _in_use(chosen: Institution) -> Iterator[str]:
    yield from filter(None, (chosen.policy, *chosen.layers.values()))


def _with_layers(name: str, names: "tuple[Named, ...]") -> "Iterator[Named]":
    """The policy, what it extends, and the layers that any of them names, with what they extend."""
    from visavi.policy.containing.pins import chain, layers_of

    own = chain(name, names)
    yield from own
    for below in own:
        for layer in layers_of(below):
            yield from chain(layer, names)


def _rows(allowed: Any, names: "tuple[Named, ...]") -> Iterator[dict[str, Any]]:
    from visavi.policy.containing.pins import pin
    from visavi.policy.loading import find_policy

    for name, pinned in sorted(allowed.items()):
        problem = ""
        try:
            now = pin(find_policy(name, names))
            if now.digest != pinned["digest"]:
                problem = say("it has changed since (now version {version})", version=now.version)
        except PolicyError as error:
            problem = error.message
        yield {"name": name, **pinned, "problem": problem}

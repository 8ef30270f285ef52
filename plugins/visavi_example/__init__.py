"""The smallest whole policy: a made-up college. Copy this folder, and read its README first."""

from collections.abc import Iterable

from visavi.policy import PolicySource, Rule, hookimpl, rules_in


@hookimpl
def visavi_policy() -> PolicySource:
    """Where the policy's files lie."""
    return PolicySource(api=1, folder=__path__[0])


@hookimpl
def visavi_rules() -> Iterable[Rule]:
    """The rules that need code."""
    from visavi_example import rules

    return rules_in(vars(rules))

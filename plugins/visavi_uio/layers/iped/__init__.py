"""Department of Education: a yearly must, roles, hourly accounts."""

from collections.abc import Iterable

from visavi.policy import PolicySource, Rule, hookimpl


@hookimpl
def visavi_policy() -> PolicySource:
    """The folder of the layer's files."""
    return PolicySource(api=1, folder=__path__[0])


@hookimpl
def visavi_rules() -> Iterable[Rule]:
    """The rules of the layer that need code."""
    from visavi.policy import rules_in
    from visavi_uio.layers.iped import rules

    return rules_in(vars(rules))

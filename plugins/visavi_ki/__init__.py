"""Karolinska Institutet as a policy: two dialogues a year, with salary in the second."""

from collections.abc import Iterable

from visavi.policy import PolicySource, Rule, hookimpl


@hookimpl
def visavi_policy() -> PolicySource:
    """The folder of ``policy.toml`` and ``texts/``."""
    return PolicySource(api=1, folder=__path__[0])


@hookimpl
def visavi_rules() -> Iterable[Rule]:
    """The rules that need code."""
    from visavi.policy import rules_in
    from visavi_ki.rules import agenda, content, line, matters, pay, taking_part, timing

    modules = (agenda, taking_part, line, timing, content, pay, matters)
    return tuple(rule for module in modules for rule in rules_in(vars(module)))

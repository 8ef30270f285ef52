"""The University of Oslo's policy: one dialogue a year, the senior interview, harassment, reports.

Start with ``policy.toml``; ``rules/`` holds the few rules that need code, ``layers/`` what single
faculties and departments add, ``scenarios/`` what all of it means for people.
"""

from collections.abc import Iterable

from visavi.policy import PolicySource, Rule, hookimpl


@hookimpl
def visavi_policy() -> PolicySource:
    """The folder of the policy's files."""
    return PolicySource(api=1, folder=__path__[0])


@hookimpl
def visavi_rules() -> Iterable[Rule]:
    """The rules that need code."""
    from visavi.policy import rules_in
    from visavi_uio.rules import dialogues, matters, pay, senior

    return [rule for part in (dialogues, pay, senior, matters) for rule in rules_in(vars(part))]

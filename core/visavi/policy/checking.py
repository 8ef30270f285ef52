"""Whether a policy can be used, before anybody does: all its mistakes at once."""

import os
from collections.abc import Sequence

from visavi.errors import PolicyError, PolicyInvalid
from visavi.policy.assembling import assemble
from visavi.policy.loading import find_policy
from visavi.policy.names import Named, named_in, policy_names
from visavi.policy.problems import Problem


def check(policy: str, *, policy_dirs: Sequence[str] = ()) -> list[Problem]:
    """Everything that is wrong with a policy, given by its folder or its name; empty if nothing is.

    A policy whose code cannot be used has one problem more, without a line.
    """
    try:
        names = policy_names(policy_dirs=policy_dirs)
        assemble(_asked(policy, names), lambda name: find_policy(name, names))
    except PolicyInvalid as error:
        return list(error.problems) or [Problem(policy, 0, "", error.message, error.way_forward)]
    except PolicyError as error:
        return [Problem(policy, 0, "", error.message, error.way_forward)]
    return []


def _asked(policy: str, names: Sequence[Named]) -> Named:
    if os.sep in policy or os.path.exists(os.path.join(policy, "policy.toml")):
        return named_in(policy)
    return find_policy(policy, names)

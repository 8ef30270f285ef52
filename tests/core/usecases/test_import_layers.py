"""Titles that only a unit knows: its layer says what they mean."""

from pathlib import Path

import pytest

from visavi.policy.loading import Policies
from visavi_testing.lists import a_store, bring, people
from visavi_testing.policy_folder import POLICY, write_layer, write_policy

DEPT = """
[[staff_group]]
id = "staff"
maps = ["Adviser", "Keeper of Instruments"]

[[staff_group]]
id = "choir"
maps = ["Cantor", "Senior Adviser"]
"""
LIST = """id;name;unit;title;from;manager
1;Ek, Mia;D;Cantor;2019-01-01;
2;Ask, Per;X;Cantor;2020-01-01;1
3;Lie, Ada;D;Senior Adviser;2020-01-01;1
4;Moe, Ola;X;Senior Adviser;2020-01-01;1
"""


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    """A policy whose unit D has a layer with words of its own."""
    dirs = [
        write_policy(tmp_path / "tiny", POLICY + '\n[layers]\nD = "tiny-dept"\n'),
        write_layer(
            tmp_path / "dept", DEPT, name="tiny-dept", below="tiny",
            texts='[staff_group.choir]\nname = "choir"\n',
        ),
    ]  # fmt: skip
    return Policies("tiny", policy_dirs=dirs)


def test_a_title_means_what_the_layer_of_the_unit_says(policies: Policies) -> None:
    """And elsewhere what the institution says, or nothing that is known."""
    workspace = a_store(policies)

    bring(workspace, LIST.encode())

    groups = {one.id: one.employments[0].staff_group for one in people(workspace).values()}
    assert groups == {"1": "choir", "2": "", "3": "choir", "4": "staff"}


def test_a_layer_that_cannot_be_loaded_does_not_stop_the_list(
    policies: Policies, tmp_path: Path
) -> None:
    """Its people get what the institution says."""
    (tmp_path / "dept" / "policy.toml").write_text("no", encoding="utf-8")
    workspace = a_store(policies)

    bring(workspace, LIST.encode())

    groups = {one.id: one.employments[0].staff_group for one in people(workspace).values()}
    assert groups == {"1": "", "2": "", "3": "staff", "4": "staff"}

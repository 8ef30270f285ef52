"""What another policy would say of dialogues under way: counted, and small numbers withheld."""

from datetime import date
from pathlib import Path
from typing import Any

from visavi.model.dialogues import Dialogue, Signature, Signed, State
from visavi.model.dialogues import Party as By
from visavi.policy.loading import Policies
from visavi.serial import to_document
from visavi.store import MemoryRepository
from visavi.usecases.preview_policy import preview
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing.builders import dialogue, person
from visavi_testing.policy_folder import POLICY, TEXTS, write_policy

ON = date(2026, 3, 1)
STRICTER = (
    POLICY.replace('version = "1"', 'version = "2"')
    + """
[[rule]]
id = "T-3"
modality = "should"
cite = "guide"
check = "topics-covered"
with = { topics = ["work"] }
refuses = ["sign"]
"""
)
MORE = TEXTS + '\n[rule.T-3]\nsays = "a"\nfinds = "b"\nways = ["c"]\n'


def seen(folder: Path, *dialogues: Dialogue, back: bool = False) -> dict[str, Any]:
    """The preview of a stricter version, or of the way back, for people with these dialogues."""
    old = Policies("tiny", policy_dirs=[write_policy(folder / "1" / "tiny")])
    new = Policies("tiny", policy_dirs=[write_policy(folder / "2" / "tiny", STRICTER, MORE)])
    before, after = (new, old) if back else (old, new)
    workspace = Workspace(MemoryRepository(), before)
    with workspace.changing(Actor(None, ON)) as change:
        for one in dialogues:
            change.put_person(to_document(person(one.employee, "mia", group="staff")))
            change.put_dialogue(to_document(one))
        change.put_person(to_document(person("mia", group="staff")))
    return preview(workspace, Actor(None, ON), after)


def held(number: int, **more: Any) -> Dialogue:
    """Somebody's talk, after which nothing was written down."""
    employee = f"anna{number}"
    return dialogue(
        "tiny.year", employee=employee, dialogue_id=f"{employee}.aaaaaa", held=ON, **more
    )


def test_rules_that_would_speak_or_refuse_are_counted(tmp_path: Path) -> None:
    """The plan was missing before as well: that is no difference."""
    found = seen(tmp_path, *(held(number) for number in range(6)))

    assert found["under_way"] == 6
    assert found["said"] == [
        {"what": "new", "rule": "T-3", "deed": "", "count": 6},
        {"what": "new", "rule": "T-3", "deed": "sign", "count": 6},
    ]
    assert "anna" not in str(found["said"])


def test_the_other_way_round_they_would_be_silent(tmp_path: Path) -> None:
    found = seen(tmp_path, *(held(number) for number in range(6)), back=True)

    assert {(one["what"], one["deed"], one["count"]) for one in found["said"]} == {
        ("gone", "", 6),
        ("gone", "sign", 6),
    }


def test_numbers_of_fewer_than_five_are_withheld(tmp_path: Path) -> None:
    """Whose record lacks what is not for who looks after the register."""
    found = seen(tmp_path, *(held(number) for number in range(4)))

    assert [one["count"] for one in found["said"]] == [None, None]


def test_what_is_signed_stays_under_the_version_that_judged_it(tmp_path: Path) -> None:
    """It is counted by that version, and nothing new is said of it."""
    signatures = tuple(Signature(party, "anna", ON, digest="") for party in By)
    signed = [
        held(number, state=State.SIGNED, signed=(Signed(1, "", "", signatures),))
        for number in range(6)
    ]

    found = seen(tmp_path, *signed)

    assert (found["under_way"], found["said"], found["signed"]) == (0, [], 6)
    assert found["judged"] == [{"policy": "tiny 1", "dialogues": 6}]


def test_the_same_policy_says_the_same(tmp_path: Path) -> None:
    assert seen(tmp_path / "a", held(1), held(2), back=True)["under_way"] == 2
    one = Policies("tiny", policy_dirs=[write_policy(tmp_path / "tiny")])
    workspace = Workspace(MemoryRepository(), one)

    assert preview(workspace, Actor(None, ON), one)["said"] == []

"""Days of KI's year that the walk does not have, by keys on a real terminal: an employee's own day
with a refusal to sign, and a manager who comes between the two dialogues.
"""

import os
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from visavi.policy.loading import Policies
from visavi.store import open_store
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity
from visavi.usecases.actor import Actor
from visavi.usecases.institution import Institution, choose
from visavi.usecases.invite import invite
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.sign import sign
from visavi.usecases.workspace import Workspace
from visavi_testing.by_keys import ByKeys, told_in

from .year import FIRST, UnderTmux, names_of_team, store_with_team

DAY = "2026-01-26"
NAMES = names_of_team("ki")

LINES: tuple[tuple[str, str, str], ...] = (
    ("klara", "prepare {id} --private", "I hope for a calm spring"),
    ("klara", "prepare {id} --about results", "The archive is still behind"),
    ("klara", "submit {id}", ""),
    ("mona", "submit {id}", ""),
    ("mona", "conduct {id} --start", ""),
    ("klara", "note {id} --topic opening", "We began late"),
    ("klara", "note {id} --topic opening --instead 1", "We began ten minutes late"),
    ("klara", "differ {id} --topic opening", "I see the year otherwise"),
    ("mona", "conduct {id} --finish", ""),
    ("klara", "refuse {id}", "My view of the load is not in it"),
)
"""The same day by commands: who, what, and the words."""


def employees_day(hands: ByKeys) -> None:
    """Klara prepares and shares, reads what is kept about her, writes, corrects and differs."""
    hands.open("klara", "ki.goals")
    hands.press("p", "ONLY YOU until")
    hands.to("A note for yourself")
    hands.press("Enter", "(ONLY YOU)")
    hands.types("I hope for a calm spring")
    hands.press("C-j", "Kept.")
    hands.to("Results and skill")
    hands.press("Enter", "MONA when both have submitted")
    hands.sees("* Looking at the work you have now", "* If nothing stood in the way")
    hands.types("The archive is still behind")
    hands.press("C-j", "e Rewrite")
    hands.press("z", "Nothing is done yet.")
    hands.press("y", "Submitted. It is read when both")
    hands.press("Escape", "you are: employee")
    hands.leave()
    hands.press("a", "Kept about you")
    hands.sees("ONLY YOU", "Manager: Mona Falk", "Salary: dialogue")
    hands.press("Escape", "Next step: ")
    hands.act_as("mona")
    hands.open("klara", "ki.goals")
    hands.press("z", "Nothing is done yet.")
    hands.press("y", "Submitted. It is read by both")
    hands.press("s", "topic 1 of")
    hands.leave_talk()
    hands.act_as("klara")
    hands.enter("klara", "ki.goals")
    hands.says("We began late")
    hands.press("r", "> Your note, anew")
    hands.press("C-u")
    hands.types("We began ten minutes late")
    hands.press("C-j", "Written anew")
    hands.sees_it("I see the year otherwise")
    hands.leave_talk()


def refusal(hands: ByKeys) -> None:
    """Mona ends the talk; Klara refuses to sign, with her reason."""
    hands.act_as("mona")
    hands.enter("klara", "ki.goals")
    hands.press("e", "The talk is over")
    hands.leave()
    hands.act_as("klara")
    hands.open("klara", "ki.goals")
    hands.press("g", "fingerprint")
    hands.press("r", "> The reason")
    hands.types("My view of the load is not in it")
    hands.press("C-j", "Answered so far: Klara Nyholm.")


def test_an_employees_day_and_refusal_leave_what_their_commands_leave(
    under_tmux: UnderTmux, tmp_path: Path
) -> None:
    """She prepares, shares, reads what is kept, writes, corrects, differs and does not sign."""
    by_keys, by_lines = tmp_path / "keys", tmp_path / "lines"
    workspace, mona = store_with_team("ki", by_keys), Actor("mona", FIRST)
    invite(workspace, mona, plan_dialogue(workspace, mona, "klara", kind="ki.goals").id)
    shutil.copytree(by_keys, by_lines)
    options = ("--store", str(by_keys), "--as", "klara", "--as-of", DAY)
    with under_tmux(*options, ESCDELAY="10") as terminal:
        hands = ByKeys(terminal, Policies("ki").base, NAMES)
        employees_day(hands)
        refusal(hands)
    for person, line, text in LINES:
        _command(by_lines, tmp_path, person, line, text)

    left = told_in(open_store(str(by_keys)))
    assert left["dialogues"] == told_in(open_store(str(by_lines)))["dialogues"]
    signatures = left["dialogues"]["klara/ki.goals/2026"]["signed"][-1]["signatures"]
    assert [one["refused"] for one in signatures] == [LINES[-1][2]]


def _command(store: Path, home: Path, person: str, line: str, text: str) -> None:
    (dialogue,) = (str(one["id"]) for one in open_store(str(store)).dialogues_of("klara"))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VISAVI", "XDG"))}
    common = ("--store", str(store), "--as", person, "--as-of", DAY)
    words = shlex.split(line.format(id=dialogue))
    done = subprocess.run(
        [sys.executable, "-m", "visavi_cli", "dialogue", *words, *common],
        input=text,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stderr)


@pytest.fixture
def between(tmp_path: Path) -> Workspace:
    """Mona has held and signed Klara's first dialogue, and planned the second one."""
    workspace = store_with_team("ki", tmp_path / "between")
    mona, klara = Actor("mona", date(2026, 2, 10)), Actor("klara", date(2026, 2, 10))
    goals = plan_dialogue(workspace, mona, "klara", kind="ki.goals").id
    invite(workspace, mona, goals)
    conduct.start(workspace, mona, goals)
    add_activity(workspace, mona, goals, {"what": "Catch up with the archive"})
    conduct.hold(workspace, mona, goals)
    for one in (mona, klara):
        sign(workspace, one, goals)
    plan_dialogue(workspace, Actor("mona", date(2026, 9, 14)), "klara", kind="ki.salary")
    return workspace


@pytest.mark.parametrize("setting", ["told", "refused"])
def test_another_manager_is_told_or_refused_the_second_dialogue(
    under_tmux: UnderTmux, between: Workspace, tmp_path: Path, setting: str
) -> None:
    """The line is changed among the people; whoever comes takes over first, and reads the rule."""
    chosen = Institution("ki", settings={"manager-changed": setting})
    choose(between.repository, Actor(None, FIRST), chosen, dry_run=False)
    options = ("--store", str(tmp_path / "between"), "--as", "mona", "--as-of", "2026-10-06")
    with under_tmux(*options, ESCDELAY="10") as terminal:
        hands = ByKeys(terminal, Policies("ki").base, NAMES)
        hands.press("p", "12 people")
        hands.to("Klara Nyholm")
        hands.press("e", "Correct · Klara Nyholm")
        hands.press("Tab Tab", "> Manager")
        hands.picks("henrik")
        hands.press("C-j", "Corrected.")
        hands.press("Escape", "Next step: ")
        hands.act_as("henrik")
        hands.line("klara", "ki.salary")
        hands.sees("! Klara Nyholm", "to take over", "Next step: Take it over")
        hands.press("o", "> Take over")
        if setting == "told":
            hands.press("Enter", "What the policy says")
            hands.sees("KI-MGR-2 (must)", "Mona Falk held the other dialogue", "You can:")
        else:
            hands.press("Enter", "NOT DONE")
            hands.sees("KI-MGR-2", "Because:", "You can:", "Source:", "Nothing was changed.")
    (salary,) = (
        one
        for one in open_store(str(tmp_path / "between")).dialogues_of("klara")
        if one["kind"] == "ki.salary"
    )
    assert salary["conductor"] == {"told": "henrik", "refused": "mona"}[setting]

"""Names in braces that no fact will ever fill, and characters that cannot be shown."""

from pathlib import Path

import pytest

from visavi.policy.authoring.checking import check
from visavi_testing.policy_folder import POLICY, TEXTS, write_policy


def told(folder: Path, texts: str, rules: str = "") -> list[str]:
    """What is wrong with the texts."""
    return [str(one) for one in check(write_policy(folder / "tiny", POLICY, texts, rules=rules))]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("Due by {due}.", "Due by {deu}.", "rule.T-1.finds: This rule has no fact deu. Did you me"),
        ("There is none.", "{actvities} are", "rule.T-2.finds: This rule has no fact actvities. "),
        ("Make one.", "Make {wnated}.", "rule.T-2.ways: This rule has no fact wnated. Did you"),
        ("Due by {due}.", "{person.__class__}", "rule.T-1.finds: 'person.__class__' is no fact"),
        ("Due by {due}.", "{due!r:>9}", "rule.T-1.finds: 'due!r:>9' is no fact"),
        ("Due by {due}.", "{0}", "rule.T-1.finds: '0' is no fact"),
        ("How is it?", "How\\u001b[31m?", "question.work.1.text: It holds a character that cannot"),
        ('name = "staff"', 'name = "st\\u202eaff"', "staff_group.staff.name: It holds a character"),
    ],
)
def test_a_sentence_that_cannot_be_filled_or_shown_is_told_with_its_line(
    before: str, after: str, says: str, tmp_path: Path
) -> None:
    assert TEXTS.count(before) == 1
    text = TEXTS.replace(before, after)

    (line,) = told(tmp_path, text)

    number = next(n for n, one in enumerate(text.splitlines(), 1) if after in one)
    assert line.startswith(f"tiny/texts/en.toml:{number}: {says}")


def test_facts_of_conditions_and_checks_and_any_markup_are_allowed(tmp_path: Path) -> None:
    """Braces that hold no name, and what other programs read as markup, are words like any."""
    text = TEXTS.replace("Due by {due}.", "{person} {kind} {employed}: [/] [@click=x] =SUM(A1)")
    text = text.replace("There is none.", "{activities} of {wanted}")

    assert told(tmp_path, text) == []


def test_what_code_finds_only_code_knows(tmp_path: Path) -> None:
    rules = """
from visavi.policy import MUST, Found, dialogue_rule

@dialogue_rule("C-1", MUST, cite="guide")
def check(dialogue):
    yield Found(whatever=1)
"""
    text = TEXTS + '[rule.C-1]\nsays = "a"\nfinds = "{whatever}"\nways = ["b"]\n'

    assert told(tmp_path, text, rules) == []

"""What the page on signing says is what the program says."""

import re
from pathlib import Path

import pytest

from visavi.signing.levels import LEVELS
from visavi_cli.nouns import NOUNS

PAGE = (Path(__file__).parents[2] / "core/visavi/signing/SIGNING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_stands_there_in_the_words_that_verify_prints(level: str) -> None:
    """With what it proves and what it does not."""
    assert f"| `{level}` | {' | '.join(LEVELS[level])} |" in PAGE


def test_every_command_of_the_page_is_there() -> None:
    """Noun and verb; verbs of two words too."""
    lines = re.findall(r"^visavi (\w+) (\w+) (\w+)", PAGE, re.MULTILINE)

    assert len(lines) > 5
    for noun, verb, second in lines:
        assert {verb, f"{verb} {second}"} & set(NOUNS[noun].verbs), (noun, verb)

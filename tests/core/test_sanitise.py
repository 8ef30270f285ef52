"""What somebody wrote, made safe for screens, JSON readers and spreadsheets."""

import json

from hypothesis import given
from hypothesis import strategies as st

from visavi.sanitise import cell, json_safe, line, shown

TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
JOINERS = "\u200c\u200d\u00ad"


def drives(character: str) -> bool:
    """Whether the character could do anything but stand there."""
    return not (character.isprintable() or character.isspace() or character in JOINERS)


@given(TEXT)
def test_no_character_that_acts_is_left(text: str) -> None:
    """Whatever the text: controls, escapes, bidi, separators, surrogates, private ones."""
    for safe in (shown(text), line(text), json_safe(text), cell(text)):
        assert not any(drives(c) for c in safe)
        assert not set(safe) & set("\x1b\x9b\r\u2028\u2029\u202e\u2066")
    assert "\n" not in line(text)
    assert "\t" not in line(text)


@given(TEXT)
def test_json_means_the_same_afterwards(text: str) -> None:
    """Every hidden character stands as its escape."""
    assert json.loads(json_safe(json.dumps(text, ensure_ascii=False))) == text


@given(TEXT)
def test_nothing_vanishes(text: str) -> None:
    """Each character is still there, or something visible in its place."""
    assert len(shown(text)) >= len(text)


def test_languages_and_joined_emoji_pass() -> None:
    """Swedish, Sámi, Persian with its joiner, a family, and a non-breaking space."""
    for text in ("Åse Øst-Ängström", "Máret Šárá", "می‌خواهم", "👩‍👩‍👧", "12\u00a0000 kr"):
        assert shown(text) == line(text) == text


def test_a_text_keeps_its_lines_on_a_screen_and_shows_them_in_one() -> None:
    """A newline in a name cannot forge a second row."""
    assert shown("a\n\tb") == "a\n\tb"
    assert line("a\n\tb") == "a␊␉b"
    assert line("\x1b]0;x\x07") == "␛]0;x␇"


@given(TEXT)
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    """A guard is put in front, and the text stands after it."""
    guarded = cell(text)

    if guarded[:1] in ("=", "@", "+", "-", "\t"):
        float(guarded.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    assert guarded.removeprefix("'").endswith(shown(text.replace("\r\n", "\n"))[1:])


def test_numbers_are_left_alone_and_formulas_are_not() -> None:
    """-5 is a number, -5+cmd() is not."""
    assert [cell(text) for text in ("-5", "+1 234,5", "12")] == ["-5", "+1 234,5", "12"]
    assert [cell(text)[0] for text in ("=1", "-5+A1", "@SUM(1)", "+cmd|x", "\tx")] == ["'"] * 5

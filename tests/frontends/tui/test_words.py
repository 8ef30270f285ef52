"""Words on the screen: wrapped, cut and understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from visavi.errors import InvalidInput
from visavi.messages import LANGUAGES, say, speak
from visavi.model.plans import Responsible
from visavi_tui.answers import responsible
from visavi_tui.days import day_from, echo_day
from visavi_tui.literal import literal
from visavi_tui.times import echo_moment, moment_from
from visavi_tui.words import fitted, wrapped


@given(st.text(max_size=200), st.integers(10, 90))
def test_wrapped_text_fits_and_loses_no_letter(text: str, width: int) -> None:
    """Only the spaces at which a line breaks may go."""
    from visavi.sanitise import shown

    lines = list(wrapped(text, width))

    assert all(cell_len(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join(shown(text).expandtabs(4).split())


@given(st.text(max_size=100), st.integers(0, 40))
def test_a_fitted_text_has_exactly_its_columns(text: str, width: int) -> None:
    """Neither wide letters nor control characters move what stands beside it."""
    assert cell_len(fitted(text, width)) == width


def test_brackets_are_letters() -> None:
    """Nothing in a stored text is markup."""
    content = literal("[b]Kari[/b] [/] [@click=app.quit]x[/]")

    assert content.plain == "[b]Kari[/b] [/] [@click=app.quit]x[/]"
    assert content.spans == []


@pytest.mark.parametrize(
    "text",
    ["2026-12-01", "1.12.2026", "1. 12. 2026", "1 Dec 2026", "1 december 2026", "1. des 2026"],
)
def test_a_day_is_understood_in_several_habits(text: str) -> None:
    """Year first, or day first with a month in digits or letters."""
    assert day_from(text) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["12/1/2026", "31 Feb 2026", "tomorrow", "", "1.13.2026"])
def test_a_day_that_could_mean_two_things_or_none_is_not_guessed(text: str) -> None:
    """Better asked than guessed."""
    with pytest.raises(InvalidInput):
        day_from(text)


MONDAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.12.", date(2026, 12, 1)),
        ("13/12", date(2026, 12, 13)),
        ("1 des", date(2026, 12, 1)),
        ("1 dec", date(2026, 12, 1)),
        ("10.1.", date(2027, 1, 10)),
        ("29.2.", date(2028, 2, 29)),
        ("1.12.26", date(2026, 12, 1)),
        ("i morgen", date(2026, 1, 13)),
        ("tirsdag", date(2026, 1, 13)),
        ("next monday", date(2026, 1, 19)),
        ("om 3 uker", date(2026, 2, 2)),
        ("in 2 months", date(2026, 3, 12)),
    ],
)
def test_a_day_without_its_year_is_the_next_one(text: str, day: date) -> None:
    """Seen from the day that counts, in the habits of three languages."""
    assert day_from(text, MONDAY) == day


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("1/12", "2026-12-01", "2026-01-12"),
        ("next tuesday", "2026-01-13", "2026-01-20"),
        ("nästa tisdag", "2026-01-13", "2026-01-20"),
    ],
)
def test_a_day_that_could_be_two_is_asked_with_both(text: str, first: str, second: str) -> None:
    """Neither is taken; both stand in the answer."""
    echoed = echo_day(text, MONDAY)
    assert first in echoed
    assert second in echoed
    with pytest.raises(InvalidInput):
        day_from(text, MONDAY)


def test_a_day_that_does_not_exist_is_told_with_the_nearest_one() -> None:
    """The month's last day is what was meant most often."""
    assert "Did you mean Sat 2026-02-28?" in echo_day("31 Feb", MONDAY)


SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tue 2026-12-01", date(2026, 12, 1)),
        ("fredag 4. desember", date(2026, 12, 4)),
        ("måndag den 30 november", date(2026, 11, 30)),
        ("tirs. 1.12.", date(2026, 12, 1)),
        ("January 15th, 2027", date(2027, 1, 15)),
        ("15:e januari", date(2027, 1, 15)),
        ("15 januar 27", date(2027, 1, 15)),
        ("3/4-27", date(2027, 4, 3)),
        ("20270115", date(2027, 1, 15)),
        ("12/15", date(2026, 12, 15)),
        ("om to veker", date(2026, 12, 5)),
        ("om två veckor", date(2026, 12, 5)),
        ("in a year", date(2027, 11, 21)),
        ("om et halvt år", date(2027, 5, 21)),
        ("tysdag", date(2026, 11, 24)),
        ("fredag uke 49", date(2026, 12, 4)),
        ("tirsdag i neste uke", date(2026, 11, 24)),
        ("på fredag", date(2026, 11, 27)),
        ("this friday", date(2026, 11, 27)),
    ],
)
def test_a_day_is_understood_as_people_say_it(text: str, day: date) -> None:
    """With its weekday, with its week, numbers in words; first of all as the app writes it."""
    assert day_from(text, SATURDAY) == day


def test_a_weekday_that_does_not_fit_its_day_is_told() -> None:
    """One of the two is a mistake, and nobody knows which."""
    assert "it is Wed 2026-12-02" in echo_day("Tuesday 2 December", SATURDAY)
    with pytest.raises(InvalidInput):
        day_from("Tuesday 2 December", SATURDAY)


def test_what_is_suggested_for_a_day_that_does_not_exist_is_still_to_come() -> None:
    """Nobody plans into the past."""
    assert "Did you mean Sun 2027-02-28?" in echo_day("31 Feb", SATURDAY)


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_the_day_stands_before_the_month_in_the_north(language: str) -> None:
    """Nobody there is asked whether the twelfth of January was meant."""
    speak(language)
    try:
        assert day_from("1/12", MONDAY) == date(2026, 12, 1)
    finally:
        speak("en")


@pytest.mark.parametrize(
    ("text", "time"),
    [("2pm", "14:00"), ("klokken 14", "14:00"), ("kl 1430", "14:30"), ("at 12:15 a.m.", "00:15")],
)
def test_a_time_is_understood_in_several_habits(text: str, time: str) -> None:
    """With the word that says so, or with its half of the day."""
    assert f"at {time}," in echo_moment(f"Tue 1 Dec {text}", "Europe/Oslo", SATURDAY)


def test_a_day_is_not_taken_for_a_time() -> None:
    """Tuesday the first of December is not Tuesday at twelve past one."""
    with pytest.raises(InvalidInput, match="could be a day or a time"):
        moment_from("tirsdag 1.12", "Europe/Oslo", MONDAY)
    assert moment_from("tirsdag kl 1.12", "Europe/Oslo", MONDAY).hour == 1


@pytest.mark.parametrize("text", ["1.12. 10:00", "1 des kl 10", "1. desember, kl. 10.00"])
def test_a_time_is_understood_with_and_without_its_minutes(text: str) -> None:
    """An hour alone needs the word that says so."""
    assert moment_from(text, "Europe/Oslo", MONDAY).isoformat() == "2026-12-01T10:00:00+01:00"


def test_a_meeting_has_the_zone_of_the_policy_also_in_summer() -> None:
    """The offset is that of the day."""
    assert moment_from("2026-07-01 10:00", "Europe/Oslo").isoformat() == "2026-07-01T10:00:00+02:00"
    assert "Wed 2026-07-01 at 10:00" in echo_moment("1.7.2026 10:00", "Europe/Oslo")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_answers_for_it_is_typed_in_the_language_in_use_or_in_english(language: str) -> None:
    """What is kept is the same word."""
    speak(language)

    assert {responsible(say(word)) for word in Responsible} == set(Responsible)
    assert [responsible(word.upper()) for word in Responsible] == list(Responsible)
    assert responsible(" ") is None
    with pytest.raises(InvalidInput):
        responsible("somebody who is not there")

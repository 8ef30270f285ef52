"""Words on the screen: wrapped, cut and understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from visavi.errors import InvalidInput
from visavi_tui.literal import literal
from visavi_tui.times import day_from, echo_moment, moment_from
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


def test_a_meeting_has_the_zone_of_the_policy_also_in_summer() -> None:
    """The offset is that of the day."""
    assert moment_from("2026-07-01 10:00", "Europe/Oslo").isoformat() == "2026-07-01T10:00:00+02:00"
    assert "Wed 2026-07-01 at 10:00" in echo_moment("1.7.2026 10:00", "Europe/Oslo")

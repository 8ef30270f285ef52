"""The catalogue fills plain fields, and nothing that a stranger writes reaches into a value."""

from hypothesis import given
from hypothesis import strategies as st

from visavi.messages import fill, say, speak


def test_fields_are_filled_by_name() -> None:
    """A sentence with its values."""
    assert say("{a} owes {b}.", a="Mia", b="a talk") == "Mia owes a talk."


def test_a_field_cannot_reach_into_a_value() -> None:
    """Attributes, indexes and formats are not followed."""
    hostile = "{a.__class__} {a[0]} {a!r} {a:>99} {b} {"

    assert fill(hostile, {"a": "x"}) == hostile


@given(st.text(), st.text())
def test_a_value_is_put_in_as_it_is(before: str, value: str) -> None:
    """Braces in a value are not read again."""
    assert fill("<{v}>", {"v": value}) == f"<{value}>"
    assert fill(before.replace("{", ""), {"v": value}) == before.replace("{", "")


def test_a_translation_is_used_while_it_is_spoken() -> None:
    """A sentence without translation is said in English."""
    speak("nb", {"Yes.": "Ja."})
    try:
        assert (say("Yes."), say("No.")) == ("Ja.", "No.")
    finally:
        speak("en")

"""A history in words: each deed of a dialogue has some, in every language."""

import pytest

from visavi.messages import LANGUAGES, speak
from visavi.usecases.deed_words import DONE, told
from visavi.usecases.deeds import ORDER


def test_every_deed_has_words_of_its_own() -> None:
    """Also those that nobody does on purpose: what was planned, dropped, deleted, read."""
    assert set(ORDER) | {"new", "import", "read", "empty", "signature-dropped"} == set(DONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_deed_is_told_by_its_name(language: str) -> None:
    """The names are for data; one without words is said with blanks."""
    speak(language)
    assert [deed for deed in DONE if told(deed) == deed or "-" in told(deed)] == []
    assert told("never-heard-of") == "never heard of"

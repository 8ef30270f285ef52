"""Every sentence is said in every language, with the same fields, and no catalogue holds more."""

import json
from pathlib import Path

import pytest

import visavi
from visavi.languages import catalogue
from visavi.messages import LANGUAGES, say, speak, spoken
from visavi_testing.sentences import fields, sentences, sources

ROOT = Path(visavi.__file__).resolve().parents[2]
CODE = (ROOT / "core" / "visavi", ROOT / "frontends", ROOT / "plugins")
OTHERS = tuple(language for language in LANGUAGES if language != "en")


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Every sentence of the code, with a place where it stands."""
    return {found.sentence: found.place for found in sentences(sources(CODE))}


def lacking(said: dict[str, str], known: object) -> list[str]:
    """The sentences without translation, each with its place."""
    assert isinstance(known, dict)
    return [f"{place}: {sentence!r}" for sentence, place in said.items() if sentence not in known]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(said: dict[str, str], language: str) -> None:
    """Add what is lacking to ``core/visavi/languages/``."""
    assert lacking(said, catalogue(language)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(said: dict[str, str], language: str) -> None:
    """What nobody says any more goes out of the catalogue."""
    assert [sentence for sentence in catalogue(language) if sentence not in said] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_fields_and_the_edges_of_its_sentence(language: str) -> None:
    """No value is lost, none is invented, and what is put behind or before still fits."""
    for sentence, translation in catalogue(language).items():
        assert fields(translation) == fields(sentence), sentence
        assert translation.strip(), sentence
        edges = (sentence[:1].isspace(), sentence[-1:].isspace())
        assert edges == (translation[:1].isspace(), translation[-1:].isspace()), sentence
        assert sentence.endswith(".") == translation.endswith("."), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_in_order(language: str) -> None:
    """Sorted by the English sentence, one entry a line, none twice."""
    text = (ROOT / "core/visavi/languages" / f"{language}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)

    assert [key for key, _ in pairs] == sorted({key for key, _ in pairs})
    assert len(text.splitlines()) == len(pairs) + 2


def test_a_sentence_without_translation_is_noticed(said: dict[str, str]) -> None:
    """The test can fail."""
    known = dict(catalogue("nb"))
    planted = "Nothing was changed."
    before = lacking(said, known)
    del known[planted]

    assert [line for line in lacking(said, known) if line not in before] == [
        f"{said[planted]}: {planted!r}"
    ]


def test_sentences_are_found_wherever_they_are_handed_on(tmp_path: Path) -> None:
    """As an argument, a default, a table, a class, a branch; what is no sentence is not."""
    (tmp_path / "one.py").write_text(
        """
DAYS: tuple[Sentence, ...] = ("Mon", "Tue")
TABLE: Mapping[str, Sentence] = {"key": "A value."}
COLUMNS = ("counted_from",)

class Page:
    ABOUT: ClassVar[Sentence] = ""

class Mine(Page):
    ABOUT = "About mine."
    SCOPE = "scope"

class Wrong(Exception):
    def __init__(self, template: Sentence, *, todo: Sentence = "", **values: object) -> None: ...

class Missing(Wrong):
    pass

def say(sentence: Sentence, **values: object) -> str: ...
def table(rows: list[str], columns: Sequence[Label]) -> None: ...

def run(many: bool) -> None:
    say("{n} are there." if many else "One is there.", n="never")
    raise Missing("It is gone.", todo="Look again.", file="no sentence")

table(["neither this"], COLUMNS)
say("{only} {fields}")
""",
        encoding="utf-8",
    )

    found = {one.sentence for one in sentences(sources([tmp_path]))}

    assert found == {
        "Mon",
        "Tue",
        "A value.",
        "About mine.",
        "{n} are there.",
        "One is there.",
        "It is gone.",
        "Look again.",
        "counted from",
    }


def test_a_language_that_visavi_does_not_speak_is_english() -> None:
    """An unknown language has no words of its own."""
    speak("de")

    assert (spoken(), say("Nothing was changed.")) == ("de", "Nothing was changed.")

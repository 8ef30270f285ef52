"""In which language a command answers: the setting's, else the variable's, else the computer's."""

import json
from pathlib import Path
from typing import Any

import pytest

from visavi.languages import catalogue
from visavi_cli.language import keep_language, require_language, understood
from visavi_testing.sentences import has_words


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("nb", "nb"),
        ("nb_NO.UTF-8", "nb"),
        ("nn_NO", "nb"),
        ("no", "nb"),
        ("sv_SE.UTF-8", "sv"),
        ("SV-fi", "sv"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", ""),
        ("de_DE", ""),
        ("", ""),
    ],
)
def test_a_locale_is_understood_as_a_language(name: str, language: str) -> None:
    """Norwegian in any form is Bokmål; what visavi does not speak is none."""
    assert understood(name) == language


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "There is no command"),
        ({"LANG": "nb_NO.UTF-8"}, "Det finnes ingen kommando"),
        ({"LANG": "nb_NO.UTF-8", "LC_MESSAGES": "sv_SE.UTF-8"}, "Det finns inget kommando"),
        ({"LC_ALL": "C.UTF-8", "LANG": "sv_SE.UTF-8"}, "There is no command"),
        ({"LANG": "nb_NO.UTF-8", "VISAVI_LANGUAGE": "sv"}, "Det finns inget kommando"),
        ({"LANG": "sv_SE.UTF-8", "VISAVI_LANGUAGE": "xx"}, "Det finns inget kommando"),
    ],
)
def test_the_variables_choose_in_their_order(  # type: ignore[no-untyped-def]
    cli, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    """visavi's own first, then the locale as every program reads it; else English."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert cli("nosuch").err.startswith(said)


def test_a_language_that_is_set_stays(cli, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """It is kept as its short name, wins over the locale, and can be taken out again."""
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")

    assert cli("config set language nb_NO").code == 0
    assert cli("config get language --json").data["value"] == "nb"
    assert cli("nosuch").err.startswith("Det finnes")
    assert cli("config set language --remove").code == 0
    assert cli("nosuch").err.startswith("Det finns")


def test_a_language_that_nobody_speaks_here_is_refused(cli) -> None:  # type: ignore[no-untyped-def]
    """With those that there are."""
    done = cli("config set language klingon")

    assert done.code == 2
    assert "en, nb, sv" in done.err


def test_settings_that_cannot_be_read_do_not_silence_anybody(  # type: ignore[no-untyped-def]
    cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the computer's language counts."""
    (home / "config" / "visavi").mkdir(parents=True)
    (home / "config" / "visavi" / "config").write_text("language nb\n")
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")

    assert cli("nosuch").err.startswith("Det finns inget kommando")


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "Valg:"), ("sv", "Val:"), ("en", "Options:")]
)
def test_help_is_said_when_it_is_asked_for(  # type: ignore[no-untyped-def]
    cli, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    """One process answers in several languages, one after the other."""
    monkeypatch.setenv("VISAVI_LANGUAGE", language)

    for line in ("--help", "dialogue sign --help", "help dialogue invite"):
        assert said in cli(line).out


def test_data_is_the_same_in_every_language(ki, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Keys, states and ids are English; only what is a sentence differs."""
    answers = {}
    for language in ("en", "nb", "sv"):
        monkeypatch.setenv("VISAVI_LANGUAGE", language)
        rows = ki("agenda --json --as-of 2026-01-12").data
        answers[language] = [{k: v for k, v in row.items() if k != "sentence"} for row in rows]
        assert json.loads(ki("nosuch --json").err)["schema"] == "visavi.error/1"

    assert answers["en"]
    assert answers["en"] == answers["nb"] == answers["sv"]


def test_the_policy_speaks_the_same_language_where_it_can(  # type: ignore[no-untyped-def]
    ki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KI's in Swedish and English; a Norwegian is answered in the policy's first language."""
    said = {}
    for language in ("en", "nb", "sv"):
        monkeypatch.setenv("VISAVI_LANGUAGE", language)
        said[language] = ki("policy show ki --json").data["kinds"][0]["name"]

    assert said["sv"] == said["nb"] != said["en"]


def test_a_table_says_states_in_words_of_the_language(  # type: ignore[no-untyped-def]
    ki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads and states; ids stay."""
    monkeypatch.setenv("VISAVI_LANGUAGE", "sv")

    out = ki("agenda --as-of 2026-02-12 --person anna").out

    assert "tillstånd" in out
    assert "öppen" in out
    assert "anna" in out


def test_the_app_s_choice_is_kept_beside_the_other_settings(cli, home: Path) -> None:  # type: ignore[no-untyped-def]
    """Nothing else in the file changes."""
    cli("config set as mia")

    keep_language("sv")

    assert cli("config get as").out == "mia\n"
    assert cli("config get language").out == "sv\n"
    assert require_language("sv_SE") == "sv"


ANSWERS = (
    "agenda",
    "agenda --person kari --explain",
    "agenda --as hege --summary",
    "dialogue list",
    "dialogue show {dialogue}",
    "dialogue history {dialogue}",
    "dialogue check {dialogue} --explain",
    "activity list",
    "person show kari --as hege",
    "line show kari --as hege",
    "report completion --as hege",
    "report cycles --as hege",
    "matter list",
    "question list --kind uio.work",
    "policy show uio",
    "policy explain uio --person kari --as hege",
    "retention list --as hege",
    "store status",
    "store check --full",
    "config list",
    "doctor",
    "spec",
    "help texts",
)


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_every_answer_is_said_in_the_language(  # type: ignore[no-untyped-def]
    cli, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """No sentence is asked of the catalogue in vain."""
    asked: set[str] = set()

    class Heard(dict[str, str]):
        def get(self, sentence: str, default: Any = None) -> Any:
            asked.add(sentence)
            return super().get(sentence, default)

    heard = Heard(catalogue(language))
    monkeypatch.setattr("visavi.languages.catalogue", lambda _: heard)
    monkeypatch.setenv("VISAVI_LANGUAGE", language)
    cli("demo start --policy uio --store demo --as-of 2026-01-12")
    monkeypatch.setenv("VISAVI_STORE", "demo")
    monkeypatch.setenv("VISAVI_AS", "ingrid")
    invited = next(
        row["id"] for row in cli("dialogue list --json").data if row["state"] == "invited"
    )
    for line in ANSWERS:
        done = cli(line.format(dialogue=invited) + " --as-of 2026-01-12")
        assert done.code in (0, 10), (line, done.err)

    assert {one for one in asked if has_words(one)} <= heard.keys()

"""What a policy answers: values by day, settings, sources, texts by language, groups by title."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import InvalidInput, NotFound, PolicyInvalid
from visavi.policy.authoring.comparing import diff
from visavi.policy.authoring.explaining import explain
from visavi.policy.loading import load_policy
from visavi.policy.policy import Policy
from visavi_testing.policy_folder import POLICY, TEXTS, write_layer, write_policy

NORWEGIAN = TEXTS.replace('name = "Work"', 'name = "Arbeidet"').replace(
    'ways = ["Make one."]', 'ways = ["Lag en."]'
)
MORE = """
[[citation]]
id = "law"
document = "Act"
section = "4-3 (3)"
to = 2025-12-31

[[citation]]
id = "law"
document = "Act"
section = "4-3 (5)"
from = 2026-01-01

[[parameter.days]]
from = 2024-01-01
value = [2024-05-17, 3]
cite = ["guide", "law"]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Policy:
    """The small policy in two languages, with a law whose section moved."""
    policy = POLICY.replace('["en"]', '["en", "nb"]') + MORE
    folder = write_policy(tmp_path / "tiny", policy, nb=NORWEGIAN)
    return load_policy("tiny", policy_dirs=[folder])


def test_a_value_is_the_one_of_the_day(tiny: Policy) -> None:
    """Both ends of a period belong to it."""
    values = [
        tiny.value("spring", date.fromisoformat(day))["opens"]
        for day in ("2024-01-01", "2025-12-31", "2026-01-01", "2099-01-01")
    ]

    assert values == ["02-01", "02-01", "01-15", "01-15"]


def test_a_date_in_a_value_is_a_date(tiny: Policy) -> None:
    """Also after it was kept as JSON."""
    assert tiny.value("days", date(2026, 1, 1)) == (date(2024, 5, 17), 3)


@pytest.mark.parametrize(
    ("name", "day", "says"),
    [
        ("summer", "2026-01-01", "has no parameter summer"),
        ("spring", "2023-12-31", "says nothing of spring on 2023-12-31"),
    ],
)
def test_a_value_that_there_is_not_is_a_sentence(
    name: str, day: str, says: str, tiny: Policy
) -> None:
    """Nothing is invented for a time that no source speaks of."""
    with pytest.raises(PolicyInvalid, match=says):
        tiny.value(name, date.fromisoformat(day))


def test_nobody_who_is_given_a_value_can_change_it(tiny: Policy) -> None:
    """A rule that writes into a value would change every later answer."""
    value = tiny.value("spring", date(2026, 1, 1))

    with pytest.raises(TypeError):
        value["opens"] = "07-01"


def test_a_source_that_moved_is_cited_as_of_the_day(tiny: Policy) -> None:
    """The section is the one in force; without a day all are given."""
    assert [c.section for c in tiny.citations(("law",), date(2025, 12, 31))] == ["4-3 (3)"]
    assert [c.section for c in tiny.citations(("law",), date(2026, 1, 1))] == ["4-3 (5)"]
    assert len(tiny.citations(("law", "guide"), None)) == 3


def test_a_setting_is_what_was_chosen_else_the_default(tiny: Policy) -> None:
    """Choosing makes another policy; the first one stays as it was."""
    chosen = tiny.with_settings({"basis": "rolling-12-months"})

    assert (tiny.setting("basis"), chosen.setting("basis")) == (
        "calendar-year",
        "rolling-12-months",
    )
    assert chosen.setting_source("basis").layer == "setting"
    assert tiny.setting_source("basis").layer == "tiny"
    assert [rule.id for rule in chosen.rules] == [rule.id for rule in tiny.rules]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"bases": "calendar-year"}, "no setting 'bases'. Did you mean basis"),
        ({"basis": "year"}, "cannot be 'year'. It can be calendar-year, rolling-12-months"),
        ({"basis": True}, "cannot be True"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    settings: dict[str, Any], says: str, tiny: Policy
) -> None:
    """An unknown name and a value that is no choice are input errors, not faults."""
    with pytest.raises(InvalidInput) as caught:
        tiny.with_settings(settings)

    assert says in str(caught.value)


def test_a_text_is_in_the_language_else_in_english_else_the_id(tiny: Policy) -> None:
    """There is always something to show."""
    assert tiny.text("topic", "work", language="nb") == "Arbeidet"
    assert tiny.text("topic", "work", language="sv") == "Work"
    assert tiny.text("topic", "unheard-of", language="nb") == "unheard-of"
    assert tiny.text("topic", "unheard-of", default="?") == "?"
    assert tiny.ways("T-2", language="nb") == ("Lag en.",)
    assert tiny.ways("T-2", language="sv") == ("Make one.",)


def test_a_name_is_the_one_of_the_day(tiny: Policy) -> None:
    """A dialogue held in 2024 keeps the name it had then; without a day it is the latest."""
    names = [
        tiny.text("kind", "tiny.year", on=on)
        for on in (date(2024, 12, 31), date(2025, 1, 1), date(2030, 1, 1), None)
    ]

    assert names == ["appraisal", "dialogue", "dialogue", "dialogue"]


@pytest.mark.parametrize("title", ["Adviser", "ADVISER", "senior adviser", " staff ", "Staff"])
def test_a_title_of_a_staff_list_leads_to_its_group(title: str, tiny: Policy) -> None:
    """Capital letters and spaces do not matter, and the group's own id will do."""
    assert tiny.group_for(title) == "staff"


def test_a_title_that_nobody_knows_leads_nowhere(tiny: Policy) -> None:
    """It is not guessed."""
    assert tiny.group_for("Advis") is None


def test_every_part_knows_where_it_stands(tiny: Policy, tmp_path: Path) -> None:
    """Rules of the file name their line as their origin."""
    lines = (tmp_path / "tiny" / "policy.toml").read_text(encoding="utf-8").splitlines()

    for rule in tiny.rules:
        file, number = rule.origin.split(":")
        assert file == "tiny/policy.toml"
        assert lines[int(number) - 1] in ("[[obligation]]", "[[rule]]")


def test_a_value_is_explained_down_to_its_source(tiny: Policy) -> None:
    """Value, file and line, period, the other periods, source."""
    (told,) = explain(tiny, "spring", date(2026, 3, 1))

    assert told.lines[0] == "On 2026-03-01, spring is opens 01-15, closes 04-30."
    assert "tiny/policy.toml, line 18 (tiny), for 2026-01-01 to further notice" in told.lines[1]
    assert told.lines[2] == "Source: Guide"
    assert told.lines[3].startswith("2024-01-01 to 2025-12-31 it is opens 02-01")


def test_a_value_that_a_layer_beats_is_shown_as_well(tmp_path: Path) -> None:
    """Whoever asks sees what the base would have said."""
    own = '[[parameter.spring]]\nvalue = { opens = "03-01", closes = "05-31" }\ncite = "guide"\n'
    folders = (
        write_policy(tmp_path / "tiny"),
        write_layer(tmp_path / "top", own, name="top", below="tiny"),
    )
    policy = load_policy("top", policy_dirs=folders)

    (told,) = explain(policy, "spring", date(2026, 3, 1))

    assert "It wins over opens 01-15, closes 04-30 of tiny." in told.lines


def test_a_setting_says_why_it_is_open(tiny: Policy) -> None:
    """Default, choices, reason; and that the institution chose, where it did."""
    (open_,) = explain(tiny, "basis", date(2026, 3, 1))
    (chosen,) = explain(
        tiny.with_settings({"basis": "rolling-12-months"}), "basis", date(2026, 3, 1)
    )

    assert open_.lines[0] == "basis is calendar-year."
    assert open_.lines[-1] == "Why it is a setting: Nobody says which year is meant."
    assert "The institution chose it; by default it is calendar-year." in chosen.lines


def test_a_rule_is_explained_with_its_strength_deeds_and_ways(tiny: Policy) -> None:
    """In words, and as data with the same facts."""
    (told,) = explain(tiny, "T-2", date(2026, 3, 1))

    assert told.lines[0] == "T-2 (should): There is a plan."
    assert "It can refuse: sign." in told.lines
    assert "Way forward: Make one." in told.lines
    assert told.as_mapping()["citations"][0]["document"] == "Guide"


def test_what_there_is_not_cannot_be_explained(tiny: Policy) -> None:
    """With the nearest name as a suggestion."""
    with pytest.raises(NotFound) as caught:
        explain(tiny, "T-22", date(2026, 3, 1))

    assert "Did you mean T-2?" in str(caught.value)


def test_two_readings_of_one_policy_do_not_differ(tiny: Policy) -> None:
    """Nothing is reported where nothing changed."""
    assert diff(tiny, tiny) == []


def test_a_difference_is_told_in_words_and_as_data(tiny: Policy, tmp_path: Path) -> None:
    """Values by their first day, rules by their strength, texts by their key."""
    policy = POLICY.replace('opens = "01-15"', 'opens = "02-15"').replace('"should"', '"must"')
    policy = policy.replace('[[topic]]\nid = "plans"', '[[topic]]\nid = "goals"').replace(
        '"plans"]', '"goals"]'
    )
    texts = TEXTS.replace("[topic.plans]", "[topic.goals]").replace("How is it?", "How goes it?")
    other = load_policy(
        "tiny", policy_dirs=[write_policy(tmp_path / "other" / "tiny", policy + MORE, texts)]
    )

    sentences = [change.sentence for change in diff(tiny, other)]

    assert sentences == [
        "policy: languages was en, nb, is en.",
        "parameter spring 2026-01-01: value was opens 01-15, closes 04-30, "
        "is opens 02-15, closes 04-30.",
        "kind tiny.year: topics was work, plans, is work, goals.",
        "topic plans is gone.",
        "topic goals is new.",
        "rule T-2: modality was should, is must.",
        "text of question work.1: text (en) was “How is it?”, is “How goes it?”.",
    ]
    assert diff(tiny, other)[5].as_mapping() == {
        "what": "changed",
        "table": "rule",
        "id": "T-2",
        "key": "modality",
        "before": "should",
        "after": "must",
        "sentence": "rule T-2: modality was should, is must.",
    }


def test_the_digest_changes_with_every_byte(tiny: Policy, tmp_path: Path) -> None:
    """Rules, texts and code count; what is no part of a policy does not."""
    folder = tmp_path / "tiny"
    digests = [tiny.digest]
    changes = (
        ("policy.toml", "# a remark\n"),
        ("texts/en.toml", "# a remark\n"),
        ("rules.py", "# nothing\n"),
        ("notes.txt", "private"),
    )
    for name, addition in changes:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(addition)
        digests.append(load_policy("tiny", policy_dirs=[str(folder)]).digest)

    assert len(set(digests[:4])) == 4
    assert digests[4] == digests[3]

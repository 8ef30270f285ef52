"""Questions, forms, staff groups and wording: counted against the source, and our own."""

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from visavi.model.people import Employment, Person
from visavi.policy import PersonFacts
from visavi.policy.conditions import applies
from visavi.policy.loading import Policies

ON = date(2026, 5, 4)


def test_one_question_stands_for_each_of_the_source_at_its_place(policies: Policies) -> None:
    """4, 13, 4, 10 and 11, and 2 more from the 60th birthday on."""
    places: dict[str, list[int | None]] = {}
    for question in policies.base.questions:
        places.setdefault(question.cite[0], []).append(question.place)

    assert {cite: found for cite, found in places.items() if cite.startswith("seed-002.")} == {
        "seed-002.topic-1": list(range(1, 5)),
        "seed-002.topic-2": list(range(1, 14)),
        "seed-002.topic-3": list(range(1, 5)),
        "seed-002.topic-4": list(range(1, 11)),
        "seed-002.topic-5": list(range(1, 12)),
        "seed-002.topic-5-senior": [1, 2],
    }


def test_the_manager_has_twelve_questions_before_and_eleven_after(policies: Policies) -> None:
    """Each at its place in the source."""
    places: dict[str, list[int | None]] = {}
    for question in policies.base.self_questions:
        places.setdefault(question.stage, []).append(question.place)

    assert places == {"before": list(range(1, 13)), "after": list(range(1, 12))}


def test_the_work_dialogue_has_the_seven_topics_in_their_order(policies: Policies) -> None:
    """The senior interview has one more, with what it is about."""
    topics = ("previous", "tasks", "management", "environment", "competence", "plans", "follow-up")
    kinds = policies.base.kinds

    assert kinds["uio.work"].topics == topics
    assert kinds["uio.senior"].topics == (*topics[:5], "senior", *topics[5:])


@pytest.mark.parametrize(
    ("born", "offered"),
    [(date(1966, 5, 5), False), (date(1966, 5, 4), True), (date(1966, 5, 3), True)],
)
def test_the_two_senior_questions_are_offered_from_the_birthday_on(
    born: date, offered: bool, policies: Policies
) -> None:
    """The day before, the day, and the day after the 60th birthday."""
    person = Person("siv", "Siv", birth_date=born, employments=(Employment("p1", "", "academic"),))
    facts = PersonFacts(person=person, on=ON, values=policies.base)
    senior = [q for q in policies.base.questions if q.cite == ("seed-002.topic-5-senior",)]

    assert [applies(question.when, facts) for question in senior] == [offered, offered]


def test_questions_for_suspected_harassment_are_ours_and_say_so(policies: Policies) -> None:
    """UiO's are not public: ours have no place in the source, and no dialogue opens with them."""
    policy = policies.base
    ours = [question for question in policy.questions if question.topic == "elaboration"]

    assert len(ours) == 11
    assert all(question.cite == ("visavi.own",) and question.place is None for question in ours)
    assert "our own questions, not UiO's" in policy.text("topic", "elaboration")
    assert not any("elaboration" in kind.topics for kind in policy.kinds.values())
    (own,) = policy.citations(("visavi.own",), ON)
    assert "not the university's own text" in own.note


def test_no_two_questions_have_the_same_words(policies: Policies) -> None:
    """Each says something of its own."""
    policy = policies.base
    asked = [policy.text("question", q.id, "text") for q in policy.questions]
    asked += [policy.text("self_question", q.id, "text") for q in policy.self_questions]

    assert [text for text, count in Counter(asked).items() if count > 1] == []
    assert all(text.endswith("?") for text in asked)


def test_each_staff_group_is_offered_the_form_that_the_rule_asks_for(policies: Policies) -> None:
    """Three forms; managers have none of their own in the source."""
    groups = policies.base.staff_groups

    assert {name: group.form for name, group in groups.items() if group.form} == (
        policies.base.value("form-of-group", ON)
    )
    assert {group.form for group in groups.values()} == {"academic", "fellow", "ta", ""}


@pytest.mark.parametrize(
    ("code", "title", "group"),
    [
        ("1013", "Professor", "academic"),
        ("1011", "Førsteamanuensis", "academic"),
        ("1109", "FORSKER", "academic"),
        ("1352", "Postdoktor", "postdoc"),
        ("1017", "stipendiat", "doctoral"),
        ("1085", "Avdelingsingeniør", "technical-administrative"),
        ("1087", "Overingeniør", "technical-administrative"),
        ("1363", "Seniorkonsulent", "technical-administrative"),
        ("1364", "Seniorrådgiver", "technical-administrative"),
        ("1408", "Førstekonsulent", "technical-administrative"),
        ("1434", "Rådgiver", "technical-administrative"),
        ("1054", "Kontorsjef", "manager"),
        ("1475", "Instituttleder", "manager"),
        ("9999", "Hoffnarr", None),
    ],
)
def test_position_codes_and_titles_of_the_state_lead_to_a_staff_group(
    code: str, title: str, group: str | None, policies: Policies
) -> None:
    """By code and by title, whatever the capitals; what is unknown stays unknown."""
    assert policies.base.group_for(code) == policies.base.group_for(title) == group


NAMES = {
    "0c56941a",
    "0d1c23b1",
    "11f8d9be",
    "435d26c3",
    "5224e5dc",
    "6a01a538",
    "6f0a1bfb",
    "79f74214",
    "a4423bd3",
    "d54c67a0",
    "e67466a7",
}


def test_no_file_holds_the_name_of_a_person_of_the_source(folder: Path) -> None:
    """Delegations are facts of the register; the source's named persons stand nowhere."""
    found = set()
    for file in folder.rglob("*"):
        if file.suffix in (".toml", ".py"):
            words = re.findall(r"\w+", file.read_text(encoding="utf-8").casefold())
            found |= {word for word in words if _mark(word) in NAMES}

    assert found == set()


def _mark(word: str) -> str:
    """A word that cannot be read back, so that the names do not stand here either."""
    return hashlib.sha256(f"uio {word}".encode()).hexdigest()[:8]

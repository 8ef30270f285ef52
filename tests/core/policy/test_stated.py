"""Facts in words: no rule of ours states one that has no name in a language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import visavi.policy
import visavi_ki
import visavi_uio
from visavi.messages import speak
from visavi.policy import conditions
from visavi.policy.loading import load_policy
from visavi.policy.policy import Policy
from visavi.policy.stated import NAMES, stated

SAID_OTHERWISE = {"modality", "text"}
HOUSES = {"ki": visavi_ki, "uio": visavi_uio}


def facts_of(folder: Path) -> Iterator[str]:
    """What the rules below this folder state: keywords of findings, keys of a duty's facts."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if node.func.id == "Found":
                yield from given.keys() - SAID_OTHERWISE
            elif isinstance(facts := given.get("facts"), ast.Dict):
                yield from (str(key.value) for key in facts.keys if isinstance(key, ast.Constant))


def nameless(names: Iterator[str], policy: Policy, language: str) -> set[str]:
    """Those that neither the core nor the policy has a name for in the language."""
    own = policy.texts(language).get("stated", {})
    return {name for name in names if name not in NAMES and not own.get(name)}


@pytest.mark.parametrize("house", HOUSES)
def test_whatever_a_rule_of_the_house_states_has_a_name_in_each_language(house: str) -> None:
    """In the core's words, or in the policy's own; a name that is planted has none."""
    policy = load_policy(house)
    places = Path(HOUSES[house].__path__[0]), Path(visavi.policy.__path__[0])
    for language in policy.languages:
        for place in places:
            assert "staff_group" in set(facts_of(place))
            assert nameless(facts_of(place), policy, language) == set()
        assert nameless(iter(conditions.stated(conditions.NAMES)), policy, language) == set()
        assert nameless(iter(["planted"]), policy, language) == {"planted"}


def test_a_fact_is_told_with_the_words_of_its_policy_and_the_names_of_people() -> None:
    """Ids of the policy, words of the core, people and days; in the language in use."""
    facts = {
        "staff_group": "academic",
        "coverage": "parked",
        "conductor": "mia",
        "wished": "2026-02-10",
        "activity": "mia.abc123.a2",
        "missing": "how, support",
        "agreement": True,
        "never_named": None,
    }

    told = list(stated(facts, load_policy("uio"), {"mia": "Mia Ek"}.__getitem__))

    assert told == [
        "staff group (academic staff)",
        "how the topic stands (parked)",
        "held by (Mia Ek)",
        "asked for (2026-02-10)",
        "activity number (2)",
        "what is missing (how, support)",
        "agreed on (yes)",
        "never named (not known)",
    ]
    speak("nb")
    assert next(iter(stated({"pay_route": "dialogue"}))) == "lønnsvei (samtale)"

"""Layers: what a unit's policy adds and tightens, where every value comes from, what it may not."""

from datetime import date
from pathlib import Path

import pytest

from visavi.errors import PolicyInvalid
from visavi.policy.authoring.checking import check
from visavi.policy.loading import Policies, load_policy
from visavi.policy.policy import Policy
from visavi_testing.policy_folder import POLICY, write_layer, write_policy

CITED = '[[citation]]\nid = "local"\ndocument = "Local rules"\n'


def layered(tmp_path: Path, layer: str = "", *, texts: str = "", base: str = POLICY) -> Policy:
    """The policy ``top``: ``layer`` on the small policy."""
    folders = (
        write_policy(tmp_path / "tiny", base),
        write_layer(tmp_path / "top", layer, name="top", below="tiny", texts=texts),
    )
    return load_policy("top", policy_dirs=folders)


def mistakes(tmp_path: Path, layer: str, *, texts: str = "", rules: str = "") -> list[str]:
    """What is wrong with a layer on the small policy."""
    base = write_policy(tmp_path / "tiny")
    folder = write_layer(tmp_path / "top", layer, name="top", below="tiny", texts=texts)
    if rules:
        (tmp_path / "top" / "rules.py").write_text(rules, encoding="utf-8")
    return [str(problem) for problem in check(folder, policy_dirs=[base, folder])]


def test_an_empty_layer_is_its_base_under_another_name(tmp_path: Path) -> None:
    """Everything below is there, from the base's file."""
    policy = layered(tmp_path)

    assert (policy.id, policy.name, policy.layers) == ("top", "Layer top", ("tiny", "top"))
    assert policy.zone == "Europe/Oslo"
    assert policy.kinds["tiny.year"].topics == ("work", "plans")
    assert policy.text("topic", "work") == "Work"
    assert [rule.id for rule in policy.rules] == ["T-1", "T-2"]


def test_a_layer_adds_entries_and_replaces_only_the_keys_it_gives(tmp_path: Path) -> None:
    """What it leaves out stays as it was below."""
    policy = layered(
        tmp_path,
        '[[topic]]\nid = "safety"\n'
        '[[kind]]\nid = "tiny.year"\nminutes = 120\ntopics = ["work", "safety", "plans"]\n',
        texts='[topic.safety]\nname = "Safety"\n',
    )

    kind = policy.kinds["tiny.year"]
    assert (kind.minutes, kind.topics, kind.window) == (120, ("work", "safety", "plans"), "spring")
    assert policy.text("topic", "safety") == "Safety"
    assert policy.text("kind", "tiny.year", on=date(2026, 1, 1)) == "dialogue"


def test_a_layers_dated_values_win_on_their_days(tmp_path: Path) -> None:
    """Before and after them the base's hold; each value knows its layer, file and line."""
    policy = layered(
        tmp_path,
        CITED
        + "[[parameter.spring]]\nfrom = 2026-06-01\nto = 2027-12-31\n"
        + 'value = { opens = "03-01", closes = "05-31" }\ncite = "local"\n',
    )

    assert policy.value("spring", date(2026, 5, 31))["opens"] == "01-15"
    assert policy.value("spring", date(2026, 6, 1))["opens"] == "03-01"
    assert policy.value("spring", date(2028, 1, 1))["opens"] == "01-15"
    above = policy.value_source("spring", date(2027, 1, 1))
    assert (above.layer, above.file, above.start) == ("top", "top/policy.toml", date(2026, 6, 1))
    assert [one.document for one in above.citations] == ["Local rules"]
    below = policy.value_source("spring", date(2026, 1, 1))
    lines = (tmp_path / "tiny" / "policy.toml").read_text(encoding="utf-8").splitlines()
    assert (below.layer, lines[below.line - 1]) == ("tiny", "[[parameter.spring]]")


def test_a_layer_fills_a_gap_but_may_not_leave_one(tmp_path: Path) -> None:
    """Days without a value are looked for in all layers together."""
    found = mistakes(
        tmp_path,
        '[[parameter.own]]\nto = 2024-12-31\nvalue = 1\ncite = "guide"\n'
        '[[parameter.own]]\nfrom = 2025-02-01\nvalue = 2\ncite = "guide"\n',
    )

    assert len(found) == 1
    assert "There is no value from 2025-01-01 to 2025-01-31" in found[0]


def test_a_layer_makes_a_rule_stronger(tmp_path: Path) -> None:
    """The source of its own counts from then on, the check is the base's."""
    policy = layered(tmp_path, CITED + '[[rule]]\nid = "T-2"\nmodality = "must"\ncite = "local"\n')

    rule = next(rule for rule in policy.rules if rule.id == "T-2")
    assert (str(rule.modality), rule.cite, *rule.refuses) == ("must", ("local",), "sign")


LOOSER = {
    "weaker rule": ('[[rule]]\nid = "T-2"\nmodality = "may"\n', "weaker than what stands below"),
    "opposite rule": ('[[rule]]\nid = "T-2"\nmodality = "must-not"\n', "weaker than"),
    "weaker obligation": (
        '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\nmodality = "should"\n',
        "weaker than what stands below",
    ),
    "another check": (
        '[[rule]]\nid = "T-2"\ncheck = "followed-up"\n',
        "cannot be replaced by another",
    ),
    "fewer deeds": ('[[rule]]\nid = "T-2"\nrefuses = ["close"]\n', "forbids less"),
    "fewer kinds": ('[[rule]]\nid = "T-2"\nkinds = ["tiny.year"]\n', "fewer kinds"),
    "fewer people": (
        '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\n'
        'when = { employed = true, staff_groups = ["staff"] }\n',
        "leave out some whom",
    ),
    "less wanted": (
        '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\nwants = "offered"\n',
        "asks for less",
    ),
    "an exemption": (
        '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\n'
        '[[obligation.exempt]]\nrule = "T-2"\nwhen = { staff_groups = ["staff"] }\n',
        "exempts some whom",
    ),
    "a topic less": ('[[kind]]\nid = "tiny.year"\ntopics = ["work"]\n', "missing here"),
    "no plan": ('[[kind]]\nid = "tiny.year"\nplan = false\n', "wants a plan"),
    "a delegate": (
        '[[kind]]\nid = "tiny.year"\nconductor = "delegable"\n',
        "wants the immediate manager",
    ),
}


@pytest.mark.parametrize(("layer", "says"), LOOSER.values(), ids=LOOSER)
def test_a_layer_may_only_tighten(layer: str, says: str, tmp_path: Path) -> None:
    """Whatever would demand less than the base is a mistake that names the base."""
    (found,) = mistakes(tmp_path, layer)

    assert found.startswith("top/policy.toml:")
    assert says in found
    assert found.endswith("A layer may only tighten what tiny demands.")


TIGHTER = {
    "more deeds": '[[rule]]\nid = "T-2"\nrefuses = ["sign", "close"]\n',
    "more wanted": '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\nwants = "signed"\n',
    "more people": '[[obligation]]\nrule = "T-1"\nkind = "tiny.year"\nwhen = {}\n',
    "other arguments": '[[rule]]\nid = "T-2"\nwith = { activities = 3 }\n',
}


@pytest.mark.parametrize("layer", TIGHTER.values(), ids=TIGHTER)
def test_a_layer_may_tighten(layer: str, tmp_path: Path) -> None:
    """Asking more of more people is what layers are for."""
    assert mistakes(tmp_path, layer) == []


RULE = """
from visavi.policy import MUST, SHOULD, Found, dialogue_rule

@dialogue_rule("{id}", {modality}, cite="guide")
def check(dialogue):
    yield Found()
"""
SAID = '[rule.{id}]\nsays = "a"\nfinds = "b"\nways = ["c"]\n'


def test_a_layers_code_adds_rules_but_replaces_none(tmp_path: Path) -> None:
    """A function under the id of a rule below would decide in its place."""
    added = mistakes(
        tmp_path / "added",
        "",
        texts=SAID.format(id="L-1"),
        rules=RULE.format(id="L-1", modality="MUST"),
    )
    replaced = mistakes(tmp_path / "replaced", "", rules=RULE.format(id="T-2", modality="MUST"))

    assert added == []
    assert len(replaced) == 1
    assert "top/rules.py:4: A layer cannot replace the rule T-2 of a policy below" in replaced[0]


def test_a_layer_raises_a_rule_that_the_base_has_in_code(tmp_path: Path) -> None:
    """It names the rule and the modality; what it does not find is a mistake."""
    rules = RULE.format(id="C-1", modality="SHOULD")
    base = write_policy(tmp_path / "tiny", texts=_texts("C-1"), rules=rules)
    raised = '[[rule]]\nid = "{}"\nmodality = "{}"\ncite = "guide"\n'

    def layer(rule: str, modality: str) -> str:
        return write_layer(
            tmp_path / "top", raised.format(rule, modality), name="top", below="tiny"
        )

    policy = load_policy("top", policy_dirs=(base, layer("C-1", "must")))
    assert [str(rule.modality) for rule in policy.rules if rule.id == "C-1"] == ["must"]
    (weaker,) = check(layer("C-1", "may"), policy_dirs=[base])
    assert "weaker than what stands below" in weaker.sentence
    (unknown,) = check(layer("C-9", "must"), policy_dirs=[base])
    assert "no policy below has a rule C-9" in unknown.sentence
    assert unknown.suggestion == "Did you mean C-1?"


def _texts(rule: str) -> str:
    from visavi_testing.policy_folder import TEXTS

    return TEXTS + SAID.format(id=rule)


CHAINS = {
    "itself": ({"top": "top"}, "It extends itself: top > top"),
    "one another": ({"top": "other", "other": "top"}, "It extends itself: top > other > top"),
    "nobody": ({"top": "ghost"}, "No policy ghost is installed"),
}


@pytest.mark.parametrize(("chain", "says"), CHAINS.values(), ids=CHAINS)
def test_a_chain_that_has_no_end_is_a_sentence(
    chain: dict[str, str], says: str, tmp_path: Path
) -> None:
    """Cycles and missing bases are told at the key that makes them."""
    folders = [
        write_layer(tmp_path / name, "", name=name, below=below) for name, below in chain.items()
    ]

    with pytest.raises(PolicyInvalid) as caught:
        load_policy("top", policy_dirs=folders)

    (problem,) = caught.value.problems
    assert (problem.key, problem.line) == ("policy.extends", 5)
    assert says in problem.sentence


def test_the_book_of_policies_gives_each_unit_the_nearest_layer(tmp_path: Path) -> None:
    """By the base's own table and by the institution's, for a unit and everything below it."""
    base = POLICY + '\n[layers]\n"100" = "top"\n'
    folders = (
        write_policy(tmp_path / "tiny", base),
        write_layer(tmp_path / "top", "", name="top", below="tiny"),
        write_layer(tmp_path / "own", "", name="own", below="tiny"),
    )
    book = Policies(
        "tiny", layers={"110": "own"}, settings={"basis": "rolling-12-months"}, policy_dirs=folders
    )

    found = {
        units: book.for_units(units).id
        for units in (("999",), ("100",), ("105", "100"), ("111", "110", "100"), ())
    }

    assert list(found.values()) == ["tiny", "top", "top", "own", "tiny"]
    assert {book.by_id(name).setting("basis") for name in ("tiny", "top")} == {"rolling-12-months"}
    assert book.for_units(("105", "100")) is book.by_id("top")


def test_a_layer_that_cannot_be_used_costs_its_units_only(tmp_path: Path) -> None:
    """The base and the other units go on."""
    base = POLICY + '\n[layers]\n"100" = "top"\n"200" = "ghost"\n'
    folders = (
        write_policy(tmp_path / "tiny", base),
        write_layer(tmp_path / "top", "", name="top", below="tiny"),
    )
    book = Policies("tiny", policy_dirs=folders)

    with pytest.raises(Exception, match="ghost"):
        book.for_units(("200",))

    assert book.base.id == "tiny"
    assert book.for_units(("100",)).id == "top"

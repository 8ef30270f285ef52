"""A faculty's layer on an institution's policy that its author did not know.

``tiny-dept`` was made for ``tiny`` and holds in the unit D; ``mine`` extends ``tiny`` as well.
"""

from datetime import date
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed
from visavi.policy.authoring.checking import check
from visavi.policy.containing.pins import Pin, chain, pin, require_allowed
from visavi.policy.loading import Policies, load_policy
from visavi.policy.names import policy_names
from visavi.policy.policy import Policy
from visavi_testing.policy_folder import POLICY, TEXTS, write_layer, write_policy

ON = date(2026, 3, 1)
WORDS = '\n[topic.{0}]\nname = "{0}"\n[rule.{1}]\nsays = "a"\nfinds = "b"\nways = ["c"]\n'
MINE = """
[[topic]]
id = "safety"

[[kind]]
id = "tiny.year"
topics = ["work", "plans", "safety"]

[[parameter.spring]]
value = { opens = "02-01", closes = "05-31" }
cite = "guide"

[[rule]]
id = "T-2"
modality = "must"
cite = "guide"
refuses = ["sign", "hold"]

[[rule]]
id = "M-1"
modality = "must"
cite = "guide"
check = "undisturbed"
"""
DEPT = """
[[topic]]
id = "teaching"

[[kind]]
id = "tiny.year"
topics = ["work", "plans", "teaching"]

[[parameter.spring]]
value = { opens = "03-01", closes = "03-31" }
cite = "guide"

[[rule]]
id = "T-2"
modality = "should"
cite = "guide"
refuses = ["sign", "close"]

[[rule]]
id = "D-1"
modality = "should"
cite = "guide"
check = "views-recorded"
"""


@pytest.fixture
def dirs(tmp_path: Path) -> list[str]:
    """The folders of the three policies."""
    layered = POLICY + '\n[layers]\nD = "tiny-dept"\n'
    return [
        write_policy(tmp_path / "tiny", layered),
        write_layer(
            tmp_path / "dept", DEPT, name="tiny-dept", below="tiny",
            texts=WORDS.format("teaching", "D-1"),
        ),
        write_layer(
            tmp_path / "mine", MINE, name="mine", below="tiny", texts=WORDS.format("safety", "M-1")
        ),
    ]  # fmt: skip


def in_the_unit(dirs: list[str], base: str = "mine") -> Policy:
    """The policy that holds in the department."""
    return Policies(base, policy_dirs=dirs).for_units(("D1", "D"))


def test_the_layer_stands_on_the_institutions_policy(dirs: list[str]) -> None:
    policy = in_the_unit(dirs)

    assert (policy.id, policy.layers) == ("tiny-dept", ("tiny", "mine", "tiny-dept"))
    assert [rule.id for rule in policy.rules] == ["T-1", "T-2", "M-1", "D-1"]
    assert policy.text("topic", "safety") == "safety"
    assert policy.text("topic", "teaching") == "teaching"


def test_where_both_say_something_the_layer_wins(dirs: list[str]) -> None:
    policy = in_the_unit(dirs)

    assert policy.value("spring", ON)["opens"] == "03-01"
    assert policy.value_source("spring", ON).layer == "tiny-dept"


def test_but_never_by_demanding_less_than_the_institution(dirs: list[str]) -> None:
    policy = in_the_unit(dirs)
    rule = next(rule for rule in policy.rules if rule.id == "T-2")

    assert rule.modality == "must"
    assert rule.refuses == {"sign", "hold", "close"}
    assert policy.kinds["tiny.year"].topics == ("work", "plans", "safety", "teaching")


def test_by_its_own_id_it_is_the_same_policy_there(dirs: list[str]) -> None:
    """A record names the layer that judged it."""
    policies = Policies("mine", policy_dirs=dirs)

    assert policies.by_id("tiny-dept") is policies.for_units(("D",))
    assert policies.by_id("tiny").layers == ("tiny",)
    assert policies.for_units(("elsewhere",)).layers == ("tiny", "mine")


def test_alone_and_under_its_own_base_nothing_is_put_under_it(dirs: list[str]) -> None:
    assert load_policy("tiny-dept", policy_dirs=dirs).layers == ("tiny", "tiny-dept")
    assert in_the_unit(dirs, base="tiny").layers == ("tiny", "tiny-dept")


def test_an_institution_that_is_such_a_layer_itself_holds_in_its_unit(
    dirs: list[str], tmp_path: Path
) -> None:
    """Somebody may use the department's policy, or extend it: the unit's layer is then below."""
    more = write_layer(tmp_path / "more", "", name="more", below="tiny-dept")

    assert in_the_unit([*dirs, more], base="more").id == "more"
    assert in_the_unit(dirs, base="tiny-dept").id == "tiny-dept"


def test_a_layer_of_another_family_stays_as_it_is(dirs: list[str], tmp_path: Path) -> None:
    other = write_policy(tmp_path / "other", POLICY.replace('"tiny"', '"other"'))
    policies = Policies("mine", layers={"X": "other"}, policy_dirs=[*dirs, other])

    assert policies.for_units(("X",)).layers == ("other",)


def test_it_is_remembered_apart_from_the_layer_alone(dirs: list[str], tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    for _ in range(2):
        alone = load_policy("tiny-dept", policy_dirs=dirs, cache=cache)
        upon = load_policy("tiny-dept", policy_dirs=dirs, cache=cache, upon="mine")

        assert alone.layers == ("tiny", "tiny-dept")
        assert upon.layers == ("tiny", "mine", "tiny-dept")
        assert upon.digest != alone.digest
        assert [rule.id for rule in upon.rules] == ["T-1", "T-2", "M-1", "D-1"]
    changed = MINE.replace('opens = "02-01"', 'opens = "02-02"') + 'refuses = ["hold"]\n'
    write_layer(
        tmp_path / "mine", changed, name="mine", below="tiny", texts=WORDS.format("safety", "M-1")
    )
    anew = load_policy("tiny-dept", policy_dirs=dirs, cache=cache, upon="mine")
    assert {rule.id: rule.refuses for rule in anew.rules}["M-1"] == {"hold"}


def test_it_is_allowed_only_if_all_that_it_stands_on_is(dirs: list[str]) -> None:
    names = policy_names(policy_dirs=dirs)
    by_name = {named.name: named for named in names}

    def pinned(name: str) -> Pin:
        return pin(by_name[name])

    allowed = {name: pinned(name)._asdict() for name in ("tiny", "mine", "tiny-dept")}
    expected = require_allowed("tiny-dept", names, allowed, "mine")

    assert expected == in_the_unit(dirs).digest
    assert [one.name for one in chain("tiny-dept", names)] == ["tiny-dept", "tiny"]
    del allowed["mine"]
    require_allowed("tiny-dept", names, allowed)
    with pytest.raises(PolicyFailed, match="mine 1 is not allowed"):
        require_allowed("tiny-dept", names, allowed, "mine")


def test_check_tells_of_a_layer_that_cannot_stand_on_it(dirs: list[str], tmp_path: Path) -> None:
    """With the line on which the unit gets its layer."""
    assert check("mine", policy_dirs=dirs) == []
    clash = DEPT + '[[reason]]\nid = "odd"\nallowed = true\n'
    code = (
        "from visavi.policy import MUST, Found, dialogue_rule\n"
        '@dialogue_rule("M-1", MUST, cite="guide")\ndef check(dialogue):\n    yield Found()\n'
    )
    write_layer(
        tmp_path / "dept", clash, name="tiny-dept", below="tiny",
        texts=WORDS.format("teaching", "D-1") + '[reason.odd]\nname = "odd"\n'
        '[rule.M-1]\nsays = "a"\nfinds = "b"\nways = ["c"]\n',
    )  # fmt: skip
    (tmp_path / "dept" / "rules.py").write_text(code, encoding="utf-8")

    assert check("tiny-dept", policy_dirs=dirs) == []
    told = check("mine", policy_dirs=dirs)

    assert [(one.file, one.key) for one in told] == [("tiny/policy.toml", "layers.D")]
    assert "A layer cannot replace the rule M-1" in told[0].sentence
    assert (tmp_path / "tiny/policy.toml").read_text("utf-8").splitlines()[told[0].line - 1] == (
        'D = "tiny-dept"'
    )


def test_check_tells_of_a_layer_that_is_not_there(tmp_path: Path) -> None:
    text = POLICY + '\n[layers]\nD = "tinyy"\n'
    folder = write_policy(tmp_path / "tiny", text, TEXTS)

    told = check(folder)

    place = f"tiny/policy.toml:{len(text.splitlines())}: layers.D: tinyy: "
    assert len(told) == 1
    assert str(told[0]).startswith(f"{place}No policy tinyy is installed. ")

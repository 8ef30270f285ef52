"""Policies are found by name without importing them, and read again without parsing them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed, PolicyInvalid, PolicyUnknown
from visavi.policy.loading import load_policy, policy_names
from visavi_testing.policy_folder import PLUGIN, POLICY, install, write_policy

RULES = """
from visavi.policy import SHOULD, Found, dialogue_rule

@dialogue_rule("T-2", SHOULD, cite="guide")
def check(dialogue):
    yield Found()
"""


def names(**options: object) -> list[str]:
    """The names of all policies."""
    return [named.name for named in policy_names(**options)]  # type: ignore[arg-type]


def test_the_policies_that_ship_are_found() -> None:
    """Base policies and layers alike, each with the distribution that brings it."""
    found = {named.name: named for named in policy_names()}

    assert {"example", "ki", "uio", "uio-hf", "uio-ils", "uio-iped", "uio-med", "uio-tf"} <= {
        *found
    }
    assert (found["ki"].distribution, found["ki"].version) == ("visavi", "0.1.0")


def test_an_installed_policy_is_found_and_gone_when_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan notices that a folder of sys.path has changed."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = names()
    install(tmp_path, "policy_come_and_go", name="come-and-go")
    os.utime(tmp_path, ns=(1, 1))
    during = policy_names()
    (tmp_path / "tiny_policy-1.2.dist-info" / "entry_points.txt").unlink()
    os.utime(tmp_path, ns=(2, 2))

    assert "come-and-go" not in before
    assert [n[:3] for n in during if n.name == "come-and-go"] == [
        ("come-and-go", "tiny-policy", "1.2")
    ]
    assert names() == before


def test_names_are_kept_in_a_cache_until_a_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the folder unchanged the scan is not made; a spoilt cache is as good as none."""
    site, cache = tmp_path / "site", tmp_path / "cache"
    install(site, "policy_kept", name="kept")
    monkeypatch.syspath_prepend(str(site))
    assert "kept" in names(cache=str(cache))
    kept = cache / "policies.json"
    content = json.loads(kept.read_text("utf-8"))
    content["names"].append(["from-the-cache", "x", "1", "x", ""])
    kept.write_text(json.dumps(content), "utf-8")

    assert "from-the-cache" in names(cache=str(cache))
    kept.write_text("{", "utf-8")
    assert "from-the-cache" not in names(cache=str(cache))
    assert "kept" in names(cache=str(cache))


def test_of_two_distributions_with_one_policy_neither_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are named; loading refuses; the other policies go on."""
    install(tmp_path, "policy_one", distribution="one", version="1")
    install(tmp_path, "policy_two", distribution="two", version="2")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PolicyFailed, match="is there more than once: one 1, two 2"):
        load_policy("tiny")


def test_a_distribution_that_is_shadowed_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of two versions on sys.path is the one that is imported, as ever."""
    for version, folder in (("2", "first"), ("1", "second")):
        install(tmp_path / folder, "policy_shadowed", name="shadowed", version=version)
    monkeypatch.syspath_prepend(str(tmp_path / "second"))
    monkeypatch.syspath_prepend(str(tmp_path / "first"))

    assert [n.version for n in policy_names() if n.name == "shadowed"] == ["2"]


def test_a_policy_given_by_path_goes_before_an_installed_one(tmp_path: Path) -> None:
    """An author tries a copy of a policy that is installed as well."""
    policy = POLICY.replace('id = "tiny"', 'id = "example"')
    folder = write_policy(tmp_path / "copy", policy)

    assert load_policy("example", policy_dirs=[folder]).name == "Tiny"
    assert names(policy_dirs=[folder]).count("example") == 1


def test_a_policy_given_by_path_may_have_rules_beside_it(tmp_path: Path) -> None:
    """A file rules.py; no packaging is needed for it."""
    folder = write_policy(tmp_path / "tiny", rules=RULES)

    rules = load_policy("tiny", policy_dirs=[folder]).rules

    assert [rule.id for rule in rules] == ["T-1", "T-2", "T-2"]


def test_a_package_can_be_given_by_its_path(tmp_path: Path) -> None:
    """An author tries a package before installing it; its own hooks are used."""
    package = tmp_path / "policy_by_path"
    write_policy(package)
    (package / "__init__.py").write_text(PLUGIN, encoding="utf-8")

    assert load_policy("tiny", policy_dirs=[str(package)]).id == "tiny"
    assert str(tmp_path) not in sys.path


def test_a_name_that_nobody_has_is_answered_with_the_nearest() -> None:
    """A typing error is not a riddle."""
    with pytest.raises(PolicyUnknown) as caught:
        load_policy("exampel")

    assert str(caught.value) == "No policy exampel is installed. Did you mean example?"


@pytest.mark.parametrize("name", ["../ki", "ki\x1b[31m", "k" * 5000, "", "ki.json", "/etc"])
def test_a_name_that_cannot_be_one_is_unknown(name: str, tmp_path: Path) -> None:
    """No path is made of it, and what is shown of it is short and printable."""
    with pytest.raises(PolicyUnknown) as caught:
        load_policy(name, cache=str(tmp_path))

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300
    assert [file.name for file in tmp_path.iterdir()] == ["policies.json"]


def test_a_name_that_is_not_the_policys_id_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record would name a policy that nobody can find."""
    install(tmp_path, "policy_misnamed", name="misnamed")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PolicyInvalid, match="The id is tiny, but the policy is installed as mis"):
        load_policy("misnamed")


def test_a_policy_from_the_cache_is_the_same_policy(tmp_path: Path) -> None:
    """Data, texts, digest and rules, for each policy that ships."""
    for name in ("example", "ki", "uio-ils"):
        fresh = load_policy(name)
        load_policy(name, cache=str(tmp_path))
        kept = load_policy(name, cache=str(tmp_path))

        assert kept.plain == fresh.plain
        assert kept.kinds == fresh.kinds
        assert kept.parameters == fresh.parameters
        assert [kept.texts(one) for one in kept.languages] == [
            fresh.texts(one) for one in fresh.languages
        ]
        assert [(rule.id, rule.origin) for rule in kept.rules] == [
            (rule.id, rule.origin) for rule in fresh.rules
        ]


def test_every_file_of_a_policy_is_watched(tmp_path: Path) -> None:
    """A changed, added or removed file is noticed, in all layers."""
    folder = write_policy(tmp_path / "tiny")
    cache = str(tmp_path / "cache")

    def digest() -> str:
        return load_policy("tiny", policy_dirs=[folder], cache=cache).digest

    seen = [digest()]
    for name, text in (
        ("policy.toml", POLICY + "# remark\n"),
        ("rules.py", "# added\n"),
        ("texts/nb.toml", '[policy]\nname = "Liten"\n'),
    ):
        Path(folder, name).write_text(text, encoding="utf-8")
        seen.append(digest())
    Path(folder, "rules.py").unlink()
    seen.append(digest())

    assert len(set(seen)) == 5


def test_a_mistake_that_comes_later_is_not_hidden_by_the_cache(tmp_path: Path) -> None:
    """What was right yesterday is read again when it changed."""
    folder = write_policy(tmp_path / "tiny")
    options = {"policy_dirs": [folder], "cache": str(tmp_path / "cache")}
    load_policy("tiny", **options)  # type: ignore[arg-type]
    Path(folder, "policy.toml").write_text(POLICY.replace('= "spring"', '= "sprung"'), "utf-8")

    with pytest.raises(PolicyInvalid, match="no parameter sprung"):
        load_policy("tiny", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"stamps": []}', "null", '"x"', "[" * 9000])
def test_a_spoilt_cache_is_as_good_as_none(spoilt: str, tmp_path: Path) -> None:
    """It is written anew."""
    folder, cache = write_policy(tmp_path / "tiny"), tmp_path / "cache"
    load_policy("tiny", policy_dirs=[folder], cache=str(cache))
    kept = cache / "policy-tiny.json"
    good = kept.read_text("utf-8")
    kept.write_text(spoilt, "utf-8")

    policy = load_policy("tiny", policy_dirs=[folder], cache=str(cache))

    assert policy.text("topic", "work") == "Work"
    assert kept.read_text("utf-8") == good


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    """A file where the folder should be, for example."""
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    folder = write_policy(tmp_path / "tiny")

    assert load_policy("tiny", policy_dirs=[folder], cache=str(tmp_path / "cache")).id == "tiny"


LIGHT = [
    ("from visavi.policy.loading import policy_names; policy_names()", ()),
    ("from visavi.policy.loading import load_policy; load_policy('uio', cache=CACHE).name", ()),
    (
        "from visavi.policy.loading import load_policy; p = load_policy('uio', cache=CACHE); "
        "p.kinds, p.text('kind', 'uio.work'), p.group_for('x'), p.setting('annual-basis')",
        (),
    ),
    (
        "from visavi.policy.loading import load_policy; load_policy('ki', cache=CACHE).rules",
        ("attr", "pluggy", "visavi_ki", "visavi.policy.checks"),
    ),
]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache in which KI's and UiO's policies are."""
    cache = str(tmp_path_factory.mktemp("cache"))
    for name in ("ki", "uio"):
        load_policy(name, cache=cache)
    return cache


@pytest.mark.parametrize(("statement", "needed"), LIGHT, ids=["names", "load", "data", "rules"])
def test_what_is_remembered_is_had_without_parsing_or_importing(
    statement: str, needed: tuple[str, ...], warm: str
) -> None:
    """No TOML, no attrs, no pluggy, no plugin before rules are asked for; never two plugins."""
    heavy = {
        "tomllib", "attr", "cattrs", "pluggy", "importlib.metadata", "visavi_ki", "visavi_uio",
        "visavi_example", "visavi.policy.reading", "visavi.policy.checks",
    } - {*needed}  # fmt: skip
    probe = f"CACHE = {warm!r}; {statement}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())

    assert loaded & heavy == set()
    assert set(needed) <= loaded


def test_a_remembered_policy_opens_few_files(warm: str) -> None:
    """One for the names, one for the policy; texts when they are asked for."""
    probe = (
        "import sys; opened = []\n"
        "from visavi.policy.loading import load_policy\n"
        "from visavi.policy import cache\n"
        "sys.addaudithook(lambda e, a: e == 'open' and opened.append(str(a[0])))\n"
        f"policy = load_policy('uio', cache={warm!r})\n"
        "before = len([o for o in opened if o.endswith(('.json', '.toml', '.txt'))])\n"
        "policy.text('topic', 'tasks')\n"
        "print(before, len([o for o in opened if o.endswith(('.json', '.toml', '.txt'))]))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["2", "3"]


def test_what_another_installation_remembered_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two environments of one user share a cache folder; each finds its own policy of a name."""
    cache = str(tmp_path / "cache")
    install(tmp_path / "one", "policy_of_the_one")
    package = install(tmp_path / "other", "policy_of_the_one")
    (package / "policy.toml").write_text(POLICY.replace('version = "1"', 'version = "2"'), "utf-8")
    with monkeypatch.context() as one:
        one.syspath_prepend(str(tmp_path / "one"))
        assert load_policy("tiny", cache=cache).version == "1"

    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    monkeypatch.delitem(sys.modules, "policy_of_the_one", raising=False)

    assert load_policy("tiny", cache=cache).version == "2"

"""A policy file is read strictly: every mistake is told, with its line, its key and a way out."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from visavi.errors import PolicyInvalid
from visavi.policy.authoring.checking import check
from visavi.policy.loading import load_policy, policy_names
from visavi_testing.policy_folder import POLICY, TEXTS, write_policy


def line_of(text: str, part: str) -> int:
    """The number of the last line that holds the part."""
    return max(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def told(tmp_path: Path, policy: str = POLICY, texts: str = TEXTS) -> list[str]:
    """The mistakes of a policy with these files, one line each."""
    return [str(problem) for problem in check(write_policy(tmp_path / "tiny", policy, texts))]


def test_the_small_policy_that_all_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    """Otherwise no test below would say anything."""
    assert told(tmp_path) == []


MISTAKES = {
    "unknown table": ("[[topic]]\nid = \"plans\"", "[[topics]]\nid = \"plans\"", "[[topics]]",
                      "no key 'topics' here. Did you mean topic?"),
    "unknown key": ('window = "spring"', 'windows = "spring"', "windows",
                    "no key 'windows' here. Did you mean window?"),
    "text for a truth": ('topics = ["work", "plans"]', 'topics = ["work", "plans"]\nplan = "no"',
                         'plan = "no"', "must be true or false, without quotes, not 'no'"),
    "number for a truth": ("employed = true", "employed = 1", "employed = 1",
                           "must be true or false, without quotes, not 1"),
    "number for a text": ('version = "1"', "version = 1", "version = 1", "must be a text, not 1"),
    "truth for a number": ("api = 1", "api = true", "api = true",
                           "must be a whole number from 1 to 999, not True"),
    "fraction for a number": ('window = "spring"', 'window = "spring"\nminutes = 60.5',
                              "60.5", "must be a whole number from 5 to 600, not 60.5"),
    "date in quotes": ("from = 2026-01-01", 'from = "2026-01-01"', 'from = "2026-01-01"',
                       "must be a date such as 2026-01-31, without quotes"),
    "moment for a date": ("from = 2026-01-01", "from = 2026-01-01T10:00:00", "T10:00:00",
                          "must be a date such as 2026-01-31"),
    "impossible date": ("from = 2026-01-01", "from = 2026-02-30", "from = 2026-02-30",
                        "not valid TOML"),
    "ends before it begins": ("to = 2025-12-31", "to = 2023-12-31", "to = 2023-12-31",
                              "The period ends before it begins"),
    "periods overlap": ("to = 2025-12-31", "to = 2026-06-30", "[[parameter.spring]]",
                        "overlaps the one on line 12"),
    "periods leave a gap": ("to = 2025-12-31", "to = 2025-06-30", "[[parameter.spring]]",
                            "There is no value from 2025-07-01 to 2025-12-31"),
    "window never opens": ('opens = "01-15"', 'opens = "05-15"', "[[parameter.spring]]",
                           "it never opens"),
    "window without its end": (', closes = "04-30"', "", "[[parameter.spring]]",
                               "it lacks the key closes"),
    "day that no year has": ('"04-30"', '"04-32"', "[[parameter.spring]]", 'such as "12-01"'),
    "dangling topic": ('["work", "plans"]', '["work", "plan"]', "topics =",
                       "There is no topic plan. Did you mean plans?"),
    "dangling parameter": ('window = "spring"', 'window = "sprint"', "sprint",
                           "There is no parameter sprint. Did you mean spring?"),
    "dangling citation": ('topic = "work"\ncite = "guide"', 'topic = "work"\ncite = "guides"',
                          "guides", "There is no citation guides. Did you mean guide?"),
    "dangling kind in an obligation": ('kind = "tiny.year"', 'kind = "tiny.years"', "tiny.years",
                                       "There is no kind tiny.years"),
    "condition that there is not": ("when = { employed = true }", "when = { employd = true }",
                                    "employd", "no key 'employd' here. Did you mean employed?"),
    "condition of a dialogue for a person": (
        "when = { employed = true }", 'when = { states = ["held"] }', "[[obligation]]",
        "The condition states cannot be asked of a person"),
    "check that there is not": ('"plan-exists"', '"plan-exist"', "[[rule]]",
                                "There is no check plan-exist"),
    "argument that the check does not know": (
        'check = "plan-exists"', 'check = "plan-exists"\nwith = { fields = ["how"] }',
        "[[rule]]", "does not know fields"),
    "deed that there is not": ('["sign"]', '["signs"]', "signs", "must be"),
    "modality that there is not": ('"should"', '"shall"', "shall",
                                   "must be one of must, should, may, should-not, must-not"),
    "same id twice": ('id = "plans"', 'id = "work"', '[[topic]]',
                      "topic work stands twice; it stands first on line 37"),
    "missing key": ('[[rule]]\nid = "T-2"', "[[rule]]", "[[rule]]", "The key id is missing"),
    "missing source": ('cite = "guide"\ncheck', "check", "[[rule]]", "The key cite is missing"),
    "id that is none": ('id = "staff"', 'id = "../staff"', "../staff", "must be an id of letters"),
    "policy id that is none": ('id = "tiny"', 'id = "Tiny Policy"', "Tiny Policy",
                               "must be lower-case letters"),
    "zone that there is not": ("Europe/Oslo", "Europe/Atlantis", "Atlantis",
                               "must be a time zone such as"),
    "default that is no choice": ('default = "calendar-year"', 'default = "year"', "default",
                                  "The default is none of the choices"),
    "setting without a reason": ('why = "Nobody says which year is meant."\n', "",
                                 "[setting.basis]", "The key why is missing"),
    "single brackets for a list": ("[[topic]]\nid = \"work\"\n\n[[topic]]\nid = \"plans\"",
                                   "[topic]\nid = \"work\"", "[topic]", "with two brackets"),
    "number that counts nothing": ("value = { opens", "value = nan # { opens", "nan",
                                   "must be a number that can be counted with"),
    "value nested too deep": ('value = { opens = "01-15", closes = "04-30" }',
                              "value = [[[[[[[[[[1]]]]]]]]]]", "[[[[", "nested at most 8 deep"),
    "kept from a day that it has not": (
        "[[rule]]",
        '[[retention]]\nid = "r"\nwhat = "person"\ncounted_from = "closed"\naction = "delete"\n'
        'cite = "guide"\n\n[[rule]]',
        "counted_from", "The period of a person cannot be counted from this"),
    "listed twice": ('["work", "plans"]', '["work", "work"]', "topics =",
                     "a list in which nothing stands twice"),
    "not TOML at all": ("api = 1", "api 1", "api 1", "not valid TOML: Expected '='"),
    "key given twice": ("api = 1", "api = 1\napi = 1", "api = 1", "not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(
    old: str, new: str, at: str, says: str, tmp_path: Path
) -> None:
    """File, line and sentence; a policy with one mistake cannot be loaded."""
    policy = POLICY.replace(old, new, 1)
    assert policy != POLICY

    found = told(tmp_path, policy)

    place = f"tiny/policy.toml:{line_of(policy, at)}: "
    assert any(line.startswith(place) and says in line for line in found), found
    (named,) = policy_names(policy_dirs=[str(tmp_path / "tiny")])[:1]
    with pytest.raises(PolicyInvalid) as caught:
        load_policy(named.name, policy_dirs=[named.folder])
    assert [str(problem) for problem in caught.value.problems] == found


OBLIGATIONS = {
    "no cycles": ('window = "spring"\n', "", "has no window, so it has no cycles"),
    "no basis": ('kind = "tiny.year"', 'kind = "tiny.year"\nevery = "year"', "needs a basis"),
    "basis that is not one": (
        'choices = ["calendar-year", "rolling-12-months"]',
        'choices = ["calendar-year", "whenever"]',
        "must be limited to",
    ),
    "once, but when": ('kind = "tiny.year"', 'kind = "tiny.year"\nevery = "once"', "one of at_age"),
    "an age every cycle": ('kind = "tiny.year"', 'kind = "tiny.year"\nat_age = 60', "only read"),
    "no fact": ('kind = "tiny.year"', 'wants = "fact"\nkind = "tiny.year"', "says which"),
    "no kind": ('\nkind = "tiny.year"', "", "The key kind is missing"),
    "no such span": (
        'kind = "tiny.year"',
        'kind = "tiny.year"\nevery = "once"\nafter_start = "soon"',
        'such as "1 month"',
    ),
    "lifted by nobody": (
        "[[rule]]",
        '[[obligation.exempt]]\nrule = "T-9"\nwhen = { employed = true }\n[[rule]]',
        "There is no rule T-9",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), OBLIGATIONS.values(), ids=OBLIGATIONS)
def test_the_keys_of_an_obligation_must_fit_together(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    """What can never be owed is a mistake, not silence."""
    policy = POLICY.replace(old, new, 1)
    if "whenever" in new:
        policy = policy.replace(
            'kind = "tiny.year"', 'kind = "tiny.year"\nevery = "year"\nbasis = "basis"'
        )

    assert any(says in line for line in told(tmp_path, policy))


TEXT_MISTAKES = {
    "unknown table": ("[topic.plans]", "[topics.plans]", "no key 'topics' here"),
    "unknown key": ('text = "How is it?"', 'txt = "How is it?"', "Did you mean text?"),
    "empty": ('name = "Work"', 'name = " "', "must be a text"),
    "for nothing": ("[topic.plans]", "[topic.plan]", "There is no topic 'plan'"),
    "missing name": ('[topic.plans]\nname = "Plans"\n', "", "Add name under [topic.plans] there"),
    "missing demand": ('says = "There is a plan."\n', "", "Add says under [rule.T-2] there"),
    "missing way": ('ways = ["Make one."]\n', "", "Add ways under [rule.T-2] there"),
    "way as a text": ('ways = ["Make one."]', 'ways = "Make one."', "must be a list"),
    "missing sentence": ('finds = "Due by {due}."\n', "", "Add finds under [rule.T-1] there"),
    "names on the same day": ("from = 2025-01-01", "from = 2024-06-01", "hold on the same day"),
    "name in no form": ("to = 2024-12-31, name", "to = 2024-12-31, nam", "A dated name holds"),
    "no name of its own": ('[policy]\nname = "Tiny"\n', "", "The policy has no name here"),
    "not TOML": ("[topic.work]", "[topic.work", "not valid TOML"),
}


@pytest.mark.parametrize(("old", "new", "says"), TEXT_MISTAKES.values(), ids=TEXT_MISTAKES)
def test_a_text_that_is_wrong_or_missing_is_told(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    """Every declared language has every text that is needed, and none for what is not there."""
    texts = TEXTS.replace(old, new, 1)
    assert texts != TEXTS

    assert any(says in line for line in told(tmp_path, texts=texts))


def test_a_declared_language_needs_its_file(tmp_path: Path) -> None:
    """Saying nb and bringing no nb.toml is a mistake."""
    found = told(tmp_path, POLICY.replace('["en"]', '["en", "nb"]'))

    assert len(found) == 1
    assert found[0].startswith("tiny/texts/nb.toml: The policy declares the language nb")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """An author mends a file once, not ten times."""
    policy = POLICY.replace('"guide"\nkind', '"guides"\nkind').replace('"plans"]', '"plan"]')
    texts = TEXTS.replace('ways = ["Make one."]\n', "")

    found = told(tmp_path, policy, texts)

    assert len(found) == 3


HOSTILE = {
    "huge": "x = 1\n" * 300_000,
    "endless line": "x = '" + "y" * 50_000 + "'",
    "deep": "x = " + "[" * 5_000 + "]" * 5_000,
    "dotted": "x" + ".y" * 9_000 + " = 1",
    "endless number": "x = " + "9" * 10_000,
    "empty": "",
    "words": "Dear colleague, please find attached",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_costs_a_sentence(text: str, tmp_path: Path) -> None:
    """No traceback, no waiting: one or a few lines say what is wrong with the file."""
    found = told(tmp_path, text)

    assert 1 <= len(found) <= 3
    assert all(len(line) < 400 for line in found)


def test_a_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    """The first bad byte's line is told."""
    write_policy(tmp_path / "tiny")
    (tmp_path / "tiny" / "policy.toml").write_bytes(POLICY.encode() + "# Tromsø".encode("latin-1"))

    (problem,) = check(str(tmp_path / "tiny"))

    assert problem.line == POLICY.count("\n") + 1
    assert "UTF-8" in problem.sentence


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Some editors write one."""
    write_policy(tmp_path / "tiny", "\ufeff" + POLICY)

    assert check(str(tmp_path / "tiny")) == []


def test_a_folder_without_a_policy_says_so(tmp_path: Path) -> None:
    """A wrong path is a sentence."""
    (problem,) = check(str(tmp_path / "nowhere"))

    assert "cannot be read" in problem.sentence


SLIPS = ["[]", "1", "-1", '"x"', "{}", "true", "1.5", "2026-01-01", '["x"]', "[{}]", "{x=1}", "inf"]


def slips(text: str, many: int) -> Iterator[str]:
    """The text with one or two lines changed as a hurried author would, always the same ones."""
    chance = Random(20260310)
    lines = text.splitlines()
    for _ in range(many):
        changed = list(lines)
        for _ in range(chance.choice([1, 1, 2])):
            place = chance.randrange(len(changed))
            line = changed[place]
            if "=" in line and chance.random() < 0.6:
                changed[place] = f"{line.partition('=')[0]}= {chance.choice(SLIPS)}"
            elif line.startswith("["):
                changed[place] = chance.choice([line[1:-1], f"[{line}]", ""])
            else:
                changed[place] = chance.choice(["", chance.choice(lines)])
        yield "\n".join(changed)


def test_no_slip_of_an_author_is_a_traceback(tmp_path: Path) -> None:
    """Whatever is changed in a policy file or its texts, the answer is a list of mistakes."""
    wrong = 0
    for number, text in enumerate((*slips(POLICY, 150), *slips(TEXTS, 50))):
        files = {"policy": text} if number < 150 else {"texts": text}
        wrong += bool(told(tmp_path, **files))

    assert wrong > 150

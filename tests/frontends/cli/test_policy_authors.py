"""Writing a policy by command: made, checked, tested, covered, brought up to date."""

from pathlib import Path
from typing import Any

import pytest

from visavi_cli import watch
from visavi_cli.run import Run
from visavi_cli.schemas import SCHEMAS


@pytest.mark.parametrize("rung", ["data", "file", "package"])
@pytest.mark.parametrize("below", ["", "--extends uio"])
def test_the_commands_that_a_new_policy_names_all_work(cli: Any, rung: str, below: str) -> None:
    """Each is carried out as it was printed."""
    name = f"lab-{rung}-{len(below)}"
    done = cli(f"policy new {name} --rung {rung} {below} --json")

    assert (done.code, done.err) == (0, "")
    assert all(Path(file).is_file() for file in done.data["files"])
    for command in done.data["next"]:
        assert cli(command.removeprefix("visavi ")).code == 0


def test_a_dry_run_makes_nothing(cli: Any, home: Path) -> None:
    """It names the files."""
    done = cli("policy new lab --dry-run")

    assert done.code == 0
    assert "lab/policy.toml" in done.out
    assert not (home / "lab").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("policy new uio", 2),
        ("policy new Lab", 2),
        ("policy new lab --rung leaf", 2),
        ("policy new lab --extends nothing", 3),
        ("policy test example --coverage --update", 2),
        ("policy check example --watch --json", 2),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    cli: Any, home: Path, line: str, code: int
) -> None:
    """And nothing is made."""
    done = cli(line)

    assert (done.code, done.out) == (code, "")
    assert len(done.err.splitlines()) == 1
    assert not (home / "lab").exists()


@pytest.fixture
def lab(cli: Any, home: Path) -> Path:
    """A policy of one's own."""
    cli("policy new lab")
    return home / "lab"


def test_coverage_names_the_rules_that_no_scenario_breaks(cli: Any, lab: Path) -> None:
    """10 as long as there is one."""
    (lab / "scenarios" / "no-plan-no-signature.toml").unlink()
    done = cli("policy test lab --policy-dir lab --coverage")

    assert done.code == 10
    assert "no scenario breaks it" in done.out
    data = cli("policy test lab --policy-dir lab --coverage --json").data
    assert {row["rule"]: row["broken"] for row in data} == {"LAB-1": 1, "LAB-2": 0}


def test_an_update_is_shown_first_and_written_with_yes(cli: Any, lab: Path) -> None:
    """After it the scenarios hold; a dry run writes nothing either."""
    policy = lab / "policy.toml"
    policy.write_text(policy.read_text().replace('"04-30"', '"05-31"'))
    file = lab / "scenarios" / "open-in-spring.toml"
    before = file.read_text()
    where = "--policy-dir lab"
    assert cli(f"policy test lab {where}").code == 10

    shown = cli(f"policy test lab --update {where}")
    dry = cli(f"policy test lab --update --yes --dry-run {where}")
    assert (shown.code, dry.code, file.read_text()) == (10, 10, before)
    assert "-due = 2026-04-30" in shown.out
    assert "+due = 2026-05-31" in shown.out

    written = cli(f"policy test lab --update --yes {where} --json")
    assert written.code == 0
    assert file.read_text() == before.replace("2026-04-30", "2026-05-31")
    assert cli(f"policy test lab {where}").code == 0
    assert cli(f"policy test lab --update {where}").out.startswith("0 scenarios")


def test_a_watch_checks_again_when_a_file_is_saved(cli: Any, lab: Path) -> None:
    """Each round says what is wrong then; between two rounds it looks and says nothing."""
    common = dict.fromkeys(("as_json", "policy_dir"), ()) | {"policy_dir": ()}
    policy = lab / "policy.toml"
    whole = policy.read_text()
    looks: list[float] = []

    def save(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            policy.write_text(whole.replace('"plans"]', '"plan"]'))

    rounds = watch.rounds(Run(common), "lab", save)

    assert next(rounds) == ["Nothing is wrong."]
    assert "Did you mean plans?" in next(rounds)[0]
    assert len(looks) == 2


def fits(done: Any, *, to: str) -> Any:
    """The data of an answer, held against the schema that the spec gives."""
    import json

    assert json.loads(done.out)["schema"] == f"visavi.{to}/1", done.err
    schema, rows = SCHEMAS[to], [done.data]
    if schema["type"] == "array":
        schema, rows = schema["items"], done.data
    assert all(set(schema["required"]) <= set(row) for row in rows)
    return done.data


def test_why_somebody_owes_something_is_told_down_to_the_source(ki: Any) -> None:
    """Value < layer < file and line < rule < source, and why the other rules are silent."""
    done = ki("policy explain ki --person anna --as-of 2026-02-10")

    assert done.code == 0
    assert "goals-window = opens 12-01" in done.out
    assert "visavi_ki/policy.toml:" in done.out
    assert "is silent." in done.out
    line = "policy explain ki --person anna --as-of 2026-02-10 --json"
    data = fits(ki(line), to="policy-explained-of")
    assert data["explained"][0]["chain"][0]["layer"] == "ki"


def test_what_another_policy_would_say_of_somebody_can_be_asked(ki: Any) -> None:
    """The store's policy stays what it is."""
    assert "UIO-FREQ-01" in ki("policy explain uio --person anna").out
    assert "UIO-FREQ-01" not in ki("agenda --person anna").out


def test_why_something_is_found_on_a_dialogue_is_for_its_parties_only(ki: Any) -> None:
    """Everybody else is told that it is not there."""
    new = ki("dialogue new --as mia anna --kind ki.goals --cycle 2026 --as-of 2026-02-10 --json")
    line = f"policy explain ki --dialogue {new.data['id']} --as-of 2026-02-10"

    assert ki(f"{line} --as mia").code == 0
    fits(ki(f"{line} --as mia --json"), to="policy-explained-of")
    assert ki(f"{line} --as per").code in (3, 4)
    assert ki("policy explain ki --person anna --as per").code == 3


@pytest.mark.parametrize("line", ["policy explain ki", "policy explain ki KI-WIN-1 --person anna"])
def test_exactly_one_thing_is_explained(ki: Any, line: str) -> None:
    """An item, a person or a dialogue."""
    assert ki(line).code == 2


def test_a_preview_tells_what_would_change_and_changes_nothing(ki: Any, home: Path) -> None:
    """Counted by rule, said person by person; for the keeper and HR only."""
    before = ki("agenda --json --as-of 2026-02-10").out
    line = "policy preview --to uio --as-of 2026-02-10"

    done = ki(line)
    data = fits(ki(f"{line} --json"), to="policy-preview")

    assert done.code == 0
    assert "anna no longer owes or is owed ki.goals of 2026" in done.out
    assert {"gone", "new"} <= {row["what"] for row in data["changes"]}
    assert (data["before"].split()[0], data["after"].split()[0]) == ("ki", "uio")
    assert ki(f"{line} --as mia").code == 4
    assert ki("agenda --json --as-of 2026-02-10").out == before


def test_two_versions_of_one_policy_are_compared_by_their_folders(cli: Any, home: Path) -> None:
    """In a preview the dates move; in a diff the values do."""
    cli("policy new lab --dir old")
    cli("policy new lab --dir new")
    file = home / "new" / "policy.toml"
    file.write_text(file.read_text().replace('"04-30"', '"05-31"'))
    cli("store init --unsealed --policy lab --policy-dir old")
    cli("person new anna --name Anna --unit U1 --group staff --from 2015-01-01 --policy-dir old")

    done = cli("policy preview --from old --to new --as-of 2026-02-10")
    assert "anna, lab.year of 2026 (LAB-1): due is 2026-05-31 and was 2026-04-30." in done.out
    differences = cli("policy diff old new")
    assert differences.code == 10
    assert "05-31" in differences.out


def test_a_simulation_prints_months_and_managers(cli: Any) -> None:
    """The same for the same seed and day."""
    line = "policy simulate ki --people 40 --years 1 --as-of 2026-01-01"
    data = fits(cli(f"{line} --json"), to="policy-simulation")

    assert len(data["months"]) == 12
    assert {row["kind"] for row in data["kinds"]} == {"ki.goals", "ki.salary"}
    assert cli(line).out == cli(line).out != cli(f"{line} --seed 2").out
    assert cli("policy simulate ki --people 0").code == 2


def test_without_pins_every_policy_may_be_loaded(uio: Any) -> None:
    """As it always was."""
    assert uio("policy allowed").out == "Every policy may be loaded.\n"
    assert fits(uio("policy allowed --json"), to="policies-allowed") == []


def test_a_store_with_pins_loads_no_other_policy(uio: Any) -> None:
    """The first pin takes the store's own policy along; another one is refused in one line."""
    assert uio("policy allow example --dry-run").code == 0
    assert uio("policy allowed --json").data == []
    allowed = fits(uio("policy allow example --json"), to="policies-allowed")
    assert {row["name"] for row in allowed} >= {"example", "uio", "uio-ils"}
    assert uio("agenda").code == 0

    for line in (
        "agenda --policy ki",
        "policy preview --to ki",
        "policy explain ki --person anna",
        "dialogue new anna --kind ki.goals --as mia --policy ki",
    ):
        done = uio(line)
        assert done.code == 8, line
        assert "ki 2026.1 is not allowed" in done.err
    assert uio("policy show ki").code == 0
    assert uio("policy allow ki --as mia").code == 4
    assert uio("policy allow ki").code == 0
    assert uio("policy preview --to ki").code == 0


def test_a_policy_that_changed_is_not_loaded_until_it_is_allowed_again(cli: Any, lab: Path) -> None:
    """Reading what is there goes on."""
    where = "--policy-dir lab"
    cli(f"store init --unsealed --policy lab {where}")
    cli(f"person new anna --name Anna --unit U1 --group staff --from 2015-01-01 {where}")
    assert cli(f"policy allow lab {where}").code == 0
    assert cli(f"agenda --as-of 2026-02-10 {where}").code == 0
    texts = lab / "texts" / "en.toml"
    texts.write_text(texts.read_text().replace("each spring", "in spring"))

    told = cli(f"agenda --as-of 2026-02-10 {where}")
    assert told.code == 8
    assert "not what was allowed" in told.err
    assert cli(f"policy allowed {where}").code == 10
    assert cli("person show anna").code == 0
    cli(f"policy allow lab {where}")
    assert cli(f"agenda --as-of 2026-02-10 {where}").code == 0


def test_the_last_pin_taken_out_opens_the_store_again(uio: Any) -> None:
    """One that is not there cannot be taken out."""
    for row in uio("policy allow uio --json").data:
        assert uio(f"policy allow {row['name']} --remove").code == 0

    assert uio("agenda --policy ki").code == 0
    assert uio("policy allow uio --remove").code == 3


def test_who_extends_a_policy_allows_the_layers_that_it_names_as_well(cli: Any) -> None:
    """In the units of ILS the department's layer stands on the institution's own policy."""
    where = "--policy-dir own"
    assert cli("policy new own --extends uio").code == 0
    cli(f"store init --unsealed --policy own {where}")
    cli(f"person new mia --name Mia --unit 190000 --group academic --from 2015-01-01 {where}")
    asked = "policy explain own --person mia --as-of 2026-02-10 --json"

    allowed = cli(f"policy allow own {where} --json").data

    assert {row["name"] for row in allowed} >= {"own", "uio", "uio-ils", "uio-hf"}
    assert cli(f"{asked} {where}").data["layers"] == ["uio", "own", "uio-ils"]
    assert cli(f"agenda --as-of 2026-02-10 {where}").code == 0


def test_a_policy_of_another_format_is_noted_in_the_list_and_refused_in_use(cli: Any) -> None:
    """With both numbers, in one sentence; the others go on."""
    cli("policy new later")
    file = Path("later", "policy.toml")
    file.write_text(file.read_text("utf-8").replace("api = 1", "api = 2"), "utf-8")

    rows = {row["name"]: row for row in cli("policy list --policy-dir later --json").data}
    done = cli("policy show later --policy-dir later")

    assert (rows["later"]["format"], rows["later"]["note"]) == (2, "needs a newer visavi")
    assert (rows["uio"]["format"], rows["uio"]["note"]) == (1, "")
    assert done.code == 8
    assert "written for format 2; this visavi knows 1" in done.err
    assert cli("policy check later --policy-dir later").code == 10
    assert cli("doctor --policy-dir later --json").code == 10

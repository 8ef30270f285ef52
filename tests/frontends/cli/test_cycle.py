"""A whole cycle by single commands, each of them read back."""

from typing import Any

import pytest

ON = "--as-of 2026-02-10"


def new_dialogue(cli: Any, kind: str, employee: str = "anna") -> str:
    """Plan a dialogue between mia and the employee; gives its id."""
    done = cli(f"dialogue new {employee} --kind {kind} --cycle 2026 --as mia {ON} --json")
    assert done.code == 0, done.err
    return str(done.data["id"])


def started(cli: Any, kind: str) -> str:
    """A dialogue in which both prepared and the talk has begun."""
    dialogue = new_dialogue(cli, kind)
    place = "--at 2026-02-20T10:00+01:00 --minutes 90 --place 'Room 1' --undisturbed"
    for verb, more in (
        ("invite", f"{place} --as mia"),
        ("submit", "--as anna"),
        ("submit", "--as mia"),
        ("conduct", "--start --as mia"),
    ):
        assert cli(f"dialogue {verb} {dialogue} {more} {ON}").code == 0
    return dialogue


def held(cli: Any, kind: str) -> str:
    """The same, every topic covered with both views, one activity, the talk over."""
    dialogue = started(cli, kind)
    for topic in shown(cli, dialogue, "mia")["topics"]:
        at = f"{dialogue} --topic {topic['topic']} {ON}"
        for person in ("anna", "mia"):
            assert cli(f"dialogue differ {at} --as {person}", text=f"as {person} sees").code == 0
        assert cli(f"dialogue cover {at} --as mia").code == 0
    form = "what: Learn it\nhow: A course\n  in March\nresult: Passed\nsupport: none\n"
    more = "--when 2026-06-01 --responsible employee"
    text = f"{form}follow-up: in June\n"
    assert cli(f"activity new {dialogue} {more} --as mia {ON}", text=text).code == 0
    assert cli(f"dialogue conduct {dialogue} --finish --as mia {ON}").code == 0
    return dialogue


def shown(cli: Any, dialogue: str, reader: str) -> Any:
    """The dialogue as the reader sees it."""
    done = cli(f"dialogue show {dialogue} --as {reader} {ON} --json")
    assert done.code == 0, done.err
    return done.data


def test_preparation_is_blind_until_both_have_submitted(uio: Any) -> None:
    """Through every reading command, and in JSON as in text."""
    dialogue = new_dialogue(uio, "uio.work")
    for line in ("prepare {} --as anna", "prepare {} --private --as anna"):
        assert uio(f"dialogue {line.format(dialogue)} {ON}", text="the marker").code == 0
    uio(f"dialogue submit {dialogue} --as anna {ON}")

    reading = [
        uio(f"{line} --as {who} {ON} {more}").out
        for who in ("mia", "top", "hanna", "per")
        for more in ("", "--json")
        for line in (
            f"dialogue show {dialogue}",
            "dialogue list --notes",
            f"dialogue history {dialogue}",
            "activity list",
            "agenda",
        )
    ]
    assert not any("the marker" in text for text in reading)
    assert "the marker" in uio(f"dialogue show {dialogue} --as anna {ON}").out

    uio(f"dialogue submit {dialogue} --as mia {ON}")
    mine = uio(f"dialogue show {dialogue} --as mia {ON} --json").out
    assert mine.count("the marker") == 1


@pytest.mark.parametrize("fixture", ["uio:uio.work", "ki:ki.goals"])
def test_a_talk_is_signed_followed_up_and_closed(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    """From the invitation to the next dialogue that opens with the plan."""
    policy, kind = fixture.split(":")
    cli = request.getfixturevalue(policy)
    dialogue = held(cli, kind)
    assert cli(f"dialogue check {dialogue} --as mia {ON} --json").code in (0, 10)

    told = cli(f"dialogue show {dialogue} --to-sign --as anna {ON} --json").data["to_sign"]
    print_ = told["fingerprint"]
    assert cli(f"dialogue sign {dialogue} --as mia {ON}").code == 0
    done = cli(
        f"dialogue sign {dialogue} --fingerprint {print_[:12]} --file - --as anna {ON} --json",
        text="I would have put it otherwise.",
    )
    assert done.data["state"] == "signed"
    assert done.data["fingerprint"] == print_

    version = shown(cli, dialogue, "anna")["signed"][0]
    assert version["text"] == told["text"]
    assert [s["dissent"] for s in version["signatures"]] == ["", "I would have put it otherwise."]

    late = cli("activity check --as anna --as-of 2026-07-01 --json")
    assert (late.code, late.data[0]["id"]) == (10, f"{dialogue}.a1")
    at = f"{dialogue}.a1 --as-of 2026-06-30"
    for person, code in (("anna", 0), ("mia", 0)):
        assert cli(f"activity note {at} --as {person}", text="Half of it.").code == code
    assert cli(f"activity withdraw {at} --as anna").code == 4
    assert cli(f"activity withdraw {at} --as mia").code == 0
    assert cli(f"activity adapt {at} --when 2026-08-01 --as mia", text="Later").code == 0
    assert shown(cli, dialogue, "mia")["supplement"] == "Later"
    assert cli(f"activity withdraw {at} --change --as mia").code == 0
    assert shown(cli, dialogue, "mia")["supplement"] is None
    word = cli(f"activity done {dialogue}.a1 --file - --as anna --as-of 2026-07-01", text="Well.")
    assert word.code == 0
    assert cli("activity check --as anna --as-of 2026-07-01").code == 0
    step = cli(f"activity show {dialogue}.a1 --as anna {ON} --json").data["steps"][-1]
    assert (step["progress"], step["word"], step["carry"]) == ("done", "Well.", None)
    assert cli(f"dialogue close {dialogue} --as mia --as-of 2026-07-01").code == 0
    assert shown(cli, dialogue, "mia")["state"] == "closed"


def test_the_next_dialogue_opens_with_the_plan_and_carries_it(uio: Any) -> None:
    """Kept, changed or closed with a word; the old activity points to the new one."""
    first = held(uio, "uio.work")
    for person in ("mia", "anna"):
        assert uio(f"dialogue sign {first} --as {person} {ON}").code == 0
    later = "--as mia --as-of 2027-02-10"
    new = uio(f"dialogue new anna --kind uio.work --cycle 2027 {later} --json").data["id"]

    opened = uio(f"dialogue show {new} {later} --json").data
    assert opened["previous"] == first
    assert [row["what"] for row in opened["last_plan"]] == ["Learn it"]

    uio(f"dialogue invite {new} --at 2027-02-12T10:00+01:00 {later}")
    uio(f"dialogue conduct {new} --start {later}")
    silent = uio(f"activity carry {first}.a1 --into {new} --decision change {later}")
    assert silent.code == 2
    carried = uio(
        f"activity carry {first}.a1 --into {new} --decision change --file - "
        f"--when 2027-06-01 {later} --json",
        text="It takes longer.",
    )
    assert carried.code == 0, carried.err
    old = uio(f"activity show {first}.a1 {later} --json").data
    assert old["steps"][-1]["carried_to"] == f"{new}.a1"
    fresh = uio(f"activity show {new}.a1 {later} --json").data
    assert (fresh["carried_from"], fresh["when"]) == (f"{first}.a1", "2027-06-01")
    assert fresh["how"] == "A course\n  in March"


def test_parked_skipped_and_own_questions_are_read_back(uio: Any) -> None:
    """Each with its reason, as text from stdin or from a file."""
    dialogue = started(uio, "uio.work")
    at = f"{dialogue} {ON} --as mia"
    topics = [topic["topic"] for topic in shown(uio, dialogue, "mia")["topics"]]
    with open("why.txt", "w", encoding="utf-8") as file:
        file.write("\ufeffno time\r\n")
    assert uio(f"dialogue park {at} --topic {topics[1]} --file why.txt").code == 0
    assert uio(f"dialogue skip {at} --topic {topics[2]}", text="not wanted").code == 0
    asked = f"question add --dialogue {dialogue} --topic {topics[0]} {ON} --as mia"
    assert uio(asked, text="And what of me?").code == 0

    read = {topic["topic"]: topic for topic in shown(uio, dialogue, "anna")["topics"]}
    assert (read[topics[1]]["coverage"], read[topics[1]]["reason"]) == ("parked", "no time")
    assert (read[topics[2]]["coverage"], read[topics[2]]["reason"]) == ("skipped", "not wanted")
    assert [note["text"] for note in read[topics[0]]["own_questions"]] == ["And what of me?"]


def test_a_refusal_has_rule_fact_ways_and_source_and_changes_nothing(ki: Any) -> None:
    """In words, and as JSON on stderr; the code is 6."""
    ki(f"person edit anna --pay-route collective --from 2026-01-01 {ON}")
    first = held(ki, "ki.goals")
    for person in ("mia", "anna"):
        ki(f"dialogue sign {first} --as {person} {ON}")
    dialogue = started(ki, "ki.salary")
    before = shown(ki, dialogue, "mia")
    line = f"dialogue pay {dialogue} --discussed yes --amount 40000 --as mia {ON}"

    words = ki(line)
    assert (words.code, words.out) == (6, "")
    assert words.err.startswith("Refused by ki, rule KI-")
    for part in ("You can: ", "Source: ", "Nothing was changed."):
        assert part in words.err

    error = ki(f"{line} --json").error
    assert (error["error"], error["changed"], error["exit"]) == ("refused", False, 6)
    assert error["refusals"][0]["ways"]
    assert error["refusals"][0]["citations"]
    assert shown(ki, dialogue, "mia") == before


def test_a_dry_run_judges_and_writes_nothing(uio: Any) -> None:
    """Every verb that changes has it; a deed out of order fails dry as it would for real."""
    dry = uio(f"dialogue new anna --kind uio.work --cycle 2026 --as mia {ON} --dry-run --json")
    assert (dry.code, dry.data["changed"]) == (0, False)
    assert uio(f"dialogue list --as mia {ON} --json").data == []

    dialogue = new_dialogue(uio, "uio.work")
    before = shown(uio, dialogue, "mia")
    assert uio(f"dialogue invite {dialogue} --as mia {ON} --dry-run").code == 0
    assert uio(f"dialogue conduct {dialogue} --start --as mia {ON} --dry-run").code == 5
    assert shown(uio, dialogue, "mia") == before


def test_a_matter_is_there_for_who_handles_it_and_for_nobody_else(uio: Any) -> None:
    """Not for the person concerned, the keeper, or the managers above; and not in any list."""
    opened = uio(
        "matter open --concern harassment --affected anna --concerned per --as mia "
        f"--file - {ON} --json",
        text="the marker",
    )
    matter = opened.data["id"]
    for line in (f"assess {matter} --severity serious --separate-meeting yes",
                 f"step {matter} confirm", f"show {matter}", f"check {matter}"):  # fmt: skip
        assert uio(f"matter {line} --as mia {ON}").code in (0, 10)
    for who in ("--as per", "--as anna", "--as top", "--as hanna", ""):
        done = uio(f"matter show {matter} {who} {ON}")

        assert (done.code, done.out) == (3, "")
        assert uio(f"matter list {who} {ON} --json").data == []
    everywhere = [
        uio(f"{line} {ON} --json").out
        for line in ("agenda", "dialogue list --notes", "report obligations", "person show anna")
    ]
    assert not any(matter in text or "marker" in text for text in everywhere)
    duties = uio(f"agenda --as mia {ON} --json").data
    assert any(duty["rule"].startswith("UIO-WB") for duty in duties)

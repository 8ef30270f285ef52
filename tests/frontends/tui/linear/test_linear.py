"""Linear mode: plain lines from the same use cases, for screen readers and scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.store import open_store
from visavi.usecases.drafts import Drafts

Talk = Callable[..., Any]


def test_a_talk_in_lines_gives_the_record_that_commands_give(
    talk: Talk, store: Path, kari: str
) -> None:
    """Start, a note, a view of each, a parked topic, an activity, the end."""
    said = talk(
        "conduct",
        kari,
        *(":start", "Calmer now.", "Two lines.", ".", ":v", "Fine", ".", "Too much", "."),
        *(":a Book the room", ":c", ":n", ":park no time", ":b 1", ":e"),
    )

    assert said.code == 0, said.out
    stored = open_store(str(store)).dialogue(kari)
    first, second = stored["topics"][:2]
    assert stored["state"] == "held"
    assert first["notes"][0]["text"] == "Calmer now.\nTwo lines."
    assert first["views"]["employee"]["written_for"] == "kari"
    assert first["coverage"] == "covered"
    assert (second["coverage"], second["reason"]) == ("parked", "no time")
    assert stored["plan"]["activities"][0]["what"] == "Book the room"


def test_no_line_moves_a_cursor(talk: Talk, kari: str) -> None:
    """Letters and line ends only, whatever was stored."""
    said = talk("conduct", kari, ":start", "\x1b[31mred", ".", "[b]bold[/b]", ".", ":show")

    assert "\x1b" not in said.out
    assert "[b]bold[/b]" in said.out


def test_each_text_is_told_who_will_read_it(talk: Talk, store: Path, kari: str) -> None:
    """Preparation is private until it is said to be shared."""
    said = talk("prepare", kari, "For me.", ".", ":shared", "For both.", ".", ":l 1", ":submit")

    own = open_store(str(store)).dialogue(kari)["preparations"]["conductor"]
    assert "Who reads it: only you" in said.out
    assert [one["text"] for one in own["notes"]] == ["For me."]
    assert [one["text"] for one in own["answers"]] == ["For both."]
    assert own["submitted"] == "2026-01-12"
    assert len(own["ticks"]) == 1


def test_the_plan_in_lines_asks_for_seven_fields_and_answers_the_last_one(
    talk: Talk, store: Path, kari: str
) -> None:
    """Days are echoed with their weekday; the last plan is kept, changed or closed."""
    talk("conduct", kari, ":start")
    said = talk(
        "plan",
        kari,
        *(":a", "Learn it", "a course", "1 June 2026", "both", "exam passed", "time", "in May"),
        *(":keep 2 it goes on", ":close 3 no need", ":l"),
    )

    assert said.code == 0, said.out
    assert "Mon 2026-06-01" in said.out
    plan = open_store(str(store)).dialogue(kari)["plan"]["activities"]
    assert plan[0]["when"] == "2026-06-01"
    assert plan[1]["carried_from"]
    assert "carried" in said.out
    assert "closed" in said.out


def test_signing_in_lines_shows_the_text_and_refuses_as_the_command_does(
    talk: Talk, store: Path, kari: str
) -> None:
    """The same rule, the same ways forward, the same exit code."""
    talk("conduct", kari, ":start", ":e")
    wrong = talk("sign", kari, ":sign", "kari")
    refused = talk("sign", kari, ":refuse I was not asked")
    early = talk("sign", kari, ":sign", "ingrid", "")

    assert "Fingerprint (SHA-256)" in wrong.out
    assert "nothing was signed" in wrong.out
    assert wrong.code == 2
    assert refused.code == early.code == 5
    assert "have no answer yet" in early.out
    assert not open_store(str(store)).dialogue(kari).get("signed")


def test_a_text_without_its_dot_is_kept_as_a_draft(talk: Talk, store: Path, kari: str) -> None:
    """The end of the input in the middle of a text loses nothing."""
    said = talk("conduct", kari, ":start", "half a thought")

    kept = Drafts(open_store(str(store)), "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["half a thought"]
    assert "kept as a draft" in said.out


def test_the_variable_makes_plain_lines_the_way_to_conduct(
    talk: Talk, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VISAVI_LINEAR=1 stands for the option."""
    monkeypatch.setenv("VISAVI_LINEAR", "1")

    said = talk("conduct", kari, ":q", more=())

    assert said.code == 0
    assert "Topic 1 of 7" in said.out


def test_lines_through_a_pipe_are_a_conversation_where_that_is_set(
    talk: Talk, store: Path, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said for oneself is not taken for the text of the preparation; nobody signs unasked.

    With --no-input the command is meant.
    """
    monkeypatch.setenv("VISAVI_LINEAR", "1")

    talk("prepare", kari, ":private", "for me alone", ".", more=())
    part = open_store(str(store)).dialogue(kari)["preparations"]["conductor"]
    assert [note["text"] for note in part["notes"]] == ["for me alone"]
    assert not part.get("answers")
    talk("conduct", kari, ":start", ":e", more=())
    said = talk("sign", kari, ":q", more=())
    assert "Read back and sign." in said.out
    assert not open_store(str(store)).dialogue(kari).get("signed")
    asked = talk("sign", kari, more=("--no-input",))
    assert "Read back and sign." not in asked.out


def test_somebody_else_finds_no_dialogue_in_lines_either(talk: Talk, kari: str) -> None:
    """The words of the command line, and its exit code."""
    said = talk("conduct", kari, ":show", more=("--linear", "--as", "hege"))

    assert said.code == 3
    assert "There is no dialogue" in said.err


def test_a_line_of_the_text_may_begin_with_a_colon_or_be_a_dot(
    talk: Talk, store: Path, kari: str
) -> None:
    """Doubled, both are letters; a command also works in the middle of a text."""
    said = talk("conduct", kari, ":start", "::e is a smile", "..", ":u", "..", ":r", "end", ".")

    note = open_store(str(store)).dialogue(kari)["topics"][0]["notes"][0]["text"]
    assert said.code == 0, said.out
    assert note == ":e is a smile\n.\nend"


def test_an_unknown_command_is_told_and_is_no_part_of_the_text(
    talk: Talk, store: Path, kari: str
) -> None:
    """A slip never ends up in the record, and a script learns of it by the exit code."""
    said = talk("conduct", kari, ":start", "Words", ":shwo", ".")

    notes = open_store(str(store)).dialogue(kari)["topics"][0]["notes"]
    assert [note["text"] for note in notes] == ["Words"]
    assert "There is no command" in said.out
    assert said.code == 2


def test_a_draft_is_gone_on_with_and_does_not_follow_to_another_topic(
    talk: Talk, store: Path, kari: str
) -> None:
    """Each topic has its own text; the screens find the same drafts."""
    talk("conduct", kari, ":start", "half", ":n", "elsewhere")
    again = talk("conduct", kari, "whole", ".", ":n", ":drop")

    topics = open_store(str(store)).dialogue(kari)["topics"]
    assert topics[0]["notes"][0]["text"] == "half\nwhole"
    assert not topics[1].get("notes")
    assert "is back: 1 lines" in again.out
    assert not Drafts(open_store(str(store)), "ingrid").all()


def test_a_draft_that_was_discarded_in_lines_can_be_brought_back(
    talk: Talk, store: Path, kari: str
) -> None:
    """As on the screen: nobody loses a text by one word."""
    talk("conduct", kari, ":start", "half a thought", ":drop")
    assert not Drafts(open_store(str(store)), "ingrid").all()
    said = talk("", "", ":back", ":back 1", ":d")

    kept = Drafts(open_store(str(store)), "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["half a thought"]
    assert "A draft again." in said.out
    talk("", "", ":drop 1")
    assert list(Drafts(open_store(str(store)), "ingrid").discarded())


def test_what_is_kept_about_somebody_is_told_in_lines(talk: Talk) -> None:
    """For whoever acts, with how long and what was left out."""
    said = talk("", "", ":about")

    assert "E-mail: ingrid@example.org" in said.out
    assert "How long it is kept" in said.out
    assert "This report never says whether there is one." in said.out


def test_the_talk_does_not_end_while_a_text_waits(talk: Talk, store: Path, kari: str) -> None:
    """Put it into the record, or throw it away."""
    said = talk("conduct", kari, ":start", "forgotten", ":n", ":e")

    assert said.code == 5
    assert "1 texts are not in the record yet" in said.out
    assert open_store(str(store)).dialogue(kari)["state"] == "in-progress"


def test_the_end_of_input_in_the_middle_of_a_form_does_nothing_and_keeps_every_answer(
    talk: Talk, store: Path, kari: str
) -> None:
    """No half activity; the next :a has the answers, and an empty line takes each."""
    talk("conduct", kari, ":start")
    cut = talk("plan", kari, ":a", "Learn it", "a course")

    assert not open_store(str(store)).dialogue(kari).get("plan", {}).get("activities")
    kept = Drafts(open_store(str(store)), "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["Learn it", "a course"]
    assert "kept as a draft" in cut.out
    talk("plan", kari, ":a", *[""] * 7)
    made = open_store(str(store)).dialogue(kari)["plan"]["activities"][0]
    assert (made["what"], made["how"]) == ("Learn it", "a course")
    assert not Drafts(open_store(str(store)), "ingrid").all()


def test_a_wrong_day_in_a_script_moves_no_answer_into_another_field(
    talk: Talk, store: Path, kari: str
) -> None:
    """The form is asked to its end, nothing is done, and the answers wait."""
    talk("conduct", kari, ":start")
    said = talk("plan", kari, ":a", "Learn", "", "31 Feb 2026", "both", "passed", "", "2026-05-01")

    assert said.code == 2
    assert "Nothing was done" in said.out
    assert not open_store(str(store)).dialogue(kari).get("plan", {}).get("activities")
    drafts = Drafts(open_store(str(store)), "ingrid").all()
    kept = {key.rpartition("/")[2]: draft.text for key, draft in drafts.items()}
    assert kept["follow_up"] == "2026-05-01"
    assert kept["when"] == "31 Feb 2026"


def test_a_line_that_is_no_text_is_told_and_the_talk_goes_on(
    talk: Talk, store: Path, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that are not UTF-8, and a line of more than a megabyte."""
    content = b":start\nfine\n\xff\xfe\n" + b"x" * 1_200_000 + b"\nalso fine\n.\n"
    said = talk("conduct", kari, raw=content)

    note = open_store(str(store)).dialogue(kari)["topics"][0]["notes"][0]["text"]
    assert note == "fine\nalso fine"
    assert said.code == 2
    assert "cannot be read as text" in said.out
    assert "too long" in said.out


def test_a_conversation_needs_input_and_has_no_dry_run(talk: Talk, kari: str) -> None:
    """A draft would be dropped and nothing recorded."""
    for option in ("--json", "--no-input", "--dry-run"):
        assert talk("conduct", kari, more=("--linear", option)).code == 2


def test_in_a_dull_terminal_the_whole_year_is_in_lines(talk: Talk, store: Path, kari: str) -> None:
    """From the queue by numbers: prepare, talk, promise, last plan, both signatures."""
    said = talk(
        "",
        "",
        *("1", "For me alone.", ".", ":submit", ":q"),  # prepare, from the queue
        *("1", ":q", "1", "Calmer now.", ".", ":c"),  # the talk
        *(":t 4", ":v", "Fine", ".", "Too much", ".", ":c", ":5", ":c", ":e", ":q"),
        *("1", ":a", "Learn it", "a course", "1 June 2026", "both", "passed", "time", "in May"),
        *(":done 2", ":close 3 no need", ":close 4 no need", ":q"),  # the plan
        *("1", ":sign", "ingrid", "", ":here", "kari", "I see the load differently", ":q"),
        ":show",
    )

    stored = open_store(str(store)).dialogue(kari)
    assert said.code == 0, said.out
    assert stored["state"] == "signed"
    assert stored["signed"][0]["signatures"][1]["dissent"] == "I see the load differently"
    assert "\x1b" not in said.out
    assert not set("─│┌└>·") & set(said.out)


def test_hr_hears_numbers_and_no_name(talk: Talk) -> None:
    """The same numbers as on the screen, a sentence a unit."""
    said = talk("", "", more=("--linear", "--as", "hege"))

    assert said.code == 0
    assert "withheld" in said.out
    assert "Kari" not in said.out


def test_a_promise_gets_a_word_and_another_day(talk: Talk) -> None:
    """Both stand there when it is told again."""
    said = talk(
        "", "", ":f", ":note 1 The room is found", "1", ":move 1", "1 March", "It is late", ":l"
    )

    assert "Ingrid Solvang: The room is found" in said.out
    assert "open, Sun 2026-03-01, Kari Nordhagen: Make the quiet room" in said.out


def test_a_matter_is_told_to_its_handler_alone(talk: Talk) -> None:
    """Opened and assessed in lines; the person it is about hears of none."""
    opened = talk("", "", ":m", ":new", "1", "kari", "jonas", "What I was told", ".", ":assess 1")
    told = talk("", "", ":m", "1")
    other = talk("", "", ":m", more=("--linear", "--as", "jonas"))

    assert "Written down." in opened.out
    assert "What I was told" in told.out
    assert "Matters: 0." in other.out


def test_tables_become_blocks_of_lines(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name and value, an empty line between two; the setting does it for every command."""
    monkeypatch.setenv("VISAVI_LINEAR", "1")
    said = talk("list", "", more=())

    assert "state: invited\n" in said.out
    assert "employee: kari\n" in said.out
    assert "  " not in said.out


def test_a_setting_that_cannot_be_read_is_told_by_what_needs_it(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No traceback where only the shape of the lines is asked."""
    (tmp_path / "config").write_text("nonsense", encoding="utf-8")
    monkeypatch.setenv("VISAVI_CONFIG", str(tmp_path / "config"))

    assert talk("list", "", more=()).code == 0


def test_a_number_of_any_length_is_one_of_the_list_or_none(talk: Talk) -> None:
    """Noughts before it count for nothing."""
    said = talk("", "", ":0000000099", ":" + "9" * 5000, ":o 0000000001", more=("--linear",))

    assert said.code == 2
    assert said.out.count("Give a number from 1 to ") == 2
    assert said.out.endswith("Back in your queue. :l tells it.\n")


def test_whoever_keeps_the_store_is_told_that_nothing_is_kept_about_them(talk: Talk) -> None:
    """There is no person whose file it would be."""
    said = talk("", "", ":about", more=("--linear", "--as", ""))

    assert "about whoever keeps the store" in said.out

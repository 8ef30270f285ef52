"""KI's year by keys alone, on a real terminal: the same deeds as the walk, the same store."""

from pathlib import Path
from typing import Any

from visavi.demo import words_ki
from visavi.store import open_store
from visavi_testing.by_keys import ByKeys, told_in

from .year import Scene, UnderTmux, done_by_keys, store_with_team, told_by_the_walk

GOALS, SALARY = words_ki.goals(2026), words_ki.salary(2026)
UNION, NEXT = words_ki.union(2026), words_ki.next_goals(2026)


def stand_in(hands: ByKeys) -> None:
    """Whoever stands in for the disqualified manager plans the dialogue."""
    hands.plan("petter", "ki.goals")


def invitation(hands: ByKeys) -> None:
    """Klara is invited."""
    hands.invite(GOALS, "10.2. 10.00", minutes=90)


def preparation(hands: ByKeys) -> None:
    """Both prepare at the same computer, one after the other."""
    hands.prepare("klara", "ki.goals", GOALS.employee_prepares)
    hands.act_as("mona")
    hands.prepare("klara", "ki.goals", GOALS.conductor_prepares)


def talk(hands: ByKeys) -> None:
    """The talk; without a plan nobody signs."""
    hands.talk(GOALS)
    hands.press("g", "Read back and sign ·")
    hands.press("s", "types the id")
    hands.types("mona")
    hands.press("C-j", "NOT DONE")
    hands.sees("Refused", "KI-OUT-1", "You can:", "Source:", "Nothing was changed.")
    hands.press("Escape", "types the id")
    hands.press("Escape")
    hands.press("Escape", "Read back and sign ·")
    hands.press("Escape", "you are:")
    hands.agree(GOALS.activities)


def signatures(hands: ByKeys) -> None:
    """Signed, changed, and signed again by both, by one of them with a dissent."""
    hands.open("klara", "ki.goals")
    hands.press("g", "Read back and sign ·")
    hands.sign("mona")
    hands.press("Escape", "you are:")
    hands.press("a", "Action plan ·")
    hands.to("Learn the statistics")
    hands.press("e", "> What is to be achieved")
    hands.press("Tab", "> How")
    hands.press("Tab", "> When")
    hands.press("C-u")
    hands.types("27 Nov 2026")
    hands.press("C-j", "Changed.")
    hands.press("Escape", "you are:")
    hands.press("g", "Read back and sign ·")
    hands.sign("mona")
    hands.sign(
        "klara", here=True, dissent="I still hold that the requests come from too many people."
    )


def through_the_year(hands: ByKeys) -> None:
    """Klara tells that one promise is kept; the other one is late."""
    hands.press("f", "d Done")
    hands.to("Share the start-up work")
    hands.press("d", "How it went")
    hands.types("Two studies were started by the new order.")
    hands.press("C-j", "Done.")
    hands.sees("! late ", "Catch up with the study archive")


def salary_invitation(hands: ByKeys) -> None:
    """Klara is invited to the second dialogue."""
    hands.invite(SALARY, "6.10. 10.00", minutes=90)


def salary_preparation(hands: ByKeys) -> None:
    """Both prepare for the second one."""
    hands.prepare("klara", "ki.salary", SALARY.employee_prepares)
    hands.act_as("mona")
    hands.prepare("klara", "ki.salary", SALARY.conductor_prepares)


def salary_talk(hands: ByKeys) -> None:
    """The second talk opens with the plan of the first; the salary is set, and taken back once."""
    hands.talk(SALARY)
    hands.press("l", "3 of 4 have no answer yet")
    hands.to("Catch up with the study archive")
    hands.press("g", "A word on it")
    hands.types("Half of it is done; it goes on.")
    hands.press("C-j", "Answered.")
    hands.to("Learn the statistics programme")
    hands.press("c", "What changes, and why")
    hands.types("The course was full; the next one is in spring.")
    hands.press("Tab", "> What is to")
    hands.press("Tab", "> How")
    hands.press("C-u")
    hands.terminal.misses("the internal course")
    hands.types("the spring course of three days")
    hands.press("Tab", "> When")
    hands.press("C-u")
    hands.types("30.4.2027")
    hands.press("C-j")
    hands.terminal.misses("> When")
    hands.to("Try a shared inbox")
    hands.press("x", "Why it is let go")
    hands.types("The new platform will have an inbox of its own.")
    hands.press("C-j")
    hands.terminal.misses("Why it is let go")
    hands.press("Escape", "you are:")
    hands.press("b", "This salary is set in the dialogue")
    salary_fields(hands)
    hands.press("C-j", "Recorded.")
    hands.press("u", "Taken back")
    hands.press("b", "This salary is set in the dialogue")
    salary_fields(hands)
    hands.press("C-j", "Recorded.")
    hands.agree(SALARY.activities)
    hands.press("g", "Read back and sign ·")
    hands.sign("mona")
    hands.sign("klara", here=True)
    hands.press("Escape", "you are:")
    hands.press("x", "Nothing is done yet.")
    hands.press("y", "Closed.")


def salary_fields(hands: ByKeys) -> None:
    """What the two agreed on; no reason can be picked that may not be given."""
    hands.press("Space Tab", "> Monthly salary")
    hands.types("41 900")
    hands.press("Tab", "> Do you agree")
    hands.press("Space Tab", "> From when")
    hands.types("1 Oct 2026")
    hands.sees("Understood: Thu 2026-10-01")
    hands.press("Tab", "Never a reason:")
    hands.press("1 Space 2 Space")
    hands.sees("[x] Results and skill", "[x] Ability to collaborate")
    hands.press("Tab", "> In words")
    hands.types("More responsibility for starting studies, and others taught to do it.")


def union(hands: ByKeys) -> None:
    """Where a union negotiates, there is no field for an amount, and no first dialogue is told."""
    hands.line("signe", "ki.salary")
    hands.press("Enter", "KI-ORD-1")
    hands.press("Escape")
    hands.press("Escape", "you are:")
    hands.leave()
    hands.invite(UNION, "20.10. 10.00", minutes=90)
    hands.submit("signe", "ki.salary")
    hands.act_as("signe")
    hands.submit("signe", "ki.salary")


def union_talk(hands: ByKeys) -> None:
    """The talk goes as any other; words stand in the part on salary, and nothing else can."""
    hands.talk(UNION)
    hands.press("b", "This salary is negotiated collectively")
    assert "Monthly salary" not in hands.terminal.frame()
    hands.press("Escape", "you are:")
    hands.press("q", "KI-ORD-1 (should)")


def ladder(hands: ByKeys) -> None:
    """There is no second dialogue on the ladder; the refusal tells the ways."""
    hands.line("yuki", "")
    hands.press("n", "Which dialogue")
    hands.press("2", "> 2")
    hands.press("Enter", "Refused")
    hands.sees("KI-PART-3", "You can:", "Source:", "Nothing was changed.")


def following(hands: ByKeys) -> None:
    """In December the next cycle opens with what is left."""
    hands.invite(NEXT, "19.1.2027 10.00", minutes=90)
    hands.open("klara", "ki.goals")
    hands.press("l", "3 of 3 have no answer yet")


SCENES: tuple[Scene, ...] = (
    ("2026-01-13", "henrik", stand_in),
    ("2026-01-14", "mona", invitation),
    ("2026-01-28", "klara", preparation),
    ("2026-02-10", "mona", talk),
    ("2026-02-17", "mona", signatures),
    ("2026-06-09", "klara", through_the_year),
    ("2026-09-15", "mona", salary_invitation),
    ("2026-09-29", "klara", salary_preparation),
    ("2026-10-06", "mona", salary_talk),
    ("2026-10-13", "mona", union),
    ("2026-10-20", "mona", union_talk),
    ("2026-10-21", "mona", ladder),
    ("2026-12-08", "mona", following),
)


def test_the_year_by_keys_leaves_what_the_walk_leaves(
    under_tmux: UnderTmux, tmp_path: Path
) -> None:
    """Every deed of the walk, done with keys on a real terminal, gives what the walk gives."""
    team = tmp_path / "store"
    store_with_team("ki", team)
    done_by_keys(under_tmux, "ki", team, SCENES)

    by_keys = told_in(open_store(str(team)))
    events = by_keys["dialogues"]["klara/ki.salary/2026"]["events"]
    said = [one["deed"] for one in events]
    assert (said.count("pay"), said.count("unpay")) == (2, 1)
    by_keys["dialogues"]["klara/ki.salary/2026"]["events"] = _but_for_what_was_taken_back(events)
    assert by_keys == told_by_the_walk("ki", tmp_path / "twin")


def _but_for_what_was_taken_back(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the first entry of the salary, and the key that took it back."""
    first = next(one for one in events if one["deed"] == "pay")
    return [one for one in events if one is not first and one["deed"] != "unpay"]

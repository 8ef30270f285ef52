"""UiO's year by keys alone, on a real terminal: the same deeds as the walk, the same store."""

from pathlib import Path

from visavi.demo import words_uio
from visavi.demo.walk_uio import STEPS
from visavi.store import open_store
from visavi.usecases.drafts import Drafts
from visavi_testing.by_keys import ByKeys, told_in

from .year import Scene, UnderTmux, done_by_keys, names_of_team, store_with_team, told_by_the_walk


def conductors(hands: ByKeys) -> None:
    """Why it is asked; a delegate and a stand-in plan the dialogues that are theirs to hold."""
    hands.line("sverre", "uio.work")
    hands.press("y", "UIO-FREQ-01 (should)")
    hands.press("Escape", "Only lines with")
    hands.all_lines()
    hands.plan("mathias", "uio.work")
    hands.act_as("wenche")
    hands.plan("espen", "uio.work")


def invitation(hands: ByKeys) -> None:
    """Kari is invited."""
    hands.invite(WORK, "10.2. 10.00")


def preparation(hands: ByKeys) -> None:
    """Both prepare at the same computer, one after the other."""
    hands.prepare("kari", "uio.work", WORK.employee_prepares)
    hands.act_as("ingrid")
    hands.prepare("kari", "uio.work", WORK.conductor_prepares)


def talk(hands: ByKeys) -> None:
    """The talk; no signature without both views and a plan."""
    hands.talk(WORK)
    hands.press("g", "Read back and sign ·")
    hands.press("s", "types the id")
    hands.types("ingrid")
    hands.press("C-j", "NOT DONE")
    hands.sees("Refused", "UIO-TOPIC-01", "You can:")
    hands.press("Escape", "types the id")
    hands.press("Escape")
    hands.press("Escape", "Read back and sign ·")
    hands.press("Escape", "you are:")
    hands.press("c", "Your words on it")
    hands.topic("environment")
    hands.sees_it(words_uio.INGRIDS_VIEW)
    hands.press("Escape", "Left at topic")
    hands.agree(WORK.activities)


def signatures(hands: ByKeys) -> None:
    """Signed, changed, and signed again by both, by one of them with a dissent."""
    hands.open("kari", "uio.work")
    hands.press("g", "Read back and sign ·")
    hands.sign("ingrid")
    hands.press("Escape", "you are:")
    hands.press("a", "Action plan ·")
    hands.to("Take the course")
    hands.press("e", "What is to be achieved")
    hands.press("Tab Tab C-u")
    hands.types("27 Nov 2026")
    hands.press("C-j", "Changed.")
    hands.press("Escape", "you are:")
    hands.press("g", "Read back and sign ·")
    hands.sign("ingrid")
    hands.sign("kari", here=True, dissent="The room is not the point; the open office is.")
    hands.press("Escape", "you are:")
    hands.leave()


def told_invitation(hands: ByKeys) -> None:
    """Mathias is invited by whom the dialogue is delegated to, and both submit an empty page."""
    hands.invite(TOLD, "3.3. 10:00")
    hands.submit("mathias", "uio.work")
    hands.act_as("mathias")
    hands.submit("mathias", "uio.work")


def told(hands: ByKeys) -> None:
    """What he tells of his manager stands in a matter, which her own manager handles."""
    hands.talk(TOLD)
    hands.press("Escape", "Only lines with")
    hands.all_lines()
    hands.press("m", "No matters for you")
    hands.press("n", "What does it concern?")
    hands.picks("Harassment")
    hands.press("Tab")
    hands.picks("mathias")
    hands.press("Tab")
    hands.picks("ingrid", many=True)
    hands.press("Tab")
    hands.types(words_uio.TOLD)
    hands.press("C-j", "Torunn Aasgård handles it.")
    hands.press("Escape", "Next step: ")
    hands.act_as("torunn")
    handled(hands)


def handled(hands: ByKeys) -> None:
    """She says how serious it is, takes the steps, and cannot close it too early."""
    hands.press("m", "Matters: 1.")
    hands.press("a", "How serious is it?")
    hands.press("2 Enter y Enter y Enter")
    hands.types(words_uio.ASSESSED)
    hands.press("C-j", "severity: serious")
    for step in STEPS:
        hands.press("s", "Which step?")
        hands.picks(hands.text("matter_step", step))
        hands.press("C-j", "Taken: ")
    hands.press("x", "The decision")
    hands.types("Settled.")
    hands.press("C-j", "Refused")
    hands.sees("UIO-WB-04", "Nothing was changed.")
    hands.press("Escape", "The decision")
    hands.press("Escape")
    hands.press("Escape", "Matters: 1.")
    hands.press("Escape", "Next step: ")


def senior_invitation(hands: ByKeys) -> None:
    """HR enters that the course was offered; the line of the interview plans it and asks when."""
    hands.press("p", "12 people")
    hands.to("Sverre Dalland")
    hands.press("f", "What is to be entered?")
    hands.press("2 Space", f"(*) {hands.text('fact', 'uio.senior-course-offered')}")
    hands.press("C-j", "Entered.")
    hands.press("Escape", "NUMBERS ONLY")
    hands.press("w", "Who acts from now on?")
    hands.types("ingrid")
    hands.press("Enter", "Next step: ")
    hands.invite(SENIOR, "14.4. kl 10")


def senior_talk(hands: ByKeys) -> None:
    """The interview, with its own questions, its plan and both signatures."""
    hands.submit("sverre", "uio.senior")
    hands.act_as("sverre")
    hands.submit("sverre", "uio.senior")
    hands.act_as("ingrid")
    hands.talk(SENIOR)
    hands.agree(SENIOR.activities)
    hands.press("g", "Read back and sign ·")
    hands.sign("ingrid")
    hands.sign("sverre", here=True)


def through_the_year(hands: ByKeys) -> None:
    """One activity is done, with a word; the late ones stand first."""
    hands.press("f", " late, ")
    hands.to("Lead the working group")
    hands.press("d", "How it went")
    hands.types("The report is with the board since May.")
    hands.press("C-j", "Done. u takes it back.")


def next_invitation(hands: ByKeys) -> None:
    """A year later: the queue asks for the next dialogue."""
    hands.invite(NEXT, "9.2. 10:00")
    hands.submit("kari", "uio.work")
    hands.act_as("kari")
    hands.submit("kari", "uio.work")


def next_dialogue(hands: ByKeys) -> None:
    """It opens with the last plan: each unfinished activity is kept, changed or closed."""
    hands.begin(NEXT)
    hands.press("l", "have no answer yet")
    hands.to("Make the quiet room")
    hands.press("g", "A word on it")
    hands.types("The door is ordered.")
    hands.press("C-j", "Answered.")
    hands.to("Take the course")
    hands.press("c", "What changes, and why")
    hands.types("The course was full; the next one is in spring.")
    hands.press("Tab Tab C-u")
    hands.types("the spring course of two days")
    hands.press("Tab C-u")
    hands.types("30.4.2027")
    hands.press("C-j", "Answered.")
    hands.press("Escape", "Your words on it")
    hands.press("e", "The talk is over")
    hands.press("g", "1 promises of last time have no answer yet")
    hands.press("l", "1 of 4 have no answer yet")
    hands.to("Move the newsletter")
    hands.press("x", "Why it is let go")
    hands.types("The faculty has a newsletter of its own now.")
    hands.press("C-j", "Answered.")


def numbers(hands: ByKeys) -> None:
    """HR is given numbers, and the one whom the matter concerns finds none."""
    hands.sees("Senior interview", "withheld", "NUMBERS ONLY")
    hands.press("w", "Who acts from now on?")
    hands.types("ingrid")
    hands.press("Enter", "Next step: ")
    hands.press("m", "No matters for you")


WORK, TOLD, SENIOR = words_uio.work(2026), words_uio.told(2026), words_uio.senior(2026)
NEXT = words_uio.following(2026)

SCENES: tuple[Scene, ...] = (
    ("2026-01-13", "jonas", conductors),
    ("2026-01-14", "ingrid", invitation),
    ("2026-01-28", "kari", preparation),
    ("2026-02-10", "ingrid", talk),
    ("2026-02-17", "ingrid", signatures),
    ("2026-02-20", "jonas", told_invitation),
    ("2026-03-03", "jonas", told),
    ("2026-03-17", "hege", senior_invitation),
    ("2026-04-14", "ingrid", senior_talk),
    ("2026-06-09", "kari", through_the_year),
    ("2027-01-13", "ingrid", next_invitation),
    ("2027-02-09", "ingrid", next_dialogue),
    ("2027-02-10", "hege", numbers),
)


def test_the_year_by_keys_leaves_what_the_walk_leaves(
    under_tmux: UnderTmux, tmp_path: Path
) -> None:
    """Every deed of ``demo walk``, done with nothing but keys, gives what it gives there."""
    team = tmp_path / "store"
    store_with_team("uio", team)
    done_by_keys(under_tmux, "uio", team, SCENES)

    by_keys = open_store(str(team))
    assert told_in(by_keys) == told_by_the_walk("uio", tmp_path / "twin")
    left = [
        draft.text
        for person in names_of_team("uio")
        for draft in Drafts(by_keys, person).all().values()
    ]
    assert left == ["Settled."], "only the decision that was refused is still a draft"

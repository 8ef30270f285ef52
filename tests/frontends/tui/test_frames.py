"""Every screen in every language and under both policies: whole, all said, and as it was looked at.

``VISAVI_FRAMES=write pytest tests/frontends/tui`` renews the frames; look at each of them before
you keep it.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from visavi.demo.folder import make_demo
from visavi.demo.seeded import seeded
from visavi.demo.walk import walk
from visavi.languages import catalogue
from visavi.messages import say, speak
from visavi.policy.loading import Policies
from visavi.store import create_store
from visavi.usecases.workspace import Workspace
from visavi_testing.sentences import has_words
from visavi_tui.desk import Wish
from visavi_tui.record import Teller
from visavi_tui.screens.conflict import ConflictPage
from visavi_tui.screens.drafts import DraftsPage
from visavi_tui.screens.locked import LockedPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.unsaved import UnsavedPage
from visavi_tui.widgets.heading import Heading
from visavi_tui.widgets.keys import Keys
from visavi_tui.widgets.status import Status

DAY = date(2026, 1, 12)
PICTURES = Path(__file__).parent / "frames"
SIZES = ((80, 24), (60, 15), (200, 60))
Golden = Callable[[str, str], None]

HOUSES = [
    ("en", "uio", "ingrid"),
    ("en", "ki", "mona"),
    ("nb", "uio", "ingrid"),
    ("sv", "ki", "mona"),
]
"""Each with whom it is looked at: a manager in the middle of a year."""

STOPS: dict[str, tuple[str, ...]] = {
    "team": (),
    "help": ("help",),
    "commands": ("palette",),
    "hidden": ("hide",),
    "why": ("why",),
    "who": ("who",),
    "keys": ("keys",),
    "language": ("language",),
    "settings": ("settings",),
    "people": ("people",),
    "person-new": ("people", "add"),
    "person-correct": ("people", "edit"),
    "fact": ("people", "fact"),
    "import": ("people", "load"),
    "import-review": ("people", "load", "'staff.csv", "done"),
    "follow-up": ("follow",),
    "follow-up-done": ("follow", "done"),
    "follow-up-note": ("follow", "note"),
    "follow-up-move": ("follow", "move"),
    "narrowed": ("filter", "'an"),
    "matters": ("matters",),
    "matter-new": ("matters", "open"),
    "find": ("find", "'plan"),
    "goto": ("goto",),
    "prepare": ("next",),
    "note": ("next", "^down", "^down", "^down", "write"),
    "dialogue": ("open",),
    "history": ("open", "history"),
    "policy-says": ("open", "check"),
    "invite": ("open", "invite"),
    "invite-look": ("open", "invite", "^ctrl+u", "'2 Feb 2026 9:00", "done"),
    "put-off": ("open", "move"),
    "talk": ("open", "start"),
    "talk-write": ("open", "conduct", "write", "'A good year, all in all."),
    "drafts": ("drafts",),
    "questions": ("open", "conduct", "questions"),
    "why-topic": ("open", "conduct", "^down", "^down", "^down", "why"),
    "differ": ("open", "conduct", "views"),
    "capture": ("open", "conduct", "activity"),
    "captured": ("open", "conduct", "activity", "'Settle the lab move", "done"),
    "park": ("open", "conduct", "park"),
    "peek": ("open", "conduct", "peek"),
    "topic": ("open", "conduct", "goto"),
    "salary": ("open", "pay"),
    "plan": ("open", "plan"),
    "plan-new": ("open", "plan", "new"),
    "last-plan": ("open", "lastplan"),
    "over": ("open", "finish"),
    "afterwards": ("open", "after"),
    "sign": ("open", "sign"),
    "sign-form": ("open", "sign", "sign"),
    "sign-noted": ("open", "sign", "noted"),
    "refused": ("open", "sign", "sign", "'{me}", "done"),
    "follow-up-change": ("follow", "adapt"),
}
"""Each stop with the way from the first screen: actions, ``'texts`` that are typed, ``^keys``."""

EVERYWHERE = ("help", "palette", "hide", "find", "goto")
"""Actions of the app, wherever one is."""

MAIN = ("team", "dialogue", "prepare", "talk")
"""The stops whose frames are kept in every size; of the others those at eighty columns."""


class Heard(dict[str, str]):
    """A catalogue that notes what it was asked for in vain."""

    def __init__(self, language: str) -> None:
        super().__init__(catalogue(language))
        self.missing: set[str] = set()

    def get(self, sentence: str, default: Any = None) -> Any:
        """The translation; else the sentence, which is noted if it has words."""
        if sentence not in self and has_words(sentence):
            self.missing.add(sentence)
        return super().get(sentence, default)


@pytest.mark.parametrize(("language", "policy", "person"), HOUSES)
def test_every_screen_stands_whole_and_looks_as_it_did(
    theatre: Callable[..., object],
    golden: Golden,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    every_page: set[type[Page]],
    language: str,
    policy: str,
    person: str,
) -> None:
    """Each kind of screen there is, in two sizes or three; no sentence is left in English."""
    heard = _heard(language)
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text(STAFF, encoding="utf-8")
    make_demo("store", Policies(policy), DAY)
    seen: set[type] = set()

    async def look(stage: Any, name: str) -> None:
        seen.add(type(stage.app.screen))
        kept = SIZES if name in MAIN else SIZES[:1]
        low = SIZES[1:2] if language != "en" else ()  # English needs the least room
        for size in dict.fromkeys((*kept, *low)):
            await _resize(stage, size)
            _stands_whole(stage.app.screen, f"{language} {policy} {name} {size}")
            if size in kept:
                golden(f"{language}-{policy}-{name}-{size[0]}x{size[1]}", stage.frame())

    async def manager(stage: Any) -> None:
        for name, way in STOPS.items():
            await _go(stage, *(step.format(me=person) for step in way))
            await look(stage, name)
        for name, page in _strays(stage):
            await _resize(stage, SIZES[0])
            stage.app.push_screen(page)
            await stage.settle()
            await look(stage, name)

    async def first(stage: Any) -> None:
        await look(stage, "first")

    async def keeper(stage: Any) -> None:
        await look(stage, "numbers")

    theatre(manager, person=person, policy=policy, store="store")
    theatre(first, person=None, policy=policy, empty=True)
    theatre(keeper, person=None, policy=policy)
    assert heard.missing == set() or language == "en"
    assert {page.__name__ for page in every_page - seen} == set()


def _strays(stage: Any) -> Iterator[tuple[str, Page]]:
    """Screens that come by themselves when something is amiss."""
    (row,) = [d for d in stage.app.session.dialogues() if d["state"] == "held"][:1]
    told = Teller(stage.app.session, stage.app.session.show(row["id"]))
    mine = {"what": "Settle the lab move", "how": "With a list", "responsible": "both"}
    theirs = mine | {"how": "Room by room", "when": "2026-06-01"}
    yield "conflict", ConflictPage(told, mine, theirs, _nothing)
    stage.app.keeper.state = say(
        "NOT SAVED: {reason} Kept on screen; {key} tells what to do.", reason="-", key="^q"
    )
    yield "unsaved", UnsavedPage(Wish("quit"))
    stage.app.keeper.state = ""
    yield "locked", LockedPage()


async def _nothing(chosen: dict[str, Any]) -> None:
    """No version is taken."""


STAFF = """id;name;unit;title;from;manager
q1;Berg, Ada;U1;;2019-01-01;
q2;Dahl, Bo;U1;;2019-13-01;
q3;;U1;;2019-01-01;
"""


def test_text_is_never_wider_than_the_measure(theatre: Callable[..., object]) -> None:
    """On two hundred columns a page of text stays readable."""

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        await stage.press("question_mark")
        lines = stage.frame().splitlines()[2:-4]
        assert max(map(len, lines)) <= 90

    theatre(scene, size=(200, 60))


@pytest.mark.parametrize(
    ("language", "policy", "person"), [("nb", "uio", "ingrid"), ("sv", "ki", "mona")]
)
def test_a_picture_of_the_queue_looks_as_it_did(
    theatre: Callable[..., object], language: str, policy: str, person: str
) -> None:
    """Colours and weights too; the same whatever fonts a computer has."""
    speak(language)

    async def scene(stage: Any) -> None:
        file = PICTURES / f"{language}-{policy}-team.svg"
        drawn = _plain_picture(stage.app.export_screenshot(title="visavi"))
        if os.environ.get("VISAVI_FRAMES") == "write":
            file.write_text(drawn, encoding="utf-8")
        assert drawn == file.read_text(encoding="utf-8")

    theatre(scene, person=person, policy=policy)


def test_a_language_that_is_chosen_opens_the_app_again_for_the_same_person(
    theatre: Callable[..., Any],
) -> None:
    """Whoever acts stays; the list begins with the language in use."""

    async def scene(stage: Any) -> None:
        await _go(stage, "language")
        await stage.press("down", "enter")

    app = theatre(scene)

    assert app.return_value == Wish("language", language="nb", person="ingrid")


def _plain_picture(svg: str) -> str:
    """The picture without fonts from elsewhere, and with the same names in every run."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


def test_the_salary_dialogue_stands_whole_for_each_pay_route(
    theatre: Callable[..., object], golden: Golden, tmp_path: Path
) -> None:
    """Klara's salary is set in the dialogue, Signe's is negotiated by her union."""
    _heard("sv")
    store = tmp_path / "store"
    for step, route, name in (("salary-opens", "dialogue", "Klara"), ("", "collective", "Signe")):
        on = _walked(store, "ki", step or "salary-collective")

        async def scene(stage: Any, route: str = route, name: str = name) -> None:
            await _go(stage, "open", "pay", name=name)
            _stands_whole(stage.app.screen, route)
            golden(f"sv-ki-salary-{route}-80x24", stage.frame())

        theatre(scene, person="mona", policy="ki", store=str(store), day=on)


def test_the_senior_interview_and_a_matter_stand_whole(
    theatre: Callable[..., object], golden: Golden, tmp_path: Path
) -> None:
    """Sverre has turned 60; Torunn handles what Mathias told."""
    _heard("nb")
    store = tmp_path / "store"
    on = _walked(store, "uio", "senior-invite")

    async def senior(stage: Any) -> None:
        await _go(stage, "open", name="Sverre")
        _stands_whole(stage.app.screen, "senior")
        golden("nb-uio-senior-80x24", stage.frame())

    async def matter(stage: Any) -> None:
        await _go(stage, "matters")
        _stands_whole(stage.app.screen, "matter")
        golden("nb-uio-matter-80x24", stage.frame())

    theatre(senior, person="ingrid", store=str(store), day=on)
    theatre(matter, person="torunn", store=str(store), day=on)


def _heard(language: str) -> Heard:
    heard = Heard(language)
    speak(language, heard)
    return heard


def _walked(store: Path, policy: str, last: str) -> date:
    """A store as the walk of the policy leaves it after a step, and the day of that step."""
    shutil.rmtree(store, ignore_errors=True)
    workspace = Workspace(create_store(str(store)), Policies(policy), draw=seeded())
    on = next(step.on for step in walk(workspace, DAY.year) if step.step == last)
    assert on is not None, "every step has its day"
    return on


async def _go(stage: Any, *actions: str, name: str = "") -> None:
    """From the queue, one action after the other on the screen in sight.

    The cursor goes to the first dialogue, or to that with somebody of this name.
    """
    await _resize(stage, SIZES[0])
    stage.app.start_anew()
    await stage.settle()
    if isinstance(stage.app.screen, DraftsPage):  # what an earlier stop has typed
        await stage.press("escape")
    lines = stage.app.screen.query_one("#queue")
    rows = [i for i, row in enumerate(lines.rows) if row.dialogue and name in row.name]
    lines.action_goto(rows[0] if rows else 0)
    await stage.settle()
    for action in actions:
        if action.startswith("'"):
            await stage.type(action[1:])
        elif action.startswith("^"):
            await stage.press(action[1:])
        else:
            owner = stage.app if action in EVERYWHERE else stage.app.screen
            await stage.app.run_action(action, owner)
            await stage.settle()


async def _resize(stage: Any, size: tuple[int, int]) -> None:
    if tuple(stage.app.size) != size:
        await stage.pilot.resize_terminal(*size)
        await stage.settle()


def _stands_whole(screen: Any, where: str) -> None:
    """No two widgets overlap, and heading, status and keys are complete."""
    taken: list[tuple[Widget, Region]] = []
    for widget, region in _leaves(screen):
        assert screen.region.contains_region(region), (where, widget)
        for other, its in taken:
            assert not its.overlaps(region), (where, widget, other)
        taken.append((widget, region))
    heading = screen.query_one(Heading)
    width = screen.size.width
    assert cell_len(heading.audience) <= width - 14, (where, heading.audience)
    status = screen.query_one(Status).sentence
    assert cell_len(status) <= width - 2 or width < 80, (where, status)
    line = str(screen.query_one(Keys).render())
    entries = [f"{entry.key} {entry.verb}" for entry in screen.query_one(Keys).entries]
    assert all(entry in line for entry in [*entries[:2], *entries[-2:]]), (where, line)


def _leaves(screen: Any) -> Iterator[tuple[Widget, Region]]:
    """The widgets that draw something themselves, each with what is in sight of it."""
    for widget, (region, clip) in screen._compositor.visible_widgets.items():
        seen = region.intersection(clip)
        if seen.area and not list(widget.children) and not isinstance(widget, ScrollBar):
            yield widget, seen

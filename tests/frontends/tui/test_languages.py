"""Every screen in every language: nothing overlaps, nothing that counts is cut, all is said.

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
from visavi.messages import speak
from visavi.policy.loading import Policies
from visavi.store import create_store
from visavi.usecases.workspace import Workspace
from visavi_testing.sentences import has_words
from visavi_tui.desk import Wish
from visavi_tui.widgets.heading import Heading
from visavi_tui.widgets.keys import Keys
from visavi_tui.widgets.status import Status

DAY = date(2026, 1, 12)
PICTURES = Path(__file__).parent / "frames"
SIZES = ((80, 24), (60, 15), (200, 60))
Golden = Callable[[str, str], None]

STOPS: dict[str, tuple[str, ...]] = {
    "team": (),
    "help": ("help",),
    "commands": ("palette",),
    "why": ("why",),
    "who": ("who",),
    "keys": ("keys",),
    "language": ("language",),
    "follow-up": ("follow",),
    "matters": ("matters",),
    "matter-new": ("matters", "open"),
    "find": ("find",),
    "prepare": ("next",),
    "dialogue": ("open",),
    "history": ("open", "history"),
    "policy-says": ("open", "check"),
    "invite": ("open", "invite"),
    "put-off": ("open", "move"),
    "talk": ("open", "start"),
    "questions": ("open", "conduct", "questions"),
    "why-topic": ("open", "conduct", "why"),
    "differ": ("open", "conduct", "views"),
    "capture": ("open", "conduct", "activity"),
    "park": ("open", "conduct", "park"),
    "salary": ("open", "pay"),
    "plan": ("open", "plan"),
    "plan-new": ("open", "plan", "new"),
    "last-plan": ("open", "lastplan"),
    "over": ("open", "finish"),
    "sign": ("open", "sign"),
}
"""Each stop with the actions that lead there from the first screen, in this order."""

KEPT: dict[str, tuple[tuple[int, int], ...]] = {
    "team": SIZES,
    "talk": SIZES,
    "prepare": SIZES[:2],
    "dialogue": SIZES[:1],
    "invite": SIZES[:1],
    "salary": SIZES[:1],
    "plan-new": SIZES[:1],
    "sign": SIZES[:1],
    "matters": SIZES[:1],
}
"""The stops whose frames are kept, in these sizes."""


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


@pytest.mark.parametrize(
    ("language", "policy", "person"), [("nb", "uio", "ingrid"), ("sv", "ki", "mona")]
)
def test_every_screen_stands_whole_in_every_size(
    theatre: Callable[..., object],
    golden: Golden,
    tmp_path: Path,
    language: str,
    policy: str,
    person: str,
) -> None:
    """In the two languages that need more room than English."""
    heard = _heard(language)
    store = tmp_path / "store"
    make_demo(str(store), Policies(policy), DAY)

    async def scene(stage: Any) -> None:
        for name, actions in STOPS.items():
            await _go(stage, *actions)
            kept = KEPT.get(name, ())
            for size in {*SIZES[:2], *kept}:
                await _resize(stage, size)
                _stands_whole(stage.app.screen, f"{language} {name} {size}")
                if size in kept:
                    golden(f"{language}-{policy}-{name}-{size[0]}x{size[1]}", stage.frame())

    theatre(scene, person=person, policy=policy, store=str(store))
    assert heard.missing == set()


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_the_first_start_the_numbers_and_the_people_stand_whole(
    theatre: Callable[..., object], golden: Golden, language: str
) -> None:
    """Without a store, and for whoever keeps one."""
    heard = _heard(language)

    async def first(stage: Any) -> None:
        for size in SIZES[:2]:
            await _resize(stage, size)
            _stands_whole(stage.app.screen, f"first {size}")
            golden(f"{language}-first-{size[0]}x{size[1]}", stage.frame())

    async def keeper(stage: Any) -> None:
        for action in ("", "people"):
            if action:
                await stage.app.run_action(action, stage.app.screen)
                await stage.settle()
            for size in SIZES[:2]:
                await _resize(stage, size)
                _stands_whole(stage.app.screen, f"{action or 'numbers'} {size}")

    theatre(first, person=None, empty=True)
    theatre(keeper, person=None)
    assert heard.missing == set()


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
    lines = stage.app.screen.query_one("#queue")
    rows = [i for i, row in enumerate(lines.rows) if row.dialogue and name in row.name]
    lines.action_goto(rows[0] if rows else 0)
    await stage.settle()
    for action in actions:
        owner = stage.app if action in ("help", "palette") else stage.app.screen
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

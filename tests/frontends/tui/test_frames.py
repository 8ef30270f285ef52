"""What stands on the screens: text frames that a person has looked at."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Golden = Callable[[str, str], None]
SIZES = [(80, 24), (60, 15), (200, 60)]

WALKS: dict[str, tuple[str, ...]] = {
    "team": (),
    "help": ("question_mark",),
    "commands": ("ctrl+p",),
    "hidden": ("ctrl+l",),
    "why": ("y",),
    "prepare": ("enter",),
    "note": ("enter", "down", "down", "down", "enter"),
    "dialogue": ("o",),
    "invite": ("o", "i"),
    "talk": ("o", "s"),
    "questions": ("o", "s", "ctrl+t"),
    "why-topic": ("o", "s", "down", "down", "down", "y"),
    "differ": ("o", "s", "v"),
    "plan": ("o", "a"),
    "sign": ("o", "s", "e"),
    "follow-up": ("f",),
    "matters": ("m",),
    "keys": ("comma",),
    "who": ("w",),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", ["team", "prepare", "talk", "dialogue"])
def test_the_main_screens_look_as_they_did(
    theatre: Callable[..., object], golden: Golden, name: str, size: tuple[int, int]
) -> None:
    """Team, preparation, talk and dialogue in each size."""

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        await stage.press(*WALKS[name])
        golden(f"uio-{name}-{size[0]}x{size[1]}", stage.frame())

    theatre(scene, size=size)


@pytest.mark.parametrize("name", sorted(set(WALKS) - {"team", "prepare", "talk", "dialogue"}))
def test_every_other_screen_looks_as_it_did(
    theatre: Callable[..., object], golden: Golden, name: str
) -> None:
    """Each at eighty columns."""

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        await stage.press(*WALKS[name])
        golden(f"uio-{name}-80x24", stage.frame())

    theatre(scene)


def test_the_first_start_and_the_numbers_look_as_they_did(
    theatre: Callable[..., object], golden: Golden
) -> None:
    """Three choices without a store; numbers only for who keeps the register."""

    async def first(stage) -> None:  # type: ignore[no-untyped-def]
        golden("first-80x24", stage.frame())

    async def numbers(stage) -> None:  # type: ignore[no-untyped-def]
        golden("numbers-80x24", stage.frame())
        assert "Kari" not in stage.frame()

    theatre(first, person=None, empty=True)
    theatre(numbers, person=None)


def test_the_team_of_the_other_institution_looks_as_it_did(
    theatre: Callable[..., object], golden: Golden
) -> None:
    """The same screen under KI's policy."""

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        golden("ki-team-80x24", stage.frame())

    theatre(scene, policy="ki", person="mona")


def test_text_is_never_wider_than_the_measure(theatre: Callable[..., object]) -> None:
    """On two hundred columns a page of text stays readable."""

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        await stage.press("question_mark")
        lines = stage.frame().splitlines()[2:-4]
        assert max(map(len, lines)) <= 90

    theatre(scene, size=(200, 60))


def _all_kinds(page: Any) -> Iterator[Any]:
    for kind in page.__subclasses__():
        yield kind
        yield from _all_kinds(kind)


def test_every_action_has_its_method_and_every_key_its_place() -> None:
    """No dead entry in the registry, and no key twice on one screen."""
    from importlib import import_module
    from pkgutil import iter_modules

    import visavi_tui.screens
    from visavi_tui.actions import EVERYWHERE, SCOPES
    from visavi_tui.app import VisaviApp
    from visavi_tui.screens.page import Page

    for module in iter_modules(visavi_tui.screens.__path__):
        import_module(f"visavi_tui.screens.{module.name}")
    pages = {page.SCOPE: page for page in _all_kinds(Page) if page.SCOPE}
    everywhere = {key for action in EVERYWHERE for key in action.key.split(",")}
    for scope, actions in SCOPES.items():
        owner = VisaviApp if scope == "app" else pages[scope]
        keys = [key for action in actions for key in action.key.split(",")]
        assert all(hasattr(owner, f"action_{action.name}") for action in actions), scope
        assert len(keys) == len(set(keys)), scope
        assert scope == "app" or everywhere.isdisjoint(keys), scope
        assert {"j", "k"}.isdisjoint(keys), f"{scope}: they move in lists"


def test_no_key_needs_a_function_key_or_alt() -> None:
    """Terminals and desktops take those away, and some control keys never arrive."""
    from visavi_tui.actions import SCOPES

    lost = {"ctrl+enter", "ctrl+b", "ctrl+c", "ctrl+z"}
    for actions in SCOPES.values():
        for action in actions:
            first, *others = action.key.split(",")
            assert not (first.startswith("f") and first[1:].isdigit()), action
            for key in (first, *others):
                assert not key.startswith(("alt+", "shift+")), action
                assert key not in lost, action


def test_the_list_reads_only_the_rows_in_sight(theatre: Callable[..., object]) -> None:
    """A hundred thousand rows cost as many drawings as the screen has lines."""
    from visavi_tui.screens.choose import ChoosePage
    from visavi_tui.widgets.lines import Lines

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        drawn: set[str] = set()

        def draw(row: tuple[str, str], width: int) -> str:
            drawn.add(row[0])
            return row[1]

        page = ChoosePage("Which?", [str(number) for number in range(100_000)])
        stage.app.push_screen(page)
        await stage.settle()
        lines = page.query_one(Lines)
        lines._draw = draw
        await stage.settle()
        lines.action_goto(-1)
        await stage.settle()
        assert "99999" in stage.frame()
        assert len(drawn) < 100

    theatre(scene)


def test_no_screen_is_larger_than_a_person_can_hold_in_mind() -> None:
    """No screen class has more than three hundred lines."""
    import ast
    from pathlib import Path

    import visavi_tui.screens

    for path in Path(visavi_tui.screens.__path__[0]).glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.end_lineno is not None:
                assert node.end_lineno - node.lineno < 300, node.name

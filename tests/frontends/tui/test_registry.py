"""The registry of actions, and what every screen keeps to."""

from collections.abc import Callable

from visavi_tui.actions import EVERYWHERE, SCOPES
from visavi_tui.app import VisaviApp
from visavi_tui.screens.page import Page


def test_every_action_has_its_method_and_every_key_its_place(every_page: set[type[Page]]) -> None:
    """No dead entry in the registry, and no key twice on one screen."""
    pages = {page.SCOPE: page for page in every_page if page.SCOPE}
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

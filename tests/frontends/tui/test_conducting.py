"""Two people look at one screen: what is not for both is not even composed while they talk."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from visavi.model.dialogues import State
from visavi.serial import to_document
from visavi.usecases import matters
from visavi_testing.planted import CONDUCTOR, markers_in, names, planted
from visavi_tui.screens.conduct import ConductPage
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading
from visavi_tui.widgets.words import Words

Theatre = Callable[..., Any]

DISCLOSED = "what nobody else may know"


def held(widget: Widget) -> Iterator[str]:
    """Every text that a widget holds, in sight or not."""
    if isinstance(widget, Screen):
        return
    yield str(getattr(widget, "text", ""))
    yield str(getattr(widget, "value", ""))
    if isinstance(widget, Lines):
        yield from (str(row) for row in widget.all_rows)
        yield from (widget._draw(row, 200) for row in widget.all_rows)
    elif not widget.children and widget.is_mounted:
        yield str(widget.render())


class Watch:
    """Notes each text that stands in some screen, or comes into one, if only for a moment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        register, note = App._register, self.texts.append

        def registered(app: Any, parent: Any, *widgets: Widget, **more: Any) -> Any:
            for widget in widgets:
                self.look(widget)
            return register(app, parent, *widgets, **more)

        monkeypatch.setattr(App, "_register", registered)
        for kind in (Words, Reading):

            def told(widget: Any, text: Any, tell: Any = kind.tell) -> None:
                text = text if isinstance(text, str) else "\n".join(text)
                note(text)
                tell(widget, text)

            monkeypatch.setattr(kind, "tell", told)

    def look(self, widget: Widget) -> None:
        """Note what the widget and all below it hold."""
        for one in widget.walk_children(with_self=True):
            assert isinstance(one, Widget)
            self.texts.extend(held(one))

    def seen(self, app: Any, secrets: set[str]) -> set[str]:
        """Those of the secrets that stand in some screen now, or have stood there."""
        for screen in app.screen_stack:
            self.look(screen)
        text = "\n".join(self.texts)
        return markers_in(text) & secrets | {secret for secret in secrets if secret in text}


async def _talk(stage: Any, kari: str) -> set[str]:
    """A talk with something in every part; gives what must not be seen in it."""
    repository = stage.app.desk.repository
    stored = repository.dialogue(kari)
    talk = planted(kari, "ingrid", state=State.IN_PROGRESS, open_to_both=False)
    talk = evolve(talk, cycle="2026", signed=(), revision=stored["revision"])
    with repository.changing("keeper") as change:
        change.put_dialogue(to_document(talk))
    concern = next(iter(stage.app.session.policy("kari").concerns))
    stage.app.session.do(
        matters.open_matter, concern=concern, affected="jonas", concerned=(), text=DISCLOSED
    )
    others = {p["name"] for p in repository.people() if p["id"] not in ("kari", "ingrid")}
    stage.app.push_screen(DialoguePage(kari))
    await stage.settle()
    await stage.press("c")
    assert isinstance(stage.app.screen, ConductPage)
    return {DISCLOSED, *others, *names(kari, (*CONDUCTOR, "pay"))}


def test_nothing_private_and_nobody_else_is_composed_while_conducting(
    theatre: Theatre, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is pressed: no own note, no earlier salary, no other name, no matter, below neither.

    Only the key for it shows the own preparation; and the queue is there again afterwards.
    """

    async def scene(stage: Any) -> None:
        before = stage.frame()
        secrets = await _talk(stage, kari)
        page, watch = stage.app.screen, Watch(monkeypatch)
        assert watch.seen(stage.app, secrets) == set()
        for action in page.offered():
            if action.name not in ("finish", "peek"):
                await stage.app.run_action(action.name, page)
                await stage.settle()
                assert watch.seen(stage.app, secrets) == set(), action
                while stage.app.screen is not page:
                    stage.app.pop_screen()
                    await stage.settle()
        await stage.app.run_action("peek", page)
        await stage.settle()
        own = watch.seen(stage.app, secrets)
        assert own
        assert own <= set(names(kari, CONDUCTOR))
        await stage.press(*["escape"] * 4)
        assert before.count("Jonas") == stage.frame().count("Jonas") == 1

    theatre(scene)


class Hidden(ConductPage):
    """A talk that hides what nobody may see by its style."""

    CSS_PATH = None
    DEFAULT_CSS = "Hidden #own { display: none; }"

    def body(self) -> Iterator[Widget]:
        """The talk, and the own note."""
        yield from super().body()
        yield Words(DISCLOSED, id="own")


class TakenOut(ConductPage):
    """A talk that composes it and takes it out again."""

    CSS_PATH = None

    def body(self) -> Iterator[Widget]:
        """The talk, and the own note."""
        yield from super().body()
        yield Words(DISCLOSED, id="own")

    def on_mount(self) -> None:
        """Out again."""
        self.query_one("#own").remove()


class Wiped(ConductPage):
    """A talk that tells it and wipes it at once."""

    CSS_PATH = None

    def fill(self) -> None:
        """The talk, with the own note for a moment."""
        super().fill()
        self.query_one("#side", Words).tell(DISCLOSED)
        self.query_one("#side", Words).tell("")


@pytest.mark.parametrize("careless", [Hidden, TakenOut, Wiped, ConductPage])
def test_a_talk_that_only_hides_is_found(
    theatre: Theatre, kari: str, monkeypatch: pytest.MonkeyPatch, careless: type[ConductPage]
) -> None:
    """By its style, by taking it out, by wiping it, or by lying over it: none would pass."""

    async def scene(stage: Any) -> None:
        secrets = await _talk(stage, kari)
        await stage.press("escape", "escape")
        watch = Watch(monkeypatch)
        if careless is ConductPage:  # the lists below stay as they are
            monkeypatch.setattr("visavi_tui.screens.context.let_go_below", lambda _: None)
        stage.app.push_screen(careless(kari))
        await stage.settle()
        assert "Jonas Mikkelrud" not in stage.frame()
        assert DISCLOSED not in stage.frame()
        assert watch.seen(stage.app, secrets)

    theatre(scene)

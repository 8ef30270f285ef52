"""Answers are picked: each stands there with its mark in text, and colour is never needed."""

from collections.abc import Callable
from typing import Any

from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import Field, FormPage

Theatre = Callable[..., Any]
FEW = (("one", "first"), ("two", "second"), ("three", "third"))
MANY = tuple((f"p{n}", f"Person {n}") for n in range(30))


def _form(given: list[dict[str, str]], *fields: Field) -> FormPage:
    async def done(answers: dict[str, str]) -> None:
        given.append(answers)

    return FormPage("Form", fields, done)


def test_space_picks_one_and_takes_it_back(theatre: Theatre) -> None:
    """Of several answers one counts; none is an answer too."""
    given: list[dict[str, str]] = []

    async def scene(stage: Any) -> None:
        page = _form(given, Field("a", "Which?", choices=FEW), Field("b", "Other", choices=FEW))
        stage.app.push_screen(page)
        await stage.settle()
        await stage.press("right", "space")
        assert "( ) first" in stage.frame()
        assert "(*) second" in stage.frame()
        await stage.press("tab", "3", "space", "space", "ctrl+r")

    theatre(scene)
    assert given == [{"a": "two", "b": ""}]


def test_several_answers_stand_with_crosses(theatre: Theatre) -> None:
    """With more than one answer each has its own cross, and all of them count."""
    given: list[dict[str, str]] = []

    async def scene(stage: Any) -> None:
        stage.app.push_screen(_form(given, Field("a", "Which?", choices=FEW, many=True)))
        await stage.settle()
        await stage.press("space", "t", "space")
        assert "[x] first" in stage.frame()
        assert "[ ] second" in stage.frame()
        await stage.press("ctrl+r")

    theatre(scene)
    assert given == [{"a": "one three"}]


def test_one_of_many_is_found_by_its_letters(theatre: Theatre) -> None:
    """A long list opens on a page of its own and narrows with what is typed."""
    given: list[dict[str, str]] = []

    async def scene(stage: Any) -> None:
        stage.app.push_screen(_form(given, Field("a", "Who?", choices=MANY)))
        await stage.settle()
        await stage.press("enter")
        assert isinstance(stage.app.screen, ChoosePage)
        await stage.type("son 27")
        assert "Person 26" not in stage.frame()
        await stage.press("enter")
        assert "[Person 27]" in stage.frame()
        await stage.press("enter")

    theatre(scene)
    assert given == [{"a": "p27"}]


def test_enter_does_not_do_what_cannot_be_undone(theatre: Theatre) -> None:
    """The page that asks once more wants its own key; Esc goes back without the deed."""
    from visavi_tui.screens.confirm import ConfirmPage

    done: list[bool] = []

    async def go() -> None:
        done.append(True)

    async def scene(stage: Any) -> None:
        for keys in (("enter", "space", "escape"), ("y",)):
            text = ["This happens."]
            page = ConfirmPage("Sure", text, go, ready="Not yet.")
            stage.app.push_screen(page)
            await stage.settle()
            assert "Not yet." in stage.frame()
            before = list(done)
            await stage.press(*keys)
            assert len(done) == len(before) + (keys == ("y",))

    theatre(scene)

"""Nothing that was typed is lost, and nothing that was not kept is said to be kept."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from visavi.usecases.drafts import Drafts
from visavi_tui.screens.drafts import DraftsPage

Theatre = Callable[..., Any]

TALK = ("o", "s", "enter")


async def _typed(stage: Any) -> None:
    await stage.press(*TALK)
    await stage.type("half a thought")
    stage.app.keep_drafts()
    await stage.settle()


def test_a_text_that_was_not_put_anywhere_is_offered_at_the_next_start(
    theatre: Theatre, kari: str
) -> None:
    """Kept, it stands again under its topic, and not in the record."""

    async def again(stage: Any) -> None:
        assert isinstance(stage.app.screen, DraftsPage)
        assert "words: 3" in stage.frame()
        await stage.press("w")
        assert not isinstance(stage.app.screen, DraftsPage)
        await stage.press("o", "c")
        assert "half a thought" in stage.frame()
        assert not stage.dialogue(kari)["topics"][0].get("notes")

    theatre(_typed)
    theatre(again)


def test_a_draft_is_compared_with_what_stands_there_and_discarded(theatre: Theatre) -> None:
    """Both stand on one page; discarded, it is gone at the next start."""

    async def again(stage: Any) -> None:
        await stage.press("c")
        assert "Your draft" in stage.frame()
        assert "What stands there now\n Nothing stands here yet." in stage.frame()
        await stage.press("escape", "x")
        assert not stage.app.drafts.all()
        assert "Discarded; for 30 days b brings it back." in stage.frame()
        await stage.press("b", "x")
        assert not stage.app.drafts.all()

    async def later(stage: Any) -> None:
        assert not isinstance(stage.app.screen, DraftsPage)

    theatre(_typed)
    theatre(again)
    theatre(later)


def test_a_discarded_draft_can_be_brought_back_for_thirty_days(tmp_path: Path) -> None:
    """Not longer, and before what was typed there since."""
    from datetime import timedelta

    from visavi.store import MemoryRepository

    at = datetime.fromisoformat("2026-01-12T09:30:00+01:00")
    repository = MemoryRepository()
    drafts = Drafts(repository, "ingrid")
    for key in ("old", "new"):
        drafts.keep(key, f"the {key} one", "note", at)
    drafts.discard("old", at)
    drafts.discard("new", at + timedelta(days=31))
    later = Drafts(repository, "ingrid")
    assert list(later.discarded()) == ["new"]
    assert later.all() == {}
    later.keep("new", "typed since", "note", at)
    later.bring_back("new")
    assert Drafts(repository, "ingrid").find("new").text == "the new one\n\ntyped since"  # type: ignore[union-attr]


def test_two_windows_of_one_person_take_no_draft_from_each_other() -> None:
    """What one has put where it belongs, the other may begin anew."""
    from visavi.store import MemoryRepository

    at = datetime.fromisoformat("2026-01-12T09:30:00+01:00")
    repository = MemoryRepository()
    one, other = Drafts(repository, "ingrid"), Drafts(repository, "ingrid")
    one.keep("topic", "put into the record", "note", at)
    one.drop("topic")
    other.keep("topic", "a new thought", "note", at)
    other.keep("plan", "begun here", "note", at)
    one.keep("plan", "and finished there", "note", at)
    kept = Drafts(repository, "ingrid").all()
    assert {key: draft.text for key, draft in kept.items()} == {
        "topic": "a new thought",
        "plan": "and finished there",
    }
    other.keep("else", "", "note", at)
    assert Drafts(repository, "ingrid").find("plan").text == "and finished there"  # type: ignore[union-attr]


def test_a_draft_of_a_form_is_back_when_the_form_is_opened_again(theatre: Theatre) -> None:
    """And the status line says of when it is."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "p", "down", "down", "down", "enter")
        await stage.type("a worry")
        await stage.press("escape", "escape", "enter")
        assert "a worry" in stage.frame()
        assert "Your draft of 2026-01-12 09:30 is back." in stage.frame()

    theatre(scene)


def test_a_draft_goes_when_its_text_is_in_the_record(theatre: Theatre) -> None:
    """What stands in the record is no draft any more."""

    async def scene(stage: Any) -> None:
        await _typed(stage)
        assert stage.app.drafts.all()
        await stage.press("ctrl+r")
        assert not stage.app.drafts.all()

    theatre(scene)


def test_leaving_keeps_what_was_typed_since_the_last_time(theatre: Theatre) -> None:
    """No timer is needed: ^q right after the last letter loses nothing."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        await stage.type("the very last word")
        await stage.pilot.press("ctrl+q")

    app = theatre(scene)
    kept = Drafts(app.desk.repository, "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["the very last word"]


def test_a_disk_that_takes_nothing_is_told(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text stays on the screen, which says NOT SAVED."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        repository = stage.app.desk.repository
        monkeypatch.setattr(type(repository), "put_derived", lambda *_: None)
        await stage.type("precious")
        stage.app.keep_drafts()
        await stage.settle()
        assert "NOT SAVED" in stage.frame()
        assert "precious" in stage.frame()
        monkeypatch.undo()
        stage.app.keep_drafts()
        await stage.settle()
        assert "Saved" in stage.frame()

    theatre(scene)


def test_undo_survives_going_to_another_topic(theatre: Theatre) -> None:
    """Each topic has its own text with its own history."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        await stage.type("first")
        await stage.press("ctrl+g", "enter", "escape", "b", "enter")
        assert "first" in stage.frame()
        await stage.press("ctrl+z")
        assert "first" not in stage.frame()

    theatre(scene)


def test_nobody_sees_the_drafts_of_somebody_else(theatre: Theatre) -> None:
    """Ingrid's draft is not offered to Kari."""

    async def other(stage: Any) -> None:
        assert not stage.app.drafts.all()
        assert "half a thought" not in stage.frame()

    theatre(_typed)
    theatre(other, person="kari")


@pytest.mark.parametrize(
    "keys",
    [("o", "p", "down", "down", "down", "enter"), ("o", "s", "enter")],
    ids=["private preparation", "note in a talk"],
)
def test_the_words_of_a_draft_are_shown_only_when_they_are_asked_for(
    theatre: Theatre, keys: tuple[str, ...]
) -> None:
    """At the start somebody may sit beside, and it need not be whom the words are about."""

    async def typed(stage: Any) -> None:
        await stage.press(*keys)
        await stage.type("a heavy worry")
        await stage.press("escape")
        assert "Saved" in stage.frame()

    async def again(stage: Any) -> None:
        assert isinstance(stage.app.screen, DraftsPage)
        assert "worry" not in stage.frame()
        assert "words: 3" in stage.frame()
        await stage.press("c")
        assert "a heavy worry" in stage.frame()

    theatre(typed)
    theatre(again)


def test_a_typed_id_for_signing_is_never_a_draft(theatre: Theatre) -> None:
    """A dissent is kept, the id is not."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "e", "g", "s")
        await stage.type("ingrid")
        await stage.press("tab")
        await stage.type("I disagree")
        await stage.press("escape")
        assert [d.text for d in stage.app.drafts.all().values()] == ["I disagree"]

    theatre(scene)


def test_in_a_sealed_store_a_draft_is_sealed(tmp_path: Path) -> None:
    """No file of the store holds the words; who opens the store reads them again."""
    from visavi.sealing import unlocking
    from visavi.sealing.secret import Cost
    from visavi.store import create_store

    slots = [unlocking.by_passphrase("a quiet long passphrase", Cost(memory=8 * 1024, passes=1))]
    sealing = unlocking.sealing(slots, str(tmp_path / "seen"))
    repository = create_store(str(tmp_path / "store"), sealing=sealing)
    moment = datetime.fromisoformat("2026-01-12T09:30:00+01:00")

    Drafts(repository, "ingrid").keep("key", "a planted secret", "note", moment)

    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert not any(b"planted" in path.read_bytes() for path in files)
    assert Drafts(repository, "ingrid").find("key").text == "a planted secret"  # type: ignore[union-attr]


def test_an_end_does_not_wait_for_messages_under_way(theatre: Theatre) -> None:
    """A letter that stands in the text is kept, though nobody was told of it yet."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        writing = stage.app.screen.focused
        writing.insert("typed this very")
        writing.look()  # the text area knows, and nobody above it
        writing.insert(" moment")
        stage.app.keep_drafts()
        kept = Drafts(stage.app.desk.repository, "ingrid").all()
        assert [draft.text for draft in kept.values()] == ["typed this very moment"]

    theatre(scene)


def test_who_left_a_field_writes_on_with_enter_and_takes_nothing_back_by_mistake(
    theatre: Theatre, kari: str
) -> None:
    """A letter typed beside the field is no deed."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "p", "enter", "down", "down", "down", "enter")
        await stage.type("a worry")
        before = stage.dialogue(kari)
        await stage.press("escape", "u")
        assert stage.dialogue(kari) == before
        assert "Nothing is taken back on this screen" in stage.frame()
        assert "Enter Write on" in stage.frame()
        await stage.press("enter")
        await stage.type(" and more")
        assert "a worry and more" in stage.frame()

    theatre(scene)


def test_an_answer_that_was_picked_is_back_after_an_unclean_end(theatre: Theatre) -> None:
    """Kept as a draft like a text, in the words of its form; it goes when the form is done."""

    async def cut_off(stage: Any) -> None:
        await stage.press("o", "s", "e", "escape", "o", "a", "n")
        await stage.type("Settle the lab")
        await stage.press("tab", "tab", "tab", "space")
        stage.app.keep_drafts()
        kept = stage.app.drafts.all().values()
        assert "employee" in [draft.text for draft in kept]
        assert any("Kari" in draft.about and ": Kari" in draft.about for draft in kept)

    async def again(stage: Any) -> None:
        await stage.press("escape", "o", "a", "n")
        assert "(*) Kari" in stage.frame()
        assert "Settle the lab" in stage.frame()
        await stage.press("ctrl+r")
        assert stage.app.drafts.all() == {}

    theatre(cut_off)
    theatre(again)


def test_lines_pasted_into_a_field_of_one_line_stand_in_one_line(theatre: Theatre) -> None:
    """A place or a name has no second line that a list would not show."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "i", "tab", "tab")
        await stage.type("Room 12,\r\nsecond floor\n")
        place = stage.app.screen.query_one("#place").text
        assert place.endswith("Room 12, second floor ")

    theatre(scene)


def test_a_form_that_is_open_twice_keeps_what_was_written_last(theatre: Theatre) -> None:
    """Neither puts its own text over the other's, and the first one shows what was written."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "m")
        await stage.type("first")
        await stage.press("ctrl+g")
        await stage.type("Kari")
        await stage.press("enter", "m")
        await stage.type(" and last")
        for _ in range(2):
            stage.app.keep_drafts()
        assert [d.text for d in stage.app.drafts.all().values()] == ["first and last"]
        await stage.press("escape", "escape", "escape")
        assert "first and last" in stage.frame()
        await stage.press("escape", "escape")
        assert [d.text for d in stage.app.drafts.all().values()] == ["first and last"]

    theatre(scene)


def test_lines_that_were_pasted_are_taken_back(theatre: Theatre) -> None:
    """Also where the text had become longer than its field."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "m")
        await stage.type("one")
        await stage.type("\n".join("abcdefghijklmnopqrst"))
        await stage.press("ctrl+z")
        assert stage.app.screen.focused.text == "one"
        await stage.press("ctrl+y")
        assert stage.app.screen.focused.text.endswith("t")

    theatre(scene)

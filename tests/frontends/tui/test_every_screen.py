"""Every screen of the app, found by walking it: whatever is stored is shown as what it is.

``VISAVI_WALK=all`` walks in a large window too; one walk is enough for each change.
"""

import csv
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Static, TextArea

import visavi_example
from visavi.model.dialogues import Dialogue, PolicyStamp, State
from visavi.model.ids import new_matter_id
from visavi.model.matters import Matter, MatterStep, Severity
from visavi.model.people import Employment, EmploymentForm, Line, Person, Role
from visavi.model.plans import FIELDS
from visavi.policy.loading import Policies
from visavi.serial import to_document
from visavi.store import MemoryRepository
from visavi.usecases.drafts import Drafts
from visavi.usecases.institution import Institution, choose
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing import hostile
from visavi_testing.on_terminal import Screening, foreign
from visavi_testing.planted import planted
from visavi_tui.app import VisaviApp
from visavi_tui.desk import Desk, Wish
from visavi_tui.record import Teller
from visavi_tui.screens.page import Page

Theatre = Callable[..., Any]
Check = Callable[[Any], None]

DAY = date(2026, 1, 12)
MOMENT = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
STATES = (State.PLANNED, State.INVITED, State.IN_PROGRESS, State.HELD, State.SIGNED)

MORE_OF_THE_POLICY = """
[[self_question]]
id = "own"
stage = "before"
cite = "guideline.year"

[[self_question]]
id = "afterwards"
stage = "after"
cite = "guideline.year"

[[reason]]
id = "skill"
cite = "guideline.year"

[[matter_step]]
id = "meeting"
cite = "guideline.year"
"""

MORE_TEXTS = """
[self_question.own]
text = "?"

[self_question.afterwards]
text = "?"

[reason.skill]
name = "?"

[matter_step.meeting]
name = "?"
"""


@pytest.fixture(scope="session")
def hostile_policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example policy in which every text, title and source is as hostile as may be loaded."""
    folder = tmp_path_factory.mktemp("policies") / "hostile"
    shutil.copytree(Path(visavi_example.__path__[0]), folder)
    said = hostile.planter()

    def quoted(match: re.Match[str]) -> str:
        texts = iter(lambda: said(""), "")
        text = next(text for text in texts if text.isprintable() and "{" not in text)
        letters = "".join(f"\\U{ord(letter):08x}" for letter in text)
        return f'{match[1]}"{letters}"'

    policy = (folder / "policy.toml").read_text(encoding="utf-8") + MORE_OF_THE_POLICY
    policy = policy.replace('"example"', '"hostile"').replace(', "nb"]', "]")
    policy = policy.replace(
        'topics = ["work", "environment"]', 'topics = ["work"]\npay = "discouraged"'
    )
    policy = re.sub(r'^((?:document|section|why) = )"[^\n]*"$', quoted, policy, flags=re.M)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    texts = (folder / "texts" / "en.toml").read_text(encoding="utf-8") + MORE_TEXTS
    texts = re.sub(r'^((?:\w+) = )"[^\n]*"$', quoted, texts, flags=re.M)
    texts = re.sub(r"^(ways = )\[[^\n]*\]$", r'\1["zq00<[/]>qz"]', texts, flags=re.M)
    (folder / "texts" / "en.toml").write_text(texts, encoding="utf-8")
    (folder / "texts" / "nb.toml").unlink()
    return folder


def people(said: Callable[[str], str]) -> Iterator[Person]:
    """Mia, who leads as many as there are payloads; everybody is called by one of them."""
    post = Employment(
        "e1", "U1", "staff", EmploymentForm.PERMANENT, title=said(""), start=date(2015, 1, 1)
    )
    yield Person("mia", said(""), birth_date=date(1980, 5, 1), employments=(post,))
    yield Person("hanna", said(""), roles=(Role("hr"),))
    for number in range(len(hostile.PAYLOADS)):
        line = (Line("mia", date(2015, 1, 1)),)
        person = f"p{number:02}"
        yield Person(person, said(""), birth_date=date(1960, 5, 1), employments=(post,), line=line)


@pytest.fixture
def planted_store() -> MemoryRepository:
    """A store in which every field holds a planted text."""
    repository = MemoryRepository()
    said = hostile.planter()
    choose(repository, Actor(None, DAY), Institution("hostile"), dry_run=False)
    with repository.changing("keeper") as change:
        change.put_register("units", {"units": [{"id": "U1", "name": said("")}]})
        for person in people(said):
            change.put_person(to_document(person))
    with repository.changing("keeper") as change:
        for number, state in enumerate(STATES * 2):
            change.put_dialogue(to_document(_dialogue(number, state, said)))
        change.put_matter(to_document(_matter(said)))
    drafts = Drafts(repository, "mia")
    for number in range(len(hostile.PAYLOADS)):
        moment = MOMENT
        drafts.keep(f"p00.aaaaa0/x/{number}", hostile.planted_text(number), said(""), moment)
    return repository


def _dialogue(number: int, state: State, said: Callable[[str], str]) -> Dialogue:
    made = planted(
        f"p{number:02}.aaaaa0",
        "mia",
        state=state,
        open_to_both=number < len(STATES),
        kind="example.year",
        topic="work",
        said=said,
    )
    changed: dict[str, Any] = {"policy": PolicyStamp("hostile", "2026.1"), "released": ()}
    if state not in (State.SIGNED, State.CLOSED):
        changed |= {"signed": (), "supplement": ""}
    preparations = {
        party: evolve(part, submitted=None) for party, part in made.preparations.items()
    }
    if state is State.INVITED:
        changed["preparations"] = preparations
    if number == 1:
        changed["previous"] = "p04.aaaaa0"
    return evolve(made, cycle="2026", **changed)


def _matter(said: Callable[[str], str]) -> Matter:
    step = MatterStep("meeting", DAY, "mia", said(""))
    return Matter(
        new_matter_id(),
        "hostile",
        "harassment",
        DAY,
        "mia",
        "mia",
        affected="p01",
        text=said(""),
        severity=Severity.SERIOUS,
        steps=(step,),
        assessment=said(""),
    )


def openings() -> list[Callable[[VisaviApp], Page]]:
    """Where the walk begins: the screens that nothing else leads to for everybody."""
    from visavi_tui.screens.confirm import ConfirmPage
    from visavi_tui.screens.conflict import ConflictPage
    from visavi_tui.screens.dialogue import DialoguePage
    from visavi_tui.screens.drafts import DraftsPage
    from visavi_tui.screens.first import FirstPage
    from visavi_tui.screens.lastplan import LastPlanPage
    from visavi_tui.screens.locked import LockedPage
    from visavi_tui.screens.numbers import NumbersPage
    from visavi_tui.screens.team import TeamPage
    from visavi_tui.screens.unsaved import UnsavedPage

    texts = [hostile.planted_text(number) for number in range(len(hostile.PAYLOADS))]

    async def nothing(*_: object) -> None:
        """What these screens would do is done elsewhere."""

    def conflict(app: VisaviApp) -> Page:
        told = Teller(app.session, app.session.show("p02.aaaaa0"))
        dated = {"when": DAY.isoformat(), "responsible": "both"}
        mine, theirs = (dict(zip(FIELDS, texts[n:], strict=False)) | dated for n in (0, 20))
        return ConflictPage(told, mine, theirs, nothing)

    def dialogue(number: int) -> Callable[[VisaviApp], Page]:
        return lambda _: DialoguePage(f"p{number:02}.aaaaa0")

    return [
        lambda _: TeamPage(),
        lambda _: NumbersPage(),
        lambda _: FirstPage(),
        lambda _: DraftsPage(),
        lambda _: LastPlanPage("p01.aaaaa0"),
        lambda _: ConfirmPage(texts[0], texts, nothing, ready=texts[1]),
        conflict,
        lambda _: LockedPage(),
        lambda _: UnsavedPage(Wish("quit")),
        *map(dialogue, range(2 * len(STATES))),
    ]


def _staff_list(folder: Path) -> str:
    """A list from elsewhere, in which every name, unit and title is planted; all rows are good."""
    texts = [hostile.planted_text(number) for number in range(len(hostile.PAYLOADS))]
    with (folder / "staff.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["id", "name", "unit", "title", "from", "manager"])
        for number, text in enumerate(text for text in texts if text.isprintable()):
            rows.writerow([f"q{number}", text, "U1", text, "2019-01-01", "mia"])
    return str(folder / "staff.csv")


WITHOUT_TEXTS = {
    "FirstPage",
    "HidePage",
    "KeysPage",
    "LanguagePage",
    "LockedPage",
    "PalettePage",
    "SmallPage",
    "UnsavedPage",
}
"""Screens that show nothing that anybody has stored."""


class Looker:
    """Looks at each screen: no letter drives the terminal, nothing is markup, nothing too wide."""

    def __init__(self) -> None:
        self.seen: dict[str, set[int]] = {}
        self.faults: list[str] = []

    def __call__(self, stage: Any) -> None:
        screen = stage.app.screen
        try:
            numbers = hostile.shown_in(stage.frame().split("\n"))
            _require_plain(screen._compositor.render_strips(stage.app.size), stage.app.size.width)
        except AssertionError as error:
            self.faults.append(f"{type(screen).__name__}: {error}")
        else:
            self.seen.setdefault(type(screen).__name__, set()).update(numbers)


def _require_plain(strips: Any, width: int) -> None:
    for strip in strips:
        assert sum(cell_len(segment.text) for segment in strip) == width
        for segment in strip:
            assert segment.style is None or not segment.style.link
            assert segment.style is None or "@click" not in segment.style.meta


SIZES = [(80, 24), (200, 60)] if os.environ.get("VISAVI_WALK") == "all" else [(80, 24)]

ASKED_FOR = b"\x1b]52;c;\x07"
"""What the key sends that hands texts to the clipboard: none, for all stand somewhere here."""


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_whatever_is_stored_is_shown_as_what_it_is(
    theatre: Theatre,
    planted_store: MemoryRepository,
    hostile_policy: Path,
    walking: Any,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    every_page: set[type[Page]],
) -> None:
    """No screen crashes, takes a text as markup, or lets one drive the terminal.

    The app draws on a terminal, and every byte of it is a letter or a sequence of the toolkit's.
    """
    look, screening = Looker(), Screening()
    walks: list[Any] = []
    path = _staff_list(tmp_path)

    async def scene(stage: Any) -> None:
        said = hostile.planter()
        walk = walking(stage, look, lambda name: path if name == "path" else said(name))
        walks.append(walk)
        await walk.through(*openings())

    book = Policies("hostile", policy_dirs=[str(hostile_policy)])
    assert "zq" in book.base.text("topic", "work")
    dry = Workspace(planted_store, book, dry_run=True)
    monkeypatch.setattr(Desk, "workspace", property(lambda _: dry))
    on = {"repository": planted_store, "book": book, "person": "mia"}
    theatre(scene, size=size, screening=screening, **on)
    assert foreign(screening.written.replace(ASKED_FOR, b"")) == set()
    assert look.faults == []
    assert walks[0].pages == every_page
    assert set().union(*look.seen.values()) == set(range(len(hostile.PAYLOADS)))
    assert {page for page, numbers in look.seen.items() if not numbers} <= WITHOUT_TEXTS


class Careless(Page):
    """What a screen must not do with a text that somebody wrote."""

    CSS_PATH = None

    def __init__(self, widget: Callable[[str], Widget], number: int) -> None:
        super().__init__()
        self._widget = widget
        self._number = number

    def body(self) -> Iterator[Widget]:
        """The text, as it came."""
        yield self._widget(hostile.planted_text(self._number))


@pytest.mark.parametrize(
    ("widget", "payload"),
    [
        (Static, "name in brackets"),
        (Static, "link that quits"),
        (partial(Static, markup=False), "colour"),
        (TextArea, "one byte control"),
    ],
    ids=["dropped", "action", "escape", "control"],
)
def test_a_screen_that_is_careless_with_words_is_found(
    theatre: Theatre, widget: Any, payload: str
) -> None:
    """The walk would not pass with any of these."""
    look = Looker()

    async def scene(stage: Any) -> None:
        stage.app.push_screen(Careless(widget, list(hostile.PAYLOADS).index(payload)))
        await stage.settle()
        look(stage)

    theatre(scene)
    assert len(look.faults) == 1


def test_a_screen_that_lets_a_text_reach_the_terminal_is_found_by_its_bytes(
    theatre: Theatre,
) -> None:
    """What the toolkit does not keep back is among the bytes, and is none of ours."""
    screening = Screening()

    async def scene(stage: Any) -> None:
        stage.app.push_screen(
            Careless(partial(Static, markup=False), list(hostile.PAYLOADS).index("clipboard"))
        )
        await stage.settle()
        stage.app._driver.flush()

    theatre(scene, screening=screening)
    assert any(text.startswith(b"\x1b]52") for text in foreign(screening.written))

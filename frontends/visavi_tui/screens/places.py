"""From anywhere to a place: a topic of the talk, what was prepared, a plan, a dialogue."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from visavi.messages import say
from visavi.usecases.circle import people_around
from visavi_tui.queue import OVER
from visavi_tui.screens.conduct import ConductPage
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.screens.find import FindPage
from visavi_tui.screens.goto import Goal, GotoPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.plan import PlanPage
from visavi_tui.screens.prepare import PreparePage

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

Row = Mapping[str, Any]

RECORD = ("note", "view", "question", "reason")
PLAN = ("activity", "word")


def talk_in(app: "VisaviApp") -> ConductPage | None:
    """The talk that is going on, whatever stands before it."""
    screens = reversed(app.screen_stack)
    return next((page for page in screens if isinstance(page, ConductPage) and page.told), None)


def go(app: "VisaviApp") -> None:
    """Ask for a topic while a talk is going on, else for a person; then go there."""
    talk = talk_in(app)
    if talk is not None:
        _ask_topic(app, talk)
    else:
        _ask_person(app)


def find(app: "VisaviApp") -> None:
    """Ask for words, then open the place; in a talk only what the two share is found."""
    talk = talk_in(app)

    def found(hit: Row | None) -> None:
        if hit is None:
            return
        if talk is None:
            _open(app, hit)
        elif hit["place"] in PLAN:
            app.push_screen(PlanPage(talk.dialogue))
        else:
            _back_to(app, talk, hit["about"] if hit["place"] in RECORD else "")

    app.push_screen(FindPage(talk.told if talk else None), found)


def _ask_topic(app: "VisaviApp", talk: ConductPage) -> None:
    told = talk.told
    assert told is not None, "only a filled talk is found"
    topics = [topic["topic"] for topic in talk.shown["topics"]]
    goals = [Goal(topic, n, told.topic(topic)) for n, topic in enumerate(topics, 1)]
    start = (topics.index(talk.topic) + 1) % len(topics)

    def chosen(topic: str | None) -> None:
        if topic is not None:
            _back_to(app, talk, topic)

    app.push_screen(GotoPage(say("Which topic?"), goals, start, told.both()), chosen)


def _ask_person(app: "VisaviApp") -> None:
    session = app.session
    if session.person is None:
        return
    repository = session.repository
    named = sorted((session.name(one), one) for one in people_around(repository, session.person))
    goals = [Goal(one, n, name) for n, (name, one) in enumerate(named, 1)]

    def chosen(person: str | None) -> None:
        if person is not None:
            _open_person(app, person)

    app.push_screen(GotoPage(say("Whom?"), goals), chosen)


def _open_person(app: "VisaviApp", person: str) -> None:
    """The dialogue with the person that is not over, else why one is due."""
    from visavi_tui.screens import ways

    shown = [d for d in app.session.dialogues() if d["employee"] == person]
    open_ones = [d for d in shown if d["state"] not in (*OVER, "signed")] or shown
    page = app.screen
    if not isinstance(page, Page):
        return
    if open_ones:
        ways.open_dialogue(page, "dialogue", open_ones[-1]["id"])
    else:
        ways.why(page, person)


def _back_to(app: "VisaviApp", talk: ConductPage, topic: str) -> None:
    """To the talk, at the topic; what was being typed elsewhere is kept as a draft."""
    app.keep_drafts()
    while app.screen is not talk:
        app.pop_screen()
    if topic:
        talk.go_to(topic)


def _open(app: "VisaviApp", hit: Row) -> None:
    """The dialogue, and on it the screen that the place is on."""
    app.push_screen(DialoguePage(hit["dialogue"]))
    shown = app.session.show(hit["dialogue"])
    deeds = app.session.deeds(shown)
    if hit["place"] in RECORD and "note" in deeds:
        app.push_screen(ConductPage(hit["dialogue"], hit["about"]))
    elif hit["place"] in ("prepared", "private") and "prepare" in deeds:
        app.push_screen(PreparePage(hit["dialogue"], hit["about"]))
    elif hit["place"] in PLAN and "activity" in deeds:
        app.push_screen(PlanPage(hit["dialogue"]))

"""What stands beside the text or the list where the window is wide.

In a talk the plan, what is parked, the last plan, and some help; while preparing the last plan, and
help. Only what both may read is told here; nothing private is composed while two people talk.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from visavi.messages import say
from visavi_tui.actions import key_name
from visavi_tui.record import Teller
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import day_of, fitted

if TYPE_CHECKING:
    from visavi_tui.screens.conduct import ConductPage

RAIL_FROM = 80
"""Columns from which on the topics stand beside the text."""

PLAN_FROM = 100
"""Columns from which on the plan stands there too."""

LAST_FROM = 160
"""Columns from which on the last plan and some help stand there too."""

Row = Mapping[str, Any]


def clock(shown: Row, now: datetime) -> str:
    """Hours and minutes since the talk began; nothing before and after it."""
    events = [e for e in shown.get("events", ()) if e["deed"] == "start" and e.get("at")]
    if shown.get("state") != "in-progress" or not events:
        return ""
    minutes = int((now - datetime.fromisoformat(events[-1]["at"])).total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes < 600 else ""


def let_go_below(page: "ConductPage") -> None:
    """No list of other people stays composed below a talk; filling those screens brings it back."""
    for below in page.app.screen_stack[:-1]:
        for lines in below.query(Lines):
            lines.let_go()


def side(told: Teller) -> list[str]:
    """The few lines under the topics, for a window without the plan."""
    topics = told.shown.get("topics", ())
    parked = [t for t in topics if t["coverage"] == "parked"]
    made = (told.shown.get("plan") or {}).get("activities", ())
    lines = [say("Parked ({n})", n=len(parked))]
    lines += (f" - {told.topic(t['topic'])}" for t in parked)
    lines += [say("Activities ({n})", n=len(made)), *(f" + {a['what']}" for a in made)]
    return [fitted(line, 20).rstrip() for line in lines]


def fit(page: "ConductPage", width: int) -> None:
    """Show as much beside the text as the window has room for."""
    page.query_one("#rail").display = width >= RAIL_FROM
    page.query_one("#side").display = RAIL_FROM <= width < PLAN_FROM
    page.query_one("#plan").display = width >= PLAN_FROM
    page.query_one("#last").display = width >= LAST_FROM
    tell(page, width)


def tell(page: "ConductPage", width: int) -> None:
    """Tell what there is room for; what is not in sight is not composed either."""
    told = page.told
    if told is None:
        return
    page.query_one("#side", Words).tell(side(told) if width < PLAN_FROM else "")
    page.query_one("#plan", Words).tell(list(_plan(told)) if width >= PLAN_FROM else "")
    page.query_one("#last", Words).tell(list(_last(page, told)) if width >= LAST_FROM else "")


def _plan(told: Teller) -> Iterator[str]:
    """The promises so far, what is parked, and where views differ."""
    made = (told.shown.get("plan") or {}).get("activities", ())
    yield say("Action plan ({n})", n=len(made))
    for number, one in enumerate(made, 1):
        yield f" {number} {one['what']}"
        yield f"   {day_of(one['when'])}  {told.answering(one['responsible'])}"
    yield ""
    topics = told.shown.get("topics", ())
    parked = [t for t in topics if t["coverage"] == "parked"]
    yield say("Parked ({n})", n=len(parked))
    yield from (f" - {told.topic(t['topic'])}: {t['reason']}" for t in parked)
    yield ""
    yield say("Views differ")
    yield from [f" - {told.topic(t['topic'])}" for t in topics if t["views"]] or [say("  nowhere")]


def fit_beside(page: Page, dialogue: str, told: Teller | None, width: int) -> None:
    """Beside a list, the last plan where there is room for it, and help where there is more."""
    last, aid = page.query_one("#last", Words), page.query_one("#help", Words)
    last.display, aid.display = width >= PLAN_FROM, width >= LAST_FROM
    known = told is not None and last.display
    last.tell(list(_last_plan(page, dialogue, told)) if known and told else "")
    aid.tell(list(help_here(page)) if aid.display else "")


def _last(page: "ConductPage", told: Teller) -> Iterator[str]:
    """The plan of last time, and the keys of this place."""
    yield from _last_plan(page, page.dialogue, told)
    yield ""
    yield from help_here(page)


def _last_plan(page: Page, dialogue: str, told: Teller) -> Iterator[str]:
    yield say("Last plan")
    rows = page.session.last_plan(dialogue) if told.shown.get("previous") else []
    for row in rows:
        yield f" {say(row['progress'])}: {row['what']}"
    if not rows:
        yield say("  none")


def help_here(page: Page) -> Iterator[str]:
    """What this place is for, and its keys."""
    yield say("Help for this place")
    yield say(page.ABOUT)
    for action in page.offered():
        yield f" {key_name(action.key):<4} {say(action.verb)}"

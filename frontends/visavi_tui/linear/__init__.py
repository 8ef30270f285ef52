"""Linear mode: plain lines from the same use cases, for screen readers, scripts and paper.

No cursor is moved and nothing is drawn again. Text is read until a line with a lone dot; a line
that begins with a colon is a command, and ``:?`` tells them; two colons begin a text with one.
Each line is kept as a draft before the next one is asked for.
"""

from typing import TYPE_CHECKING

from visavi.messages import say

if TYPE_CHECKING:
    from visavi.errors import VisaviError
    from visavi_tui.desk import Desk, Wish
    from visavi_tui.linear.lines import Lines
    from visavi_tui.linear.place import Place
    from visavi_tui.session import Session

CHAPTERS = ("conduct", "prepare", "plan", "sign")
"""What can be done with a dialogue in linear mode by a command of its own."""


def run_linear(
    chapter: str, session: "Session", dialogue: str, lines: "Lines"
) -> "VisaviError | None":
    """Go through one chapter of the dialogue; gives the last error, if a deed was not done."""
    from visavi_tui.linear import conduct, plan, prepare, sign

    made = {
        "conduct": conduct.Conduct,
        "prepare": prepare.Prepare,
        "plan": plan.Plan,
        "sign": sign.Sign,
    }[chapter]
    return _run(made(session, dialogue, lines))


def run_start(desk: "Desk", lines: "Lines") -> "tuple[Wish, VisaviError | None]":
    """The whole app in lines; gives the wish at its end, and the last deed that was not done."""
    from visavi_tui.desk import Wish
    from visavi_tui.linear.first import first_start
    from visavi_tui.linear.start import Start
    from visavi_tui.session import Session

    if desk.greeting:
        lines.write(desk.greeting)
    if desk.repository is None:
        return first_start(desk, lines), None
    session = Session(desk, desk.person)
    return Wish("quit"), _run(Start(session, lines))


def _run(place: "Place") -> "VisaviError | None":
    try:
        return place.run()
    except KeyboardInterrupt:
        place.tell(say("What you typed is kept as a draft, up to your last whole line."))
        raise

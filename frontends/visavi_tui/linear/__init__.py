"""Linear mode: plain lines from the same use cases, for screen readers, scripts and paper.

No cursor is moved and nothing is drawn again. Text is read until a line with a lone dot; a line
that begins with a colon is a command, and ``:?`` tells them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi.errors import VisaviError
    from visavi_tui.linear.lines import Lines
    from visavi_tui.session import Session

CHAPTERS = ("conduct", "prepare", "plan", "sign")
"""What can be done in linear mode."""


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
    return made(session, dialogue, lines).run()

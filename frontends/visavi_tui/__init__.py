"""The terminal app."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi_tui.desk import Desk, Wish


_TURN = 0.001
"""Seconds that one thread may keep the others waiting: keys come in, and repaints go out, in
threads of their own, beside the one that keeps drafts."""


def open_app(desk: "Desk") -> "Wish":
    """Open the app on this terminal; gives what the person wishes next."""
    import sys

    from visavi_tui.guard import require_quiet_environment

    require_quiet_environment()
    sys.setswitchinterval(_TURN)
    from visavi_tui.app import VisaviApp

    app = VisaviApp(desk)
    del desk  # it holds the store, and the app may let go of it
    wish = app.run(mouse=False)
    return app.last_wish if wish is None else wish

"""The terminal app."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi_tui.desk import Desk, Wish


def open_app(desk: "Desk") -> "Wish":
    """Open the app on this terminal; gives what the person wishes next."""
    from visavi_tui.guard import require_quiet_environment

    require_quiet_environment()
    from visavi_tui.app import VisaviApp

    app = VisaviApp(desk)
    del desk  # it holds the store, and the app may let go of it
    wish = app.run(mouse=False)
    return app.last_wish if wish is None else wish

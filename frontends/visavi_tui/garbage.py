"""Garbage is collected beside the keys: a program that starts makes none, one that runs some."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

_STARTED = 2.0
"""Seconds after which starting is over."""
_AGAIN = 0.2
"""Seconds to wait where a policy is being loaded just then."""
_EVERY = 2.0
"""Seconds between two looks at what is young: so little has gathered that no key waits for it."""
_MOST = 50_000
"""Objects that may gather between two looks."""


def begin(app: "VisaviApp") -> None:
    """Collect from when starting is over; whoever started the app has put it off until then."""
    if not gc.isenabled():
        app.set_timer(_STARTED, lambda: _go_on(app))


def _go_on(app: "VisaviApp") -> None:
    from visavi.policy.policy import LOADING

    if not LOADING.acquire(blocking=False):  # a policy that changed this would be accused of it
        app.set_timer(_AGAIN, lambda: _go_on(app))
        return
    try:
        gc.freeze()
        gc.set_threshold(_MOST, 20, 20)
        gc.enable()
    finally:
        LOADING.release()
    app.set_interval(_EVERY, lambda: gc.collect(1))

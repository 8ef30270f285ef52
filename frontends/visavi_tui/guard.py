"""What keeps words from leaving by the back door: variables, crashes, the other screen."""

import os
import sys
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.driver import Driver

LOUD = (
    "TEXTUAL",
    "TEXTUAL_ALLOW_SIGNALS",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)
"""Variables by which the toolkit would write what is on the screen elsewhere, or end unasked."""


def require_quiet_environment() -> None:
    """Raise :class:`InvalidInput` if a variable would carry the screen elsewhere.

    ``NO_COLOR`` with a theme of the terminal's own colours draws black on black: a theme that
    does so is not used then.
    """
    loud = sorted(name for name in LOUD if os.environ.get(name))
    if loud:
        raise InvalidInput(
            "{names} would write what is on the screen to somewhere else.",
            todo="Unset it, and open the app again.",
            names=", ".join(loud),
        )
    if os.environ.get("NO_COLOR") and os.environ.get("TEXTUAL_THEME", "").startswith("ansi"):
        raise InvalidInput(
            "With NO_COLOR the theme {theme} cannot be read.",
            todo="Unset TEXTUAL_THEME.",
            theme=ascii(os.environ["TEXTUAL_THEME"][:40]),
        )


def fault_sentence(error: BaseException, saved: str, *, lost: bool = False) -> str:
    """One calm sentence on a fault: its kind and place, never its text or what was at hand.

    ``saved`` is the last word on what was typed, as the status line said it; ``lost`` where the
    last of it could not be kept.
    """
    ours = [place for place in _places(error) if place.startswith("visavi")]
    stopped = say(
        "visavi stopped because of a fault: {kind} in {place}.",
        kind=type(error).__name__,
        place=ours[-1] if ours else sys.platform,
    )
    kept = say("What you had typed is in your drafts; open visavi again to find it.")
    if lost:
        return " ".join((stopped, say("What was typed last could not be kept.")))
    return " ".join(filter(None, (stopped, f"{saved}." if saved else "", kept)))


def fault_report(error: BaseException) -> str:
    """What whoever repairs visavi needs to know: kinds and places; no text, no value, no name."""
    version = ".".join(map(str, sys.version_info[:3]))
    lines = [f"{type(error).__name__} · Python {version} · {sys.platform}"]
    return "\n".join([*lines, *(f"  {place}" for place in _places(error))]) + "\n"


def _places(error: BaseException) -> "Iterator[str]":
    """The places that the fault went through: modules, lines, functions."""
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        yield f"{module}, line {trace.tb_lineno}, {trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next


def end_by_signal(end: "Callable[[], None]") -> bool:
    """Call ``end`` when somebody asks the program to end; false where nobody can."""
    import asyncio
    import signal
    import threading

    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return False
    for number in (signal.SIGHUP, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, end)
    return True


def terminal_is_gone() -> bool:
    """Whether the terminal of the standard input has been closed from its other side.

    A program that is not the terminal's own session is told so by nobody, and would read nothing
    from it for ever, with everything that was on the screen in its memory.
    """
    import errno
    import termios

    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def clearing_driver() -> "type[Driver] | None":
    """The terminal driver that wipes the screen it drew on before it leaves it."""
    if sys.platform == "win32":
        return None
    from textual.drivers import linux_driver
    from textual.drivers.linux_driver import LinuxDriver

    from visavi_tui.incoming import Incoming

    # The driver would end the app at a byte that is no letter, and run what is pasted as keys.
    linux_driver.getincrementaldecoder = lambda _: Incoming  # type: ignore[attr-defined, assignment]

    class ClearingDriver(LinuxDriver):
        """Wipes the alternate screen first: some terminals keep it."""

        def stop_application_mode(self) -> None:
            """Wipe, then give the terminal back."""
            self.write("\x1b[0m\x1b[2J\x1b[H")
            super().stop_application_mode()

    return ClearingDriver

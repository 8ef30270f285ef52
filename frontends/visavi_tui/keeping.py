"""Keeping what is typed: soon after the last key, often enough while keys go on, and at every end.

Writing happens in a thread, which posts a message when it is done. At ends (leaving a text or a
screen, closing, a signal) it happens at once: nobody waits for a timer then.
"""

from time import monotonic
from typing import TYPE_CHECKING, Protocol, cast

from textual.message import Message

from visavi.errors import VisaviError
from visavi.messages import Sentence, carried, say
from visavi_tui.actions import key_name

if TYPE_CHECKING:
    from textual.timer import Timer

    from visavi.usecases.drafts import Drafts
    from visavi_tui.app import VisaviApp

NOT_SAVED: Sentence = "NOT SAVED: {reason} Kept on screen; {key} tells what to do."
SOON = 0.7
"""Seconds after the last key."""
OFTEN = 2.0
"""Seconds after the first key that is not kept yet, while keys go on."""
_LOOK = 0.2
_SLOW = 0.3
"""Seconds of writing from which on it is told: a word that comes and goes at once only flickers."""


class Entered(Protocol):
    """A text that somebody writes, or an answer that somebody picks."""

    key: str
    """Names its draft; empty for one that is not kept."""
    changed: bool
    """Whether it was changed since it was put there."""

    @property
    def about(self) -> str:
        """What it is for, in words."""

    @property
    def text(self) -> str:
        """As it stands."""

    def look(self) -> bool:
        """Whether it was changed since the last look."""

    def tell(self) -> None:
        """Post the message that it was changed."""

    def put(self, text: str) -> None:
        """Put this in its place, as a change that can be taken back."""


class Keeper:
    """What was typed and is not kept yet, and in three words how that stands."""

    class Kept(Message):
        """A thread has written the texts, or could not."""

        def __init__(self, texts: dict[str, str], error: VisaviError | None) -> None:
            super().__init__()
            self.texts = texts
            self.error = error

    def __init__(self, app: "VisaviApp") -> None:
        self._app = app
        self._typed: dict[str, Entered] = {}
        self._kept: dict[str, str] = {}
        self._hand: dict[str, Entered] = {}
        """Where each text was changed last: a screen can be open twice."""
        self._first = self._last = 0.0
        self._writes = False
        self._clock: Timer | None = None
        self.drafts: Drafts | None = None
        self.state = ""
        """``Saved hh:mm:ss``, ``Saving``, or ``NOT SAVED`` and why; empty before the first key."""
        self.is_unsaved = False
        """Whether the last writing failed."""

    def begin(self) -> None:
        """Look from time to time, from the first key on."""
        self._clock = self._app.set_interval(_LOOK, self._look, pause=not self._typed)

    def typed(self, writing: "Entered") -> None:
        """This text was changed just now."""
        self._last = monotonic()
        if not self._typed:
            self._first = self._last
        self._typed[writing.key] = self._hand[writing.key] = writing
        if self._clock is not None:
            self._clock.resume()

    def let_go(self) -> None:
        """Forget whose texts they were: everything is kept."""
        self.drafts = None
        self._typed.clear()
        self._kept.clear()
        self._hand.clear()
        self.state = ""
        self.is_unsaved = False

    def forget(self, key: str) -> None:
        """The text stands where it belongs; raises as :meth:`Drafts.flush`."""
        self._typed.pop(key, None)
        self._kept.pop(key, None)
        self._hand.pop(key, None)
        if self.drafts is not None:
            self.drafts.drop(key)
        if not self._typed:
            self.is_unsaved = False
            self._say("")

    def keep(self) -> None:
        """Keep everything now, and wait for it; also the keys whose messages are under way."""
        for screen in self._app.screen_stack if self._app.is_running else ():
            for found in screen.query("Writing, Pick"):
                writing = cast("Entered", found)
                if not writing.key:
                    continue
                if writing.look():
                    writing.tell()
                    self._hand[writing.key] = writing
                newest = self._hand.get(writing.key, writing) is writing
                if newest and writing.changed and writing.text != self._kept.get(writing.key):
                    self.typed(writing)
        if self._typed and self.drafts is not None:
            texts = self._note()
            try:
                self.drafts.flush()
            except VisaviError as error:
                self.done(texts, error)
            else:
                self.done(texts, None)

    def catch_up(self, writing: "Entered") -> None:
        """Put in what was written on another screen meanwhile for the same purpose."""
        newest = self._hand.get(writing.key)
        if newest is not None and newest is not writing and newest.text != writing.text:
            writing.put(newest.text)

    def done(self, texts: dict[str, str], error: VisaviError | None) -> None:
        """These texts were written, or were not; what was typed meanwhile is still to be kept."""
        self._writes = False
        self._first = monotonic()
        self.is_unsaved = error is not None
        if error is None:
            self._kept |= texts
            for key, text in texts.items():
                if key in self._typed and self._typed[key].text == text:
                    del self._typed[key]
            self._say(say("Saved {time}", time=f"{self._app.desk.moment():%H:%M:%S}"))
        else:
            key = key_name(self._app.keys.get("app.saved", "ctrl+s"))
            self._say(say(NOT_SAVED, reason=error.message, key=key))

    def _look(self) -> None:
        if not self._typed:
            assert self._clock is not None, "it is the clock that looks"
            self._clock.pause()
            return
        now = monotonic()
        due = now - self._last >= SOON or now - self._first >= OFTEN
        if due and not self._writes and self.drafts is not None:
            self._writes = True
            self._app.set_timer(_SLOW, self._tell_slow)
            texts, drafts = self._note(), self.drafts
            self._app.run_worker(carried(lambda: self._write(drafts, texts)), thread=True)

    def _tell_slow(self) -> None:
        if self._writes and not self.is_unsaved:
            self._say(say("Saving"))

    def unkept(self) -> dict[str, str]:
        """The texts that stand nowhere but here, because the last writing failed."""
        if not self.is_unsaved:
            return {}
        return {key: typed.text for key, typed in self._typed.items() if typed.text.strip()}

    def _note(self) -> dict[str, str]:
        assert self.drafts is not None, "texts are typed by somebody"
        moment = self._app.desk.moment()
        texts = {key: writing.text for key, writing in self._typed.items()}
        for key, text in texts.items():
            self.drafts.note(key, text, self._typed[key].about, moment)
        return texts

    def _write(self, drafts: "Drafts", texts: dict[str, str]) -> None:
        failed: VisaviError | None = None
        try:
            drafts.flush()
        except VisaviError as error:
            failed = error
        self._app.post_message(self.Kept(texts, failed))

    def _say(self, state: str) -> None:
        self.state = state
        self._app.tell_state(state)

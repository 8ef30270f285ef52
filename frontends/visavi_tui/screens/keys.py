"""The keys of every action, to see and to change."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.events import Key
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi_tui.actions import SCOPES, Action, bindings, key_name
from visavi_tui.screens.listing import ListPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.words import fitted


class Line(NamedTuple):
    """One action with the key that it has now."""

    scope: str
    action: Action
    key: str


class KeysPage(ListPage):
    """Enter, then the new key. Actions for typing take keys with Ctrl only."""

    SCOPE = "keys"
    ABOUT = "Every action with its key. Enter waits for a new key; Esc leaves it as it was."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("keys")]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Line | None = None

    def place(self) -> tuple[str, str]:
        """The keys."""
        return say("Keys"), ""

    def body(self) -> Iterator[Widget]:
        """All actions."""
        yield Lines(draw=_drawn)

    def fill(self) -> None:
        """The keys as they are."""
        keys = self.visavi.keys
        rows = [
            Line(scope, action, keys.get(f"{scope}.{action.name}", action.key))
            for scope, actions in SCOPES.items()
            for action in actions
        ]
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        self.say(say("Enter changes a key."))

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Wait for a key."""
        self._waiting = event.lines.chosen
        self.set_focus(None)
        self.say(say("Press the new key, or Esc."))

    def on_key(self, event: Key) -> None:
        """The new key."""
        line, self._waiting = self._waiting, None
        if line is None:
            return
        event.stop()
        event.prevent_default()
        self.query_one(Lines).focus()
        if event.key == "escape":
            self.say(say("Left as it was."))
            return
        problem = self._problem(line, event.key)
        if problem:
            self.say(problem)
            return
        self._keep({**self.visavi.keys, f"{line.scope}.{line.action.name}": event.key})

    def _problem(self, line: Line, key: str) -> str:
        if key in ("ctrl+c", "tab", "enter", "up", "down") or (
            key.startswith(("f", "alt+")) and (len(key) > 1)
        ):
            return say("{key} is not free for this.", key=key_name(key))
        if line.action.typing and not key.startswith("ctrl+"):
            return say("While a text is written only a key with Ctrl can work.")
        for other in self.query_one(Lines).all_rows:
            same_place = other.scope in (line.scope, "app") or line.scope == "app"
            if same_place and other != line and key in other.key.split(","):
                return say("{key} is taken by: {verb}.", key=key_name(key), verb=other.action.verb)
        return ""

    def _keep(self, keys: dict[str, str]) -> None:
        try:
            self.visavi.desk.keep_keys(keys)
        except VisaviError as error:
            self.say(self.advised(error))
            return
        self.visavi.use_keys(keys)
        self.fill()
        self.say(say("Kept."))

    def action_standard(self) -> None:
        """All keys as they came."""
        self._keep({})


def _drawn(line: Line, width: int) -> str:
    about = say(line.action.about)
    return fitted(f"{key_name(line.key):<6} {say(line.action.verb):<13} {about}", width)

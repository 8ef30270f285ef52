"""In which language visavi speaks: each one under its own name."""

from collections.abc import Mapping

from visavi.messages import LANGUAGES, say, spoken
from visavi_tui.desk import Wish
from visavi_tui.screens.choose import ChoosePage
from visavi_tui.widgets.lines import Lines


class LanguagePage(ChoosePage):
    """The app closes with the choice and opens again in that language; drafts are kept."""

    ABOUT = "The language of every screen and command here. Nothing that was written changes."

    def __init__(self) -> None:
        codes = sorted(LANGUAGES, key=lambda code: code != spoken())
        super().__init__(say("Language"), codes, [NAMES[code] for code in codes])

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Speak it from now on."""
        person = self.session.person if self.visavi.desk.repository is not None else None
        self.visavi.leave(Wish("language", language=event.lines.chosen[0], person=person))


NAMES: Mapping[str, str] = {"en": "English", "nb": "Norsk bokmål", "sv": "Svenska"}
"""Each language as its speakers call it."""

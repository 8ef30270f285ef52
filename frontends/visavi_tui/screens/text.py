"""A page of text: a refusal with its ways forward, an explanation, a help page."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from textual.widget import Widget

from visavi.errors import Refused, VisaviError
from visavi.messages import say
from visavi_tui.deeds import reading
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import complaint, problems

Finding = Callable[[], Iterable[str]]
"""Gives the lines; it may ask a policy's rules, so it is called in a thread."""


class TextPage(Page):
    """Read, scroll, and go back. A text that takes long to find out comes when it is found."""

    TAKES_BACK = False
    ABOUT = "A page to read. Arrows and Space scroll, Esc goes back."

    def __init__(self, title: str, text: "str | Finding", audience: str = "") -> None:
        super().__init__()
        self.title_text = title
        self.text = text
        self.audience = audience

    def place(self) -> tuple[str, str]:
        """The title."""
        return self.title_text, self.audience

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield Reading(self.text if isinstance(self.text, str) else "")

    def fill(self) -> None:
        """Nothing changes here; say how to go on."""
        if isinstance(self.text, str):
            self.say(say("Esc goes back."))
        else:
            self.say(say("The policy is asked. Esc goes back."))
            self._find(self.text)

    @reading
    async def _find(self, finding: Finding) -> None:
        try:
            self.text = "\n".join(await self.read(partial(_listed, finding)))
        except VisaviError as error:
            self.text = "\n".join(complaint(error, self.session))
        self.query_one(Reading).tell(self.text)
        self.say(say("Esc goes back."))


def page_of_error(page: Page, error: VisaviError, said: str) -> TextPage | None:
    """A refusal, or what is too long for the status line of this page, on a page of its own."""
    if isinstance(error, Refused):
        title, lines = say("Refused"), complaint(error, page.session)
    elif len(said) > page.size.width - 2:
        title, lines = say("That did not work"), [said, *problems(error)]
    else:
        return None
    return TextPage(title, "\n".join(lines), say("NOT DONE"))


def _listed(finding: Finding) -> list[str]:
    return list(finding())

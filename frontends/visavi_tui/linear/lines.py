"""Lines in and lines out, and the loop that every chapter has."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi.sanitise import shown
from visavi_tui.drafts import Drafts
from visavi_tui.record import Teller
from visavi_tui.session import Session
from visavi_tui.words import complaint


class Lines(NamedTuple):
    """``read`` gives a line without its end, or nothing at the end; ``write`` puts one out."""

    read: Callable[[], str | None]
    write: Callable[[str], None]


class Chapter:
    """One chapter: commands by name, and what to do with text that was written."""

    ABOUT: ClassVar[Sentence] = ""
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {}
    """Each command with a sentence; its method is ``do_<name>`` and takes the rest of the line."""

    def __init__(self, session: Session, dialogue: str, lines: Lines) -> None:
        self.session = session
        self.dialogue = dialogue
        self.lines = lines
        self.drafts = Drafts(session.workspace.repository, session.person)
        self.failed: VisaviError | None = None
        self.read()

    def read(self) -> None:
        """Read the dialogue anew."""
        self.shown = self.session.show(self.dialogue)
        self.told = Teller(self.session, self.shown)

    def run(self) -> VisaviError | None:
        """Tell where we are, then obey line by line until the end."""
        self.tell(say(self.ABOUT), *self.told.head())
        self.here()
        waiting: list[str] = []
        while (line := self.lines.read()) is not None:
            if line.startswith(":") and not waiting:
                name, _, rest = line[1:].strip().partition(" ")
                if name in ("q", "quit"):
                    break
                self._obey(name, rest.strip())
            elif line == ".":
                self._take("\n".join(waiting))
                waiting = []
            else:
                waiting.append(line)
                self._keep("\n".join(waiting))
        if "".join(waiting).strip():
            self.tell(say("What you wrote last had no lone dot after it: it is kept as a draft."))
        return self.failed

    def here(self) -> None:
        """Tell the place where we are."""

    def take(self, text: str) -> None:
        """Do something with a text that was written."""
        self.tell(say("Text has no place here. :? tells the commands."))

    def draft(self) -> str:
        """The key of the draft of what is being written."""
        return f"{self.dialogue}/linear"

    def tell(self, *lines: str) -> None:
        """Put these lines out."""
        for line in lines:
            for part in shown(line).split("\n"):
                self.lines.write(part)

    def ask(self, question: str) -> str:
        """The answer on one line; empty at the end."""
        self.tell(question)
        return (self.lines.read() or "").strip()

    def ask_text(self, question: str) -> str:
        """An answer of several lines, up to a lone dot."""
        self.tell(question, say("End with a line that holds only a dot."))
        given: list[str] = []
        while (line := self.lines.read()) is not None and line != ".":
            given.append(line)
        return "\n".join(given)

    def do(self, deed: Callable[..., Any], *values: Any, done: str, **named: Any) -> bool:
        """Do a use case; tell that it is done, or why not."""
        try:
            self.session.do(deed, *values, **named)
            self.read()
        except VisaviError as error:
            self.complain(error)
            return False
        self.tell(done)
        return True

    def complain(self, error: VisaviError) -> None:
        """What is wrong, in the words of the command line."""
        self.failed = error
        self.tell(*complaint(error))

    def numbered(self, texts: Iterable[str]) -> None:
        """Lines with their numbers."""
        for number, text in enumerate(texts, 1):
            self.tell(f"{number}. {text}")

    def chosen(self, number: str, rows: list[Any]) -> Any:
        """The row of that number, or nothing, which is told."""
        if number.isascii() and number.isdigit() and 1 <= int(number) <= len(rows):
            return rows[int(number) - 1]
        self.tell(say("Give a number from 1 to {n}.", n=len(rows)))
        return None

    def _obey(self, name: str, rest: str) -> None:
        if name not in self.COMMANDS:
            self.tell(say("The commands are:"))
            for known, about in self.COMMANDS.items():
                self.tell(f":{known}  {say(about)}")
            self.tell(":q  " + say("Leave; nothing is lost."))
            return
        try:
            getattr(self, f"do_{name}")(rest)
        except VisaviError as error:
            self.complain(error)

    def _take(self, text: str) -> None:
        if not text.strip():
            return
        before = self.failed
        self.failed = None
        try:
            self.take(text)
            if self.failed is None:
                self.drafts.drop(self.draft())
        except VisaviError as error:
            self.complain(error)
        self.failed = self.failed or before

    def _keep(self, text: str) -> None:
        try:
            self.drafts.keep(self.draft(), text, say("linear text"), self.session.desk.moment())
        except VisaviError as error:
            self.tell(say("NOT SAVED: {reason}", reason=error.message))

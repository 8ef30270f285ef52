"""Lines in and lines out: what every place of linear mode can tell, ask and keep."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi.sanitise import shown
from visavi.usecases.drafts import DAYS, Drafts
from visavi_tui.session import Session
from visavi_tui.words import complaint

T = TypeVar("T")


class Lines(NamedTuple):
    """``read`` gives a line without its end, or nothing at the end; ``write`` puts one out.

    ``read`` raises :class:`InvalidInput` for a line that is no text. ``live`` says that a person
    answers, who can be asked again.
    """

    read: Callable[[], str | None]
    write: Callable[[str], None]
    live: bool = False


class Left(Exception):
    """A question was left without its answer: by ``:q``, or because the input has ended."""


class Question(NamedTuple):
    """One field of a form: its name for the deed, its label, and what stands in it.

    ``check`` raises :class:`InvalidInput` for an answer that will not do; ``echo`` tells how it
    was understood. A ``long`` one takes several lines; one that is not ``kept`` has no draft.
    """

    name: str
    label: str
    value: str = ""
    check: Callable[[str], object] | None = None
    echo: Callable[[str], str] | None = None
    long: bool = False
    kept: bool = True


def command_in(line: str) -> str | None:
    """The command without its colon, if the line is one: two colons are a text."""
    return line[1:].strip() if line.startswith(":") and not line.startswith("::") else None


def text_in(line: str) -> str:
    """The line as text: a doubled first colon, and a doubled lone dot, are written once.

    What could drive a terminal becomes visible, as in the text areas of the screens.
    """
    return shown(line[1:] if line.startswith("::") or line == ".." else line)


class Talk:
    """Tells, asks, does use cases, and keeps each line that is typed before it asks for another."""

    def __init__(self, session: Session, lines: Lines) -> None:
        self.session = session
        self.lines = lines
        self.drafts = Drafts(session.workspace.repository, session.person)
        self.failed: VisaviError | None = None

    def tell(self, *lines: str) -> None:
        """Put these lines out."""
        for line in lines:
            for part in shown(line).split("\n"):
                self.lines.write(part)

    def numbered(self, texts: Iterable[str]) -> None:
        """Lines with their numbers."""
        for number, text in enumerate(texts, 1):
            self.tell(f"{number}. {text}")

    def complain(self, error: VisaviError) -> None:
        """What is wrong, in the words of the command line."""
        self.failed = error
        self.tell(*complaint(error, self.session))

    def refresh(self) -> None:
        """Read anew what a deed has changed."""

    def do(self, deed: Callable[..., Any], *values: Any, done: str, **named: Any) -> bool:
        """Do a use case; tell that it is done, or why not."""
        try:
            self.session.do(deed, *values, **named)
        except VisaviError as error:
            self.complain(error)
            return False
        self.tell(done)
        self._reread()
        return True

    def _reread(self) -> None:
        """Read anew what was changed; that it cannot be read takes nothing from what was done."""
        try:
            self.refresh()
        except VisaviError as error:
            self.complain(error)

    # -- asking ------------------------------------------------------------------------------

    def next_line(self) -> str | None:
        """The next line; one that is no text is told of and passed over."""
        while True:
            try:
                return self.lines.read()
            except InvalidInput as error:
                self.complain(error)

    def ask(self, question: str) -> str:
        """The answer on one line; raises :class:`Left`."""
        self.tell(question)
        return text_in(self._answer()).strip()

    def _answer(self) -> str:
        while (line := self.next_line()) is not None:
            command = command_in(line)
            if command is None:
                return line
            if command in ("q", "quit"):
                break
            self.tell(say("Answer the question, or leave it with :q. Two colons write one."))
        raise Left

    def ask_text(self, question: str, key: str = "", begun: str = "") -> str:
        """An answer of several lines, up to a lone dot; raises :class:`Left`.

        What was ``begun``, or else the draft of that ``key``, is gone on with; a lone minus
        empties it. Each line is kept.
        """
        self.tell(question, say("End with a line that holds only a dot."))
        given = begun.split("\n") if begun else self.draft_of(key)
        while (line := self._answer()) != ".":
            if line == "-":
                given.clear()
            else:
                given.append(text_in(line))
            self.keep(key, "\n".join(given), question)
        return "\n".join(given)

    def fill_in(self, questions: Iterable[Question], key: str = "") -> dict[str, str]:
        """All answers by name; an empty line leaves what stands there, a lone minus empties it.

        Answers are kept as drafts under ``key`` until :meth:`drop_all`. Raises :class:`Left`.
        """
        given: dict[str, str] = {}
        wrong = False
        standing = {
            question: "\n".join(self.draft_of(_key(key, question), tell=False)) or question.value
            for question in questions
        }
        if any(standing.values()):
            self.tell(say("An empty line keeps what stands in brackets, a lone minus empties it."))
        for question, now in standing.items():
            given[question.name], fine = self._filled(question, now, key)
            wrong = wrong or not fine
        if wrong:
            self.tell(
                say("Nothing was done. Your answers are kept: give the command again to mend them.")
            )
            raise Left
        return given

    def _filled(self, question: Question, now: str, key: str) -> tuple[str, bool]:
        while True:
            answer = self._answered(question, now, key)
            try:
                if question.check is not None:
                    question.check(answer)
            except InvalidInput as error:
                self.complain(error)
                if self.lines.live:
                    continue
                return answer, False
            if question.echo is not None and answer:
                self.tell(question.echo(answer))
            return answer, True

    def _answered(self, question: Question, now: str, key: str) -> str:
        label = f"{question.label} [{now}]" if now else question.label
        if question.long:
            return self.ask_text(label, _key(key, question), now)
        given = self.ask(label)
        if not given:
            return now
        answer = "" if given == "-" else given
        self.keep(_key(key, question), answer, question.label)
        return answer

    def form(
        self,
        questions: Iterable[Question],
        deed: Callable[[dict[str, str]], Any],
        *,
        key: str = "",
        done: str,
    ) -> bool:
        """Ask, then do the deed with the answers; what it refuses leaves them as drafts."""
        asked = list(questions)
        try:
            given = self.fill_in(asked, key)
            deed(given)
            for question in asked:
                self.drop(_key(key, question))
        except Left:
            self.tell(say("Left. Nothing was done; what you typed is kept as a draft."))
            return False
        except VisaviError as error:
            self.complain(error)
            return False
        self.tell(done)
        self._reread()
        return True

    def chosen(self, number: str, rows: Sequence[T]) -> T:
        """The row of that number; raises :class:`InvalidInput`."""
        digits = number.lstrip("0")[:9] if number.isascii() and number.isdigit() else ""
        if digits and int(digits) <= len(rows) < 10**8:
            return rows[int(digits) - 1]
        if not rows:
            raise InvalidInput("There is nothing to choose from.")
        raise InvalidInput("Give a number from 1 to {n}.", n=len(rows))

    # -- drafts ------------------------------------------------------------------------------

    def draft_of(self, key: str, *, tell: bool = True) -> list[str]:
        """The lines of the draft of that key; somebody may listen, so they are counted only."""
        draft = self.drafts.find(key) if key else None
        if draft is None:
            return []
        lines = draft.text.split("\n")
        if tell:
            at = draft.at[:16].replace("T", " ")
            self.tell(say("Your draft of {at} is back: {n} lines.", at=at, n=len(lines)))
        return lines

    def keep(self, key: str, text: str, about: str) -> None:
        """Keep what was typed so far, or say that it is not kept."""
        if not key:
            return
        try:
            self.drafts.keep(key, text, about, self.session.desk.moment())
        except VisaviError as error:
            self.failed = error
            self.tell(say("NOT SAVED: {reason}", reason=error.message))

    def discard(self, key: str) -> None:
        """The text is put aside; it can be brought back for a while."""
        self.drafts.discard(key, self.session.desk.moment())
        self.tell(say("Discarded; in the queue :back brings it back for {n} days.", n=DAYS))

    def drop(self, key: str) -> None:
        """The text stands where it belongs now."""
        if not key:
            return
        try:
            self.drafts.drop(key)
        except VisaviError as error:
            self.tell(error.message)


def _key(key: str, question: Question) -> str:
    return f"{key}/{question.name}" if key and question.kept else ""

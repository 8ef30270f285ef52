"""Places of linear mode: each tells where it is, and obeys line by line until it is left."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import Sentence, say
from visavi_tui.linear.lines import Left, Lines, Talk, command_in, text_in
from visavi_tui.record import Teller
from visavi_tui.session import Session

Deed = Callable[[str], object]


class Place(Talk):
    """Commands by name, each with a sentence; ``do_<name>`` takes the rest of the line."""

    ABOUT: ClassVar[Sentence] = ""
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {}
    inside = False
    """Whether the person came here from another place, and has been told where they are."""

    def run(self) -> VisaviError | None:
        """Be here until the person leaves or the input ends; gives the last deed not done."""
        self.tell(say(self.ABOUT))
        self.arrive()
        while (line := self.next_line()) is not None:
            command = command_in(line)
            if command is None:
                self.hear(line)
            elif command in ("q", "quit"):
                break
            else:
                self.obey(command)
        self.leave()
        return self.failed

    def arrive(self) -> None:
        """Tell where we are."""

    def leave(self) -> None:
        """Tell what is left behind."""

    def hear(self, line: str) -> None:
        """A line that is no command: a number picks."""
        if line.strip():
            self.pick(line.strip())

    def pick(self, number: str) -> None:
        """The thing of that number."""
        self.complain(InvalidInput("That is no command.", todo=":? tells the commands."))

    def visit(self, place: "Place") -> None:
        """Go somewhere else and come back."""
        place.inside = True
        try:
            self.failed = place.run() or self.failed
            self.refresh()
        except VisaviError as error:
            self.complain(error)

    def obey(self, command: str) -> None:
        """Do what the command says; what cannot be done is told in words."""
        name, _, rest = command.partition(" ")
        if name in ("", "?", "help"):
            self.tell_commands()
        elif name.isdigit():
            self.guarded(self.pick, name)
        elif name in self.COMMANDS:
            self.guarded(getattr(self, f"do_{name}"), rest.strip())
        else:
            self.complain(
                InvalidInput(
                    "There is no command {name} here: nothing was done.",
                    todo=":? tells the commands; two colons begin a line with one.",
                    name=ascii(name[:40]),
                )
            )

    def guarded(self, deed: Deed, rest: str) -> None:
        """Do it; what stands against it is told in words."""
        try:
            deed(rest)
        except Left:
            self.tell(say("Left. Nothing was done; what you typed is kept as a draft."))
        except VisaviError as error:
            self.complain(error)

    def tell_commands(self) -> None:
        """Every command with its sentence."""
        self.tell(say("The commands are:"))
        for name, about in self.COMMANDS.items():
            self.tell(f":{name}  {say(about)}")
        self.tell(":q  " + say("Leave; nothing is lost."))


class OfDialogue(Place):
    """A place that is about one dialogue."""

    def __init__(self, session: Session, dialogue: str, lines: Lines) -> None:
        super().__init__(session, lines)
        self.dialogue = dialogue
        self.refresh()

    def refresh(self) -> None:
        """Read the dialogue anew."""
        self.shown = self.session.show(self.dialogue)
        self.told = Teller(self.session, self.shown)

    def arrive(self) -> None:
        """What dialogue it is, then the place."""
        if not self.inside:
            self.tell(*self.told.head())
        self.here()

    def here(self) -> None:
        """Tell the place where we are."""


class Chapter(OfDialogue):
    """A place where texts are written: a lone dot puts what was written where it belongs."""

    WRITING: ClassVar[Mapping[str, Sentence]] = {
        "r": "Read what you have written and not put anywhere yet.",
        "u": "Take its last line back.",
        "drop": "Throw it away.",
    }

    def __init__(self, session: Session, dialogue: str, lines: Lines) -> None:
        super().__init__(session, dialogue, lines)
        self.waiting: list[str] = []

    def arrive(self) -> None:
        """The dialogue, the place, and a draft that waits there."""
        super().arrive()
        self.take_up()

    def draft(self) -> str:
        """The key of the draft of what is being written here."""
        raise NotImplementedError

    def about(self) -> str:
        """What is being written, in words."""
        raise NotImplementedError

    def take(self, text: str) -> bool:
        """Put the text where it belongs; whether that was done."""
        raise NotImplementedError

    def take_up(self) -> None:
        """Go on with the draft of this place, if there is one."""
        self.waiting = self.draft_of(self.draft())
        if self.waiting:
            self.tell(say("A lone dot puts it in place, :r reads it, :drop throws it away."))

    def hear(self, line: str) -> None:
        """Another line of the text, or its end; each line is kept."""
        if line != ".":
            self.waiting.append(text_in(line))
            self._keep()
        elif "".join(self.waiting).strip():
            self.guarded(self._place, "\n".join(self.waiting))

    def _place(self, text: str) -> None:
        key = self.draft()
        if self.take(text):
            self.waiting = []
            self.drop(key)
        else:
            self.tell(say("Your text is kept as a draft; :r reads it, :drop throws it away."))

    def _keep(self) -> None:
        self.keep(self.draft(), "\n".join(self.waiting), self.about())

    def obey(self, command: str) -> None:
        """The commands on the text that is being written are the same everywhere."""
        if command in self.WRITING:
            self.guarded(getattr(self, f"do_{command}"), "")
        else:
            super().obey(command)

    def tell_commands(self) -> None:
        """Those of the place, and those on what is being written."""
        super().tell_commands()
        for name, about in self.WRITING.items():
            self.tell(f":{name}  {say(about)}")

    def leave(self) -> None:
        """Say that nothing is lost."""
        if "".join(self.waiting).strip():
            self.tell(say("What you wrote last had no lone dot after it: it is kept as a draft."))

    def do_r(self, _: str) -> None:
        """Read."""
        self.tell(*(self.waiting or [say("Nothing is being written.")]))

    def do_u(self, _: str) -> None:
        """Take the last line back."""
        if self.waiting:
            self.waiting.pop()
            self._keep()
        self.do_r("")

    def do_drop(self, _: str) -> None:
        """Throw away."""
        self.waiting = []
        self.discard(self.draft())

"""The start in lines: the queue by numbers, and the next step of each."""

from collections.abc import Mapping
from typing import ClassVar

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi.usecases.drafts import Draft
from visavi_tui.linear import forms
from visavi_tui.linear.dialogue import Dialogue
from visavi_tui.linear.lines import Lines
from visavi_tui.linear.place import Place
from visavi_tui.queue import Entry
from visavi_tui.session import Session
from visavi_tui.standing import Standing
from visavi_tui.words import day_of


class Start(Place):
    """What needs this person now comes first; a number does its next step."""

    ABOUT = "Your queue. A number does the next step of that line. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "l": "The queue once more, numbered anew.",
        "o": "Open the dialogue of that number: everything that can be done in it.",
        "y": "Why am I asked this? The rule, the facts and the source of that number.",
        "new": "Plan a dialogue with the person of that number.",
        "f": "What was promised, the late ones first.",
        "m": "Separate follow-up: matters that you received or handle.",
        "w": "Act as somebody else at this computer, by id.",
        "d": "Texts that you typed and put nowhere; with a number, read that one.",
        "drop": "Discard the draft of that number; for 30 days :back brings it back.",
        "back": "Discarded drafts; with a number, that one is a draft again.",
        "about": "All that is kept about you, how long, and who looked.",
        "s": "Completion by unit, in numbers only.",
    }

    def __init__(self, session: Session, lines: Lines) -> None:
        super().__init__(session, lines)
        self._entries = Standing(session.repository, session.person)

    def arrive(self) -> None:
        """Who acts, on which day, and the queue."""
        name = self.session.name(self.session.person)
        if self.session.desk.demo:
            self.tell(say("DEMO: an invented team."))
        self.tell(say("{name}, {day}.", name=name, day=day_of(self.session.actor.on)))
        if self.session.person is not None and self.drafts.all():
            self.tell(say("There are texts that you put nowhere: :d tells them."))
        if self.session.keeps_register():
            self.do_s("")
        else:
            self.do_l("")

    def do_l(self, _: str) -> None:
        """Numbered anew."""
        found = self._entries = Standing(self.session.repository, self.session.person)
        found.refresh(self.session)
        if found:
            lines, now = len(found), found.needing
            self.tell(say("{now} need you now, {all} lines in all.", now=now, all=lines))
        else:
            self.tell(say("Nobody is due here."))
        self.numbered(map(self._drawn, self._entries))
        self.tell(*found.failures)

    def _drawn(self, entry: Entry) -> str:
        who = ", ".join(filter(None, (entry.name, entry.facts.kind)))
        parts = [f"{who}: {entry.step.word}. {entry.step.todo}."]
        if entry.due:
            parts.append(say("Due {day}.", day=day_of(entry.due)))
        if entry.late:
            parts.append(say("Late activities: {n}.", n=entry.late))
        return " ".join(parts)

    def pick(self, number: str) -> None:
        """The next step."""
        entry = self.chosen(number, self._entries)
        if entry.step.target == "new":
            self._plan(entry, entry.kind, entry.owed.cycle if entry.owed else "")
        elif entry.step.target == "why" or entry.dialogue is None:
            forms.why(self, entry.person)
        else:
            self._open(entry.dialogue, entry.step.target)

    def _open(self, dialogue: str, begin: str = "") -> None:
        place = Dialogue(self.session, dialogue, self.lines, begin)
        self.visit(place)
        self.tell(say("Back in your queue. :l tells it."))

    def _entry(self, number: str) -> Entry:
        return self.chosen(number, self._entries)

    def do_o(self, rest: str) -> None:
        """The dialogue."""
        entry = self._entry(rest)
        if entry.dialogue is None:
            raise InvalidInput("No dialogue is planned there yet: the number alone plans it.")
        self._open(entry.dialogue)

    def do_y(self, rest: str) -> None:
        """Why."""
        forms.why(self, self._entry(rest).person)

    def do_new(self, rest: str) -> None:
        """Any kind that the policy has."""
        entry = self._entry(rest)
        policy = self.session.policy(entry.person)
        kinds = list(policy.kinds)
        self.tell(say("Which dialogue with {name}?", name=entry.name))
        self.numbered(policy.text("kind", kind) for kind in kinds)
        self._plan(entry, self.chosen(self.ask(say("Its number:")), kinds), "")

    def _plan(self, entry: Entry, kind: str, cycle: str) -> None:
        from visavi.usecases.plan_dialogue import plan_dialogue

        made = self.session.do(plan_dialogue, entry.person, kind=kind, cycle=cycle)
        self.tell(say("Planned: {id}.", id=made.id))
        mine = made.conductor == self.session.person
        self._open(made.id, "invite" if mine else "")

    def do_f(self, _: str) -> None:
        """Follow-up."""
        from visavi_tui.linear.followup import FollowUp

        self.visit(FollowUp(self.session, self.lines))

    def do_m(self, _: str) -> None:
        """Matters."""
        from visavi_tui.linear.matters import Matters

        self.visit(Matters(self.session, self.lines))

    def do_w(self, rest: str) -> None:
        """Somebody else."""
        person = rest or self.ask(say("Who acts from now on, by id?"))
        self.session.workspace.repository.person(person)
        self.visit(Start(self.session.as_person(person), self.lines))

    def do_d(self, rest: str) -> None:
        """Drafts: told where they wait; somebody may listen, so they are read on demand."""
        drafts = self._drafts()
        if rest:
            self.tell(*self.chosen(rest, drafts).text.split("\n"))
            return
        if not drafts:
            self.tell(say("No drafts."))
        self.numbered(
            say(
                "{at}, {about}: {n} lines. It is back where you typed it.",
                at=draft.at[:16].replace("T", " "),
                about=draft.about,
                n=len(draft.text.split("\n")),
            )
            for draft in drafts
        )

    def _drafts(self) -> list[Draft]:
        return sorted(self.drafts.all().values(), key=lambda draft: (draft.at, draft.key))

    def do_drop(self, rest: str) -> None:
        """One draft is not wanted."""
        self.discard(self.chosen(rest, self._drafts()).key)

    def do_back(self, rest: str) -> None:
        """One that was discarded is wanted after all."""
        gone = sorted(self.drafts.discarded().values(), key=lambda draft: (draft.at, draft.key))
        if rest:
            self.drafts.bring_back(self.chosen(rest, gone).key)
            self.tell(say("A draft again."))
            return
        if not gone:
            self.tell(say("No discarded drafts."))
        self.numbered(f"{draft.at[:16].replace('T', ' ')}, {draft.about}" for draft in gone)

    def do_about(self, _: str) -> None:
        """What is kept about whoever acts."""
        from visavi_tui import kept

        self.tell(*kept.told(self.session))

    def do_s(self, _: str) -> None:
        """Numbers only."""
        from visavi_tui.linear.numbers import tell_numbers

        tell_numbers(self)

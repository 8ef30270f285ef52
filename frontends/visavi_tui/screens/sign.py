"""Read back and sign: the very text that is signed, with its fingerprint."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi.usecases import sign
from visavi.usecases.manners import Manner
from visavi.usecases.read_signing import text_to_sign
from visavi_tui.actions import bindings
from visavi_tui.record import Teller
from visavi_tui.screens import ownkey
from visavi_tui.screens.form import Done, Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.session import Session
from visavi_tui.widgets.reading import Reading
from visavi_tui.widgets.words import Words


class SignPage(Page):
    """Enter does nothing here. Whoever signs types the own id; another text is not signed."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "sign.tcss"]
    SCOPE = "sign"
    ABOUT = (
        "What both sign: first in words, then the very text with its fingerprint. You can sign, "
        "sign with a dissent, or refuse with a reason; Enter does nothing here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sign")]

    def __init__(self, dialogue: str) -> None:
        super().__init__()
        self.dialogue = dialogue
        self.shown: dict[str, Any] = {}
        self.told: Teller | None = None
        self.fingerprint = ""
        self._waiting = 0

    def place(self) -> tuple[str, str]:
        """Whose record; both read it."""
        if self.told is None:
            return say("Sign"), ""
        name = self.session.name(self.told.other())
        return say("Read back and sign · {name}", name=name), self.told.both()

    def body(self) -> Iterator[Widget]:
        """What it means to sign, and all that is signed."""
        yield Words(id="meaning")
        yield Reading()

    def fill(self) -> None:
        """Read what would be signed now."""
        try:
            self.shown = self.session.show(self.dialogue)
            self.told = told = Teller(self.session, self.shown)
            to_sign = text_to_sign(self.session.workspace, self.session.actor, self.dialogue)
        except VisaviError as error:
            self.complain(error)
            return
        self.retitle()
        self.fingerprint = to_sign["fingerprint"]
        last = self.session.last_plan(self.dialogue) if self.shown.get("previous") else []
        self._waiting = sum(row["progress"] == "open" for row in last)
        self.query_one("#meaning", Words).tell([*self._sum(), self._meaning(to_sign["number"])])
        lines = [*told.record(), *told.plan(_agreed(self.shown)), *told.signatures()]
        lines += ["", say("The very text that is signed"), str(to_sign["text"])]
        lines += [say("Fingerprint (SHA-256): {digest}", digest=self.fingerprint)]
        self.query_one(Reading).tell("\n".join(lines))
        self.query_one(Reading).focus()
        self.say(self._state())

    def _sum(self) -> Iterator[str]:
        """In numbers what is about to be signed, and what must be answered first."""
        topics = self.shown.get("topics", ())
        made = (self.shown.get("plan") or {}).get("activities", ())
        yield say(
            "Topics: {topics}, not covered: {open}, with two views: {views}. Activities: {n}.",
            topics=len(topics),
            open=sum(one["coverage"] != "covered" for one in topics),
            views=sum(bool(one["views"]) for one in topics),
            n=len(made),
        )
        if self._waiting and self.shown["relation"] == "employee":
            yield say(
                "{n} promises of last time have no answer yet: {name} answers them first.",
                n=self._waiting,
                name=self.session.name(self.shown["conductor"]),
            )
        elif self._waiting:
            yield say(
                "{n} promises of last time have no answer yet: l answers them first.",
                n=self._waiting,
            )

    def _meaning(self, number: int) -> str:
        return say(
            "Version {number}, fingerprint {digest}. Signed text cannot be changed; a "
            "correction becomes a new version that both sign again. HR sees that it was held "
            "and signed, and no word of it.",
            number=number,
            digest=self.fingerprint[:16],
        )

    def _answered(self) -> set[str]:
        newest = (self.shown.get("signed") or [{"signatures": ()}])[-1]
        if len(newest["signatures"]) == 2:
            return set()
        return {signature["party"] for signature in newest["signatures"]}

    def _state(self) -> str:
        if self.shown["state"] in ("signed", "closed") and not self.shown.get("supplement"):
            return say("Both have answered. It is signed.")
        names = [self.session.name(self.shown[party]) for party in sorted(self._answered())]
        if names:
            return say("Answered so far: {names}.", names=", ".join(names))
        return say("Nothing is signed yet.")

    def offers(self) -> Iterator[str]:
        """What is still to be answered, and by whom."""
        if self.told is None:
            return
        deeds = self.session.deeds(self.shown)
        files = self.visavi.desk.outside is not None
        if "sign" in deeds:
            if self._waiting:
                yield "lastplan"
            yield from self._answers(files)
        if files and "export" in deeds:
            yield "copyout"

    def _answers(self, files: bool) -> Iterator[str]:
        mine = "employee" if self.shown["relation"] == "employee" else "conductor"
        answered = self._answered()
        if mine not in answered:
            yield from ("sign", "refuse")
        if mine == "conductor" and "employee" not in answered:
            yield from ("here", "noted")
        if files and mine not in answered:
            yield "ownkey"
        if files and len(answered) < 2:
            yield "copyin"

    def action_lastplan(self) -> None:
        """Each unfinished promise of last time needs its answer before anybody signs."""
        from visavi_tui.screens.lastplan import LastPlanPage

        self.app.push_screen(LastPlanPage(self.dialogue))

    def action_ownkey(self) -> None:
        """Answer with the own key."""
        ownkey.answer(self)

    def action_copyout(self) -> None:
        """A copy for the other one."""
        ownkey.copy_out(self)

    def action_copyin(self) -> None:
        """A copy that came back signed."""
        ownkey.copy_in(self)

    def action_sign(self) -> None:
        """Sign, with a dissent if there is one."""
        self._sign(self.session)

    def action_here(self) -> None:
        """The employee signs here, on this computer."""
        self._sign(self.session.as_person(self.shown["employee"]))

    def _sign(self, signer: Session) -> None:
        name = signer.name(signer.person)
        fields = [
            Field(
                "id",
                say("To sign, {name} types the id {id}", name=name, id=signer.person),
                kept=False,
            ),
            Field("dissent", say("A dissent, if there is one"), height=4),
        ]

        async def done(given: dict[str, str]) -> None:
            if given["id"].strip() != signer.person:
                raise InvalidInput("What was typed is not your id: nothing was signed.")
            await self.do(
                sign.sign,
                self.dialogue,
                acting=signer,
                shown=self.fingerprint,
                dissent=given["dissent"].strip(),
                level="here",
            )
            self.visavi.greet(say("Signed by {name}.", name=name))

        self.ask(say("Sign · {name}", name=name), fields, done, signer.person or "")

    def action_noted(self) -> None:
        """Note that the employee confirmed the text in another way."""
        employee = self.shown["employee"]

        async def done(given: dict[str, str]) -> None:
            manner = Manner(given["level"], noted_for=employee, how=given["how"].strip())
            await self.do(sign.sign, self.dialogue, shown=self.fingerprint, manner=manner)

        name = self.session.name(employee)
        choices = [("noted", say("in words: noted here")), ("paper", say("on paper, signed there"))]
        fields = [
            Field("level", say("What there is of it"), value="noted", choices=choices),
            Field("how", say("How {name} confirmed it, such as by phone", name=name), height=3),
        ]
        self.ask(say("Note what {name} confirmed", name=name), fields, done, "noted")

    def action_refuse(self) -> None:
        """Refuse, and say why: an answer like the other."""

        async def done(given: dict[str, str]) -> None:
            await self.do(
                sign.refuse, self.dialogue, reason=given["reason"], shown=self.fingerprint
            )

        field = Field("reason", say("The reason"), height=4)
        self.ask(say("Refuse to sign"), [field], done, "refuse")

    def ask(
        self, title: str, fields: list[Field], done: Done, what: str, *, words: bool = True
    ) -> None:
        """A form about the very text in sight; without ``words`` nobody reads what is typed."""
        assert self.told is not None, "actions come after the first filling"
        about = say("Fingerprint {digest}", digest=self.fingerprint[:16])
        self.app.push_screen(
            FormPage(
                title,
                fields,
                done,
                audience=self.told.both() if words else "",
                about=about,
                draft=f"{self.dialogue}/sign/{what}",
            )
        )


def _agreed(shown: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = dict(shown.get("plan") or {})
    return {"activities": plan.get("activities", ())}

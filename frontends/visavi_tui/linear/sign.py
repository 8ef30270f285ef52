"""Reading back and signing in lines."""

from collections.abc import Mapping
from typing import ClassVar

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi.usecases import sign
from visavi.usecases.manners import Manner
from visavi.usecases.read_signing import text_to_sign
from visavi_tui.linear.lines import Question
from visavi_tui.linear.place import OfDialogue
from visavi_tui.session import Session


class Sign(OfDialogue):
    """The record in words, the very text with its fingerprint, then a signature or a refusal."""

    ABOUT = "Read back and sign. Nothing is signed before somebody types an id. :? helps."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "show": "The record in words, and the very text that is signed.",
        "sign": "Sign: you are asked for your id, and for a dissent if there is one.",
        "here": "The employee signs here, on this computer.",
        "noted": "Note that the employee confirmed the text in another way, such as by phone.",
        "refuse": "Refuse; the reason follows on the line, or is asked for.",
    }
    fingerprint = ""

    def here(self) -> None:
        """All that is signed."""
        to_sign = text_to_sign(self.session.workspace, self.session.actor, self.dialogue)
        self.fingerprint = str(to_sign["fingerprint"])
        plan = self.shown.get("plan") or {}
        agreed = {"activities": plan.get("activities", ())}
        self.tell(*self.told.record(), *self.told.plan(agreed), *self.told.signatures())
        self.tell(say("The very text that is signed"), str(to_sign["text"]))
        self.tell(say("Fingerprint (SHA-256): {digest}", digest=self.fingerprint))

    def do_show(self, _: str) -> None:
        """Once more."""
        self.here()

    def do_sign(self, _: str) -> None:
        """As the one who acts."""
        self._sign(self.session)

    def do_here(self, _: str) -> None:
        """As the employee, who sits here."""
        self._sign(self.session.as_person(self.shown["employee"]))

    def _sign(self, signer: Session) -> None:
        name = signer.name(signer.person)
        typed = self.ask(say("To sign, {name} types the id {id}:", name=name, id=signer.person))
        if typed != signer.person:
            raise InvalidInput("What was typed is not your id: nothing was signed.")
        key = f"{self.dialogue}/sign/{signer.person}"
        asked = [Question("dissent", say("A dissent on one line, or an empty line:"))]

        def deed(given: dict[str, str]) -> None:
            dissent = given["dissent"].strip()
            signer.do(
                sign.sign, self.dialogue, shown=self.fingerprint, dissent=dissent, level="here"
            )

        self.form(asked, deed, key=key, done=say("Signed by {name}.", name=name))

    def do_noted(self, rest: str) -> None:
        """Confirmed elsewhere."""
        employee = self.shown["employee"]
        name = self.session.name(employee)
        label = say("How {name} confirmed it, such as by phone", name=name)

        def deed(given: dict[str, str]) -> None:
            how = rest or given["how"].strip()
            manner = Manner("noted", noted_for=employee, how=how)
            self.session.do(sign.sign, self.dialogue, shown=self.fingerprint, manner=manner)

        asked = [] if rest else [Question("how", label)]
        self.form(asked, deed, key=f"{self.dialogue}/sign/noted", done=say("Noted."))

    def do_refuse(self, rest: str) -> None:
        """Refused, with its reason."""

        def deed(given: dict[str, str]) -> None:
            reason = rest or given["reason"]
            self.session.do(sign.refuse, self.dialogue, reason=reason, shown=self.fingerprint)

        done = say("Refused. The dialogue counts as held.")
        asked = [] if rest else [Question("reason", say("The reason"))]
        self.form(asked, deed, key=f"{self.dialogue}/sign/refuse", done=done)

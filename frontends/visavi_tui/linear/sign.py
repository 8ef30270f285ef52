"""Reading back and signing in lines."""

from typing import ClassVar

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.usecases import sign
from visavi.usecases.read_signing import text_to_sign
from visavi_tui.linear.lines import Chapter
from visavi_tui.session import Session


class Sign(Chapter):
    """The record in words, the very text with its fingerprint, then a signature or a refusal."""

    ABOUT = "Read back and sign. Nothing is signed before somebody types the own id. :? helps."
    COMMANDS: ClassVar = {
        "show": "The record in words, and the very text that is signed.",
        "sign": "Sign: you are asked for your id, and for a dissent if there is one.",
        "here": "The employee signs here, on this computer.",
        "refuse": "Refuse; the reason follows on the line.",
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
        typed = self.ask(say("{name} types the own id to sign:", name=signer.name(signer.person)))
        if typed != signer.person:
            raise InvalidInput("What was typed is not your id: nothing was signed.")
        dissent = self.ask(say("A dissent on one line, or an empty line:"))
        signer.do(sign.sign, self.dialogue, shown=self.fingerprint, dissent=dissent, level="here")
        self.read()
        self.tell(say("Signed by {name}.", name=signer.name(signer.person)))

    def do_refuse(self, rest: str) -> None:
        """Refused, with its reason."""
        done = say("Refused. The dialogue counts as held.")
        self.do(sign.refuse, self.dialogue, reason=rest, shown=self.fingerprint, done=done)

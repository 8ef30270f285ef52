"""How each change of a list is taken back: a deed, and what must still be as the change left it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from visavi.errors import OutOfOrder
from visavi.model import ids
from visavi.model.dialogues import Pay
from visavi.model.plans import FIELDS
from visavi.serial import from_document
from visavi.usecases import conduct, prepare, undoing, whole
from visavi.usecases.activities import add_activity, edit_activity
from visavi.usecases.disclose import withdraw
from visavi.usecases.read_dialogues import activities_in
from visavi_tui.session import Session

Row = Mapping[str, Any]


class Inverse(NamedTuple):
    """The deed that takes a change back, and what reads the part that was changed.

    Both are called in a thread; ``give`` gets a text that is taken back, where the person sees it.
    """

    dialogue: str
    back: Callable[[], Any]
    part: Callable[[], object]
    give: Callable[[str], None] | None = None


def marked(session: Session, dialogue: str, before: Row) -> Inverse:
    """A topic was covered, parked or skipped; ``before`` is the topic as it was."""
    topic, reason = before["topic"], before["reason"]

    def back() -> None:
        match before["coverage"]:
            case "covered":
                session.do(conduct.cover, dialogue, topic=topic)
            case "parked":
                session.do(conduct.park, dialogue, topic=topic, reason=reason)
            case "skipped":
                session.do(conduct.skip, dialogue, topic=topic, reason=reason)
            case _:
                session.do(undoing.reopen_topic, dialogue, topic=topic)

    def part() -> object:
        found = _topic(session, dialogue, topic)
        return found["coverage"], found["reason"]

    return Inverse(dialogue, back, part)


def picked(session: Session, dialogue: str, question: str, *, taken: bool) -> Inverse:
    """A question was picked, or ``taken`` out again."""
    deed = conduct.ask if taken else undoing.unpick

    def part() -> object:
        return [topic["questions"] for topic in session.show(dialogue)["topics"]]

    return Inverse(dialogue, lambda: session.do(deed, dialogue, question=question), part)


def own_question(session: Session, dialogue: str, topic: str) -> Inverse:
    """A question of one's own was put under the topic, as the last one."""
    number = len(_topic(session, dialogue, topic)["own_questions"])

    def back() -> None:
        session.do(undoing.take_question_back, dialogue, topic=topic, number=number)

    return Inverse(dialogue, back, lambda: _topic(session, dialogue, topic)["own_questions"])


def noted(session: Session, dialogue: str, topic: str, give_back: Callable[[str], None]) -> Inverse:
    """A note was written under the topic, as the last one; its text is given back."""
    notes = _topic(session, dialogue, topic)["notes"]

    def back() -> str:
        session.do(withdraw, dialogue, topic=topic, number=len(notes), only_here=True)
        return str(notes[-1]["text"])

    return Inverse(dialogue, back, lambda: _topic(session, dialogue, topic)["notes"], give_back)


def rewritten(session: Session, dialogue: str, topic: str, number: int, before: Row) -> Inverse:
    """A note was written anew; ``before`` is how it stood."""

    def back() -> None:
        text = before["text"]
        session.do(conduct.note, dialogue, topic=topic, text=text, instead=number)

    return Inverse(dialogue, back, lambda: _topic(session, dialogue, topic)["notes"])


def viewed(
    session: Session, dialogue: str, topic: str, before: Row | None, written_for: str | None
) -> Inverse:
    """A view was written; ``before`` is the one that stood there. What the other one had taken
    down cannot be put back: who wrote a text never changes, and it is kept nowhere.
    """

    def back() -> None:
        if before is not None and before["author"] != session.person:
            raise OutOfOrder(
                "What {name} had taken down for you is kept nowhere: it cannot be put back.",
                todo="Your own view stands; write it anew, or ask {name}.",
                name=session.name(before["author"]),
            )
        if before is None:
            session.do(undoing.take_view_back, dialogue, topic=topic, written_for=written_for)
        else:
            text = before["text"]
            session.do(conduct.differ, dialogue, topic=topic, text=text, written_for=written_for)

    return Inverse(dialogue, back, lambda: _topic(session, dialogue, topic).get("views"))


def activity_added(session: Session, activity: str) -> Inverse:
    """An activity was agreed on."""
    return _of_activity(session, activity, lambda: session.do(undoing.remove_activity, activity))


def activity_edited(session: Session, before: Row) -> Inverse:
    """An activity was changed; ``before`` is how it was."""
    fields = _fields(before)
    return _of_activity(
        session, before["id"], lambda: session.do(edit_activity, before["id"], fields)
    )


def activity_removed(session: Session, before: Row) -> Inverse:
    """An activity was removed; it comes back as the last one of the plan."""
    dialogue, fields = before["dialogue"], _fields(before)

    def part() -> object:
        return session.show(dialogue)["plan"]

    return Inverse(dialogue, lambda: session.do(add_activity, dialogue, fields), part)


def answered(session: Session, activity: str, dialogue: str = "") -> Inverse:
    """A promise was said to be done, let go, or carried into ``dialogue``."""
    inverse = _of_activity(session, activity, lambda: session.do(undoing.reopen_activity, activity))
    return inverse._replace(dialogue=dialogue or inverse.dialogue)


def adapted(session: Session, before: Row) -> Inverse:
    """A promise is to be changed; ``before`` is how it stands. What both had signed changes in a
    supplement, which goes with its last change.
    """
    dialogue, fields = before["dialogue"], _fields(before)
    if session.show(dialogue)["state"] == "held":
        return activity_edited(session, before)

    def part() -> object:
        shown = session.show(dialogue)
        return shown["plan"], shown["supplement"], shown["state"], len(shown["signed"])

    def back() -> None:
        session.do(undoing.take_change_back, before["id"], fields)

    return Inverse(dialogue, back, part)


def remarked(session: Session, activity: str) -> Inverse:
    """A word on how a promise goes was said."""
    return _of_activity(session, activity, lambda: session.do(undoing.take_remark_back, activity))


def paid(session: Session, dialogue: str, before: Row | None) -> Inverse:
    """The part on salary was written; ``before`` is the one that stood there, if one did."""

    def back() -> None:
        if before is None:
            session.do(undoing.take_pay_back, dialogue)
        else:
            session.do(conduct.pay, dialogue, part=from_document(Pay, before))

    return Inverse(dialogue, back, lambda: session.show(dialogue).get("pay"))


def ticked(session: Session, dialogue: str, item: str, *, taken: bool) -> Inverse:
    """An item was ticked, or its tick ``taken`` off."""
    deed = prepare.tick if taken else undoing.untick

    def part() -> object:
        return [p.get("ticks") for p in session.show(dialogue)["preparations"].values()]

    return Inverse(dialogue, lambda: session.do(deed, dialogue, item=item), part)


def prepared(
    session: Session,
    dialogue: str,
    party: str,
    *,
    private: bool,
    give_back: Callable[[str], None],
) -> Inverse:
    """A text was written beforehand, as the last one; it is given back."""
    where = "notes" if private else "answers"

    def part() -> list[Row]:
        return list(session.show(dialogue)["preparations"][party].get(where, ()))

    texts = part()

    def back() -> str:
        session.do(undoing.take_answer_back, dialogue, number=len(texts), private=private)
        return str(texts[-1]["text"])

    return Inverse(dialogue, back, part, give_back)


def removed(
    session: Session, dialogue: str, party: str, *, private: bool, back: Callable[[], Any]
) -> Inverse:
    """A text of the own preparation was removed or written anew; ``back`` puts it there again."""
    where = "notes" if private else "answers"

    def part() -> object:
        return session.show(dialogue)["preparations"][party].get(where)

    return Inverse(dialogue, back, part)


def _of_activity(session: Session, activity: str, back: Callable[[], Any]) -> Inverse:
    """The activity with its steps, and what it was carried to."""

    def part() -> object:
        found = _activity(session, activity)
        carried = found["steps"][-1]["carried_to"] if found and found["steps"] else None
        return found, _activity(session, carried) if carried else None

    return Inverse(ids.dialogue_of(activity), back, part)


def _activity(session: Session, activity: str) -> Row | None:
    rows = activities_in(session.show(ids.dialogue_of(activity)))
    return next((whole.activity(row) for row in rows if row["id"] == activity), None)


def _topic(session: Session, dialogue: str, topic: str) -> Row:
    topics: list[Row] = session.show(dialogue)["topics"]
    return next(found for found in topics if found["topic"] == topic)


def _fields(row: Row) -> dict[str, Any]:
    """The seven fields, as the deeds take them."""
    fields = {name: row[name] for name in FIELDS}
    when = fields["when"]
    return fields | {"when": date.fromisoformat(when) if isinstance(when, str) else when}

"""My team as a queue: what is to be done next, for whom, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from visavi.messages import Sentence, say
from visavi_tui.session import Session
from visavi_tui.words import fitted

Item = Mapping[str, Any]

WIDEST = 100
"""Columns of a line: further apart, the eye loses it."""

OVER = ("closed", "cancelled", "waived")


class Step(NamedTuple):
    """Where a dialogue stands for this person: a glyph, a word, what comes next, and how urgent.

    ``target`` names the screen that the next step is done on.
    """

    glyph: str
    word: Sentence
    todo: str
    rank: int
    target: str


class Owed(NamedTuple):
    """What the queue tells of the obligation behind a line."""

    cycle: str
    sentence: str


class Entry(NamedTuple):
    """One line of the queue. ``owed`` is the obligation behind it, if there is one."""

    person: str
    name: str
    kind: str
    step: Step
    due: str
    dialogue: str | None
    owed: Owed | None
    late: int = 0
    """Activities whose day has passed."""

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """What needs the person first comes first, then what is due first."""
        return self.step.rank, self.due or "9999", self.name, self.kind, self.person


def steps(shown: Item, me: str | None) -> Step:
    """The next step of this person in a dialogue as shown to them."""
    state, employee = shown["state"], shown["employee"] == me
    if shown["relation"] not in ("employee", "conductor"):
        if shown["relation"] in ("successor", "delegating-manager") and state not in ("signed",):
            return Step("x", "not mine", say("Somebody else holds it; see why"), 6, "dialogue")
        return Step("x", "not mine", say("See why"), 7, "dialogue")
    if state in ("planned", "moved", "declined"):
        if employee:
            return Step(".", "planned", say("Wait for the invitation"), 4, "prepare")
        word = "not invited" if state == "planned" else state
        return Step(".", word, say("Invite"), 2, "invite")
    if state == "invited":
        return _invited(shown, employee)
    if state == "in-progress":
        return Step("*", "in dialogue", say("Go on with the talk"), 1, "conduct")
    if state == "held":
        return _held(shown, employee)
    return Step("v", "signed", say("Follow up the plan"), 5, "dialogue")


def _invited(shown: Item, employee: bool) -> Step:
    mine = shown["preparations"].get("employee" if employee else "conductor") or {}
    if not mine.get("submitted"):
        return Step("~", "preparing", say("Prepare"), 2, "prepare")
    if employee:
        return Step("@", "invited", say("Meet; you have prepared"), 4, "dialogue")
    return Step("@", "invited", say("Hold the talk"), 2, "dialogue")


def _held(shown: Item, employee: bool) -> Step:
    party = "employee" if employee else "conductor"
    newest = (shown.get("signed") or [{"signatures": ()}])[-1]
    answered = {signature["party"] for signature in newest["signatures"]}
    if party in answered and len(answered) < 2:
        return Step("s", "to sign", say("Wait for the other signature"), 4, "sign")
    if not employee and not (shown.get("plan") or {}).get("activities"):
        return Step("s", "to sign", say("Write the plan, then sign"), 1, "plan")
    return Step("s", "to sign", say("Read back and sign"), 1, "sign")


def entries(
    session: Session, items: Iterable[Item], people: Iterable[str] | None = None
) -> Iterator[Entry]:
    """The lines of one person's queue, in no order; of these ``people`` only, if they are named."""
    asked = (None,) if people is None else tuple(people)
    late = _late(session, asked)
    if session.keeps_register():
        mine = {session.person}
        items = [item for item in items if {item["owner"], item["person"]} & mine]
    owed: dict[str, list[Item]] = {}
    for item in items:
        owed.setdefault(item["person"], []).append(item)
    open_ones = _open_dialogues(session, asked)
    for person in dict.fromkeys((*owed, *open_ones)):
        yield from _of_person(
            session, person, owed.get(person, []), open_ones.get(person, []), late.get(person, 0)
        )


def _of_person(
    session: Session, person: str, items: list[Item], dialogues: list[Item], late: int
) -> Iterator[Entry]:
    name = session.name(person)
    left = list(items)
    for shown in dialogues:
        step = steps(shown, session.person)
        item = _item_for(shown, left)
        left = [one for one in left if (one["kind"], one["cycle"]) != _about(shown)]
        due = (item or {}).get("due") or ""
        if item is not None and item["state"] == "overdue":
            step = step._replace(glyph="!", word=_overdue(item, session), rank=0)
        if step.target == "dialogue" and late and step.glyph == "v":
            step = step._replace(todo=say("Follow up: {n} late", n=late), rank=3)
        yield Entry(person, name, shown["kind"], step, due, shown["id"], _told(item), late)
    waiting = [item for item in left if item["state"] in ("overdue", "open", "upcoming")]
    for item in _one_a_kind(waiting):
        step, due = _owed(item, session), item["due"] or ""
        yield Entry(person, name, item["kind"], step, due, None, _told(item))
    if not dialogues and not waiting:
        item = left[0] if left else None
        word = item["state"] if item else "nothing due"
        step = Step("v" if word == "met" else ".", word, say("Nothing now"), 8, "why")
        yield Entry(person, name, item["kind"] if item else "", step, "", None, _told(item))


def _told(item: Item | None) -> Owed | None:
    return None if item is None else Owed(item["cycle"], item["sentence"])


def _owed(item: Item, session: Session) -> Step:
    if item["person"] == session.person:
        todo = say("{owner} plans it with you", owner=session.name(item["owner"]))
        return Step(".", "your own", todo, 6, "why")
    if item["owner"] != session.person:
        todo = say("{owner} answers for it", owner=session.name(item["owner"]))
        return Step("x", "not mine", todo, 7, "why")
    if item["wants"] not in ("offered", "invited", "held", "signed"):
        todo = say("See what is asked")
        word = _overdue(item, session) if item["state"] == "overdue" else item["state"]
        return Step("!" if item["state"] == "overdue" else ".", word, todo, 4, "why")
    todo, target = say("Plan it and invite"), "new"
    if item["state"] == "overdue":
        return Step("!", _overdue(item, session), todo, 0, target)
    if item["state"] == "upcoming":
        return Step(".", "upcoming", todo, 5, target)
    return Step(".", "not planned", todo, 3, target)


def _overdue(item: Item, session: Session) -> str:
    if not item["due"]:
        return say("overdue")
    days = (session.actor.on - date.fromisoformat(item["due"])).days
    return say("overdue {days} d", days=days)


def _about(shown: Item) -> tuple[str, str]:
    return shown["kind"], shown["cycle"]


def _item_for(shown: Item, items: list[Item]) -> Item | None:
    mine = [item for item in items if (item["kind"], item["cycle"]) == _about(shown)]
    pending = [item for item in mine if item["state"] in ("overdue", "open", "upcoming")]
    return next(iter(pending or mine), None)


def _one_a_kind(items: list[Item]) -> Iterator[Item]:
    order = {"overdue": 0, "open": 1, "upcoming": 2}
    best: dict[tuple[str, str], Item] = {}
    for item in sorted(items, key=lambda i: (order[i["state"]], i["due"] or "9999")):
        best.setdefault((item["kind"], item["cycle"]), item)
    yield from best.values()


def _open_dialogues(session: Session, people: Iterable[str | None]) -> dict[str, list[Item]]:
    """The dialogues that are not over, and the newest signed one of who has none other."""
    if session.person is None:
        return {}
    found: dict[str, list[Item]] = {}
    signed: dict[tuple[str, str], Item] = {}
    for shown in chain.from_iterable(map(session.dialogues, people)):
        if shown["state"] == "signed":
            signed[shown["employee"], shown["kind"]] = shown
        elif shown["state"] not in OVER:
            found.setdefault(shown["employee"], []).append(shown)
    for (person, _), last in signed.items():
        if not any(d.get("previous") == last["id"] for d in found.get(person, ())):
            found.setdefault(person, []).append(last)
    return found


def _late(session: Session, people: Iterable[str | None]) -> dict[str, int]:
    if session.person is None:
        return {}
    today = session.actor.on.isoformat()
    late: dict[str, int] = {}
    for row in chain.from_iterable(map(session.activities, people)):
        if row["progress"] == "open" and row["when"] is not None and row["when"] < today:
            late[row["employee"]] = late.get(row["employee"], 0) + 1
    return late


def drawn(entry: Entry, width: int) -> str:
    """One entry in so many columns: status first, then who, then what to do and by when."""
    width = min(width, WIDEST)
    status = 14
    due = 10 if width >= 70 else 0
    name = max(14, min(26, (width - status - due) // 3))
    left = f"{entry.step.glyph} {fitted(entry.name, name)} {fitted(say(entry.step.word), status)} "
    todo = fitted(entry.step.todo, max(width - len(left) - due - 1, 8))
    return f"{left}{todo} {entry.due}".rstrip() if due else f"{left}{todo}".rstrip()

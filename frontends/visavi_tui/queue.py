"""My team as a queue: what is to be done next, for whom, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from rich.cells import cell_len

from visavi.messages import say
from visavi_tui.session import Session
from visavi_tui.words import fitted

Item = Mapping[str, Any]

WIDEST = 140
"""Columns of a line: further apart, the eye loses it."""

WHOLE = 70
"""Columns from which on a line has room for more than name, status and what comes next."""

OVER = ("closed", "cancelled", "waived")


class Step(NamedTuple):
    """Where a dialogue stands for this person: a glyph, a word, what comes next, and how urgent.

    ``target`` names the screen that the next step is done on.
    """

    glyph: str
    word: str
    todo: str
    rank: int
    target: str


class Owed(NamedTuple):
    """What the queue tells of the obligation behind a line."""

    cycle: str
    sentence: str


class Facts(NamedTuple):
    """What else a line tells: the dialogue's name, the last one held, the meeting, the promises."""

    kind: str = ""
    last: str = ""
    planned: str = ""
    promises: str = ""
    short: str = ""
    """The dialogue's name in a word or two, where the policy has one."""


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
    facts: Facts = Facts()

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """What needs the person first comes first, then what is due first."""
        return self.step.rank, self.due or "9999", self.name, self.kind, self.person


TO_TAKE_OVER = frozenset({"planned", "invited", "moved", "declined"})
"""States of a dialogue that goes over to whoever answers for it now, without anybody's word."""


def steps(shown: Item, me: str | None) -> Step:
    """The next step of this person in a dialogue as shown to them."""
    state, employee = shown["state"], shown["employee"] == me
    if shown["relation"] not in ("employee", "conductor"):
        if shown["relation"] == "successor" and state in TO_TAKE_OVER:
            return Step(
                "!", say("to take over"), say("Take it over, or call it off"), 1, "dialogue"
            )
        if shown["relation"] in ("successor", "delegating-manager") and state not in ("signed",):
            return Step("x", say("not mine"), say("Somebody else holds it; see why"), 6, "dialogue")
        return Step("x", say("not mine"), say("See why"), 7, "dialogue")
    if state in ("planned", "moved", "declined"):
        if employee:
            return Step(".", say("planned"), say("Wait for the invitation"), 4, "prepare")
        word = say("not invited" if state == "planned" else state)
        return Step(".", word, say("Invite"), 2, "invite")
    if state == "invited":
        return _invited(shown, employee)
    if state == "in-progress":
        return Step("*", say("in dialogue"), say("Go on with the talk"), 1, "conduct")
    if state == "held":
        return _held(shown, employee)
    return Step("v", say("signed"), say("Follow up the plan"), 5, "dialogue")


def _invited(shown: Item, employee: bool) -> Step:
    mine = shown["preparations"].get("employee" if employee else "conductor") or {}
    if not mine.get("submitted"):
        return Step("~", say("preparing"), say("Prepare"), 2, "prepare")
    if employee:
        return Step("@", say("invited"), say("Meet; you have prepared"), 4, "dialogue")
    return Step("@", say("invited"), say("Hold the talk"), 2, "dialogue")


def _held(shown: Item, employee: bool) -> Step:
    party = "employee" if employee else "conductor"
    newest = (shown.get("signed") or [{"signatures": ()}])[-1]
    answered = {signature["party"] for signature in newest["signatures"]}
    if party in answered and len(answered) < 2:
        return Step("s", say("to sign"), say("Wait for the other signature"), 4, "sign")
    if not employee and not (shown.get("plan") or {}).get("activities"):
        return Step("s", say("to sign"), say("Write the plan, then sign"), 1, "plan")
    return Step("s", say("to sign"), say("Read back and sign"), 1, "sign")


def entries(
    session: Session, items: Iterable[Item], people: Iterable[str] | None = None
) -> Iterator[Entry]:
    """The lines of one person's queue, in no order; of these ``people`` only, if they are named."""
    asked = (None,) if people is None else tuple(people)
    pledged = _pledged(session, asked)
    if session.keeps_register():
        mine = {session.person}
        items = [item for item in items if {item["owner"], item["person"]} & mine]
    owed: dict[str, list[Item]] = {}
    for item in items:
        owed.setdefault(item["person"], []).append(item)
    open_ones, last = _open_dialogues(session, asked)
    for person in dict.fromkeys((*owed, *open_ones)):
        late, promises = pledged.get(person, (0, ""))
        lines = _of_person(session, person, owed.get(person, []), open_ones.get(person, []), late)
        facts = Facts(last=last.get(person, ""), promises=promises)
        for line in lines:
            kind, short = _called(session, line.kind)
            named = facts._replace(kind=kind, planned=line.facts.planned, short=short)
            yield line._replace(facts=named)


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
        meeting = str((shown.get("meeting") or {}).get("starts") or "")[:10]
        facts = Facts(planned=meeting)
        yield Entry(person, name, shown["kind"], step, due, shown["id"], _told(item), late, facts)
    waiting = [item for item in left if item["state"] in ("overdue", "open", "upcoming")]
    for item in _one_a_kind(waiting):
        step, due = _owed(item, session), item["due"] or ""
        yield Entry(person, name, item["kind"], step, due, None, _told(item))
    if not dialogues and not waiting:
        item = left[0] if left else None
        state = item["state"] if item else "nothing due"
        step = Step("v" if state == "met" else ".", say(state), say("Nothing now"), 8, "why")
        yield Entry(person, name, item["kind"] if item else "", step, "", None, _told(item))


def _told(item: Item | None) -> Owed | None:
    return None if item is None else Owed(item["cycle"], item["sentence"])


def _called(session: Session, kind: str) -> tuple[str, str]:
    """What the base policy calls the kind, or the fact that is asked for; also in short."""
    text = session.workspace.policies.base.text
    table = "kind" if text("kind", kind, default="") else "fact"
    return text(table, kind, default=kind), text(table, kind, "short", default="")


def _owed(item: Item, session: Session) -> Step:
    if item["person"] == session.person and not item["owner"]:
        return Step(".", say("your own"), say("Nobody is your manager here"), 6, "why")
    if item["person"] == session.person:
        todo = say("{owner} plans it with you", owner=session.name(item["owner"]))
        return Step(".", say("your own"), todo, 6, "why")
    if item["owner"] != session.person:
        todo = say("{owner} answers for it", owner=session.name(item["owner"]))
        return Step("x", say("not mine"), todo, 7, "why")
    if item["wants"] not in ("offered", "invited", "held", "signed"):
        todo = say("See what is asked")
        late = item["state"] == "overdue"
        word = _overdue(item, session) if late else say(item["state"])
        return Step("!" if late else ".", word, todo, 4, "why")
    todo, target = say("Plan it and invite"), "new"
    if item["state"] == "overdue":
        return Step("!", _overdue(item, session), todo, 0, target)
    if item["state"] == "upcoming":
        return Step(".", say("upcoming"), todo, 5, target)
    return Step(".", say("not planned"), todo, 3, target)


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


def _open_dialogues(
    session: Session, people: Iterable[str | None]
) -> tuple[dict[str, list[Item]], dict[str, str]]:
    """The dialogues that are not over, and the newest signed one of who has none other.

    Beside them the day on which each person's last dialogue was held.
    """
    if session.person is None:
        return {}, {}
    found: dict[str, list[Item]] = {}
    last: dict[str, str] = {}
    signed: dict[tuple[str, str], Item] = {}
    for shown in chain.from_iterable(map(session.dialogues, people)):
        employee, held = shown["employee"], shown["days"].get("hold", "")
        last[employee] = max(last.get(employee, ""), held)
        if shown["state"] == "signed":
            signed[shown["employee"], shown["kind"]] = shown
        elif shown["state"] not in OVER:
            found.setdefault(shown["employee"], []).append(shown)
    for (person, _), newest in signed.items():
        if not any(d.get("previous") == newest["id"] for d in found.get(person, ())):
            found.setdefault(person, []).append(newest)
    return found, last


def _pledged(session: Session, people: Iterable[str | None]) -> dict[str, tuple[int, str]]:
    """How many of each person's activities are late, and how they stand in a word or two."""
    if session.person is None:
        return {}
    today = session.actor.on.isoformat()
    counted: dict[str, Counter[str]] = {}
    for row in chain.from_iterable(map(session.activities, people)):
        count = counted.setdefault(row["employee"], Counter())
        count[row["progress"]] += 1
        count["late"] += row["progress"] == "open" and (row["when"] or "9999") < today
    return {person: (count["late"], _pledges(count)) for person, count in counted.items()}


def _pledges(count: Counter[str]) -> str:
    if count["late"]:
        return say("{n} late", n=count["late"])
    return say("{n} open", n=count["open"]) if count["open"] else say("all done")


def drawn(entry: Entry, width: int) -> str:
    """One entry in so many columns; a narrow line has only who, how it stands and what to do."""
    width = min(width, WIDEST)
    status = entry.step.word
    if width < WHOLE:
        name = max(14, min(26, (width - 14) // 3))
        left = f"{entry.step.glyph} {fitted(entry.name, name)} {fitted(status, 13)} "
        return f"{left}{fitted(entry.step.todo, max(width - name - 17, 8))}".rstrip()
    facts = entry.facts
    planned = facts.planned or _by(entry)
    columns = _columns(width)
    kind = facts.kind if cell_len(facts.kind) <= columns[2] else facts.short or facts.kind
    cells = (entry.name, status, kind, facts.last or "-", planned, facts.promises or "-")
    told = " ".join(map(fitted, cells, columns))
    if width > ROOMY:
        told += f"  {entry.step.todo}"
    return f"{entry.step.glyph} {told}".rstrip()


def heads(width: int) -> str:
    """What stands in which column; nothing over a narrow list."""
    width = min(width, WIDEST)
    if width < WHOLE:
        return ""
    names = (
        say("Name"),
        say("Status"),
        say("Dialogue"),
        say("Last"),
        say("Planned"),
        say("Promises"),
    )
    told = " ".join(map(fitted, names, _columns(width)))
    return f"    {told}" + (f"  {say('Next step')}" if width > ROOMY else "")


ROOMY = 105
"""Columns from which on what comes next stands in the line as well."""


def _columns(width: int) -> tuple[int, ...]:
    """Name, status, dialogue, last, planned, promises."""
    rest = width - 2 - 13 - 10 - 10 - 8 - 5 - (27 if width > ROOMY else 0)
    name = max(15, min(24, rest // 2 + 2))
    return name, 13, rest - name, 10, 10, 8


def _by(entry: Entry) -> str:
    """By which month, where there is no meeting yet; the day stands below the list."""
    if not entry.due or entry.dialogue is not None:
        return "-"
    return say("by {day}", day=entry.due[:7])

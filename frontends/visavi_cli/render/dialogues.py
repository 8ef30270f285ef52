"""Dialogues for a person to read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, label, say
from visavi.sanitise import line
from visavi.usecases import deed_words
from visavi_cli.render.common import indented, listed, period, word

Row = Mapping[str, Any]

Names = Callable[[str, str], str]
"""The policy's name of an id in one of its tables."""


def unnamed(table: str, name: str) -> str:
    """The id itself, where no policy is at hand."""
    return name


def dialogue(shown: Row, names: Names = unnamed) -> Iterator[str]:
    """One dialogue, as far as the reader may see it; topics by the policy's names."""
    yield say(
        "Dialogue {id}: {kind}, {cycle}, {state}",
        id=shown["id"],
        kind=names("kind", shown["kind"]),
        cycle=period(shown["cycle"]),
        state=say(shown["state"]),
    )
    yield say(
        "Employee {employee}, held by {conductor}; you are: {relation}",
        employee=shown["employee"],
        conductor=shown["conductor"],
        relation=say(shown["relation"]),
    )
    if shown.get("meeting"):
        yield _meeting(shown["meeting"])
    for event in shown.get("events", ()):
        if event["deed"] == "empty":
            yield say("Its words were deleted on {on}; who, which kind and when stay.", **event)
    for name, part in shown["preparations"].items():
        yield from _preparation(name, part, names)
    for topic in shown.get("topics", ()):
        yield from _topic(topic, names)
    if shown.get("pay"):
        yield from _pay(shown["pay"])
    yield from plan(shown.get("plan") or {}, say("Plan"))
    if shown.get("last_plan"):
        yield say("The last plan")
        for activity in shown["last_plan"]:
            yield from activity_lines(activity)
    for version in shown.get("signed", ()):
        yield from _signed(version)
    if shown.get("supplement"):
        yield say("A supplement is open:")
        yield from indented(shown["supplement"])
    for opening in shown.get("openings", ()):
        yield say(
            "On {on} {by} opened the store with the escrow's key, and could read all of this.",
            on=opening["on"],
            by=opening["by"],
        )
    if shown["withheld"]:
        yield say("Not shown to you: {sections}", sections=", ".join(map(say, shown["withheld"])))
    if shown.get("needs_reason"):
        sections = ", ".join(map(say, shown["needs_reason"]))
        yield say("With --reason you can read: {sections}; both will see it.", sections=sections)


def dialogues(rows: Iterable[Row]) -> Iterator[str]:
    """A list of dialogues; with texts, each one whole."""
    found = list(rows)
    if found and "preparations" in found[0]:
        for row in found:
            yield from dialogue(row)
            yield ""
        return
    columns = ("id", "kind", "cycle", "state", "employee", "conductor", "relation")
    yield from listed(found, columns, "No dialogues.")


def history(events: Iterable[Row]) -> Iterator[str]:
    """What was done with a dialogue, the first deed first."""
    yield from _events(events, deed_words.told)


def log(events: Iterable[Row]) -> Iterator[str]:
    """The same of a person's entry or of the store, whose deeds have other names."""
    yield from _events(events, label)


def _events(events: Iterable[Row], words: Callable[[str], str]) -> Iterator[str]:
    columns = ("on", "deed", "by", "on_behalf_of", "reason")
    rows = (event | {"deed": _deed(event, words)} for event in map(dict, events))
    yield from listed(rows, columns, "Nothing has happened yet.")


def _deed(event: Row, words: Callable[[str], str]) -> str:
    deed = words(event["deed"])
    return f"{deed} ({event['how']})" if event.get("how") else deed


def findings(data: Row) -> Iterator[str]:
    """What the policy says; with the silent rules where they were asked for."""
    if not data["findings"]:
        yield say("The policy finds nothing.")
    for found in data["findings"]:
        yield from finding(found)
    for silence in data.get("silences", ()):
        yield say("{rule} is silent: {because}", rule=silence["rule"], because=silence["because"])


def finding(found: Row) -> Iterator[str]:
    """One finding with its fact, ways forward and source."""
    yield f"{found['rule']} ({say(found['modality'])}): {found['sentence']}"
    if found["facts"]:
        from visavi.policy.stated import stated

        yield "  " + say("Because: {facts}", facts=", ".join(stated(found["facts"])))
    for way in found["ways"]:
        yield "  " + say("You can: {way}", way=way)
    for citation in found["citations"]:
        yield "  " + say("Source: {source}", source=source(citation))


def source(citation: Row) -> str:
    """Document, section and, where it is told, address."""
    parts = (citation.get(key) for key in ("document", "section", "address"))
    return ", ".join(part for part in parts if part)


def plan(found: Row, title: str) -> Iterator[str]:
    """The activities, each with what became of it."""
    if not found.get("activities"):
        return
    yield title
    for activity in found["activities"]:
        steps = [s for s in found.get("steps", ()) if s["activity"] == activity["id"]]
        yield from activity_lines({**activity, "steps": steps})


def activity_lines(activity: Row) -> Iterator[str]:
    """One activity: what first, then every field that is filled."""
    steps = activity.get("steps", ())
    progress = steps[-1]["progress"] if steps else "open"
    yield f"  {activity['id']} ({say(progress)}): {activity['what']}"
    for name in _FIELDS:
        if activity.get(name):
            value = str(activity[name])
            yield from _field(name, say(value) if name == "responsible" else value)
    for step in steps:
        to = f" > {step['carried_to']}" if step["carried_to"] else ""
        yield f"    {step['on']} {step['by']}: {say(step['carry'] or step['progress'])}{to}"
        if step["word"]:
            yield from indented(step["word"], 6)


_FIELDS: tuple[Label, ...] = (
    "how",
    "when",
    "responsible",
    "result",
    "support",
    "follow_up",
    "carried_from",
)
_PAY: tuple[Label, ...] = ("amount", "agreed", "effective", "reasons")


def _field(name: Label, text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"    {label(name)}: {first}"
    yield from (f"      {more}" for more in rest)


def _meeting(meeting: Row) -> str:
    parts = [str(meeting["starts"]), say("{n} minutes", n=meeting["minutes"]), meeting["place"]]
    if meeting["undisturbed"]:
        parts.append(say("undisturbed"))
    return say("Meeting: {what}", what=", ".join(part for part in parts if part))


def _preparation(name: str, part: Row, names: Names) -> Iterator[str]:
    if name == "put_aside":
        yield say("What you had prepared before, yours alone:")
    else:
        day = part.get("submitted")
        done = say("submitted {on}", on=day) if day else say("not submitted")
        yield say("Preparation of the {party}: {done}", party=say(name), done=done)
    for answer in part.get("answers", ()):
        yield from _text(answer, _about(answer, names))
    for note in part.get("notes", ()):
        about = _about(note, names)
        yield from _text(note, say("private") + (f", {about}" if about else ""))
    if part.get("ticks"):
        yield "  " + say("Ticked: {items}", items=", ".join(part["ticks"]))


def _topic(topic: Row, names: Names) -> Iterator[str]:
    """By the policy's name, and by the id that commands take where that is another word."""
    name = line(names("topic", topic["topic"]))
    title = name if name == topic["topic"] else f"{name} ({topic['topic']})"
    yield f"{title}: {say(topic['coverage'])}"
    if topic["reason"]:
        yield from _field("reason", topic["reason"])
    if topic["questions"]:
        yield "    " + say("questions: {ids}", ids=", ".join(topic["questions"]))
    for question in topic["own_questions"]:
        yield from _text(question, say("asks"))
    for note in topic["notes"]:
        yield from _text(note, str(note["on"]))
    for party, view in topic["views"].items():
        yield from _text(view, say("view of the {party}", party=say(party)))


def _text(written: Row, label: str) -> Iterator[str]:
    by = written["author"]
    if written.get("written_for"):
        by = say("{author} for {other}", author=by, other=written["written_for"])
    yield f"  {by}, {label}:" if label else f"  {by}:"
    yield from indented(written["text"])


def _about(written: Row, names: Names) -> str:
    """What a text of a preparation is about: a topic, or a question by its id."""
    return line(names("topic", written["about"])) if written["about"] else ""


def _pay(pay: Row) -> Iterator[str]:
    yield say("Salary: discussed {discussed}", discussed=word(pay["discussed"]))
    for name in _PAY:
        if pay[name] not in (None, (), []):
            yield f"    {say(name)}: {word(pay[name])}"
    if pay["explanation"]:
        yield from _field("explanation", pay["explanation"])


def _signed(version: Row) -> Iterator[str]:
    yield say(
        "Version {number}, fingerprint {digest}",
        number=version["number"],
        digest=version["digest"][:12],
    )
    for signature in version["signatures"]:
        what = (
            say("refused")
            if signature["refused"]
            else say("signed ({level})", level=say(signature.get("level", "noted")))
        )
        yield f"  {say(signature['party'])} {signature['by']}, {signature['on']}: {what}"
        if signature.get("noted_by"):
            yield "    " + say("noted by {noted_by}: {how}", **signature)
        if signature["refused"] or signature["dissent"]:
            yield from indented(signature["refused"] or signature["dissent"])

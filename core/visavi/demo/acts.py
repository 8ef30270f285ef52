"""Scenes that every walk has, from the team to the talk. Each does its deeds and looks at them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from visavi.demo.narrate import source_of
from visavi.demo.stage import Stage, meeting, written
from visavi.demo.talk import Part, Prepared, Talk
from visavi.messages import Sentence, say
from visavi.model.plans import FIELDS
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity
from visavi.usecases.invite import invite
from visavi.usecases.judge import check_dialogue
from visavi.usecases.people import list_people
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import prepare, submit, tick
from visavi.usecases.reports import completion


def introduce(stage: Stage) -> None:
    """Who is there, and that the store holds them."""
    step = stage.step
    step.says(
        "An invented team under the policy {policy} {version}, in a store of its own that is "
        "thrown away afterwards. Lines that begin with ok were tried out just now.",
        policy=stage.policy.name,
        version=stage.policy.version,
    )
    for member in stage.team.members:
        step.row("{name} ({id}): {part}", name=member.name, id=member.id, part=say(member.part))
    kept = [person["id"] for person in list_people(stage.workspace, stage.by(None))]
    step.holds(
        sorted(kept) == sorted(member.id for member in stage.team.members),
        "The register holds {count} people, entered one by one like anybody.",
        count=len(kept),
    )


def tell_due(stage: Stage, manager: str, *kinds: str) -> None:
    """The manager's agenda of these kinds: who is due, by when, and under which rule."""
    found = [row for row in stage.agenda(manager) if row["kind"] in kinds]
    for kind in kinds:
        rows = [row for row in found if row["kind"] == kind]
        if rows:
            stage.step.says(
                "On {manager}'s agenda, {kind} {cycle}:",
                manager=stage.name(manager),
                kind=stage.text("kind", kind),
                cycle=rows[0]["cycle"],
            )
            stage.step.table(
                ("for", "to be", "state", "due", "owed by", "rule", ""),
                [_due(stage, row) for row in rows],
            )
    stage.step.holds(bool(found), "{count} duties stand there.", count=len(found))


def _due(stage: Stage, row: Mapping[str, Any]) -> tuple[str, ...]:
    lifted = say("by {rule}", rule=row["exempt_by"]) if row["exempt_by"] else ""
    return (
        stage.name(row["person"]),
        say(row["wants"]),
        say(row["state"]),
        lifted or row["due"] or "-",
        stage.name(row["owner"]) if row["owner"] else "-",
        row["rule"],
        say(row["modality"]),
    )


def tell_why(stage: Stage, person: str, rule: str, state: str, *, sources: bool = True) -> None:
    """One duty explained: its sentence, and with ``sources`` what it follows from."""
    owed = stage.owed(person, rule)
    stage.step.holds(
        any(str(one.state) == state for one in owed),
        "Under {rule} it is {state} for {person}.",
        rule=rule,
        state=say(state),
        person=stage.name(person),
    )
    for one in owed[:1]:
        rule = one.exempt_by or one.rule
        lifted = one.exempt_by is not None
        sentence = stage.text("rule", rule, "says") if lifted else one.sentence
        stage.step.row("{rule}: {sentence}", rule=rule, sentence=sentence)
        if not sources:
            continue
        facts = ", ".join(f"{name} {_fact(value)}" for name, value in one.facts.items())
        stage.step.row("From these facts: {facts}", facts=facts)
        for citation in stage.citations(rule) if lifted else one.citations:
            stage.step.row("Source: {source}", source=source_of(citation))


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return "-" if value is None else str(value)


def plan_and_invite(stage: Stage, talk: Talk, on: date, *, summer: bool = False) -> None:
    """The conductor plans the dialogue and invites to it."""
    planned = plan_dialogue(
        stage.workspace, stage.by(talk.conductor), talk.employee, kind=talk.kind
    )
    stage.remember(talk.name, planned.id)
    stage.step.says(
        "{conductor} plans a dialogue with {employee}: {kind}, {cycle}.",
        conductor=stage.name(talk.conductor),
        employee=stage.name(talk.employee),
        kind=stage.text("kind", talk.kind),
        cycle=planned.cycle,
    )
    invite_planned(stage, talk, on, summer=summer)


def invite_planned(stage: Stage, talk: Talk, on: date, *, summer: bool = False) -> None:
    """The conductor invites to a dialogue that is planned."""
    dialogue = stage.ids[talk.name]
    invite(
        stage.workspace,
        stage.by(talk.conductor),
        dialogue,
        meeting=meeting(on, 10, say(talk.place), summer=summer),
    )
    stage.step.says(
        "{conductor} invites {employee}: {on} at 10, 90 minutes, {place}.",
        conductor=stage.name(talk.conductor),
        employee=stage.name(talk.employee),
        on=on.isoformat(),
        place=say(talk.place),
    )
    stage.step.holds(
        stage.state(talk.employee, dialogue) == "invited",
        "{employee} finds it as dialogue {id}, invited.",
        employee=stage.name(talk.employee),
        id=dialogue,
    )


def prepare_both(stage: Stage, talk: Talk) -> None:
    """Both prepare, blind until both have submitted; private notes stay private."""
    dialogue = stage.ids[talk.name]
    _write(stage, talk, "employee")
    _blind(stage, talk, "nothing is submitted yet")
    submit(stage.workspace, stage.by(talk.employee), dialogue)
    stage.step.says("{employee} submits.", employee=stage.name(talk.employee))
    _blind(stage, talk, "only one of them has submitted")
    _write(stage, talk, "conductor")
    submit(stage.workspace, stage.by(talk.conductor), dialogue)
    stage.step.says("{conductor} submits too.", conductor=stage.name(talk.conductor))
    for reader, other in (("conductor", "employee"), ("employee", "conductor")):
        read = written(stage.shows(talk.who(reader), dialogue)["preparations"])
        prepared = _prepared(talk, other)
        stage.step.holds(
            all(say(text) in read for _, text in prepared.answers)
            and say(prepared.private) not in read,
            "{reader} now reads what {other} prepared, and not {other}'s private note.",
            reader=stage.name(talk.who(reader)),
            other=stage.name(talk.who(other)),
        )


def _prepared(talk: Talk, party: str) -> Prepared:
    return talk.employee_prepares if party == "employee" else talk.conductor_prepares


def _write(stage: Stage, talk: Talk, party: str) -> None:
    ws, by, dialogue = stage.workspace, stage.by(talk.who(party)), stage.ids[talk.name]
    prepared = _prepared(talk, party)
    name = stage.name(by.person)
    stage.step.says("{name} prepares.", name=name)
    for about, text in prepared.answers:
        prepare(ws, by, dialogue, text=say(text), about=about)
        stage.step.quotes(name, say(text))
    prepare(ws, by, dialogue, text=say(prepared.private), private=True)
    stage.step.quotes(say("{name}, only for the writer", name=name), say(prepared.private))
    for item in prepared.ticks:
        tick(ws, by, dialogue, item=item)
        stage.step.row("[x] {item}", item=stage.text("preparation", item, "text"))


def _blind(stage: Stage, talk: Talk, because: Sentence) -> None:
    read = written(stage.shows(talk.conductor, stage.ids[talk.name]))
    mine = [text for _, text in talk.employee_prepares.answers]
    stage.step.holds(
        not any(say(text) in read for text in (*mine, talk.employee_prepares.private)),
        "{conductor} cannot read it: {because}.",
        conductor=stage.name(talk.conductor),
        because=say(because),
    )


def conduct_topics(stage: Stage, talk: Talk) -> None:
    """The talk, topic by topic, in the order of the two, not of the form."""
    ws, dialogue = stage.workspace, stage.ids[talk.name]
    conduct.start(ws, stage.by(talk.conductor), dialogue)
    for part in talk.parts:
        _one_topic(stage, talk, part)
    conduct.hold(ws, stage.by(talk.conductor), dialogue)
    shown = stage.shows(talk.employee, dialogue)
    coverage = {topic["topic"]: topic.get("coverage", "open") for topic in shown["topics"]}
    ends = {"cover": "covered", "park": "parked", "skip": "skipped"}
    stage.step.holds(
        shown["state"] == "held"
        and all(coverage[part.topic] == ends[part.ends] for part in talk.parts),
        "{employee} reads the same record; the dialogue is held.",
        employee=stage.name(talk.employee),
    )


def _one_topic(stage: Stage, talk: Talk, part: Part) -> None:
    ws, dialogue, step = stage.workspace, stage.ids[talk.name], stage.step
    lead = stage.by(talk.conductor)
    topic = stage.text("topic", part.topic)
    if part.question:
        conduct.ask(ws, lead, dialogue, question=part.question)
    if part.ends == "park":
        conduct.park(ws, lead, dialogue, topic=part.topic, reason=say(part.reason))
        step.says("{topic}: parked. {reason}", topic=topic, reason=say(part.reason))
    elif part.ends == "skip":
        conduct.skip(ws, lead, dialogue, topic=part.topic, reason=say(part.reason))
        step.says("{topic}: skipped. {reason}", topic=topic, reason=say(part.reason))
    else:
        step.says("{topic}", topic=topic)
    if part.question:
        step.row("Asked: {text}", text=stage.text("question", part.question, "text"))
    for party, text in part.notes:
        conduct.note(ws, stage.by(talk.who(party)), dialogue, topic=part.topic, text=say(text))
        step.quotes(stage.name(talk.who(party)), say(text))
    for party, text in part.views:
        give_view(stage, talk, part.topic, party, text)
    if part.ends == "cover":
        conduct.cover(ws, lead, dialogue, topic=part.topic)


def give_view(stage: Stage, talk: Talk, topic: str, party: str, text: Sentence) -> None:
    """One party's own view of a topic, beside the other's."""
    by = stage.by(talk.who(party))
    conduct.differ(stage.workspace, by, stage.ids[talk.name], topic=topic, text=say(text))
    stage.step.quotes(say("{name}'s view", name=stage.name(by.person)), say(text))


def tell_findings(stage: Stage, talk: Talk, *expected: str) -> None:
    """What the policy says of the record as it stands; these rules must be among it."""
    found = check_dialogue(stage.workspace, stage.by(talk.conductor), stage.ids[talk.name])
    stage.step.says("The policy on the dialogue as it stands:")
    for finding in found:
        stage.step.row(
            "{rule} ({modality}): {sentence}",
            rule=finding.rule,
            modality=say(finding.modality),
            sentence=finding.sentence,
        )
    rules = {finding.rule for finding in found}
    stage.step.holds(
        rules.issuperset(expected), "Found, as it should be: {rules}.", rules=", ".join(expected)
    )


def agree_on(stage: Stage, talk: Talk) -> None:
    """The activities, all seven fields of each."""
    made: list[str] = []
    for number, fields in enumerate(talk.activities, 1):
        said = {
            name: say(value) if isinstance(value, str) and name != "responsible" else value
            for name, value in fields.items()
        }
        _, activity = add_activity(
            stage.workspace, stage.by(talk.conductor), stage.ids[talk.name], said
        )
        made.append(stage.remember(f"{talk.name}.{number}", activity))
        tell_activity(stage, activity, said)
    plan = stage.shows(talk.employee, stage.ids[talk.name])["plan"]["activities"]
    read = [one for one in plan if f"{stage.ids[talk.name]}.{one['id']}" in made]
    stage.step.holds(
        len(read) == len(made) and all(one.get(name) for one in read for name in FIELDS),
        "{employee} reads them in the plan, each with all seven fields.",
        employee=stage.name(talk.employee),
    )


_LABELS: dict[str, Callable[[], str]] = {
    "how": lambda: say("how"),
    "when": lambda: say("when"),
    "responsible": lambda: say("who answers for it"),
    "result": lambda: say("good enough when"),
    "support": lambda: say("needs"),
    "follow_up": lambda: say("followed up"),
}


def tell_activity(stage: Stage, activity: str, fields: Mapping[str, Any]) -> None:
    """One activity: what first, and then the six other fields."""
    stage.step.says("{number}: {what}", number=local(activity), what=fields["what"])
    for name, label in _LABELS.items():
        value = fields[name]
        shown = say(value) if name == "responsible" else value
        stage.step.row("{label}: {value}", label=label(), value=shown)


def local(activity: str) -> str:
    """An activity's id within its plan."""
    return activity.rpartition(".")[2]


def tell_numbers(stage: Stage, hr: str) -> None:
    """How many duties are met, by kind; small groups are withheld with the reason."""
    units = {member.id: member.posts[0].unit for member in stage.team.members}
    found = completion(stage.agenda(hr), units)
    for kind, numbers in found.items():
        total = numbers["total"]
        stage.step.row(
            "{kind}: {total}. By unit: {units}.",
            kind=stage.text("kind", kind),
            total=_number({"withheld": True} if total is None else total),
            units=", ".join(f"{row['unit']} {_number(row)}" for row in numbers["units"]),
        )
    stage.step.says(
        "Withheld is what is about fewer than five people, or gives such a number away."
    )
    names = [name for member in stage.team.members for name in (member.id, member.name)]
    stage.step.holds(
        bool(found) and not any(name in written(found) for name in names),
        "No name and no word stands in it.",
    )


def _number(row: Mapping[str, Any]) -> str:
    if row.get("withheld"):
        return say("withheld")
    return say("{met} of {owed} duties met", met=row["met"], owed=row["owed"])

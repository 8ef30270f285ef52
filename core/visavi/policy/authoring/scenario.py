"""Scenarios: a policy tried on facts, against the exact answers that somebody expects of it.

Nothing may be missing and nothing may be more. What differs is said in words that an HR adviser
can read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from attrs import evolve, frozen

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.model.dialogues import Dialogue, Event, PolicyStamp, State, Topic
from visavi.model.matters import Matter
from visavi.model.people import Person, Unit
from visavi.policy import engine, gather
from visavi.policy.authoring.differing import compare, counted, how_often
from visavi.policy.authoring.scenario_facts import (
    dialogue_from,
    matter_from,
    person_from,
    unit_from,
)
from visavi.policy.authoring.scenario_file import Entry, read_entries
from visavi.policy.checks import AFTER_TALK
from visavi.policy.facts import DialogueEntry, DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.outcomes import Finding, Obligation
from visavi.policy.problems import did_you_mean

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

_LEADS = {
    "invite": State.INVITED,
    "move": State.MOVED,
    "start": State.IN_PROGRESS,
    "hold": State.HELD,
    "close": State.CLOSED,
    "waive": State.WAIVED,
    "decline": State.DECLINED,
    "cancel": State.CANCELLED,
}


class Policies(Protocol):
    """The policies that scenarios are tried on."""

    @property
    def base(self) -> "Policy":
        """The policy of everybody whose unit has no layer of its own."""

    def for_units(self, units: tuple[str, ...]) -> "Policy":
        """The policy of a unit, given with the units above it."""

    def by_id(self, policy: str) -> "Policy":
        """The policy or layer of that id."""


@frozen
class Scenario:
    """One scenario: its facts as objects of the domain, and what is expected of the policy."""

    file: str
    title: str
    policy: str
    as_of: date
    settings: Mapping[str, Any]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    dialogues: Mapping[str, Dialogue]
    matters: Mapping[str, Matter]
    subjects: tuple[str, ...]
    expect: Entry

    @property
    def tried(self) -> tuple[tuple[str, str], ...]:
        """The deeds that the scenario asks for, each with the dialogue or matter, once."""
        asked = [*self.expect.get("refusal", ()), *self.expect.get("allowed", ())]
        return tuple(dict.fromkeys((_about(entry), entry["deed"]) for entry in asked))

    def person(self, person: str) -> Person | None:
        """The person of that id."""
        return self.people.get(person)

    def unit(self, unit: str) -> Unit | None:
        """The unit of that id."""
        return self.units.get(unit)


@frozen
class ScenarioResult:
    """Whether the policy answered exactly as expected, and if not, each difference in words."""

    scenario: Scenario
    differences: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


@frozen
class Answers:
    """What a policy says of a scenario: what is owed, found, and refused of the deeds asked for.

    ``met`` are the rules that had something to judge and nothing against it, ``broken`` those that
    spoke. Findings are ``(about, rule, modality)``, refusals ``(about, deed, rule)``.
    """

    obligations: tuple[Obligation, ...]
    findings: Counter[tuple[Any, ...]]
    refusals: Counter[tuple[Any, ...]]
    met: frozenset[str]
    broken: frozenset[str]


def read_scenario(path: str) -> Scenario:
    """Read a scenario file; raises :class:`~visavi.errors.PolicyInvalid` with all its mistakes."""
    entries = read_entries(path)
    as_of = entries["as_of"]
    people = {entry["id"]: person_from(entry) for entry in entries["person"]}
    subjects = tuple(entries["expect"].get("subjects", tuple(people)[:1]))
    return Scenario(
        file=path,
        title=entries["title"],
        policy=entries["policy"],
        as_of=as_of,
        settings=entries.get("settings", {}),
        units={entry["id"]: unit_from(entry) for entry in entries.get("unit", ())},
        people=people,
        dialogues={
            entry["name"]: dialogue_from(entry, as_of) for entry in entries.get("dialogue", ())
        },
        matters={
            entry["name"]: matter_from(entry, entries["policy"])
            for entry in entries.get("matter", ())
        },
        subjects=subjects,
        expect=entries["expect"],
    )


def run_scenario(scenario: Scenario, policies: Policies) -> ScenarioResult:
    """Try the policies on the scenario; a policy that cannot be used is a difference as well."""
    try:
        run = _Run(scenario, policies)
        differences = tuple(run.unknown_words()) or tuple(run.differences())
        return ScenarioResult(scenario, differences or tuple(run.nothing()))
    except VisaviError as error:
        return ScenarioResult(scenario, (str(error),))


def answers_of(scenario: Scenario, policies: Policies) -> Answers:
    """What the policies answer, without comparing; raises what a policy that fails raises."""
    run = _Run(scenario, policies)
    owed, found, refused = run.owed(), run.found(), run.refused()
    settled = {one.rule for one in owed if one.state in engine.SETTLED}
    spoke = {one.rule for one in owed if one.state not in engine.SETTLED}
    return Answers(
        tuple(owed),
        found,
        refused,
        frozenset(run.kept() | settled),
        frozenset(spoke | {rule for _, rule, _ in found} | {rule for _, _, rule in refused}),
    )


class _Run:
    """One try of one scenario."""

    def __init__(self, scenario: Scenario, policies: Policies) -> None:
        self.scenario = scenario
        self.policies = policies
        self.entries = tuple(gather.entry_of(d) for d in scenario.dialogues.values())

    def policy_for(self, person: str) -> "Policy":
        """The policy of a person: the layer of their unit, where the scenario's policy has any."""
        found = self.scenario.person(person)
        posts = found.employments_on(self.scenario.as_of) if found else ()
        units = gather.units_of(self.scenario, posts[0].unit) if posts else ()
        if self.policies.base.id == self.scenario.policy:
            policy = self.policies.for_units(units)
        else:
            policy = self.policies.by_id(self.scenario.policy)
        return policy.with_settings(self.scenario.settings) if self.scenario.settings else policy

    def policy(self) -> "Policy":
        """The policy that the scenario names."""
        policy = self.policies.by_id(self.scenario.policy)
        return policy.with_settings(self.scenario.settings) if self.scenario.settings else policy

    def unknown_words(self) -> Iterator[str]:
        """Kinds, groups, topics and the like that the policy does not have."""
        scenario = self.scenario
        for person in scenario.people.values():
            policy = self.policy_for(person.id)
            groups = (post.staff_group for post in person.employments if post.staff_group)
            yield from _unknown(say("staff group"), groups, policy.staff_groups)
            yield from _unknown(say("fact"), (f.kind for f in person.facts), policy.facts)
        for dialogue in scenario.dialogues.values():
            policy = self.policy_for(dialogue.employee)
            yield from _unknown(say("kind"), (dialogue.kind,), policy.kinds)
            yield from _unknown(say("topic"), (t.topic for t in dialogue.topics), policy.topics)
        for matter in scenario.matters.values():
            policy = self.policy()
            steps = [step.id for step in policy.matter_steps]
            yield from _unknown(say("concern"), (matter.concern,), policy.concerns)
            yield from _unknown(say("step"), (step.step for step in matter.steps), steps)

    def nothing(self) -> Iterator[str]:
        """Said of a scenario that asks the policy about nobody and nothing."""
        if not (self.scenario.subjects or self.scenario.dialogues or self.scenario.matters):
            yield say("It tests nothing: it has no subjects, no dialogues and no matters.")

    def differences(self) -> Iterator[str]:
        """All differences, in the order of the file's tables."""
        yield from self.obligations()
        yield from self.findings()
        yield from self.deeds()

    def obligations(self) -> Iterator[str]:
        yield from compare(self.scenario.expect.get("obligation", ()), self.owed())

    def owed(self) -> list[Obligation]:
        """What the subjects and the matters' handlers owe."""
        given: list[Obligation] = []
        for policy, facts in self.people():
            given += engine.obligations(policy, facts)
        for policy, about in self.matters():
            given += engine.matter_duties(policy, about)
        return given

    def people(self) -> "Iterator[tuple[Policy, PersonFacts]]":
        scenario = self.scenario
        for subject in scenario.subjects:
            policy, person = self.policy_for(subject), scenario.people[subject]
            yield (
                policy,
                gather.person_facts(scenario, person, scenario.as_of, policy, self._of(subject)),
            )

    def matters(self) -> "Iterator[tuple[Policy, MatterFacts]]":
        scenario, policy = self.scenario, self.policy()
        for matter in scenario.matters.values():
            yield policy, gather.matter_facts(scenario, matter, scenario.as_of, policy)

    def findings(self) -> Iterator[str]:
        expected = self._expected("finding", lambda e: (_about(e), e["rule"], str(e["modality"])))
        for key, number, more in counted(expected, self.found()):
            about, rule, modality = key
            yield say(
                "{about}: the finding {rule} ({modality}) is {what}{times}.",
                about=about,
                rule=rule,
                modality=modality,
                what=say("not expected") if more else say("missing"),
                times=how_often(number),
            )

    def found(self) -> Counter[tuple[Any, ...]]:
        """What is found on the dialogues and matters, and how often."""
        given: list[Finding] = []
        for dialogue in self.scenario.dialogues.values():
            given += engine.findings(*self._judged(dialogue, None))
        for policy, about in self.matters():
            given += engine.matter_findings(policy, about)
        return Counter((one.about, one.rule, str(one.modality)) for one in given)

    def deeds(self) -> Iterator[str]:
        """Each deed named in ``refusal`` or ``allowed``: refused by exactly the rules named."""
        expected = self._expected("refusal", lambda e: (_about(e), e["deed"], e["rule"]))
        for key, number, more in counted(expected, self.refused()):
            about, deed, rule = key
            yield say(
                "{about}: {deed} is refused by {rule}{times}, which was not expected."
                if more
                else "{about}: {deed} should be refused by {rule}{times}, and is not.",
                about=about,
                deed=deed,
                rule=rule,
                times=how_often(number),
            )

    def refused(self) -> Counter[tuple[Any, ...]]:
        """What is refused of the deeds that are asked for, and how often."""
        given: Counter[tuple[Any, ...]] = Counter()
        for about, deed in self.scenario.tried:
            given.update((about, deed, refusal.rule) for refusal in self._refusals(about, deed))
        return given

    def kept(self) -> set[str]:
        """The rules that judged something and had nothing against it."""
        found: set[str] = set()
        for policy, person in self.people():
            found |= engine.kept(policy, person)
        for dialogue in self.scenario.dialogues.values():
            policy, facts = self._judged(dialogue, None)
            waiting = set() if facts.was_held else _after_talk(policy)
            found |= engine.kept(policy, facts) - waiting
        for policy, about in self.matters():
            found |= engine.kept(policy, about)
        for about_id, deed in self.scenario.tried:
            if about_id in self.scenario.dialogues:
                policy, facts = self._judged(self.scenario.dialogues[about_id], deed)
                asked = {rule.id for rule in policy.rules if deed in rule.refuses}
                found |= engine.kept(policy, facts) & asked
        return found

    def _refusals(self, about: str, deed: str) -> list[Finding]:
        dialogue = self.scenario.dialogues.get(about)
        if dialogue is not None:
            policy, facts = self._judged(dialogue, deed)
            return engine.refusals(policy, facts)
        matter = self.scenario.matters[about]
        if deed == "close" and matter.closed is None:
            matter = evolve(matter, closed=self.scenario.as_of)
        policy = self.policy()
        return engine.matter_refusals(
            policy,
            gather.matter_facts(self.scenario, matter, self.scenario.as_of, policy, deed=deed),
        )

    def _judged(self, dialogue: Dialogue, deed: str | None) -> "tuple[Policy, DialogueFacts]":
        """The facts of a dialogue as it is, or as it would be after the deed."""
        scenario = self.scenario
        policy = self.policy_for(dialogue.employee)
        whole = _as_planned(dialogue, policy, scenario.person(dialogue.employee), scenario.as_of)
        if deed is not None:
            whole = _after(whole, deed, scenario.as_of)
        others = (entry for entry in self._of(dialogue.employee) if entry.id != dialogue.id)
        return policy, gather.dialogue_facts(
            scenario,
            whole,
            scenario.as_of,
            policy,
            (*others, gather.entry_of(whole)),
            deed=deed,
            previous=scenario.dialogues.get(dialogue.previous or ""),
        )

    def _of(self, employee: str) -> tuple[DialogueEntry, ...]:
        return tuple(entry for entry in self.entries if entry.employee == employee)

    def _expected(self, table: str, key: Any) -> Counter[tuple[Any, ...]]:
        expected: Counter[tuple[Any, ...]] = Counter()
        for entry in self.scenario.expect.get(table, ()):
            expected[key(entry)] += entry.get("times", 1)
        return expected


def _as_planned(
    dialogue: Dialogue, policy: "Policy", employee: Person | None, on: date
) -> Dialogue:
    """The dialogue with what planning gives it: all topics of its kind, and the group's form."""
    known = {topic.topic for topic in dialogue.topics}
    more = (Topic(topic) for topic in policy.kinds[dialogue.kind].topics if topic not in known)
    posts = employee.employments_on(on) if employee else ()
    group = policy.staff_groups.get(posts[0].staff_group) if posts else None
    return evolve(
        dialogue,
        policy=PolicyStamp(policy.id, policy.version),
        topics=(*dialogue.topics, *more),
        form=dialogue.form or (group.form if group else ""),
    )


def _after_talk(policy: "Policy") -> set[str]:
    """The rules whose silence before the talk says nothing."""
    declared = policy.plain["rule"].items()
    return {rule for rule, entry in declared if entry.get("check") in AFTER_TALK}


def _after(dialogue: Dialogue, deed: str, on: date) -> Dialogue:
    """The dialogue after the deed, as a use case would put it to the policy."""
    state = _LEADS.get(deed, dialogue.state)
    if dialogue.day_of(deed) is not None:
        return evolve(dialogue, state=state)
    events = (*dialogue.events, Event(deed, on, dialogue.conductor))
    return evolve(dialogue, state=state, events=events)


def _unknown(what: str, words: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    names = tuple(known)
    for word in words:
        if word not in names:
            yield say(
                "The policy has no {what} {word}. {suggestion}",
                what=what,
                word=word,
                suggestion=did_you_mean(word, names),
            ).rstrip()


def _about(entry: Entry) -> str:
    return str(entry.get("dialogue") or entry.get("matter"))

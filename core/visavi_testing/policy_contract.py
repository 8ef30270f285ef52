"""What every policy must be able to do. Inherit :class:`PolicyContract` in the policy's tests::

from visavi_testing.policy_contract import PolicyContract

class TestMyCollege(PolicyContract):
    policy = "my-college"
"""

import json
import re
import socket
import subprocess
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, ClassVar, NoReturn

import pytest
from hypothesis import given, settings

from visavi.model.dialogues import Dialogue
from visavi.model.people import Person
from visavi.policy import engine, gather
from visavi.policy.authoring.checking import check, mistakes
from visavi.policy.authoring.explaining import explain
from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.loading import load_policy
from visavi.policy.outcomes import Due, Finding, Obligation
from visavi.policy.policy import Policy
from visavi.policy.rules import Scope
from visavi.policy.shapes import DEEDS
from visavi_testing import crowd, walking
from visavi_testing.builders import People

ON = date(2026, 3, 10)
_UNFILLED = re.compile(r"\{\w+\}")


class PolicyContract:
    """Some twenty questions to a policy. ``policy_dirs`` are folders of policies not installed."""

    policy: ClassVar[str]
    policy_dirs: ClassVar[tuple[str, ...]] = ()

    @pytest.fixture(scope="class")
    @classmethod
    def loaded(cls) -> Policy:
        """The policy, loaded once."""
        return load_policy(cls.policy, policy_dirs=cls.policy_dirs)

    @pytest.fixture(scope="class")
    @classmethod
    def register(cls, loaded: Policy) -> People:
        """People of every sort in every staff group of the policy."""
        return crowd.people(loaded)

    def test_its_files_hold_no_mistake(self) -> None:
        """Keys, types, references, periods, sources and texts are all right."""
        found = check(self.policy, policy_dirs=self.policy_dirs)
        for problem in found:
            if problem.warning:
                warnings.warn(str(problem), DeprecationWarning, stacklevel=1)

        assert mistakes(found) == []

    def test_it_is_found_without_being_imported(self) -> None:
        """Listing names imports no policy, and loading this one only what it extends."""
        probe = (
            "import sys; from visavi.policy.loading import policy_names; "
            f"print([n.target for n in policy_names(policy_dirs={self.policy_dirs!r}) "
            f"if n.name == {self.policy!r}], [n.target for n in policy_names() "
            "if n.target.partition(':')[0] in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, text=True, check=True
        )

        found, imported = done.stdout.strip().split("] [")
        assert found != "["
        assert imported == "]"

    def test_it_loads_the_same_every_time(self, loaded: Policy) -> None:
        """Two readings of the same files give the same policy."""
        again = load_policy(self.policy, policy_dirs=self.policy_dirs)

        assert again.digest == loaded.digest
        assert again.plain == loaded.plain
        assert [rule.id for rule in again.rules] == [rule.id for rule in loaded.rules]

    def test_every_text_can_be_shown(self, loaded: Policy) -> None:
        """No text holds control characters, unprintable marks or an end of line in a name."""
        for language in loaded.languages:
            for path, text in _texts_of(loaded.texts(language)):
                odd = [c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
                assert odd == [], (language, path)
                assert path[-1] != "name" or "\n" not in text, (language, path)

    def test_every_text_belongs_to_a_language_that_is_declared(self, loaded: Policy) -> None:
        """English stands in for what another language lacks, so there is always some English."""
        assert loaded.text("policy", "", default="") or "en" not in loaded.languages

    def test_every_kind_has_topics_and_every_topic_is_used(self, loaded: Policy) -> None:
        """Nothing is declared that nobody could ever see."""
        used = {topic for kind in loaded.kinds.values() for topic in kind.topics}
        asked = {question.topic for question in loaded.questions}

        assert [kind.id for kind in loaded.kinds.values() if not kind.topics] == []
        assert set(loaded.topics) == used | asked

    def test_every_rule_value_and_setting_can_be_explained(self, loaded: Policy) -> None:
        """Value, place, rule and source, in words and as data."""
        names = {*loaded.parameters, *loaded.settings, *(rule.id for rule in loaded.rules)}
        for name in sorted(names):
            for explanation in explain(loaded, name, ON):
                assert all(explanation.lines), name
                json.dumps(explanation.as_mapping())

    def test_every_rule_has_a_source(self, loaded: Policy) -> None:
        """Each rule cites at least one document."""
        for rule in loaded.rules:
            assert loaded.citations(rule.cite, None), rule.id

    def test_no_rule_refuses_without_a_way_forward(self, loaded: Policy) -> None:
        """Whoever is stopped is told what to do instead, in every language."""
        for rule in loaded.rules:
            if rule.refuses:
                for language in loaded.languages:
                    assert loaded.ways(rule.id, language=language) or _variants(loaded, rule.id)

    def test_obligations_of_everybody_on_every_day(self, loaded: Policy, register: People) -> None:
        """Each has a sentence without gaps, a window that opens before it closes, and a state."""
        seen = 0
        for obligation in self._obligations(loaded, register):
            seen += 1
            assert obligation.sentence, obligation
            assert not _UNFILLED.search(obligation.sentence), obligation
            assert (
                obligation.opens is None
                or obligation.due is None
                or (obligation.opens <= obligation.due)
            ), obligation
            assert (obligation.state is Due.EXEMPT) is (obligation.exempt_by is not None) or (
                obligation.exempt_by
            ), obligation
            json.dumps(obligation.as_mapping())
        assert seen or not any(rule.scope is Scope.PERSON for rule in loaded.rules)

    def test_nobody_who_is_gone_owes_or_is_owed_a_new_dialogue(
        self, loaded: Policy, register: People
    ) -> None:
        """Whoever left in 2025 is not due in 2026."""
        for group in loaded.staff_groups:
            facts = _person_facts(loaded, register, f"{group}-gone", date(2026, 6, 1))
            open_states = (Due.UPCOMING, Due.OPEN, Due.OVERDUE)
            owed = [o for o in engine.obligations(loaded, facts) if o.state in open_states]

            assert [o for o in owed if o.opens and o.opens > date(2025, 12, 31)] == []

    def test_findings_have_sentence_fact_and_source(self, loaded: Policy, register: People) -> None:
        """In every state of every kind, no finding has a gap in its sentence."""
        for facts in self._dialogues(loaded, register):
            for finding in engine.findings(loaded, facts):
                _check_finding(finding)

    def test_refusals_say_what_to_do(self, loaded: Policy, register: People) -> None:
        """Whatever deed is tried on whatever dialogue, a refusal names a way forward."""
        for deed in DEEDS:
            for facts in self._dialogues(loaded, register, deed=deed):
                for finding in engine.refusals(loaded, facts):
                    _check_finding(finding)
                    assert finding.ways, finding

    def test_what_was_done_as_it_should_be_can_be_signed(
        self, loaded: Policy, register: People
    ) -> None:
        """There is no dead end: with everything covered, prepared and planned, nothing refuses."""
        group = next(iter(loaded.staff_groups))
        employee = register.person(f"{group}-plain")
        assert employee is not None
        for kind in loaded.kinds:
            *_, whole = crowd.dialogues(loaded, kind, employee, ON)
            facts = _dialogue_facts(loaded, register, self.done(whole), deed="sign")

            assert engine.refusals(loaded, facts) == [], kind

    def test_whole_cycles_are_walked_without_dead_end(self, loaded: Policy) -> None:
        """Random people, on random days: what is owed can be done, and is then owed no more."""

        @settings(max_examples=60, derandomize=True, deadline=None, database=None)
        @given(walking.lives(loaded))
        def walk(life: walking.Life) -> None:
            walking.walk(loaded, life, self.done)

        walk()

    def done(self, dialogue: Dialogue) -> Dialogue:
        """Override to add what this policy wants of a dialogue before it is signed."""
        return dialogue

    def test_matters_are_judged_without_gaps(self, loaded: Policy, register: People) -> None:
        """Findings, refusals and the duty clock of every concern."""
        for facts in self._matters(loaded, register):
            for finding in engine.matter_findings(loaded, facts):
                _check_finding(finding)
            for duty in engine.matter_duties(loaded, facts):
                json.dumps(duty.as_mapping())
        for facts in self._matters(loaded, register, deed="close"):
            for finding in engine.matter_refusals(loaded, facts):
                assert finding.ways, finding

    def test_silence_is_explained(self, loaded: Policy, register: People) -> None:
        """Every rule that said nothing has a reason."""
        group = next(iter(loaded.staff_groups))
        facts = _person_facts(loaded, register, f"{group}-plain", ON)

        assert all(silence.because for silence in engine.silences(loaded, facts))

    def test_answers_do_not_depend_on_order(self, loaded: Policy, register: People) -> None:
        """Asked again, and the other way round, every rule answers the same."""
        people = list(_everybody(loaded, register))
        facts = [gather.person_facts(register, one, ON, loaded, ()) for one in people]
        forward = [engine.obligations(loaded, one) for one in facts]
        backward = [engine.obligations(loaded, one) for one in reversed(facts)]

        assert forward == backward[::-1]

    def test_rules_touch_nothing_outside(
        self, loaded: Policy, register: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No network, no file, no clock: the day comes in with the facts."""
        facts = list(self._dialogues(loaded, register))
        everybody = list(_everybody(loaded, register))
        engine.obligations(loaded, _person_facts(loaded, register, everybody[0].id, ON))
        for owner, name in ((socket, "socket"), (time, "time"), (time, "localtime")):
            monkeypatch.setattr(owner, name, _forbidden(name))
        monkeypatch.setattr("builtins.open", _forbidden("open"))

        for one in everybody:
            engine.obligations(loaded, gather.person_facts(register, one, ON, loaded, ()))
        for about in facts:
            engine.findings(loaded, about)

    def test_its_code_asks_no_clock(self, loaded: Policy) -> None:
        """``date.today`` cannot be held back at run time, so the code is read instead."""
        for rule in loaded.rules:
            code = getattr(rule.check, "__code__", None)
            names = set(code.co_names) if code else set()
            assert names.isdisjoint({"today", "now", "utcnow", "random"}), rule.id

    def _obligations(self, policy: Policy, register: People) -> Iterator[Obligation]:
        for on in crowd.DAYS:
            for one in _everybody(policy, register):
                facts = gather.person_facts(register, one, on, policy, ())
                yield from engine.obligations(policy, facts, words=True)

    def _dialogues(
        self, policy: Policy, register: People, deed: str | None = None
    ) -> Iterator[DialogueFacts]:
        for group in policy.staff_groups:
            for sort in ("plain", "related") if deed is None else ("collective",):
                employee = register.person(f"{group}-{sort}")
                assert employee is not None
                for kind in policy.kinds:
                    for one in crowd.dialogues(policy, kind, employee, ON):
                        yield _dialogue_facts(policy, register, one, deed)

    def _matters(
        self, policy: Policy, register: People, deed: str | None = None
    ) -> Iterator[MatterFacts]:
        for matter in crowd.matters(policy):
            yield gather.matter_facts(register, matter, date(2026, 11, 21), policy, deed=deed)


def _everybody(policy: Policy, register: People) -> Iterator[Person]:
    for group in (*policy.staff_groups, "unheard-of"):
        for one in crowd.sorts(group):
            found = register.person(one.id)
            assert found is not None
            yield found


def _person_facts(policy: Policy, register: People, person: str, on: date) -> PersonFacts:
    found = register.person(person)
    assert found is not None
    return gather.person_facts(register, found, on, policy, ())


def _dialogue_facts(
    policy: Policy, register: People, dialogue: Dialogue, deed: str | None
) -> DialogueFacts:
    entries = (gather.entry_of(dialogue),)
    return gather.dialogue_facts(register, dialogue, ON, policy, entries, deed=deed)


def _check_finding(finding: Finding) -> None:
    assert finding.sentence, finding
    assert not _UNFILLED.search(finding.sentence), finding
    json.dumps(finding.as_mapping())


def _variants(policy: Policy, rule: str) -> bool:
    """Whether each of a rule's other sentences has ways of its own."""
    entry = policy.texts("en").get("rule", {}).get(rule, {})
    variants = [one for one in entry.values() if isinstance(one, dict)]
    return bool(variants) and all(one.get("ways") for one in variants)


def _texts_of(tables: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(tables, str):
        yield path, tables
    elif isinstance(tables, dict):
        for key, value in tables.items():
            yield from _texts_of(value, (*path, key))
    elif isinstance(tables, list):
        for item in tables:
            yield from _texts_of(item, path)


def _forbidden(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError(f"a rule asked for {name}")

    return refuse

"""Whether the rules of a policy are such as can be asked, and whether layers only tighten them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from visavi.messages import Sentence
from visavi.policy import checks, conditions
from visavi.policy.collecting import Coded, Plain, spec
from visavi.policy.document import ObligationSpec, RuleSpec
from visavi.policy.firing import impossible
from visavi.policy.layers import weakens
from visavi.policy.outcomes import Modality
from visavi.policy.problems import Problems, did_you_mean, shown
from visavi.policy.reading import label_of
from visavi.policy.rules import Rule, Scope
from visavi.policy.shapes import CONDITIONS, DEEDS, LISTS
from visavi.policy.values import ID


class Soundness:
    """Checks the rules of one merged policy; ``folders`` are those of its layers."""

    def __init__(self, plain: Plain, folders: Sequence[str], problems: Problems) -> None:
        self.plain = plain
        self.folders = folders
        self.problems = problems

    def declared(self) -> None:
        """The checks, arguments and conditions of the files."""
        for name, entry in self._whole("rule"):
            rule = spec(self.plain, "rule", name, RuleSpec)
            scope = Scope.MATTER if "concerns" in rule.when else Scope.DIALOGUE
            self._say("rule", name, entry, checks.mistakes(rule))
            self._say("rule", name, entry, conditions.mistakes(rule.when, scope))
        for name, entry in self._whole("obligation"):
            obligation = spec(self.plain, "obligation", name, ObligationSpec)
            for when in (obligation.when, *(item.when for item in obligation.exempt)):
                self._say("obligation", name, entry, conditions.mistakes(when, Scope.PERSON))

    def coded(self, coded: Coded) -> None:
        """Ids, sources, deeds and conditions of the code's rules, and what layers do to them."""
        declared = dict(self._whole("rule"))
        below: dict[str, Modality] = {}
        for number, rules in enumerate(coded):
            for rule in rules:
                self._coded(number, rule)
                if rule.id in below or (
                    rule.id in declared and declared[rule.id]["at"][0] < number
                ):
                    self._at(
                        number,
                        rule,
                        "A layer cannot replace the rule {rule} of a policy below it.",
                        suggestion="Raise its modality in policy.toml, or give this one an own id.",
                        rule=rule.id,
                    )
            below |= {rule.id: rule.modality for rule in rules}
        self._raised(below)

    def _coded(self, number: int, rule: Rule) -> None:
        if not ID.fullmatch(str(rule.id)):
            self._at(number, rule, "{rule} cannot be an id.", rule=shown(rule.id))
        if not isinstance(rule.modality, Modality):
            self._at(
                number,
                rule,
                "The modality of {rule} is not one of: {words}.",
                rule=rule.id,
                words=", ".join(Modality),
            )
        if not rule.cite:
            self._at(number, rule, "The rule {rule} names no source.", rule=rule.id)
        self._known(number, rule, "citation", rule.cite)
        self._known(number, rule, "deed", rule.refuses)
        mistakes = list(conditions.mistakes(rule.when, rule.scope))
        for mistake in mistakes:
            self._at(number, rule, "{rule}: {mistake}", rule=rule.id, mistake=mistake)
        why = "" if mistakes else impossible(rule.when)
        if why:
            sentence = "{rule}: its conditions never hold together: {why}."
            self._at(number, rule, sentence, rule=rule.id, why=why)
        for name, wanted in rule.when.items():
            if name in CONDITIONS and CONDITIONS[name].refers:
                self._known(number, rule, CONDITIONS[name].refers, conditions.words(wanted))

    def _known(self, number: int, rule: Rule, table: str, words: Any) -> None:
        known = DEEDS if table == "deed" else self.plain[table]
        for word in words:
            if word not in known:
                self._at(
                    number,
                    rule,
                    "{rule}: there is no {table} {word}.",
                    suggestion=did_you_mean(str(word), known),
                    rule=rule.id,
                    table=table,
                    word=shown(word),
                )

    def _raised(self, below: Mapping[str, Modality]) -> None:
        for name, entry in self.plain["raised"].items():
            number, line = entry["at"]
            label = self.plain["layers"][number]["file"]
            if name not in below:
                self.problems.add(
                    label,
                    line,
                    f"rule.{name}",
                    "The key {key} is missing: no policy below has a rule {name} to tighten.",
                    suggestion=did_you_mean(name, below),
                    key="check",
                    name=name,
                )
            elif weakens(below[name], entry["modality"]):
                self.problems.add(
                    label,
                    line,
                    f"rule.{name}.modality",
                    "This is weaker than what stands below.",
                    suggestion="A layer may only tighten.",
                )

    def _whole(self, table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The entries that have all their required keys; what lacks is told elsewhere."""
        wanted = [key for key, one in LISTS[table].items() if one.required]
        for name, entry in self.plain[table].items():
            if all(key in entry for key in wanted):
                yield name, entry

    def _say(self, table: str, name: str, entry: Mapping[str, Any], mistakes: Any) -> None:
        number, line = entry["at"]
        label = self.plain["layers"][number]["file"]
        for mistake in mistakes:
            self.problems.add(label, line, f"{table}.{name}", "{mistake}", mistake=mistake)

    def _at(
        self,
        number: int,
        rule: Rule,
        sentence: Sentence,
        /,
        *,
        suggestion: Sentence = "",
        **values: str,
    ) -> None:
        """Note a mistake at the function of a rule."""
        folder = self.folders[number]
        code = getattr(rule.check, "__code__", None)
        file = os.path.relpath(code.co_filename, os.path.dirname(folder)) if code else ""
        label = file if file and not file.startswith("..") else f"{label_of(folder)}: {rule.origin}"
        self.problems.add(
            label,
            code.co_firstlineno if code else 0,
            "",
            sentence,
            suggestion=suggestion,
            **values,
        )

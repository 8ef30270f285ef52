"""What must hold between the entries of a merged policy: references, periods, windows, sources."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from visavi.messages import Sentence, say
from visavi.policy.firing import impossible, unseen_topics
from visavi.policy.problems import Problems, did_you_mean
from visavi.policy.reading import Layer, Path
from visavi.policy.shapes import DATED, LISTS, WINDOW, Shape
from visavi.policy.values import Unfit

Plain = Mapping[str, Any]

_DAY_ONE = date.min.isoformat()
_READ_WITH = {
    "at_age": ("once",),
    "after_start": ("once",),
    "before_end": ("once",),
    "no_due": ("once",),
    "months": ("months",),
    "absences": ("absence",),
    "lasting": ("absence",),
    "within": ("absence",),
    "lapses": ("once", "absence"),
}
"""Keys of an obligation that say something only with some values of ``every``."""

_ARGUMENTS = {
    "topics-covered": {"topics": "topic"},
    "previous-first": {"topic": "topic"},
    "ticked": {"items": "preparation"},
    "notice-days": {"setting": "setting"},
    "after-kind": {"kind": "kind"},
    "minutes-between": {"least": "parameter", "most": "parameter"},
}
"""The arguments of checks that are ids, and of what."""


class Consistency:
    """Checks one merged policy.

    ``rules`` are the ids of all its rules, coded ones included; ``None`` where they are not known.
    """

    def __init__(
        self,
        plain: Plain,
        layers: Sequence[Layer],
        rules: Container[str] | None,
        problems: Problems,
    ) -> None:
        self.plain = plain
        self.layers = layers
        self.rules = rules
        self.problems = problems

    def check(self) -> None:
        """All of it."""
        for table, shape in LISTS.items():
            for name, entry in self.entries(table):
                self.references(table, name, shape, entry, ())
        for name, values in self.plain["parameter"].items():
            for value in values:
                self.references("parameter", name, DATED, value, ())
            self.no_gap(name, values)
        for name, kind in self.plain["kind"].items():
            if kind.get("window") in self.plain["parameter"]:
                self.window(name, kind["window"])
        for name, obligation in self.plain["obligation"].items():
            self.obligation(name, obligation)
        for name, retention in self.plain["retention"].items():
            self.retention(name, retention)
        self.counts()
        self.arguments()
        self.dead()

    def entries(self, table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The entries of a table, each of a citation's as well."""
        for name, entry in self.plain[table].items():
            for one in entry if isinstance(entry, list) else (entry,):
                yield name, one

    def problem(
        self,
        table: str,
        name: str,
        entry: Mapping[str, Any],
        path: Path,
        sentence: Sentence,
        /,
        *,
        suggestion: Sentence = "",
        **values: object,
    ) -> None:
        """Note a mistake at the key's line in the layer that the entry comes from."""
        number, line = entry["at"]
        layer = self.layers[number]
        if path and table in LISTS and table != "citation":
            line = layer.line(table, name, *path) or line
        key = ".".join(str(part) for part in (table, name, *path))
        self.problems.add(layer.file.label, line, key, sentence, suggestion=suggestion, **values)

    def references(
        self, table: str, name: str, shape: Shape, entry: Mapping[str, Any], path: Path
    ) -> None:
        """Every id that stands in an entry must be one of the table that it refers to."""
        within = entry
        for part in path:
            within = within[part]  # type: ignore[index]  # a path leads through lists as well
        for key, wanted in shape.items():
            if key not in within:
                continue
            value, here = within[key], (*path, key)
            if wanted.shape is not None and wanted.listed:
                for place in range(len(value)):
                    self.references(table, name, wanted.shape, entry, (*here, place))
            elif wanted.shape is not None:
                self.references(table, name, wanted.shape, entry, here)
            elif wanted.refers:
                self.refer(table, name, entry, here, wanted.refers, value)

    def refer(
        self,
        table: str,
        name: str,
        entry: Mapping[str, Any],
        path: Path,
        target: str,
        value: Any,
    ) -> None:
        """The ids in one value, if they are ids."""
        words = value if isinstance(value, list) else [value]
        known: Iterable[str] = self.plain.get(target, ())
        if target == "any rule" and self.rules is None:
            return
        for word in words:
            if not isinstance(word, str):
                continue
            if word not in ((self.rules or ()) if target == "any rule" else known):
                self.problem(
                    table,
                    name,
                    entry,
                    path,
                    "There is no {target} {word}.",
                    suggestion=did_you_mean(word, known),
                    target=target.removeprefix("any "),
                    word=word,
                )

    def no_gap(self, name: str, values: Sequence[Mapping[str, Any]]) -> None:
        """Between the first and the last day of a parameter every day has a value."""
        covered = ""
        for value in sorted(values, key=lambda value: str(value.get("from", ""))):
            start, end = value.get("from", ""), value.get("to", "9999-12-31")
            if covered and start > _after(covered):
                self.problem(
                    "parameter",
                    name,
                    value,
                    (),
                    "There is no value from {first} to {last}.",
                    suggestion="Give that time a value of its own, or let this one begin earlier.",
                    first=_after(covered),
                    last=_before(start),
                )
            covered = max(covered, end)

    def window(self, kind: str, parameter: str) -> None:
        """A kind's window must open, and not after it closes."""
        for entry in self.plain["parameter"][parameter]:
            value = entry["value"]
            mistake = _window_mistake(value)
            if mistake:
                self.problem(
                    "parameter",
                    parameter,
                    entry,
                    (),
                    "As the window of {kind} it {mistake}.",
                    suggestion="Write value = "
                    '{ opens = "12-01", closes = "03-31", opens_year = -1 }.',
                    kind=kind,
                    mistake=mistake,
                )

    def obligation(self, name: str, entry: Mapping[str, Any]) -> None:
        """The keys of an obligation must fit together."""

        def wrong(key: str, sentence: Sentence, /, **values: str) -> None:
            self.problem("obligation", name, entry, (key,), sentence, **values)

        wants, every = entry.get("wants", "held"), entry.get("every", "cycle")
        if wants == "fact" and "fact" not in entry:
            wrong("wants", "It wants a fact: the key {key} says which.", key="fact")
        if wants != "fact" and "fact" in entry:
            wrong("fact", 'A fact is only looked for with wants = "fact".')
        if wants != "fact" and "kind" not in entry:
            wrong("wants", "The key {key} is missing.", key="kind")
        kind = self.plain["kind"].get(entry.get("kind"), {})
        if every == "cycle" and not kind.get("window"):
            wrong(
                "every", "Its kind has no window, so it has no cycles: every must be year or once."
            )
        if every == "year" and "basis" not in entry:
            wrong(
                "every", "A yearly duty needs a basis: the setting that says which year is meant."
            )
        anchors = ("at_age", "after_start", "before_end", "no_due")
        if every == "once" and sum(bool(entry.get(key)) for key in anchors) != 1:
            wrong(
                "every", "What is owed once needs one of at_age, after_start, before_end or no_due."
            )
        if every == "months" and not entry.get("months"):
            wrong("months", "It says how often by the key {key}: 1 or more.", key="months")
        if every == "absence" and "within" not in entry:
            wrong("every", "It says how soon after an absence by the key {key}.", key="within")
        if "opens_after" in entry and "after_start" not in entry:
            wrong("opens_after", "This is only read with {key}.", key="after_start")
        for key, needed in _READ_WITH.items():
            if key in entry and every not in needed:
                wrong(key, "This is only read with every = {words}.", words=" or ".join(needed))
        self.setting_values(wrong, entry)

    def retention(self, name: str, entry: Mapping[str, Any]) -> None:
        """The keys of a retention rule must fit together."""
        what, start = entry.get("what"), entry.get("counted_from")
        if (what, start) in (("person", "closed"), ("matter", "ended")):
            sentence = "The period of a {what} cannot be counted from this."
            self.problem("retention", name, entry, ("counted_from",), sentence, what=what)
        if "after" in entry and "setting" in entry:
            sentence = "The period stands either in a parameter or in a setting."
            self.problem("retention", name, entry, ("setting",), sentence)

    def dead(self) -> None:
        """What stands there and can never matter; a topic, where no slip elsewhere explains it."""
        for topic in () if self.problems else unseen_topics(self.plain):
            self.problem(
                "topic",
                topic,
                self.plain["topic"][topic],
                (),
                "No dialogue has this topic and no question is for it: nobody will see it.",
                suggestion="Add it to the topics of a kind, or take it out.",
            )
        for table in ("rule", "obligation", "question"):
            for name, entry in self.plain[table].items():
                why = impossible(entry.get("when", {}), entry.get("kinds", ()))
                if why:
                    sentence = "Its conditions never hold together: {why}."
                    self.problem(table, name, entry, ("when",), sentence, why=why)

    def setting_values(self, wrong: Any, entry: Mapping[str, Any]) -> None:
        """Settings that an obligation reads must be able to hold what it needs."""
        for key, wanted in (
            ("basis", ("calendar-year", "rolling-12-months")),
            ("modality_setting", ("must", "should", "may", "should-not", "must-not")),
        ):
            setting = self.plain["setting"].get(entry.get(key))
            if setting is None:
                continue
            held = setting.get("choices", [setting.get("default")])
            if any(value not in wanted for value in held):
                wrong(
                    key,
                    "The setting {name} must be limited to some of: {wanted}.",
                    name=entry[key],
                    wanted=", ".join(wanted),
                )

    def counts(self) -> None:
        """Parameters that are used as a number must be whole numbers."""
        used = [
            (table, name, entry, key)
            for table, key in (
                ("matter_step", "within"),
                ("obligation", "at_age"),
                ("obligation", "months"),
                ("retention", "after"),
            )
            for name, entry in self.plain[table].items()
            if isinstance(entry.get(key), str)
        ]
        for table, name, entry, key in used:
            for value in self.plain["parameter"].get(entry[key], ()):
                if type(value["value"]) is not int or value["value"] < 0:
                    self.problem(
                        table,
                        name,
                        entry,
                        (key,),
                        "The parameter {parameter} is not a whole number.",
                        parameter=entry[key],
                    )

    def arguments(self) -> None:
        """What stands in the ``with`` of a rule and is known to be an id must exist."""
        for name, entry in self.plain["rule"].items():
            arguments = entry.get("with", {})
            for key, target in _ARGUMENTS.get(entry.get("check", ""), {}).items():
                if key in arguments:
                    self.refer("rule", name, entry, ("with", key), target, arguments[key])
            table = arguments.get("table") if entry.get("check") == "conductor-role" else None
            for group, roles in table.items() if isinstance(table, dict) else ():
                self.refer("rule", name, entry, ("with", "table"), "staff_group", group)
                self.refer("rule", name, entry, ("with", "table", group), "role", roles)


def _window_mistake(value: Any) -> str:
    """In words what is wrong with a window; empty if nothing is."""

    if not isinstance(value, dict):
        return say("must be a table with opens and closes")
    for key in value:
        if key not in WINDOW:
            return say("has an unknown key {key}", key=key)
    for key, wanted in WINDOW.items():
        if key not in value:
            if wanted.required:
                return say("lacks the key {key}", key=key)
            continue
        try:
            assert wanted.read is not None
            wanted.read(value[key])
        except Unfit as unfit:
            return say("needs {wanted} as {key}", wanted=unfit.wanted, key=key)
    opens = (value.get("opens_year", 0), value["opens"])
    if opens > (value.get("closes_year", 0), value["closes"]):
        return say("never opens: it would close before")
    return ""


def _after(day: str) -> str:
    if day >= "9999-12-31":
        return day
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day > _DAY_ONE else day

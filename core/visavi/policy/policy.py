"""One policy as the engine and the use cases hold it: data at once, texts and rules when asked for.

What it is made of is the *plain form*: the checked and merged files as JSON values, so that it can
be cached and read again without parsing TOML. Typed values are made from it on first use.
"""

from _thread import RLock
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from visavi.errors import InvalidInput, PolicyInvalid
from visavi.messages import spoken
from visavi.policy.entries import ById, InOrder
from visavi.policy.texts import Texts

if TYPE_CHECKING:
    from datetime import date

    from visavi.policy.document import (
        Concern,
        FactSpec,
        Kind,
        MatterStep,
        Parameter,
        PreparationItem,
        Question,
        Reason,
        Retention,
        RoleSpec,
        SelfQuestion,
        Setting,
        StaffGroup,
        TopicSpec,
        ValueSource,
    )
    from visavi.policy.outcomes import Citation
    from visavi.policy.problems import Problem
    from visavi.policy.rules import Rule

T = TypeVar("T")
Plain = Mapping[str, Any]

LOADING = RLock()
"""Held while a policy is loaded: strangers' code is imported by one thread at a time, and once."""


class Policy:
    """What one institution demands. Never changes; :meth:`with_settings` gives another one."""

    def __init__(
        self,
        plain: Plain,
        *,
        texts: Texts,
        rules: "Callable[[], tuple[Rule, ...]]",
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.plain = plain
        self._texts = texts
        self._rules = rules
        self._settings = dict(settings or {})
        self._made: dict[Any, Any] = {}
        for name in self._settings:
            self._check_setting(name)

    def __repr__(self) -> str:
        return f"<Policy {self.id} {self.version}>"

    @property
    def id(self) -> str:
        """The policy's id, the same as its plugin's name."""
        return str(self.plain["policy"]["id"])

    @property
    def version(self) -> str:
        """The policy's version, as its file says."""
        return str(self.plain["policy"]["version"])

    @property
    def api(self) -> int:
        """The number of the format and hooks that it was written for."""
        return int(self.plain["policy"]["api"])

    @property
    def name(self) -> str:
        """The policy's name in English, for people."""
        return self.text("policy", "", default=self.id)

    @property
    def digest(self) -> str:
        """SHA-256 over all files of all layers, in hexadecimal."""
        return str(self.plain["digest"])

    @property
    def refusable(self) -> frozenset[str]:
        """The deeds that some rule can forbid; for any other no rule need be loaded."""
        return frozenset(self.plain["refusable"])

    @property
    def layers(self) -> tuple[str, ...]:
        """The ids of the policies that this one is made of, the base first, itself last."""
        return tuple(layer["id"] for layer in self.plain["layers"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which all its texts exist."""
        return tuple(self.plain["policy"]["languages"])

    @property
    def zone(self) -> str:
        """The IANA zone of meetings."""
        return str(self.plain["policy"]["zone"])

    @property
    def horizon_days(self) -> int:
        """How many days ahead of their opening obligations are shown."""
        return int(self.plain["policy"]["horizon_days"])

    @property
    def warnings(self) -> "tuple[Problem, ...]":
        """What it uses that will go, each with who brings it, file and line."""
        from visavi.policy.problems import Problem

        return tuple(Problem(**one) for one in self.plain.get("warnings", ()))

    @property
    def unit_layers(self) -> Mapping[str, str]:
        """Which layer holds for a unit and everything below it."""
        layers: Mapping[str, str] = self.plain["unit_layers"]
        return layers

    kinds: "ById[Kind]" = ById("kind", "Kind")
    """The kinds of dialogue by id."""

    topics: "ById[TopicSpec]" = ById("topic", "TopicSpec")
    """The topics by id."""

    questions: "InOrder[Question]" = InOrder("question", "Question")
    """The questions in the order of the file."""

    preparations: "InOrder[PreparationItem]" = InOrder("preparation", "PreparationItem")
    """The items of the preparation lists."""

    self_questions: "InOrder[SelfQuestion]" = InOrder("self_question", "SelfQuestion")
    """The conductor's private questions."""

    reasons: "ById[Reason]" = ById("reason", "Reason")
    """The reasons for a salary by id."""

    concerns: "ById[Concern]" = ById("concern", "Concern")
    """The kinds of matter by id."""

    matter_steps: "InOrder[MatterStep]" = InOrder("matter_step", "MatterStep")
    """The steps of a matter, in order."""

    retentions: "InOrder[Retention]" = InOrder("retention", "Retention")
    """How long what is kept."""

    staff_groups: "ById[StaffGroup]" = ById("staff_group", "StaffGroup")
    """The staff groups by id."""

    roles: "ById[RoleSpec]" = ById("role", "RoleSpec")
    """The functions that the register may hold, by id."""

    facts: "ById[FactSpec]" = ById("fact", "FactSpec")
    """The dated facts that the policy asks the register for, by id."""

    settings: "ById[Setting]" = ById("setting", "Setting")
    """What the sources leave open, by name, with the stated defaults."""

    @property
    def parameters(self) -> "Mapping[str, Parameter]":
        """The dated values by name."""
        return self.once("parameters", self._make_parameters)

    @property
    def rules(self) -> "tuple[Rule, ...]":
        """All rules, declared and coded, the base's first.

        Raises :class:`~visavi.errors.PolicyFailed` if the policy's code cannot be used.
        """
        with LOADING:
            return self.once("rules", self._rules)

    def value(self, name: str, on: "date") -> Any:
        """The parameter's value in force on the day; ``PolicyInvalid`` if there is none."""
        key = (name, on)
        found = self._made.get(key, self)
        if found is self:
            found = self._made[key] = _frozen(self._dated(name, on).value)
        return found

    def value_source(self, name: str, on: "date") -> "ValueSource":
        """The parameter's value in force on the day, and where it comes from."""
        from visavi.policy.document import ValueSource

        dated = self._dated(name, on)
        return ValueSource(
            value=_frozen(dated.value),
            layer=dated.layer,
            file=dated.file,
            line=dated.line,
            start=dated.start,
            end=dated.end,
            citations=self.citations(dated.cite, on),
        )

    def setting(self, name: str) -> Any:
        """What the institution chose, else the stated default; ``None`` where there is none."""
        if name in self._settings:
            return self._settings[name]
        return _frozen(self._setting_entry(name).default)

    def setting_source(self, name: str) -> "ValueSource":
        """The setting's value, and the place of its default, or ``setting`` as layer if chosen."""
        from visavi.policy.document import ValueSource

        layer, file, line = self.place("setting", name)
        if name in self._settings:
            return ValueSource(self._settings[name], "setting", "", 0)
        return ValueSource(self.setting(name), layer, file, line)

    def with_settings(self, settings: Mapping[str, Any]) -> "Policy":
        """The same policy with these settings chosen; ``InvalidInput`` for one it does not know."""
        other = Policy(
            self.plain,
            texts=self._texts,
            rules=lambda: self.rules,
            settings=self._settings | dict(settings),
        )
        shared = {key: made for key, made in self._made.items() if key != "rules"}
        other._made.update(shared)
        return other

    def citations(self, ids: Sequence[str], on: "date | None") -> "tuple[Citation, ...]":
        """The citations of these ids that were in force on the day; all of them without a day."""
        return self.once(("citations", tuple(ids), on), lambda: self._find_citations(ids, on))

    def text(
        self,
        table: str,
        id: str,  # noqa: A002  # the word of the policy files
        key: str = "name",
        *,
        language: str | None = None,
        on: "date | None" = None,
        variant: str = "",
        default: str | None = None,
    ) -> str:
        """A text in the language, or the one in use, else in the first that has it.

        The policy's own languages come in their order, English last; then ``default``, else the
        id. A dated name is the one of the day ``on``, or the latest; ``variant`` asks for a rule's
        other sentence first.
        """
        return self._texts.text(table, id, key, self._tongues(language), on, variant, default)

    def ways(self, rule: str, *, language: str | None = None, variant: str = "") -> tuple[str, ...]:
        """The ways forward of a rule, in a language as :meth:`text` chooses it."""
        return self._texts.ways(rule, self._tongues(language), variant)

    def _tongues(self, language: str | None) -> Iterable[str]:
        return dict.fromkeys((language or spoken(), *self.languages, "en"))

    def texts(self, language: str) -> Mapping[str, Any]:
        """All texts of one language, by table, id and key."""
        return self._texts.tables(language)

    def group_for(self, title_or_code: str) -> str | None:
        """The staff group that an HR export means by a title, code or group name, if known."""
        return self.once("groups", self._make_groups).get(_folded(title_or_code))

    def place(self, table: str, id: str) -> tuple[str, str, int]:  # noqa: A002
        """Layer, file and line of the entry that wins."""
        layer, line = self.plain[table][id]["at"]
        return self.plain["layers"][layer]["id"], self.plain["layers"][layer]["file"], line

    def brought_by(self, rule: str) -> str:
        """Distribution and version, or the folder, that a rule comes from; empty if unknown."""
        brought = self.plain.get("brought", ("",))
        if rule in self.plain.get("coded", ()):
            return str(brought[self.plain["coded"][rule]])
        return str(brought[-1])

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for this policy."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def _make_parameters(self) -> "Mapping[str, Parameter]":
        from visavi.policy.document import DatedValue, Parameter, build

        layers = self.plain["layers"]
        return MappingProxyType(
            {
                name: Parameter(
                    name,
                    tuple(
                        build(
                            DatedValue,
                            entry,
                            layer=layers[entry["at"][0]]["id"],
                            file=layers[entry["at"][0]]["file"],
                            line=entry["at"][1],
                        )
                        for entry in entries
                    ),
                )
                for name, entries in self.plain["parameter"].items()
            }
        )

    def _dated(self, name: str, on: "date") -> Any:
        parameter = self.parameters.get(name)
        if parameter is None:
            raise PolicyInvalid(
                "The policy {policy} has no parameter {name}.", policy=self.id, name=name
            )
        for dated in parameter.values:
            if (dated.start is None or dated.start <= on) and (
                dated.end is None or on <= dated.end
            ):
                return dated
        raise PolicyInvalid(
            "The policy {policy} says nothing of {name} on {day}.",
            todo="A value for that time can be added to its policy.toml.",
            policy=self.id,
            name=name,
            day=on.isoformat(),
        )

    def _setting_entry(self, name: str) -> "Setting":
        found = self.settings.get(name)
        if found is None:
            raise PolicyInvalid(
                "The policy {policy} has no setting {name}.", policy=self.id, name=name
            )
        return found

    def _check_setting(self, name: str) -> None:
        from visavi.policy.problems import did_you_mean, shown

        entry, value = self.plain["setting"].get(name), self._settings[name]
        if entry is None:
            raise InvalidInput(
                "The policy {policy} has no setting {name}.",
                todo="{suggestion}",
                policy=self.id,
                name=shown(name),
                suggestion=did_you_mean(name, self.plain["setting"]),
            )
        choices, default = entry.get("choices"), entry.get("default")
        like_default = default is None or type(value) is type(default)
        if value not in choices if choices else not like_default:
            raise InvalidInput(
                "The setting {name} of the policy {policy} cannot be {value}.",
                todo="It can be {choices}.",
                policy=self.id,
                name=name,
                value=shown(value),
                choices=", ".join(map(str, choices or [f"like {default!r}"])),
            )

    def _find_citations(self, ids: Sequence[str], on: "date | None") -> "tuple[Citation, ...]":
        from visavi.policy.document import build_citation

        day = on.isoformat() if on else ""
        return tuple(
            build_citation(name, entry)
            for name in ids
            for entry in self.plain["citation"].get(name, ())
            if not day or entry.get("from", "") <= day <= entry.get("to", "9999")
        )

    def _make_groups(self) -> Mapping[str, str]:
        groups = {_folded(group): group for group in self.plain["staff_group"]}
        for group, entry in self.plain["staff_group"].items():
            for title in entry.get("maps", ()):
                groups.setdefault(_folded(title), group)
        return groups


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _frozen(value: Any) -> Any:
    """The value so that nobody who is given it can change it."""
    return MappingProxyType(value) if isinstance(value, dict) else value

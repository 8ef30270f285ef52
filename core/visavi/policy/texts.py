"""A policy's texts: found in the first language that has them, else the id stands for them."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Table, id, key: the merged texts of one language."""


class Texts:
    """The texts of one policy; a language is read when it is first asked for."""

    def __init__(self, read: Callable[[str], Tables]) -> None:
        self._read = read
        self._tables: dict[str, Tables] = {}

    def entry(self, table: str, id: str, language: str) -> Mapping[str, Any]:  # noqa: A002
        """All texts of one thing in one language; empty where there are none."""
        return self.tables(language).get(table, {}).get("" if table == "policy" else id, {})

    def tables(self, language: str) -> Tables:
        """All texts of one language; empty where the policy does not speak it."""
        if language not in self._tables:
            self._tables[language] = self._read(language)
        return self._tables[language]

    def text(
        self,
        table: str,
        id: str,  # noqa: A002  # the word of the policy files
        key: str,
        tongues: Iterable[str],
        on: "date | None",
        variant: str,
        default: str | None,
    ) -> str:
        """See :meth:`visavi.policy.policy.Policy.text`."""
        for tongue in tongues:
            entry = self.entry(table, id, tongue)
            for place in (entry.get(variant, {}), entry) if variant else (entry,):
                found = _dated_name(place, on) if key == "name" else place.get(key)
                if isinstance(found, str):
                    return found
        return id if default is None else default

    def ways(self, rule: str, tongues: Iterable[str], variant: str) -> tuple[str, ...]:
        """See :meth:`visavi.policy.policy.Policy.ways`."""
        for tongue in tongues:
            entry = self.entry("rule", rule, tongue)
            for place in (entry.get(variant, {}), entry) if variant else (entry,):
                if place.get("ways"):
                    return tuple(place["ways"])
        return ()


def _dated_name(entry: Mapping[str, Any], on: "date | None") -> str | None:
    """The name on the day; without a day, or on one that no name covers, the latest."""
    if "names" not in entry:
        return entry.get("name")
    names = sorted(entry["names"], key=lambda name: str(name.get("from", "")))
    day = on.isoformat() if on else None
    for name in names:
        if day and name.get("from", "0000") <= day <= name.get("to", "9999"):
            return str(name["name"])
    return str(names[-1]["name"]) if names else None

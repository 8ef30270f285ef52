"""What the one who imports a list decides, and what they are told of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from visavi.errors import StoreUnwritable
from visavi.exchange.problems import RowProblem
from visavi.exchange.profile import Profile
from visavi.exchange.values import Order


def stopped(error: StoreUnwritable, count: int) -> StoreUnwritable:
    """The failure of an import in the middle; so many of the list had gone in before."""
    if not count:
        return error
    return StoreUnwritable(
        "{reason} Before that, {count} of the list had gone in.",
        todo="{first} Then import the list again: it enters the rest.",
        reason=error.message,
        first=error.way_forward,
        count=count,
    )


@frozen
class ImportOptions:
    """What the one who imports decides.

    ``review_year`` is the year that the list's exclusions from the salary review are about, the
    present one if unset; ``needs_birth_date`` unset means: if the policy asks for ages;
    ``end_absent`` is the last day of everybody and every post that the list no longer holds;
    ``dates`` says which of day and month stands first where the list does not;
    ``employee_numbers`` that ids are such, though one may look like a national identity number.
    """

    profile: Profile | None = None
    mapping: Mapping[str, str] = field(factory=dict)
    encoding: str | None = None
    separator: str | None = None
    review_year: int | None = None
    needs_birth_date: bool | None = None
    end_absent: date | None = None
    dates: Order | None = None
    employee_numbers: bool = False


@frozen
class PersonChange:
    """A person whom the list changes, and in what."""

    id: str
    fields: tuple[str, ...]


@frozen(kw_only=True)
class ListReport:
    """What became of the rows of a list, or on a dry run would become of them.

    ``problems`` are one message for each bad row, in the order of the rows: those not ``kept`` did
    not go in. ``columns`` tells the heading that was read for each field.
    """

    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...]
    rows: int
    dropped_identity_numbers: int
    encoding: str
    separator: str
    columns: Mapping[str, str]
    dry_run: bool

    @property
    def rejected(self) -> tuple[RowProblem, ...]:
        """The rows that did not go in."""
        return tuple(problem for problem in self.problems if not problem.kept)

    @property
    def partly(self) -> bool:
        """Whether something in the list did not go in."""
        return bool(self.problems)

    def as_mapping(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {
            "problems": [problem.as_mapping() for problem in self.problems],
            "rejected": len(self.rejected),
            "notes": list(self.notes),
            "rows": self.rows,
            "dropped_identity_numbers": self.dropped_identity_numbers,
            "encoding": self.encoding,
            "separator": self.separator,
            "columns": dict(self.columns),
            "dry_run": self.dry_run,
        }


@frozen(kw_only=True)
class ImportReport(ListReport):
    """What an import of a staff list did.

    ``absent`` are people with a post whom the list does not hold; ``vanished`` people
    who are in it without one of their posts; both stay as they are, unless named in ``ended``.
    """

    new: tuple[str, ...]
    changed: tuple[PersonChange, ...]
    unchanged: int
    absent: tuple[str, ...]
    vanished: tuple[str, ...]
    ended: tuple[str, ...]
    new_units: tuple[str, ...]
    unknown_titles: tuple[str, ...]
    profile: Profile
    unused: tuple[str, ...]

    def as_mapping(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {
            "new": list(self.new),
            "changed": [{"id": each.id, "fields": list(each.fields)} for each in self.changed],
            "unchanged": self.unchanged,
            "absent": list(self.absent),
            "vanished": list(self.vanished),
            "ended": list(self.ended),
            "new_units": list(self.new_units),
            **super().as_mapping(),
            "unknown_titles": list(self.unknown_titles),
            "profile": self.profile.id,
            "unused": list(self.unused),
        }

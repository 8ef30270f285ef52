"""Import dialogues that were held before visavi: days and people, and no word that was said."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

from attrs import frozen

from visavi import access
from visavi.errors import StoreUnwritable
from visavi.exchange.held_dialogues import HeldDialogue, HeldList, read_held_dialogues
from visavi.exchange.problems import CellError, shown
from visavi.exchange.report import ListReport, stopped
from visavi.exchange.values import Order, notes_on_dates
from visavi.messages import say
from visavi.model import ids
from visavi.model.dialogues import Dialogue, Event, PolicyStamp, State
from visavi.policy.document import Kind
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.usecases.deeds import policy_of
from visavi.usecases.plan_dialogue import DROPPED
from visavi.usecases.workspace import Actor, Workspace

BATCH = 200
"""Rows looked at and written together: few enough to hold the store for a moment only."""


@frozen(kw_only=True)
class DialogueImportReport(ListReport):
    """What an import of dialogues did: the ids of new ones, and how many were there already."""

    new: tuple[str, ...]
    unchanged: int

    def as_mapping(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {"new": list(self.new), "unchanged": self.unchanged, **super().as_mapping()}


def import_dialogues(
    workspace: Workspace,
    by: Actor,
    stream: BinaryIO,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    dates: Order | None = None,
) -> DialogueImportReport:
    """Enter the dialogues of a list that are not there yet; the same list again changes nothing.

    A dialogue with a day of signing comes in as signed, another one as closed: nothing is left to
    be done in it. Raises :class:`NotPermitted` for whoever does not keep the register.
    """
    access.require_register(workspace.repository, by.person, by.on)
    found = read_held_dialogues(
        stream, by.on, mapping=mapping, encoding=encoding, separator=separator, dates=dates
    )
    work = _Import(workspace, by, found)
    new = work.run()
    numbers = found.dropped_identity_numbers
    notes = []
    if numbers:
        notes.append(say("{count} national identity numbers were left out.", count=numbers))
    if dates is None:
        notes += notes_on_dates(found.dates)
    return DialogueImportReport(
        new=tuple(new),
        unchanged=work.unchanged,
        problems=tuple(sorted(found.problems, key=lambda each: (each.row, each.kept))),
        notes=tuple(notes),
        rows=found.rows,
        dropped_identity_numbers=numbers,
        encoding=found.encoding,
        separator=found.separator,
        columns=found.columns.by_field,
        dry_run=workspace.dry_run,
    )


class _Import:
    """One list of dialogues on its way into the dossiers."""

    def __init__(self, workspace: Workspace, by: Actor, found: HeldList) -> None:
        self._workspace = workspace
        self._by = by
        self._found = found
        self.unchanged = 0

    def run(self) -> list[str]:
        """Write what is new; the ids of it."""
        rows = sorted(self._found.dialogues, key=lambda each: (each.employee, each.row))
        new: list[str] = []
        batch: list[tuple[str, list[HeldDialogue]]] = []
        for employee, theirs in groupby(rows, key=lambda each: each.employee):
            batch.append((employee, list(theirs)))
            if sum(len(some) for _, some in batch) >= BATCH:
                new += self._enter(batch, len(new))
                batch = []
        return new + self._enter(batch, len(new))

    def _enter(self, batch: Iterable[tuple[str, list[HeldDialogue]]], before: int) -> list[str]:
        """What is there is looked at while nobody else can write: it would come in twice else."""
        if self._workspace.dry_run:
            return [made.id for one in batch for made in self._new_of(*one)]
        try:
            with self._workspace.changing(self._by) as change:
                found = [made for one in batch for made in self._new_of(*one)]
                for dialogue in found:
                    change.put_dialogue(to_document(dialogue))
        except StoreUnwritable as error:
            raise stopped(error, before) from error.__cause__
        return [dialogue.id for dialogue in found]

    def _new_of(self, employee: str, rows: list[HeldDialogue]) -> Iterator[Dialogue]:
        """The dialogues of one employee that are not there yet."""
        register = self._workspace.register()
        if register.person(employee) is None:
            for row in rows:
                self._refuse(row, "employee", employee)
            return
        policy = policy_of(self._workspace, employee, self._by)
        documents = self._workspace.repository.dialogues_of(employee)
        there = [from_document(Dialogue, document) for document in documents]
        for row in rows:
            try:
                made = self._made(row, policy, there)
            except CellError as error:
                self._found.note(row.row, error)
                continue
            if made is None:
                self.unchanged += 1
                continue
            if register.person(row.conductor) is None:
                self._refuse(row, "conductor", row.conductor, kept=True)
            there.append(made)
            yield made

    def _refuse(self, row: HeldDialogue, field: str, person: str, *, kept: bool = False) -> None:
        error = CellError("Nobody in the register has the id {id}.", field=field, id=shown(person))
        self._found.note(row.row, error, kept=kept)

    def _made(self, row: HeldDialogue, policy: Policy, there: list[Dialogue]) -> Dialogue | None:
        """The dialogue of a row; ``None`` if it is there already."""
        kind = _kind(policy, row.kind)
        for other in there:
            if (other.kind, other.cycle) != (kind.id, row.cycle) or other.state in DROPPED:
                continue
            if other.day_of("hold") == row.held and other.conductor == row.conductor:
                return None
            if kind.once_per == "cycle":
                raise CellError(
                    "The cycle {cycle} has another dialogue of this kind, which is {state}.",
                    field="cycle",
                    cycle=shown(row.cycle),
                    state=say(str(other.state)),
                )
        return Dialogue(
            id=ids.new_dialogue_id(row.employee, self._workspace.draw),
            employee=row.employee,
            conductor=row.conductor,
            kind=kind.id,
            cycle=row.cycle,
            policy=PolicyStamp(policy.id, policy.version),
            state=State.CLOSED if row.signed is None else State.SIGNED,
            events=tuple(self._events(row)),
        )

    def _events(self, row: HeldDialogue) -> Iterator[Event]:
        yield Event("import", self._by.on, self._by.person or "keeper", at=self._by.at)
        yield Event("hold", row.held, row.conductor)
        if row.signed is not None:
            yield Event("sign", row.signed, row.conductor)
            yield Event("sign", row.signed, row.employee)


def _kind(policy: Policy, name: str) -> Kind:
    """The kind of that id, or of that name in the policy's texts."""
    wanted = name.casefold()
    for kind in policy.kinds.values():
        if kind.id.casefold() == wanted or _name(policy, kind.id).casefold() == wanted:
            return kind
    raise CellError(
        "The policy {policy} has no such kind of dialogue; it has: {kinds}.",
        field="kind",
        policy=policy.id,
        kinds=", ".join(policy.kinds),
    )


def _name(policy: Policy, kind: str) -> str:
    return policy.text("kind", kind, default="")

"""Import a staff list: what is new, changed or gone against the register, and the good rows in it.

Nobody is deleted, and no post is ended unless that is asked for. The list is read whole before
anything is written, in changes of a few hundred people; an import that was cut off is finished by
running it again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from attrs import evolve, frozen

from visavi import access
from visavi.errors import Busy, Conflict, InvalidInput, PolicyError, StoreUnwritable
from visavi.exchange.line import settle_line
from visavi.exchange.listed import Reading, StaffList
from visavi.exchange.merging import Terms, end_posts, merge
from visavi.exchange.problems import shown
from visavi.exchange.report import ImportOptions as ImportOptions
from visavi.exchange.report import ImportReport as ImportReport
from visavi.exchange.report import PersonChange as PersonChange
from visavi.exchange.report import stopped
from visavi.exchange.staff_list import read_staff_list
from visavi.exchange.values import notes_on_dates
from visavi.messages import say
from visavi.model.people import Person, Unit, Units
from visavi.policy import gather
from visavi.policy.line import units_of
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.institution import choose, institution
from visavi.usecases.workspace import Actor, Workspace

BATCH = 200
"""People written together: few enough to hold the store for a moment only."""

_TRIES = 3
_MOST_NAMED = 20
_COMPARED = (
    "name",
    "sort_name",
    "email",
    "birth_date",
    "employments",
    "line",
    "pay_routes",
    "absences",
    "exclusions",
)


def import_people(
    workspace: Workspace, by: Actor, stream: BinaryIO, options: ImportOptions | None = None
) -> ImportReport:
    """Compare a staff list with the register and write what is new or changed.

    Raises :class:`NotPermitted` for whoever does not keep the register, :class:`InvalidInput` for
    what is no staff list; a bad row is a message in the report and costs itself only.
    """
    chosen = options or ImportOptions()
    return enter_people(workspace, by, read_people(workspace, by, stream, chosen), chosen)


def read_people(
    workspace: Workspace, by: Actor, stream: BinaryIO, options: ImportOptions
) -> StaffList:
    """The first half of :func:`import_people`, which writes nothing: the list as it is read."""
    access.require_register(workspace.repository, by.person, by.on)
    reading = _reading(workspace.policies.base, by, options)
    return read_staff_list(stream, evolve(reading, group_in=_group_in(workspace)))


def enter_people(
    workspace: Workspace, by: Actor, found: StaffList, options: ImportOptions
) -> ImportReport:
    """The second half of :func:`import_people`: what was read is compared and written."""
    access.require_register(workspace.repository, by.person, by.on)
    needed = _needs_birth_date(workspace.policies.base, options)
    return _Import(workspace, by, found, options).run(needs_birth_date=needed)


def asks_for_ages(policy: Policy) -> bool:
    """Whether something in the policy depends on somebody's age."""
    return _mentions(policy.plain, frozenset({"at_age", "min_age", "max_age"}))


def _mentions(plain: Any, keys: frozenset[str]) -> bool:
    if isinstance(plain, Mapping):
        return any(
            (key in keys and value is not None) or _mentions(value, keys)
            for key, value in plain.items()
        )
    return isinstance(plain, list | tuple) and any(_mentions(item, keys) for item in plain)


def _needs_birth_date(policy: Policy, options: ImportOptions) -> bool:
    if options.needs_birth_date is not None:
        return options.needs_birth_date
    return asks_for_ages(policy)


def _reading(policy: Policy, by: Actor, options: ImportOptions) -> Reading:
    return Reading(
        group_for=policy.group_for,
        on=by.on,
        review_year=options.review_year or by.on.year,
        needs_birth_date=_needs_birth_date(policy, options),
        profile=options.profile,
        mapping=options.mapping,
        encoding=options.encoding,
        separator=options.separator,
        dates=options.dates,
        employee_numbers=options.employee_numbers,
    )


def _group_in(workspace: Workspace) -> Callable[[str, str], str | None]:
    """What a title means in a unit: as its layer says, or the institution where that fails."""
    register, policies = workspace.register(), workspace.policies

    def group_in(unit: str, text: str) -> str | None:
        try:
            policy = policies.for_units(units_of(register, unit))
        except PolicyError:
            policy = policies.base
        return policy.group_for(text)

    return group_in


class _Import:
    """One list on its way into one register."""

    def __init__(
        self, workspace: Workspace, by: Actor, found: StaffList, options: ImportOptions
    ) -> None:
        self._workspace = workspace
        self._by = by
        self._found = found
        self._end_absent = options.end_absent
        self._dates = options.dates
        self._institution = institution(workspace.repository)
        self._units = workspace.register()
        self._units_in_use: set[str] = set()
        self._terms = Terms(by.on, "end" in found.columns.places, frozenset(), frozenset())
        self._known: Collection[str] = ()
        self._entered = 0
        self._new: list[str] = []
        self._changed: list[PersonChange] = []
        self._unchanged = 0
        self._vanished: list[str] = []
        self._ended: list[str] = []

    def run(self, *, needs_birth_date: bool) -> ImportReport:
        """Do it."""
        found = self._found
        managers, employed = self._register()
        self._known = managers.keys()
        refused = settle_line(found, managers)
        self._terms = evolve(
            self._terms, refused=frozenset(refused), damaged=frozenset(found.damaged)
        )
        absent = sorted(employed - found.people.keys() - found.damaged)
        self._require_sure(absent, employed)
        adopted = self._institution.with_units(
            self._workspace.policies.base, found.units, self._units_in_use
        )
        new_units = self._write_units()
        if adopted != self._institution:
            choose(self._workspace.repository, self._by, adopted, dry_run=self._workspace.dry_run)
        self._write_people(sorted(found.people), self._listed)
        if self._end_absent is not None:
            self._write_people(absent, self._absent)
        return ImportReport(
            new=tuple(self._new),
            changed=tuple(self._changed),
            unchanged=self._unchanged,
            absent=tuple(absent),
            vanished=tuple(self._vanished),
            ended=tuple(self._ended),
            new_units=new_units,
            problems=tuple(sorted(found.problems, key=lambda each: (each.row, each.kept))),
            notes=tuple(self._notes(needs_birth_date)),
            rows=found.rows,
            dropped_identity_numbers=found.dropped_identity_numbers,
            unknown_titles=tuple(sorted(found.unknown_titles)),
            encoding=found.encoding,
            separator=found.separator,
            profile=found.profile,
            columns=found.columns.by_field,
            unused=found.columns.unused,
            dry_run=self._workspace.dry_run,
        )

    def _register(self) -> tuple[dict[str, frozenset[str]], set[str]]:
        """Everybody's managers in force, and who has a post, read one document at a time."""
        day = self._by.on.isoformat()
        managers, employed = {}, set()
        for document in self._workspace.repository.people():
            person = str(document["id"])
            lines = (line for line in document.get("line", ()) if _in_force(line, day))
            managers[person] = frozenset(str(line["manager"]) for line in lines)
            posts = access.posts_on(document, day)
            self._units_in_use.update(post["unit"] for post in posts)
            if posts and self._is_of_this_list(posts[0]["unit"]):
                employed.add(person)
        return managers, employed

    def _is_of_this_list(self, unit: str) -> bool:
        """Whether the unit is under the list's policy: a list knows nothing of other people."""
        policy = self._workspace.policies.base
        chosen = self._institution.policy_of(gather.units_of(self._units, unit))
        return chosen in ("", policy.id, *policy.unit_layers.values())

    def _require_sure(self, absent: list[str], employed: set[str]) -> None:
        """Raise if posts could be ended because of a bad row, or nearly everybody's would be."""
        if self._end_absent is None:
            return
        if self._found.nobodys:
            raise InvalidInput(
                "Row {row} does not say whose it is, so who is absent is not certain.",
                todo="Repair it first, or leave the absent ones as they are.",
                row=self._found.nobodys[0],
            )
        if len(absent) * 2 > len(employed):
            raise InvalidInput(
                "{absent} of {employed} people are not in this list; most would lose their posts.",
                todo="Import a list of everybody, or leave the absent ones as they are.",
                absent=len(absent),
                employed=len(employed),
            )

    def _write_units(self) -> tuple[str, ...]:
        """Enter units that are new, and new names of old ones; the tree is left as it is."""
        document = self._workspace.repository.register("units")
        known = from_document(Units, document)
        after = {unit.id: unit for unit in known.units}
        for code, name in self._found.units.items():
            unit = after.get(code) or Unit(code, name)
            after[code] = unit if name == code else evolve(unit, name=name)
        units = tuple(after[code] for code in sorted(after))
        if set(units) != set(known.units) and not self._workspace.dry_run:
            with self._workspace.changing(self._by) as change:
                written = to_document(evolve(known, units=units), document)
                change.put_register("units", written | {"schema": document["schema"]})
        old = {unit.id for unit in known.units}
        return tuple(code for code in sorted(after) if code not in old)

    def _write_people(self, people: Iterable[str], judge: "_Judge") -> None:
        """Write whoever is changed, batch by batch; whoever is not costs no write and no lock."""
        batch: list[_Judged] = []
        for person in people:
            judged = judge(person)
            self._count(judged)
            if judged.changed and not self._workspace.dry_run:
                batch.append(judged)
            if len(batch) == BATCH:
                self._put(batch, judge)
                batch = []
        if batch:
            self._put(batch, judge)

    def _put(self, batch: list["_Judged"], judge: "_Judge") -> None:
        """Write a batch; if somebody else came first, judge its people anew and try again."""
        for attempt in range(_TRIES):
            try:
                with self._workspace.changing(self._by) as change:
                    for judged in batch:
                        change.put_person(to_document(judged.after, judged.document))
            except Conflict as error:
                if isinstance(error, Busy) or attempt == _TRIES - 1:
                    raise
                self._known = self._register()[0].keys()
                batch = [again for again in (judge(j.after.id) for j in batch) if again.changed]
            except StoreUnwritable as error:
                raise stopped(error, self._entered) from error.__cause__
            else:
                self._entered += len(batch)
                return

    def _listed(self, person: str) -> "_Judged":
        """What the list makes of somebody in it."""
        document, before = self._stored(person)
        merged = merge(before, self._found.people[person], self._terms)
        after, ended = merged.person, False
        if merged.vanished and self._end_absent is not None:
            after = end_posts(after, merged.vanished, self._end_absent)
            ended = after != merged.person
        return _Judged(document, before, after, vanished=bool(merged.vanished), ended=ended)

    def _absent(self, person: str) -> "_Judged":
        """Somebody whom the list does not hold, with every post ended that is not yet."""
        document, before = self._stored(person)
        assert before is not None, "whoever is absent from the list is in the register"
        assert self._end_absent is not None, "only then it is asked"
        posts = (post.id for post in before.employments)
        after = end_posts(before, posts, self._end_absent)
        return _Judged(document, before, after, ended=after != before)

    def _stored(self, person: str) -> tuple[Document | None, Person | None]:
        if person not in self._known:
            return None, None
        document = self._workspace.repository.person(person)
        return document, from_document(Person, document)

    def _count(self, judged: "_Judged") -> None:
        person = judged.after.id
        if judged.vanished:
            self._vanished.append(person)
        if judged.ended:
            self._ended.append(person)
        if judged.before is None:
            self._new.append(person)
        elif judged.changed:
            fields = (n for n in _COMPARED if getattr(judged.before, n) != getattr(judged.after, n))
            self._changed.append(PersonChange(person, tuple(fields)))
        else:
            self._unchanged += 1

    def _notes(self, needs_birth_date: bool) -> Iterator[str]:
        """What the list as a whole has to be told about."""
        found = self._found
        if found.dropped_identity_numbers:
            yield say(
                "{count} national identity numbers were left out; they are never stored.",
                count=found.dropped_identity_numbers,
            )
        several = [person.id for person in found.people.values() if len(person.posts) > 1]
        if several:
            yield say(
                "These people have several posts; where one must count, the largest does: "
                "{people}.",
                people=", ".join(several[:_MOST_NAMED]) + (", …" if several[_MOST_NAMED:] else ""),
            )
        if "birth_date" in found.columns.places and not needs_birth_date:
            yield say("Birth dates were left out: no rule of the policy asks for them.")
        if self._dates is None:
            yield from notes_on_dates(found.dates)
        if found.unknown_titles:
            yield say(
                "These titles are in no staff group of the policy: {titles}.",
                titles=", ".join(map(shown, sorted(found.unknown_titles))),
            )
        if found.unknown_forms:
            yield say(
                "These forms of employment are not known, and were judged by the last day: "
                "{forms}.",
                forms=", ".join(map(shown, sorted(found.unknown_forms))),
            )


@frozen
class _Judged:
    """One person in the store, and as they are to be."""

    document: Document | None
    before: Person | None
    after: Person
    vanished: bool = False
    ended: bool = False

    @property
    def changed(self) -> bool:
        return self.before != self.after


_Judge = Callable[[str], _Judged]


def _in_force(fact: Document, day: str) -> bool:
    return (fact.get("start") or "") <= day and day <= (fact.get("end") or "9999-12-31")

"""What a list changes about one person: its words win where it says something, and only there.

Nothing is deleted. A blank leaves what is known, a new manager ends the old line on the day before,
a post that took another's place ends the other, and facts that no list gives are left alone.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from attrs import evolve, frozen

from visavi.exchange.listed import ListedPerson, ListedPost
from visavi.model.people import (
    Absence,
    Employment,
    EmploymentForm,
    Line,
    PayRoute,
    PayRouteFact,
    Person,
    ReviewExclusion,
)
from visavi.model.time import covers

_DAY = timedelta(days=1)


@frozen
class Terms:
    """On which day the list speaks; ``says_end`` whether it has a column for the last day;
    ``refused`` tells the managers that are not to be set, ``damaged`` the people whose rows did not
    all go in.
    """

    on: date
    says_end: bool
    refused: frozenset[tuple[str, str]]
    damaged: frozenset[str]


@frozen
class Merged:
    """The person as the list makes them, and the posts still open that it no longer holds."""

    person: Person
    vanished: tuple[str, ...] = ()


def merge(before: Person | None, listed: ListedPerson, terms: Terms) -> Merged:
    """The person after the list; equal to ``before`` where the list says nothing new."""
    known = Person(id=listed.id, name=listed.name) if before is None else before
    whole = listed.id not in terms.damaged
    said = [post for post in listed.posts if not post.is_blank]
    if not (said or known.employments):
        said = list(listed.posts[:1])
    posts, pairs = _merge_posts(known.employments, said, terms, whole=whole)
    after = evolve(
        known,
        name=listed.name,
        sort_name=_sort_name(known, listed),
        email=listed.email or known.email,
        birth_date=listed.birth_date or known.birth_date,
        employments=posts,
        pay_routes=_merge_pay_route(known.pay_routes, _pay_route(listed, terms.on), terms.on),
        absences=_merge_absences(known.absences, listed.absences),
        exclusions=_merge_exclusions(known.exclusions, listed),
    )
    if whole or before is None:
        after = evolve(
            after, line=_merge_line(known.line, _managers(pairs, listed, terms), terms.on)
        )
    if not (whole and said):
        return Merged(after)
    held = {post_id for post_id, _ in pairs}
    left = (p.id for p in posts if p.id not in held and covers(p.start, p.end, terms.on))
    return Merged(after, tuple(left))


def _sort_name(known: Person, listed: ListedPerson) -> str:
    """A list that only gives the whole name does not know better than the register."""
    if listed.sort_guessed and known.sort_name and known.name == listed.name:
        return known.sort_name
    return listed.sort_name


def _managers(
    pairs: Sequence[tuple[str, ListedPost]], listed: ListedPerson, terms: Terms
) -> dict[str, str]:
    """The manager to be set for each post; a row without post speaks for those that are left."""
    wanted = {
        post_id: post.manager
        for post_id, post in (*pairs, *(("", post) for post in listed.posts if post.is_blank))
        if post.manager is not None and (listed.id, post.manager) not in terms.refused
    }
    if len(wanted) > 1:
        wanted.pop("", None)
    return wanted


def end_posts(person: Person, posts: Iterable[str], last: date) -> Person:
    """The person with these posts ended on a day; one that starts later is left as it is."""
    ending = set(posts)
    return evolve(
        person,
        employments=tuple(
            evolve(post, end=last)
            if post.id in ending and covers(post.start, post.end, last)
            else post
            for post in person.employments
        ),
    )


def _merge_posts(
    stored: Sequence[Employment], listed: Sequence[ListedPost], terms: Terms, *, whole: bool
) -> tuple[tuple[Employment, ...], list[tuple[str, ListedPost]]]:
    """The posts, and which of them each listed post is."""
    matched = _match(stored, listed, terms)
    after = {post.id: post for post in stored}
    free = [post for post in stored if post.id not in {found.id for found in matched.values()}]
    pairs = []
    for place, post in enumerate(listed):
        found = matched.get(place)
        if found is None:
            if whole:
                _end_predecessor(free, post, after, terms.on)
            found = _new_post(post, after)
        after[found.id] = _applied(found, post, terms)
        pairs.append((found.id, post))
    return tuple(after.values()), pairs


def _match(
    stored: Sequence[Employment], listed: Sequence[ListedPost], terms: Terms
) -> dict[int, Employment]:
    """The stored post that each listed one is: one that would not change, else one of the same
    place, title and first day, else one of the same first day.
    """
    alike: tuple[Callable[[Employment, ListedPost], bool], ...] = (
        lambda known, post: _applied(known, post, terms) == known,
        lambda known, post: (
            (known.unit, known.title, known.start) == (post.unit, post.title, post.start)
        ),
        lambda known, post: known.start == post.start,
    )
    matched: dict[int, Employment] = {}
    free = list(stored)
    for is_alike in alike:
        for place, post in enumerate(listed):
            if place in matched:
                continue
            found = next((known for known in free if is_alike(known, post)), None)
            if found is not None:
                matched[place] = found
                free.remove(found)
    return matched


def _applied(known: Employment, post: ListedPost, terms: Terms) -> Employment:
    return Employment(
        id=known.id,
        unit=post.unit or known.unit,
        staff_group=post.staff_group or known.staff_group,
        form=known.form if post.form is None else post.form,
        title=post.title or known.title,
        percent=known.percent if post.percent is None else post.percent,
        start=post.start or known.start,
        end=post.end if terms.says_end else known.end,
    )


def _new_post(post: ListedPost, taken: dict[str, Employment]) -> Employment:
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    form = EmploymentForm.PERMANENT if post.end is None else EmploymentForm.TEMPORARY
    return Employment(str(number), post.unit, post.staff_group, form, percent=Decimal(100))


def _end_predecessor(
    free: list[Employment], post: ListedPost, after: dict[str, Employment], on: date
) -> None:
    """End the open post whose place this new one took: it began earlier, and is not listed."""
    for known in free:
        earlier = post.start is not None and (known.start is None or known.start < post.start)
        if earlier and covers(known.start, known.end, on) and post.start is not None:
            last = post.start - _DAY
            after[known.id] = evolve(known, end=last if known.end is None else min(known.end, last))
            free.remove(known)
            return


def _merge_line(stored: tuple[Line, ...], wanted: dict[str, str], on: date) -> tuple[Line, ...]:
    """The line with the wanted manager of each post, the same one for all posts written once."""
    if not wanted:
        return stored
    managers = set(wanted.values())
    targets: list[tuple[str, str | None]] = (
        [(next(iter(managers)), None)]
        if len(managers) == 1
        else [(manager, post) for post, manager in wanted.items()]
    )
    scopes = {post for _, post in targets}
    kept, held = [], set()
    for line in stored:
        in_question = None in scopes or line.employment is None or line.employment in scopes
        if not in_question or not covers(line.start, line.end, on):
            kept.append(line)
        elif (line.manager, line.employment) in targets:
            kept.append(line)
            held.add((line.manager, line.employment))
        elif line.start is None or line.start < on:
            kept.append(evolve(line, end=on - _DAY))
    for manager, post in targets:
        if (manager, post) not in held:
            later = [line.start for line in stored if line.start and line.start > on]
            kept.append(
                Line(
                    manager,
                    start=on if stored else None,
                    end=min(later) - _DAY if later else None,
                    employment=post,
                )
            )
    return tuple(kept)


def _pay_route(listed: ListedPerson, on: date) -> PayRoute | None:
    """The route of the largest post held on the day, of the first one else."""
    held = [post for post in listed.posts if covers(post.start, post.end, on)] or listed.posts[:1]
    return max(held, key=lambda post: post.percent or Decimal(0)).pay_route


def _merge_pay_route(
    stored: tuple[PayRouteFact, ...], route: PayRoute | None, on: date
) -> tuple[PayRouteFact, ...]:
    in_force = [fact for fact in stored if covers(fact.start, fact.end, on)]
    if route is None or (in_force and in_force[-1].route is route):
        return stored
    kept = [
        evolve(fact, end=on - _DAY) if fact in in_force else fact
        for fact in stored
        if fact not in in_force or fact.start is None or fact.start < on
    ]
    return (*kept, PayRouteFact(route, start=on if stored else None))


def _merge_absences(
    stored: tuple[Absence, ...], listed: tuple[Absence, ...]
) -> tuple[Absence, ...]:
    """An absence is the same one if kind and first day are; then the list's last day counts."""
    after = {(absence.kind, absence.start): absence for absence in stored}
    after |= {(absence.kind, absence.start): absence for absence in listed}
    return tuple(after.values())


def _merge_exclusions(
    stored: tuple[ReviewExclusion, ...], listed: ListedPerson
) -> tuple[ReviewExclusion, ...]:
    after = {exclusion.year: exclusion for exclusion in stored}
    for year, excluded in listed.excluded.items():
        if excluded:
            after.setdefault(year, ReviewExclusion(year))
        else:
            after.pop(year, None)
    return tuple(after.values())

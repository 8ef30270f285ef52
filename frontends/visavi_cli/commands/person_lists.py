"""``visavi person import`` and ``export``: lists in and out."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.usecases import whole
from visavi_cli.exits import Exit
from visavi_cli.options import DAY, Number, OneOf, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.render import lists as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.exchange.profile import Profile

VERBS = Verbs()


@VERBS.add(
    "import",
    "Compare a staff list with the register, and write what is new or changed.",
    argument("file"),
    option("--profile", metavar="NAME", about="A built-in profile, or a file of your own."),
    option("--map", "pairs", multiple=True, metavar="FIELD=HEADING", about="Which column is what."),
    option("--encoding", metavar="NAME", about="The list's encoding, if it is not recognised."),
    option("--separator", metavar="CHAR", about="The list's separator, if it is not recognised."),
    option("--review-year", type=Number(1900, 2200), metavar="YEAR", about="Of exclusions."),
    option(
        "--dates",
        type=OneOf("day-first", "month-first"),
        about="Which comes first in dates such as 02/03/2019; by default, the day.",
    ),
    option(
        "--birth-dates",
        type=OneOf("keep", "drop"),
        about="Whether to keep them; by default, if a rule of the policy asks for ages.",
    ),
    option(
        "--end-absent",
        type=DAY,
        metavar="DATE",
        about="The last day of everybody and every post that the list no longer holds.",
    ),
    flag(
        "--employee-numbers",
        about="The ids are employee numbers, though some look like national identity numbers.",
    ),
    option("--save-profile", metavar="FILE", about="Write the columns down for the next time."),
    flag("--unsealed", about="Do not seal the store, if one is made."),
    schema="import",
    changes=True,
)
def import_list(
    run: Run,
    file: str,
    profile: str | None,
    pairs: tuple[str, ...],
    encoding: str | None,
    separator: str | None,
    review_year: int | None,
    dates: str | None,
    birth_dates: str | None,
    end_absent: date | None,
    employee_numbers: bool,
    save_profile: str | None,
    unsealed: bool,
) -> Answer:
    """Nobody is deleted. 7 if rows did not go in. Without a store, one is made under --policy."""
    from visavi.exchange.columns import parse_mapping
    from visavi.exchange.values import Order
    from visavi.usecases.import_people import ImportOptions, enter_people, read_people
    from visavi_cli.stores import imported
    from visavi_cli.texts import open_list

    options = ImportOptions(
        profile=_profile(profile),
        mapping=parse_mapping(pairs),
        encoding=encoding,
        separator=separator,
        review_year=review_year,
        needs_birth_date=None if birth_dates is None else birth_dates == "keep",
        end_absent=end_absent,
        dates=None if dates is None else Order(dates),
        employee_numbers=employee_numbers,
    )
    with open_list(file) as stream:
        report = imported(
            run,
            lambda place: read_people(place, run.actor, stream, options),
            lambda place, found: enter_people(place, run.actor, found, options),
            unsealed=unsealed,
        )
    if save_profile is not None and not run.dry_run:
        _save(save_profile, report.profile, report.columns)
    code = Exit.PARTLY if report.partly else Exit.DONE
    return Answer(report.as_mapping(), render.imported, code=code)


@VERBS.add(
    "export",
    "The people whom you may see, as CSV that import reads, or as JSON.",
    schema="people-export",
)
def export(run: Run) -> Answer:
    """As CSV one row for each post of the day; what looks like a formula is guarded.

    It leaves in the clear, and the log of the store says who took it out.
    """
    from visavi.usecases.export_dialogue import CLEAR
    from visavi.usecases.logs import log_alone
    from visavi.usecases.people import list_people

    log_alone(run.repository, run.actor, "export-people", how=CLEAR)
    found = (whole.person(person) for person in list_people(run.workspace, run.actor))
    return Answer(found, lambda people: render.csv_lines(people, run.on))


def _profile(name: str | None) -> "Profile | None":
    from visavi.exchange.profile import BUILT_IN, built_in, read_profile
    from visavi_cli.texts import read_text

    if name is None:
        return None
    if name in BUILT_IN or not ("/" in name or "." in name or "\\" in name):
        return built_in(name)
    return read_profile(read_text(name, no_input=True), name)


def _save(path: str, profile: "Profile", columns: Mapping[str, str]) -> None:
    from os.path import basename, splitext

    from visavi.exchange.profile import with_columns, write_profile

    text = write_profile(with_columns(profile, splitext(basename(path))[0], columns))
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InvalidInput(
            "The list went in, but its profile cannot be written to {path}: {reason}.",
            todo="Name a file that is not there yet.",
            path=ascii(path[:200]),
            reason=error.strerror,
        ) from None

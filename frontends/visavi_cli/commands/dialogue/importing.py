"""``visavi dialogue import``: dialogues that were held before visavi."""

from visavi_cli.exits import Exit
from visavi_cli.options import OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.render import lists as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "import",
    "Enter dialogues that were held before visavi: days and people, no word that was said.",
    argument("file"),
    option("--map", "pairs", multiple=True, metavar="FIELD=HEADING", about="Which column is what."),
    option("--encoding", metavar="NAME", about="The list's encoding, if it is not recognised."),
    option("--separator", metavar="CHAR", about="The list's separator, if it is not recognised."),
    option(
        "--dates",
        type=OneOf("day-first", "month-first"),
        about="Which comes first in dates such as 02/03/2019; by default, the day.",
    ),
    schema="import",
    changes=True,
)
def import_list(
    run: Run,
    file: str,
    pairs: tuple[str, ...],
    encoding: str | None,
    separator: str | None,
    dates: str | None,
) -> Answer:
    """The same list again changes nothing. 7 if rows did not go in."""
    from visavi.exchange.columns import parse_mapping
    from visavi.exchange.profile import DIALOGUE_FIELDS
    from visavi.exchange.values import Order
    from visavi.usecases.import_dialogues import import_dialogues
    from visavi_cli.texts import open_list

    with open_list(file) as stream:
        report = import_dialogues(
            run.workspace,
            run.actor,
            stream,
            mapping=parse_mapping(pairs, DIALOGUE_FIELDS),
            encoding=encoding,
            separator=separator,
            dates=None if dates is None else Order(dates),
        )
    code = Exit.PARTLY if report.partly else Exit.DONE
    return Answer(report.as_mapping(), render.imported_dialogues, code=code)

"""``visavi store``: second versions of documents, left by programs that sync folders."""

from visavi_cli.exits import Exit
from visavi_cli.options import OneOf, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import stores as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "conflicts",
    "Documents that lie there twice, as programs that sync leave them; 10 if there are any.",
    flag("--put-aside", about="List those too that were settled before."),
    schema="store-conflicts",
)
def conflicts(run: Run, put_aside: bool) -> Answer:
    """Mine is the version in use, theirs the one beside it. Nothing is ever merged by itself."""
    from visavi.store import conflicts as found
    from visavi.store.layout import shown

    run.conflicts_shown = True
    rows = [
        rival.as_mapping() | {"place": shown(rival.place), "document": shown(rival.document)}
        for rival in found(run.repository, put_aside=put_aside)
    ]
    return Answer(rows, render.conflicts, code=Exit.FOUND if rows else Exit.DONE)


@VERBS.add(
    "settle",
    "Keep one of two versions of a document; the other is put aside, never deleted.",
    argument("file"),
    option(
        "--keep",
        required=True,
        type=OneOf("mine", "theirs"),
        about="Mine is the version that is in use, theirs is FILE.",
    ),
    schema="receipt",
    changes=True,
)
def settle(run: Run, file: str, keep: str) -> Answer:
    """FILE is named as visavi store conflicts names it. What is put aside can be chosen again."""
    from visavi.store import conflicts as found
    from visavi.store import settle as decide
    from visavi.store.layout import shown

    places = {shown(rival.place): rival.place for rival in found(run.repository, put_aside=True)}
    place, holder = places.get(file, file), run.person or "keeper"
    aside = decide(run.repository, place, holder, theirs=keep == "theirs", dry_run=run.dry_run)
    return receipt(run, "store settle", shown(place), put_aside=aside)

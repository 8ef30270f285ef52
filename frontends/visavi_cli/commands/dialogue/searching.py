"""``visavi dialogue search``: find words in one's own dialogues."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.options import FILE, NOTES, argument, option
from visavi_cli.output import Answer
from visavi_cli.render.common import word
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "search",
    "Find the texts of your own dialogues that hold all of the words; they may come on stdin.",
    argument("words", required=False, many=True),
    option("--dialogue", metavar="DIALOGUE", about="Only in this dialogue."),
    NOTES,
    FILE,
    schema="found",
)
def search(
    run: Run, words: tuple[str, ...], dialogue: str | None, notes: bool, file: str | None
) -> Answer:
    """Where they stand and who may read it; what was said there only with ``--notes``."""
    from visavi.usecases.search import search as find

    wanted = " ".join(words) if words else run.text(file)
    found = find(run.repository, run.actor, wanted, dialogue=dialogue)
    rows = [row if notes else {**row, "excerpt": ""} for row in found]
    return Answer(rows, _lines)


def _lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    before = None
    for row in found:
        if row["dialogue"] != before:
            before = row["dialogue"]
            yield f"{before} ({row['state']})"
        about = f" {row['about']}" if row["about"] else ""
        excerpt = f": {word(row['excerpt'])}" if row["excerpt"] else ""
        yield f"  {row['place']}{about} [{row['audience']}]{excerpt}"
    if before is None:
        yield say("Nothing that you may read holds these words.")

"""Questions for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import indented
from visavi_cli.render.dialogues import source

Row = Mapping[str, Any]


def questions(found: Iterable[Row]) -> Iterator[str]:
    """Under their topics."""
    topic = None
    for row in found:
        if row["topic"] != topic:
            topic = row["topic"]
            yield str(topic)
        yield f"  {row['id']}: {row['text']}"
    if topic is None:
        yield say("No questions.")


def question(shown: Row) -> Iterator[str]:
    """One, with its source."""
    yield f"{shown['id']} ({shown['topic']})"
    yield from indented(shown["text"])
    for citation in shown["citations"]:
        yield say("Source: {source}", source=source(citation))

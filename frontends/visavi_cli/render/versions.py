"""Earlier versions of texts, for a person to read and for a pipe to write back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi_cli.render.common import listed

Row = Mapping[str, Any]


def versions(found: Iterable[Row]) -> Iterator[str]:
    """Where each stood and until when; no word of it."""
    columns = ("number", "on", "place", "about", "author", "audience", "signed")
    yield from listed(found, columns, "There are no earlier versions for you.")


def version(found: Row) -> Iterator[str]:
    """The words alone, as the verb takes them that writes them back."""
    if found["fields"] is None:
        yield from str(found["text"]).split("\n")
        return
    for name, value in found["fields"].items():
        if value:
            yield f"{name}: {value}"

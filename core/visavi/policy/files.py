"""Reading one TOML file of a policy: whatever is wrong with it is one problem in one sentence."""

import os
import re
from functools import lru_cache
from typing import Any

from visavi.policy.locating import Locator
from visavi.policy.problems import Problems

LARGEST = 1_000_000
"""Bytes; the longest policies we know are a tenth of this."""

LONGEST_LINE = 20_000

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class TomlFile:
    """A parsed file: its values, and on which line each stands. ``label`` names it in messages."""

    def __init__(self, label: str, values: dict[str, Any], locator: Locator) -> None:
        self.label = label
        self.values = values
        self.line = locator.line


def read_toml(path: str, label: str, problems: Problems) -> TomlFile | None:
    """The file parsed, or ``None`` and a problem."""
    text = _read_text(path, label, problems)
    if text is None:
        return None
    try:
        return TomlFile(label, *_parsed(text))
    except RecursionError:
        problems.add(label, 0, "", "The file is nested too deeply to be read.")
    except ValueError as error:
        message = str(error)
        at = _AT_LINE.search(message)
        line = int(at[1]) if at else 0
        what = _AT_LINE.sub("", message)
        problems.add(
            label,
            line,
            "",
            "This is not valid TOML: {what}.",
            suggestion="Keys stand left of =, texts in quotes, lists in [ ].",
            what=what.rstrip("."),
        )
    return None


@lru_cache(maxsize=16)
def _parsed(text: str) -> tuple[dict[str, Any], Locator]:
    """What the text says, and where; kept, because a base is read once for each of its layers."""
    import tomllib

    return tomllib.loads(text), Locator(text)


def _read_text(path: str, label: str, problems: Problems) -> str | None:
    if os.path.exists(path) and not os.path.isfile(path):
        problems.add(label, 0, "", "This is no file that can be read.")
        return None
    try:
        if os.path.getsize(path) > LARGEST:
            problems.add(
                label, 0, "", "The file is larger than {most} bytes and was not read.", most=LARGEST
            )
            return None
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        problems.add(
            label,
            error.object[: error.start].count(b"\n") + 1,
            "",
            "The file is not written in UTF-8.",
            suggestion="Save it as UTF-8.",
        )
        return None
    except OSError as error:
        problems.add(
            label, 0, "", "The file cannot be read: {reason}.", reason=error.strerror or "unknown"
        )
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            problems.add(
                label, number, "", "The line is longer than {most} characters.", most=LONGEST_LINE
            )
            return None
    return text

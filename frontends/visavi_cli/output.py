"""The only place that writes: stdout is data, stderr is talk, no stored byte drives a terminal."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from visavi.errors import Refused, VisaviError
from visavi.messages import say
from visavi.sanitise import json_safe, line, shown
from visavi_cli.exits import Exit, exit_for

Lines = Callable[[Any], Iterable[str]]
"""Renders data as lines for a person."""


class OutputError(Exception):
    """stdout cannot be written: a closed pipe (then nobody is listening), or a full disk."""

    def __init__(self, reason: str, *, closed: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.closed = closed


class Answer:
    """What a command answers: JSON-ready data, how to print it for a person, and the exit code.

    A list of data may be an iterator: it is printed as it comes. ``schema`` is named where it is
    not the verb's first one.
    """

    __slots__ = ("code", "data", "lines", "schema", "talk")

    def __init__(
        self,
        data: Any,
        lines: Lines,
        *,
        code: Exit = Exit.DONE,
        talk: Iterable[str] = (),
        schema: str = "",
    ) -> None:
        self.data = data
        self.lines = lines
        self.code = code
        self.talk = talk
        self.schema = schema


class JsonItems:
    """A list of data that is JSON already: pieces of one or more elements with commas between."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces


def prepare() -> None:
    """Outside a terminal both streams are UTF-8; what one cannot hold is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace")


def emit(answer: Answer, schema: str, *, as_json: bool) -> None:
    """Print the answer: data to stdout, what is said beside it to stderr."""
    if as_json:
        write(json_lines(schema, answer.data))
    else:
        write(shown(text) for text in answer.lines(answer.data))
    for sentence in answer.talk:
        talk(sentence)


def json_lines(schema: str, data: Any) -> Iterator[str | bytes]:
    """``{"schema": ..., "data": ...}``; of a list each element has its own line."""
    import json

    def dumped(value: Any) -> str:
        return json_safe(json.dumps(value, ensure_ascii=False))

    head = f'{{"schema": {dumped(schema)}, "data": '
    if isinstance(data, Mapping):
        yield f"{head}{dumped(data)}}}"
        return
    elements: Iterable[str | bytes] = (
        map(_harmless, data.pieces) if isinstance(data, JsonItems) else map(dumped, data)
    )
    before: str | bytes | None = None
    for element in elements:
        if before is None:
            yield f"{head}["
        else:
            yield before + b"," if isinstance(before, bytes) else f"{before},"
        before = element
    if before is None:
        yield f"{head}[]}}"
    else:
        yield before
        yield "]}"


def write(lines: Iterable[str | bytes]) -> None:
    """Lines to stdout. Bytes are UTF-8 that was found to be harmless."""
    stream = _open(sys.stdout)
    try:
        for text in lines:
            if isinstance(text, bytes):
                stream.flush()
                stream.buffer.write(text)
                stream.buffer.write(b"\n")
            else:
                stream.write(text + "\n")
    except (OSError, ValueError) as error:
        raise _output_error(error) from None


_PLAIN = b"\n" + bytes(range(0x20, 0x7F))


def _harmless(piece: bytes) -> str | bytes:
    """The JSON as it is where it is plain; else with escapes for what could drive a terminal."""
    if piece.isascii() and not piece.translate(None, _PLAIN):
        return piece
    return json_safe(piece.decode())


def talk(text: str) -> None:
    """A sentence to stderr. If nobody can hear it, that changes nothing."""
    stream = sys.stderr
    if stream is not None:
        try:
            stream.write(shown(text) + "\n")
        except (OSError, ValueError):
            return


def wipe() -> None:
    """Take what was said off a terminal that has a cursor, its earlier lines included."""
    if is_heard() and os.environ.get("TERM", "dumb") != "dumb":
        sys.stderr.write("\x1b[H\x1b[2J\x1b[3J")
        sys.stderr.flush()


def is_heard() -> bool:
    """Whether what is said beside the data reaches a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def flush() -> None:
    """Hand all that was written to the system."""
    stream = _open(sys.stdout)
    try:
        stream.flush()
    except (OSError, ValueError) as error:
        raise _output_error(error) from None


def silence() -> None:
    """Let nothing more be written to a stdout that failed."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):
        return


def complain(error: VisaviError, *, as_json: bool) -> Exit:
    """Say what is wrong on stderr, in words or as JSON, and give the exit code."""
    code = exit_for(error)
    if as_json:
        name = "visavi.refusal/1" if isinstance(error, Refused) else "visavi.error/1"
        for text in json_lines(name, error.as_mapping() | {"exit": int(code)}):
            talk(str(text))
    elif isinstance(error, Refused):
        for text in refusal_lines(error):
            talk(text)
    else:
        talk(str(error))
        for problem in getattr(error, "problems", ()):
            talk(f"  {line(str(problem))}")
    return code


def refusal_lines(error: Refused) -> Iterator[str]:
    """A refusal for a person: rule, fact, ways forward, source, and that nothing was changed."""
    for finding in error.findings:
        yield say("Refused by {policy}, rule {rule}:", policy=finding.policy, rule=finding.rule)
        yield f"  {finding.sentence}"
        facts = finding.as_mapping()["facts"]
        if facts:
            from visavi.policy.stated import stated

            yield "  " + say("Because: {facts}", facts=", ".join(map(line, stated(facts))))
        for way in finding.ways:
            yield "  " + say("You can: {way}", way=way)
        for citation in finding.citations:
            parts = (citation.document, citation.section, citation.address)
            yield "  " + say("Source: {source}", source=", ".join(part for part in parts if part))
    yield say("Nothing was changed.")


def _open(stream: TextIO | None) -> TextIO:
    if stream is None:
        raise OutputError("it is closed", closed=True)
    return stream


def _output_error(error: OSError | ValueError) -> OutputError:
    closed = isinstance(error, BrokenPipeError | ValueError)
    return OutputError(getattr(error, "strerror", None) or str(error), closed=closed)

"""A delimited list in unknown encoding, as rows of text: sniffed, bounded, and read line by line.

A list may come from a pipe, be cut short, hold a quotation mark that nobody closes, or be no list
at all. A bad line costs itself and never the lines after it.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from attrs import frozen

from visavi.errors import InvalidInput
from visavi.messages import Sentence

LARGEST = 256 * 1024 * 1024
LONGEST_LINE = 100_000
MOST_LINES = 20
"""A quoted cell may run over so many lines; more is a quotation mark that nobody closed."""

SEPARATORS = (";", "\t", "|", ",")
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "latin-1",
    "iso8859-15",
    "cp850",
    "cp865",
    "mac-roman",
)

_CHUNK = 64 * 1024
_SAMPLE = 40
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
"""Characters that drive machines; tabs, ends of lines, pages and files stand in lists too."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Row(NamedTuple):
    """A line of the list, or several where a quoted cell runs on. ``fault`` says why it cannot be
    read: a sentence of the catalogue, and then there are no cells.
    """

    number: int
    cells: list[str]
    fault: Sentence = ""


@frozen
class Table:
    """How a list is written, and its rows one at a time, headings first, without blank lines."""

    encoding: str
    separator: str
    rows: Iterator[Row]


def open_table(
    stream: BinaryIO, *, encoding: str | None = None, separator: str | None = None
) -> Table:
    """The list in the stream; what is not said is found out from its bytes.

    Raises :class:`InvalidInput` for what is no list: empty, a workbook, without separator, or not
    in the encoding that was said. The stream is read to its end but not closed.
    """
    source = _rewindable(stream)
    chosen = _named_encoding(encoding) if encoding else _sniff_encoding(source)
    cut = _named_separator(separator) if separator else _sniff_separator(_lines(source, chosen))
    return Table(chosen, cut, _rows(_lines(source, chosen), cut))


def _rewindable(stream: BinaryIO) -> BinaryIO:
    """The stream, or its bytes if it is a pipe; never a file on disk, for what is in it."""
    source = stream if stream.seekable() else io.BytesIO(stream.read(LARGEST + 1))
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if size > LARGEST:
        raise InvalidInput(
            "The list is larger than {largest} megabytes.",
            todo="Import it in parts.",
            largest=LARGEST // 1024 // 1024,
        )
    head = source.read(4)
    source.seek(0)
    if size == 0:
        raise InvalidInput("The list is empty.", todo="Give a file with a line of headings.")
    if head in _WORKBOOKS:
        raise InvalidInput(
            "This is a spreadsheet workbook, not a text list.",
            todo="Save it as CSV from the spreadsheet program, and import that.",
        )
    return source


def _named_encoding(name: str) -> str:
    wanted = name.strip().lower().replace("_", "-")
    for known in ENCODINGS:
        try:
            if codecs.lookup(wanted) == codecs.lookup(known):
                return known
        except LookupError:
            break
    if wanted in ("utf-8-sig", "utf8-sig"):
        return "utf-8"
    raise InvalidInput(
        "{name} is not an encoding that lists come in.",
        todo="Use one of: {known}.",
        name=repr(name[:40]),
        known=", ".join(ENCODINGS),
    )


def _named_separator(name: str) -> str:
    wanted = {"tab": "\t", "\\t": "\t"}.get(name.lower(), name)
    if len(wanted) != 1 or wanted.isalnum() or wanted in '"\r\n\0':
        raise InvalidInput(
            "{name} cannot separate the columns of a list.",
            todo="Use ; , | or tab.",
            name=repr(name[:40]),
        )
    return wanted


def _sniff_encoding(source: BinaryIO) -> str:
    """UTF-8 and UTF-16 can be proved or ruled out; what is left is cp1252 if all bytes mean
    something there, else latin-1, where all of them do.
    """
    head = source.read(_CHUNK)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    zeros = head.count(0)
    if zeros > len(head) // 4:
        wide = "utf-16-le" if head[1::2].count(0) > zeros // 2 else "utf-16-be"
        try:
            codecs.getincrementaldecoder(wide)().decode(head, final=len(head) < _CHUNK)
        except UnicodeDecodeError:
            raise _no_text() from None
        return wide
    left = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    while left:
        for name, decoder in tuple(left.items()):
            try:
                decoder.decode(head, final=not head)
            except UnicodeDecodeError:
                del left[name]
        if not head:
            break
        head = source.read(_CHUNK)
    return next(iter(left), "latin-1")


def _sniff_separator(lines: Iterator[tuple[int, str]]) -> str:
    """The separator that cuts most lines, and the headings into most columns."""
    sample = list(islice((line for _, line in lines if line.strip()), _SAMPLE))
    if sample and _CONTROL.search(sample[0]):
        raise _no_text()
    if sample and (said := _said_separator(sample[0])):
        return said
    scores: dict[str, tuple[bool, int]] = {}
    for separator in SEPARATORS:
        widths = [len(_cells(line, separator)) for line in sample]
        if widths and widths[0] > 1:
            agreeing = sum(width == widths[0] for width in widths)
            scores[separator] = (agreeing * 2 > len(widths), widths[0])
    if not scores:
        if any(map(_CONTROL.search, sample)):
            raise _no_text()
        raise InvalidInput(
            "No separator cuts this list into columns.",
            todo="Say which one it is: ; , | or tab. The first line must hold the headings.",
        )
    return max(scores, key=scores.__getitem__)


def _no_text() -> InvalidInput:
    return InvalidInput(
        "This is no list: it holds bytes that no text has.",
        todo="Save the list as CSV in the program that it comes from, and import that.",
    )


def _said_separator(line: str) -> str:
    """The separator in a first line ``sep=;``, which spreadsheet programs write."""
    said = line.strip("\r\n")
    return said[4] if len(said) == 5 and said.lower().startswith("sep=") else ""


def _lines(source: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, from the start; an endless one is cut just past the limit."""
    source.seek(0)
    text = io.TextIOWrapper(
        source, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline=""
    )
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            rest = line
            while len(rest) > LONGEST_LINE and not rest.endswith(("\n", "\r")):
                rest = text.readline(LONGEST_LINE + 1)
            yield number, line
    except UnicodeError:
        raise InvalidInput(
            "The list is not written in {encoding}.",
            todo="Say which encoding it has: {known}.",
            encoding=encoding,
            known=", ".join(ENCODINGS),
        ) from None
    finally:
        # who reads only the beginning may close the source before this generator is closed
        if not source.closed:
            text.detach()


def _rows(lines: Iterator[tuple[int, str]], separator: str) -> Iterator[Row]:
    waiting: list[tuple[int, str]] = []
    first = True
    while found := waiting.pop(0) if waiting else next(lines, None):
        number, line = found
        if not line.strip() or (first and _said_separator(line)):
            first = False
            continue
        first = False
        if '"' in line and _quotes(line, separator).open:
            joined = _joined(line, separator, lines, waiting)
            if joined is None:
                yield Row(number, [], "A quotation mark opens a cell and nothing closes it.")
                continue
            line = joined
        if len(line) > LONGEST_LINE:
            yield Row(number, [], "The line is too long to be one of a list.")
            continue
        yield Row(number, _cells(line, separator))


def _joined(
    line: str,
    separator: str,
    lines: Iterator[tuple[int, str]],
    waiting: list[tuple[int, str]],
) -> str | None:
    """The line with those after it that belong to its open cell; ``None``, and all of them put
    back, if nothing closes it as it should: then the next mark may well open another person's cell.
    """
    taken: list[tuple[int, str]] = []
    while len(taken) < MOST_LINES and len(line) <= LONGEST_LINE:
        more = waiting.pop(0) if waiting else next(lines, None)
        if more is None:
            break
        taken.append(more)
        line += more[1]
        quotes = _quotes(line, separator)
        if not quotes.open:
            if quotes.torn:
                break
            return line
    waiting[:0] = taken
    return None


class _Quotes(NamedTuple):
    """How the quotation marks of a line stand: ``open`` if one that opens a cell is not closed,
    ``torn`` if something but a separator follows one that closes.
    """

    open: bool
    torn: bool


def _quotes(line: str, separator: str) -> _Quotes:
    starting, quoted, closed, torn = True, False, False, False
    for letter in line:
        if quoted:
            if letter == '"':
                quoted, closed = False, True
        elif closed and letter == '"':
            quoted, closed = True, False
        else:
            torn = torn or (closed and letter != separator and letter not in "\r\n")
            quoted = starting and letter == '"'
            starting, closed = letter == separator, False
    return _Quotes(quoted, torn)


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader((line,), delimiter=separator), [])

"""Texts in: from stdin or a file, never from the command line, which a shell remembers."""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli import output

LARGEST = 1_000_000
"""Bytes that are read; how long a text may be is the core's to say."""


def read_text(file: str | None, *, no_input: bool) -> str:
    """The text in the file, or on stdin where no file, or ``-``, is named."""
    return _decoded(_bytes(file, no_input=no_input), _name(file))


def read_optional(file: str | None, *, no_input: bool) -> str:
    """The text in the file, if one is named; stdin only where it is named as ``-``."""
    return "" if file is None else read_text(file, no_input=no_input)


def open_list(file: str) -> AbstractContextManager[BinaryIO]:
    """The bytes of a list, to be read as they come; ``-`` is stdin."""
    if file == "-":
        if sys.stdin is None:
            raise InvalidInput("There is no list: stdin is closed.")
        return nullcontext(sys.stdin.buffer)
    try:
        return open(file, "rb")
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "The list {name} cannot be read: {reason}.",
            name=_name(file),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None


def _bytes(file: str | None, *, no_input: bool) -> bytes:
    if file in (None, "-"):
        return _stdin(no_input=no_input)
    try:
        with open(str(file), "rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "The text in {name} cannot be read: {reason}.",
            name=_name(file),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None
    return content


def _stdin(*, no_input: bool) -> bytes:
    if sys.stdin is None:
        raise InvalidInput("There is no text: stdin is closed.", todo="Name a file with --file.")
    if sys.stdin.isatty():
        if no_input:
            raise InvalidInput(
                "There is no text: stdin is a terminal, and --no-input forbids waiting for it.",
                todo="Name a file with --file, or send the text through a pipe.",
            )
        output.talk(say("Write the text; end it with Ctrl-D on an empty line."))
    return sys.stdin.buffer.read(LARGEST + 1)


def _decoded(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise InvalidInput("{name} is too long for a text.", name=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "{name} is not UTF-8 text: byte {place} cannot be read.",
            todo="Save it as UTF-8 and try again.",
            name=name,
            place=error.start + 1,
        ) from None


def _name(file: str | None) -> str:
    return "stdin" if file in (None, "-") else ascii(str(file)[:200])

"""Stored words as the toolkit takes them: literally, never as markup."""

from textual.content import Content

from visavi.sanitise import shown


def literal(text: str) -> Content:
    """The text as it is, over several lines; nothing in it is markup or drives the terminal."""
    return Content(shown(text).expandtabs(4))

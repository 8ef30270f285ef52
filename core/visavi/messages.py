"""The message catalogue: every sentence that visavi says to a person goes through :func:`say`.

The English sentence is the key. A translation is a mapping from it to the other language's
sentence (:mod:`visavi.languages` holds them); a sentence without translation is said in English.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

Sentence = str
"""An English sentence of the catalogue: whatever has this type reaches :func:`say` as it is.

Literals given to it are what is translated: a test collects them by this name.
"""

Label = str
"""A name as it stands in data, ``counted_from``; said with blanks: ``counted from``."""

LANGUAGES = ("en", "nb", "sv")
"""The languages that visavi speaks: English, Norwegian Bokmål, Swedish."""

T = TypeVar("T")


class _Tongue(NamedTuple):
    language: str
    translations: Mapping[str, str] | None


_ENGLISH = _Tongue("en", None)
_spoken: ContextVar[_Tongue | None] = ContextVar("spoken", default=None)


def _tongue() -> _Tongue:
    return _spoken.get() or _ENGLISH


def speak(language: str, translations: Mapping[str, str] | None = None) -> None:
    """Use this language from now on in this context; its own translations unless some are given."""
    if translations is None and language != "en":
        from visavi.languages import catalogue

        translations = catalogue(language)
    _spoken.set(_Tongue(language, translations))


def spoken() -> str:
    """The language in use: ``en``, ``nb`` or ``sv``."""
    return _tongue().language


def carried(function: Callable[[], T]) -> Callable[[], T]:
    """The function, to be called in another thread in the language that is in use here."""
    tongue = _tongue()

    def call() -> T:
        _spoken.set(tongue)
        return function()

    return call


def say(sentence: Sentence, /, **values: object) -> str:
    """The sentence in the language in use, with its ``{name}`` fields filled.

    Fields are plain names: a translation cannot reach into a value.
    """
    translations = _tongue().translations
    if translations is not None:
        sentence = translations.get(sentence, sentence)
    return fill(sentence, values)


def label(name: Label) -> str:
    """A name of data as a person reads it: ``counted_from`` is said as ``counted from``."""
    return say(name.replace("_", " ").replace("-", " "))


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """Fill ``{name}`` fields; a field without a value, and any other brace, stays as written.

    Unlike ``str.format`` it never follows attributes or indexes, so a text written by a stranger
    cannot reach into the program.
    """
    if "{" not in sentence:
        return sentence
    parts: list[str] = []
    rest = sentence
    while rest:
        head, brace, tail = rest.partition("{")
        parts.append(head)
        if not brace:
            break
        name, close, after = tail.partition("}")
        if close and name in values:
            parts.append(str(values[name]))
            rest = after
        else:
            parts.append("{")
            rest = tail
    return "".join(parts)

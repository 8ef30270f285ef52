"""The message catalogue: every sentence that visavi says to a person goes through :func:`say`.

The English sentence is the key. A translation is a mapping from it to the other language's
sentence; a sentence without translation is said in English.
"""

from collections.abc import Mapping
from contextvars import ContextVar

_translations: ContextVar[Mapping[str, str] | None] = ContextVar("translations", default=None)


def speak(translations: Mapping[str, str] | None) -> None:
    """Use these translations from now on in this context; ``None`` is English."""
    _translations.set(translations)


def say(sentence: str, /, **values: object) -> str:
    """The sentence in the language in use, with its ``{name}`` fields filled.

    Fields are plain names: a translation cannot reach into a value.
    """
    translations = _translations.get()
    if translations is not None:
        sentence = translations.get(sentence, sentence)
    return fill(sentence, values)


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

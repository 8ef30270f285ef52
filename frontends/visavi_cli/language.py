"""Which language visavi speaks to whoever sits here: the setting's, else the computer's."""

import os

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import LANGUAGES, speak
from visavi_cli import settings

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first one that is set counts."""

_ALSO = {"no": "nb", "nn": "nb"}
"""Norwegian in any form is answered in Bokmål."""


def speak_here() -> None:
    """Speak the language that counts on this computer; settings that cannot be read are no bar."""
    try:
        chosen = settings.value_of("language")
    except VisaviError:
        chosen = None
    speak(understood(chosen or "") or of_computer())


def of_computer() -> str:
    """The language of the locale; English where it is another one or none."""
    named = next(filter(None, (os.environ.get(name) for name in _LOCALES)), "")
    return understood(named) or "en"


def understood(name: str) -> str:
    """The language meant by ``nb``, ``nn_NO.UTF-8`` or ``sv-SE``; empty if visavi has none."""
    head = name.lower().replace("-", "_").partition(".")[0].partition("_")[0]
    head = _ALSO.get(head, head)
    return head if head in LANGUAGES else ""


def require_language(name: str) -> str:
    """The language as it is kept in the settings; raises :class:`InvalidInput` for another one."""
    found = understood(name)
    if not found:
        raise InvalidInput(
            "There is no language {name}.",
            todo="The languages are {names}.",
            name=ascii(name[:40]),
            names=", ".join(LANGUAGES),
        )
    return found


def keep_language(language: str) -> None:
    """Speak this language from now on, and whenever visavi is started here."""
    speak(language)
    settings.write({**settings.from_file(), "language": language})

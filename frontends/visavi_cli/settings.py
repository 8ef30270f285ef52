"""The settings of this computer: one ``name = value`` a line, ``#`` for remarks.

An option wins over the environment, the environment over the file. What an institution decides is
no setting of a computer: it stands in the store.
"""

import os
from collections.abc import Mapping

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi_cli import paths

SETTINGS: Mapping[str, Sentence] = {
    "as": "Who acts where --as is not given: a person's id.",
    "copy": "yes: what is copied in the app goes to the terminal's clipboard too.",
    "hints": "no: the app shows no hints.",
    "hide-after": "Minutes without a key after which the app hides everything; 0: never.",
    "keyring": "yes: look for the passphrase in the system's keyring first.",
    "language": "The language: en, nb or sv. Without it, that of the computer.",
    "linear": "yes: plain lines instead of tables and screens, for a screen reader.",
    "lock-after": "Minutes without a key after which the app locks a sealed store; 0: never.",
    "passphrase-command": "A command that prints the passphrase of the store.",
    "policy": "The policy used where neither the store nor --policy names one.",
    "policy-dirs": "Folders with policies that are not installed, separated as in PATH.",
    "store": "The folder of the store.",
    "theme": "dark or light: the colours of the app.",
}

VARIABLES: Mapping[str, str] = {
    "as": "VISAVI_AS",
    "copy": "VISAVI_COPY",
    "hints": "VISAVI_HINTS",
    "hide-after": "VISAVI_HIDE_AFTER",
    "keyring": "VISAVI_KEYRING",
    "language": "VISAVI_LANGUAGE",
    "linear": "VISAVI_LINEAR",
    "lock-after": "VISAVI_LOCK_AFTER",
    "passphrase-command": "VISAVI_PASSPHRASE_COMMAND",
    "policy": "VISAVI_POLICY",
    "policy-dirs": "VISAVI_POLICY_DIRS",
    "store": "VISAVI_STORE",
    "theme": "VISAVI_THEME",
}


def value_of(name: str) -> str | None:
    """The setting's value from the environment or the file; ``None`` where neither has one."""
    return os.environ.get(VARIABLES[name]) or from_file().get(name)


def source_of(name: str) -> str:
    """Where the value comes from: ``environment``, ``file`` or ``default``."""
    if os.environ.get(VARIABLES[name]):
        return "environment"
    return "file" if name in from_file() else "default"


def from_file() -> dict[str, str]:
    """What the file says; nothing where there is no file."""
    path = paths.config_file()
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            "The settings in {path} cannot be read: {reason}.",
            todo="Repair or remove the file, or name another one in VISAVI_CONFIG.",
            path=path,
            reason=getattr(error, "strerror", None) or say("it is not UTF-8 text"),
        ) from None
    return _parsed(lines, path)


def write(values: Mapping[str, str]) -> None:
    """Replace the file by these values, whole or not at all."""
    path = paths.config_file()
    fresh = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(fresh, "w", encoding="utf-8") as file:
            file.writelines(f"{name} = {values[name]}\n" for name in sorted(values))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as error:
        raise InvalidInput(
            "The settings cannot be written to {path}: {reason}.",
            todo="Name another file in VISAVI_CONFIG.",
            path=path,
            reason=error.strerror,
        ) from None


def known(name: str) -> str:
    """The name, if it is a setting's."""
    if name in SETTINGS:
        return name
    raise InvalidInput(
        "There is no setting {name}.",
        todo="The settings are {names}.",
        name=ascii(name[:40]),
        names=", ".join(SETTINGS),
    )


def _parsed(lines: list[str], path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or name not in SETTINGS or not value or name in found:
            raise InvalidInput(
                "Line {number} of {path} is not a setting.",
                todo="Write one name = value a line, each name once; the names are {names}.",
                number=number,
                path=path,
                names=", ".join(SETTINGS),
            )
        found[name] = value
    return found

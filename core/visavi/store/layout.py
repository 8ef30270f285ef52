"""Where things lie in a store's folder, and how ids become names of files.

A name made here is safe on every system: no id can climb out of the folder, and ids that differ
only in capitals get names that differ on file systems that do not tell capitals apart.
"""

import re

from visavi.errors import InvalidInput, NotFound
from visavi.model.ids import ALPHABET, employee_of, matter_id, person_id

STORE = "store.json"
REGISTER = "register"
DOSSIERS = "dossiers"
MATTERS = "matters"
INDEX = "index"
CHANGES = "changes"
STAGED = "staged"
INTENT = "intent.json"
MANIFEST = "backup.json"
LOCK = "lock"
BACKUPS = f"{REGISTER}/backups.json"
"""The list of backups, which each one changes: a store restored from one is not older by that."""
ASIDE = ".aside"
"""How the name of a version ends that was put aside."""
COMPARTMENT = f"{MATTERS}/matters.json"
"""The one file of all matters: it is there from the first day on, and grows in large steps only."""

FOLDERS = (REGISTER, DOSSIERS, MATTERS, INDEX, STAGED)
DATA = (REGISTER, DOSSIERS, MATTERS)
"""The folders that hold what cannot be made anew."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_DIALOGUE_FILE = re.compile(rf"([{ALPHABET}]{{6}})\.json")
_STAGED_FILE = re.compile(
    rf"(?:{STAGED}|{REGISTER}|{MATTERS}|{DOSSIERS}/[a-z0-9~_@+.-]+)/\.[0-9a-f]{{16}}\.tmp"
)
_CAPITAL = re.compile("[A-Z]")
_ESCAPED = re.compile("~([a-z])")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")
"""Names that Windows takes for devices, whatever stands behind a dot."""


def folder_of(person: str) -> str:
    """The name of a person's dossier; the id must be one."""
    name = person if person.islower() or person.isdigit() else _CAPITAL.sub(_escape, person)
    return "~~" + name if _DEVICE.match(name) else name


def person_of(folder: str) -> str | None:
    """Whose dossier has this name; ``None`` if it is nobody's."""
    name = folder[2:] if folder.startswith("~~") else folder
    person = _ESCAPED.sub(lambda found: found[1].upper(), name)
    try:
        return person if folder_of(person_id(person)) == folder else None
    except InvalidInput:
        return None


def person_place(person: str) -> str | None:
    """The file of a person, or ``None`` if that cannot be an id."""
    try:
        return f"{DOSSIERS}/{folder_of(person_id(person))}/person.json"
    except InvalidInput:
        return None


def dialogue_place(dialogue: str) -> str | None:
    """The file of a dialogue, or ``None`` if that cannot be an id."""
    try:
        employee = employee_of(dialogue)
    except NotFound:
        return None
    return f"{DOSSIERS}/{folder_of(employee)}/{dialogue[len(employee) + 1 :]}.json"


def matter_place(matter: str) -> str | None:
    """The file that a matter had in a store of form 1, or ``None`` if that cannot be an id."""
    try:
        return f"{MATTERS}/{matter_id(matter)}.json"
    except NotFound:
        return None


def register_place(name: str) -> str | None:
    """The file of one of the register's own documents, or ``None`` if that cannot be a name."""
    return f"{REGISTER}/{name}.json" if _NAME.fullmatch(name) else None


def derived_place(name: str) -> str:
    """The place of a derived file; raises :class:`InvalidInput` if that cannot be a name."""
    if _NAME.fullmatch(name) and name != CHANGES:
        return f"{INDEX}/{name}"
    raise InvalidInput("{name} cannot be the name of a derived file.", name=ascii(name[:40]))


def dialogue_ending(file: str) -> str | None:
    """The last six characters of the id of the dialogue in a file of this name."""
    match = _DIALOGUE_FILE.fullmatch(file)
    return match[1] if match else None


def staged_place(folder: str, number: str) -> str:
    """The place of a new staged file in a folder; ``number`` is 16 hexadecimal digits."""
    return f"{folder}/.{number}.tmp"


def is_staged(place: str) -> bool:
    """Whether the place is one of a staged file of ours."""
    return _STAGED_FILE.fullmatch(place) is not None


def is_folder(place: str) -> bool:
    """Whether a folder belongs at the place."""
    base, _, dossier = place.partition("/")
    return place in FOLDERS or (base == DOSSIERS and person_of(dossier) is not None)


def kind_at(place: str) -> tuple[str, str] | None:
    """The kind and id of the document that a place is for; ``None`` if it is for none."""
    folder, _, rest = place.partition("/")
    inner, slash, file = rest.rpartition("/")
    if folder == DOSSIERS and slash:
        person = person_of(inner)
        ending = dialogue_ending(file)
        if person is not None and file == "person.json":
            return "person", person
        return ("dialogue", f"{person}.{ending}") if person is not None and ending else None
    name, dot, suffix = file.partition(".")
    if slash or dot == "" or suffix != "json":
        return None
    if place == COMPARTMENT:
        return "matters", name
    if folder == MATTERS and matter_place(name):
        return "matter", name
    return ("register", name) if folder == REGISTER and register_place(name) else None


def shown(place: str) -> str:
    """A place as people may see it: what other programs call their files can be anything."""
    return place if place.isprintable() else ascii(place)


def _escape(capital: re.Match[str]) -> str:
    return "~" + capital[0].lower()

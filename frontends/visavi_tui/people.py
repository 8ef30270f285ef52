"""The people of the store as answers to pick from."""

from visavi_tui.session import Session


def known(session: Session) -> list[tuple[str, str]]:
    """Everybody of the register, by name: each id, and the words for it."""
    people = [
        (str(found["id"]), str(found.get("name") or found["id"]))
        for found in session.workspace.repository.people()
    ]
    return [(person, f"{name} ({person})") for person, name in sorted(people, key=_by_name)]


def _by_name(person: tuple[str, str]) -> tuple[str, str]:
    return person[1].casefold(), person[0]

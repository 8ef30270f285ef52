"""Sign a copy with one's own key, or refuse to, wherever it is: no store is needed for it."""

from collections.abc import Mapping
from typing import Any

from visavi.errors import Conflict, InvalidInput, NotPermitted, OutOfOrder
from visavi.signing import levels
from visavi.signing.canonical import parsed
from visavi.signing.copies import with_checksum
from visavi.signing.keys import OwnKey
from visavi.signing.statement import message
from visavi.signing.verifying import FAILS, verify


class _Statement:
    """A signature or refusal on its way."""

    def __init__(self, party: str, by: str, on: str, version: Mapping[str, Any]) -> None:
        self.party = party
        self.by = by
        self.on = on
        self.digest = str(version["digest"])
        self.dissent = ""
        self.refused = ""
        self.head = ""


def open_version(copy: Mapping[str, Any]) -> Mapping[str, Any]:
    """The version of a copy that waits for a signature; raises :class:`OutOfOrder`."""
    versions = copy["versions"]
    if not versions or len(versions[-1].get("signatures", ())) >= 2:
        raise OutOfOrder("Nothing in this copy waits for a signature.")
    found: Mapping[str, Any] = versions[-1]
    return found


def countersigned(
    copy: Mapping[str, Any],
    key: OwnKey,
    person: str,
    on: str,
    *,
    shown: str | None = None,
    dissent: str = "",
    refused: str = "",
) -> dict[str, Any]:
    """The copy with one more answer of the level own-key. A copy that does not hold is not signed.

    ``on`` is the claimed day; ``shown`` the beginning of the fingerprint that the signer was
    shown. With ``refused``, the reason, the answer is a refusal: what the key signs says so.
    """
    wrong = [check for check in verify(copy) if check.outcome == FAILS]
    if wrong:
        raise InvalidInput("This copy does not hold: {reason}", reason=wrong[0].sentence)
    version = open_version(copy)
    if shown is not None and not (len(shown) >= 8 and version["digest"].startswith(shown)):
        raise Conflict(
            "The text in this copy is not the one that was shown: its fingerprint begins with "
            "{digest}.",
            digest=version["digest"][:12],
        )
    said = parsed(version["text"])
    party = next((p for p in ("employee", "conductor") if said.get(p) == person), None)
    if party is None:
        raise NotPermitted("Only the two of the dialogue can sign this copy.")
    if any(one["party"] == party for one in version.get("signatures", ())):
        raise OutOfOrder("The {party} has answered to this text already.", party=party)
    statement = _Statement(party, person, on, version)
    statement.dissent, statement.refused = dissent, refused
    statement.head = copy["audit"]["head"]
    value = key.sign(message(copy["dialogue"], version["number"], version["text"], statement))
    made = {
        "party": party,
        "by": person,
        "on": on,
        "digest": statement.digest,
        "level": levels.OWN_KEY,
        "key": key.public,
        "value": value,
        "head": statement.head,
    } | {name: word for name, word in (("dissent", dissent), ("refused", refused)) if word}
    signed = {**version, "signatures": [*version.get("signatures", ()), made]}
    return with_checksum({**copy, "versions": [*copy["versions"][:-1], signed]})

"""Verify a copy: what in it holds, what does not, and what nobody can tell from it alone.

No store is opened and no policy is loaded. Times in a copy are claimed: no clock is trusted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from visavi import audit
from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.signing import levels
from visavi.signing.canonical import digest, is_canonical, parsed
from visavi.signing.copies import KnownKey, checksum

HOLDS = "holds"
FAILS = "does-not-hold"
UNKNOWN = "cannot-tell"


class Check(NamedTuple):
    """One thing that was looked at: about what, how it came out, and that in a sentence."""

    about: str
    outcome: str
    sentence: str


class _Signed(NamedTuple):
    """A signature as the statement of its key needs it."""

    party: str
    by: str
    on: str
    digest: str
    dissent: str
    refused: str
    head: str


def verify(
    copy: Mapping[str, Any],
    *,
    against: Mapping[str, Any] | None = None,
    known: Iterable[KnownKey] = (),
) -> list[Check]:
    """Everything about a copy, in the order in which a person would ask.

    ``against`` is another copy of the same dialogue, such as the one that the other party kept;
    ``known`` are keys that the reader has from their owners: with them, those that the copy
    brings along count for nothing.
    """
    keys = tuple(known) or tuple(KnownKey(**_key(row)) for row in copy["keys"])
    checks = [_whole(copy)]
    before: str | None = None
    for number, version in enumerate(copy["versions"], 1):
        checks += _version(copy, version, number, before)
        for signature in version.get("signatures", ()):
            checks.append(_signature(copy, version, signature, keys))
        before = version["digest"]
    checks += _chain(copy)
    checks.append(_no_witness() if against is None else _witness(copy, against))
    if against is not None:
        checks += _same_versions(copy, against)
    return checks


def signatures_of(copy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every signature with what its level proves and what it does not."""
    rows = []
    for version in copy["versions"]:
        for one in version.get("signatures", ()):
            level = one.get("level", levels.NOTED)
            told = {key: one.get(key, "") for key in ("party", "by", "on", "noted_by")}
            told |= {"version": version["number"], "level": level, "entered": one.get("how", "")}
            told |= {"dissent": one.get("dissent", ""), "reason": one.get("refused", "")}
            rows.append(told | {"refused": bool(one.get("refused"))} | levels.words_of(level))
    return rows


def holds(checks: Iterable[Check]) -> bool:
    """Whether nothing was found that does not hold."""
    return all(check.outcome != FAILS for check in checks)


def _key(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in KnownKey._fields}


def _whole(copy: Mapping[str, Any]) -> Check:
    try:
        fits = checksum(copy) == copy["checksum"]
    except InvalidInput:
        fits = False
    if fits:
        return Check("copy", HOLDS, say("The copy is whole."))
    return Check("copy", FAILS, say("The copy was changed after it was written."))


def _version(
    copy: Mapping[str, Any], version: Mapping[str, Any], number: int, before: str | None
) -> list[Check]:
    about = f"version {number}"
    text = version["text"]
    if digest(text) != version["digest"]:
        sentence = say(
            "The text of version {number} is not the one that was signed.", number=number
        )
        return [Check(about, FAILS, sentence)]
    checks = [Check(about, HOLDS, say("The text of version {number} is whole.", number=number))]
    if not is_canonical(text):
        checks.append(
            Check(
                about, FAILS, say("The text of version {number} is not canonical.", number=number)
            )
        )
        return checks
    said = parsed(text)
    wanted = {
        "schema": "visavi.signed/1",
        "number": number,
        "dialogue": copy["dialogue"],
        "employee": copy["employee"],
    }
    belongs = isinstance(said, dict) and all(said.get(key) == wanted[key] for key in wanted)
    if not belongs or version["number"] != number:
        sentence = say(
            "The text of version {number} belongs to another dialogue or version.", number=number
        )
        checks.append(Check(about, FAILS, sentence))
    elif said.get("previous_version") != before:
        sentence = say("Version {number} does not follow on the one before it.", number=number)
        checks.append(Check(about, FAILS, sentence))
    return checks


def _signature(
    copy: Mapping[str, Any],
    version: Mapping[str, Any],
    signature: Mapping[str, Any],
    keys: Sequence[KnownKey],
) -> Check:
    about = f"version {version['number']}, {signature['party']}"
    names = {
        "party": signature["party"],
        "by": signature["by"],
        "number": version["number"],
        "on": signature["on"],
        "level": signature.get("level", levels.NOTED),
    }
    if not _belongs(copy, version, signature):
        template = "The signature of the {party} {by} on version {number} does not match."
        return Check(about, FAILS, say(template, **names))
    if names["level"] == levels.OWN_KEY:
        return _own_key(copy, version, signature, keys, about, names)
    template = "The {party} {by} is said to have answered to version {number} on {on} ({level})."
    return Check(about, HOLDS, say(template, **names))


def _belongs(
    copy: Mapping[str, Any], version: Mapping[str, Any], signature: Mapping[str, Any]
) -> bool:
    """Whether the signature is of this text, and by one of the two that the text names."""
    if not signature["digest"] == version["digest"] == digest(version["text"]):
        return False
    if signature.get("level", levels.NOTED) not in levels.LEVELS:
        return False
    try:
        said = parsed(version["text"])
    except InvalidInput:
        return False
    party = signature["party"]
    named = said.get(party) if party in ("employee", "conductor") else None
    return isinstance(named, str) and named == signature["by"]


def _own_key(
    copy: Mapping[str, Any],
    version: Mapping[str, Any],
    signature: Mapping[str, Any],
    keys: Sequence[KnownKey],
    about: str,
    names: dict[str, Any],
) -> Check:
    from visavi.signing.keys import fingerprint, matches
    from visavi.signing.statement import message

    key = signature.get("key", "")
    if not any(one.key == key and one.counts(signature["by"], signature["on"]) for one in keys):
        template = (
            "The signature of the {party} {by} on version {number} is by a key that is not known: "
            "it is left out of account and proves nothing."
        )
        return Check(about, UNKNOWN, say(template, **names))
    signed = _Signed(*(signature.get(name, "") for name in _Signed._fields))
    said = message(copy["dialogue"], version["number"], version["text"], signed)
    heads = audit.heads(copy["dialogue"], copy["audit"]["entries"])
    if not matches(key, signature.get("value", ""), said) or signed.head not in heads:
        template = "The signature of the {party} {by} on version {number} does not match."
        return Check(about, FAILS, say(template, **names))
    template = (
        "The {party} {by} refused to sign version {number}, and signed that with the key {key}; "
        "the day {on} is claimed."
        if signed.refused
        else "The {party} {by} signed version {number} with the key {key}; the day {on} is claimed."
    )
    return Check(about, HOLDS, say(template, **names, key=fingerprint(key)))


def _chain(copy: Mapping[str, Any]) -> list[Check]:
    entries = copy["audit"]["entries"]
    numbered = [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))
    if not numbered or audit.heads(copy["dialogue"], entries)[-1] != copy["audit"]["head"]:
        return [Check("history", FAILS, say("The history does not hang together: it was changed."))]
    checks = [
        Check(
            "history",
            HOLDS,
            say(
                "The history hangs together: {count} entries, head {head}.",
                count=len(entries),
                head=copy["audit"]["head"][:12],
            ),
        )
    ]
    read = [(entry["on"], entry["by"]) for entry in entries if entry["deed"] == "read"]
    if read != [(row["on"], row["by"]) for row in copy["readers"]]:
        checks.append(Check("readers", FAILS, say("The readers are not those of the history.")))
    return checks


def _no_witness() -> Check:
    sentence = "Whether the history was made anew or cut cannot be told without another copy."
    return Check("witness", UNKNOWN, say(sentence))


def _witness(copy: Mapping[str, Any], other: Mapping[str, Any]) -> Check:
    """Whether one of two histories goes on where the other ends."""
    if copy["dialogue"] != other["dialogue"]:
        return Check("witness", FAILS, say("The other copy is of another dialogue."))
    mine, theirs = copy["audit"]["entries"], other["audit"]["entries"]
    heads = audit.heads(copy["dialogue"], mine)
    head = audit.heads(other["dialogue"], theirs)[-1]
    if head != other["audit"]["head"]:
        return Check("witness", FAILS, say("The history of the other copy was changed."))
    if head in heads:
        added = len(mine) - len(theirs)
        sentence = "The history goes on from the other copy: {count} entries were added since."
        return Check("witness", HOLDS, say(sentence, count=added))
    if heads[-1] in audit.heads(other["dialogue"], theirs):
        sentence = "The history was cut, or is older: the other copy has {count} entries more."
        return Check("witness", FAILS, say(sentence, count=len(theirs) - len(mine)))
    sentence = "The history was made anew: it is not the one that the other copy witnesses."
    return Check("witness", FAILS, say(sentence))


def _same_versions(copy: Mapping[str, Any], other: Mapping[str, Any]) -> list[Check]:
    """Each version that both had answered to stands in this copy as it stood in the other."""
    mine = {version["number"]: version for version in copy["versions"]}
    checks = []
    for version in other["versions"]:
        number = version["number"]
        if len(version.get("signatures", ())) < 2:
            continue
        if number not in mine or mine[number]["text"] != version["text"]:
            sentence = say("Version {number} is not as in the other copy.", number=number)
            checks.append(Check(f"version {number}", FAILS, sentence))
    return checks

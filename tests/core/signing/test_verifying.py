"""A copy verifies by itself: what holds, what does not and by which name, what nobody can tell."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi import audit
from visavi.errors import InvalidInput, VisaviError
from visavi.signing.canonical import canonical, composed, digest, parsed
from visavi.signing.copies import KnownKey, read_copy, with_checksum, written
from visavi.signing.keys import OwnKey, new_key, opened
from visavi.signing.levels import LEVELS
from visavi.signing.verifying import FAILS, UNKNOWN, holds, signatures_of, verify
from visavi.usecases.activities import edit_activity
from visavi.usecases.conduct import note
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.manners import Manner
from visavi.usecases.sign import sign, supplement
from visavi.usecases.verify import verify_dialogue
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by

Copy = dict[str, Any]


def failing(copy: Copy, **more: Any) -> list[str]:
    """The sentences on what does not hold."""
    return [check.sentence for check in verify(copy, **more) if check.outcome == FAILS]


def changed(copy: Copy, *path: Any, to: Any) -> Copy:
    """A copy with one value changed by somebody who knows how checksums are made."""
    whole = json.loads(json.dumps(copy))
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to(inner[path[-1]]) if callable(to) else to
    return with_checksum(whole)


def second_version(workspace: Workspace, dialogue: str) -> Copy:
    """The copy after a supplement that both signed."""
    supplement(workspace, by("mia"), dialogue, what_changes="A later date")
    edit_activity(workspace, by("mia"), f"{dialogue}.a1", {"result": "Two courses"})
    for person in ("anna", "mia"):
        sign(workspace, by(person), dialogue)
    return export_dialogue(workspace, by("mia"), dialogue)


def test_a_copy_holds_and_says_what_it_cannot_tell(copy: Copy) -> None:
    """Without a witness the history may have been made anew."""
    checks = verify(copy)

    assert failing(copy) == []
    assert [c.about for c in checks if c.outcome == UNKNOWN] == ["witness"]
    assert read_copy(written(copy)) == copy


def test_each_signature_says_what_its_level_proves_and_what_it_does_not(copy: Copy) -> None:
    """In words, for every level that there is."""
    rows = signatures_of(copy)

    assert [(row["party"], row["level"]) for row in rows] == [
        ("conductor", "noted"),
        ("employee", "own-key"),
    ]
    assert all(row["proves"] and row["does_not_prove"] for row in rows)
    assert len({level.proves for level in LEVELS.values()}) == len(LEVELS) == 5


def test_a_copy_is_verified_without_store_or_policy(copy: Copy, tmp_path: Path) -> None:
    """In a fresh interpreter, nothing of either is loaded; cryptography is, as a key was used."""
    file = tmp_path / "copy.json"
    file.write_bytes(written(copy))
    probe = (
        "import sys; from visavi.signing.copies import read_copy; "
        "from visavi.signing.verifying import holds, verify; "
        "assert holds(verify(read_copy(open(sys.argv[1], 'rb').read()))); print(*sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", probe, str(file)], capture_output=True, text=True, check=True
    )

    loaded = done.stdout.split()
    assert "cryptography" in loaded
    assert not {"tinydb", "cattrs", "pluggy", "visavi.store.local", "visavi.policy"} & {*loaded}


def test_any_byte_of_a_copy_that_changes_is_noticed(copy: Copy) -> None:
    """Each seventh byte of the file, changed in its lowest bit: refused, or named as wrong."""
    content = written(copy)
    for at in range(0, len(content), 7):
        broken = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        try:
            found = read_copy(broken)
        except InvalidInput:
            continue
        assert found == copy or not holds(verify(found)), content[at - 20 : at + 20]


def test_a_copy_that_was_cut_is_no_copy(copy: Copy) -> None:
    """At any place."""
    content = written(copy)
    for length in range(0, len(content) - 2, 97):
        with pytest.raises(InvalidInput, match="no copy"):
            read_copy(content[:length])


def test_what_is_no_copy_is_refused_in_a_sentence() -> None:
    """Other JSON, a newer form, keys twice, endless depth, half a character."""
    for content in (b"", b"{}", b"[]", b"\xff", b'{"schema":"visavi.copy/2"}', b"[" * 100_000,
                    b'{"schema":"visavi.copy/1"}', b'{"a":1,"a":1}', b'"\\ud800"'):  # fmt: skip
        with pytest.raises(InvalidInput, match="no copy"):
            read_copy(content)


@pytest.mark.parametrize(
    ("path", "to", "named"),
    [
        (("versions", 0, "text"), lambda t: t.replace("e", "е", 1), "The text of version 1 is not"),
        (("versions", 0, "text"), lambda t: t + " ", "The text of version 1 is not"),
        (("versions", 0, "text"), lambda t: t.replace("Norwegian", "Danish"), "version 1 does not"),
        (("versions", 0, "digest"), "0" * 64, "employee anna on version 1 does not match"),
        (("versions", 0, "number"), 2, "belongs to another"),
        (("versions", 0, "signatures", 1, "on"), "2020-01-01", ""),
        (("versions", 0, "signatures", 1, "dissent"), "No", "employee anna on version 1 does not"),
        (("versions", 0, "signatures", 1, "party"), "conductor", "conductor anna on version 1"),
        (("versions", 0, "signatures", 1, "by"), "per", "employee per on version 1 does not match"),
        (("versions", 0, "signatures", 1, "value"), "AAAA", "employee anna on version 1 does not"),
        (("versions", 0, "signatures", 1, "head"), "0" * 64, "employee anna on version 1 does not"),
        (("versions", 0, "signatures", 0, "level"), "notary", "conductor mia on version 1 does"),
        (("versions", 0, "signatures", 0, "digest"), "0" * 64, "conductor mia on version 1 does"),
        (("dialogue",), "anna.zzzzzz", "belongs to another"),
        (("employee",), "per", "belongs to another"),
        (("audit", "head"), "0" * 64, "The history does not hang together"),
        (("audit", "entries", 3, "by"), "per", "The history does not hang together"),
        (("audit", "entries", 3, "on"), "2020-01-01", "The history does not hang together"),
        (("audit", "entries"), lambda e: e[1:], "The history does not hang together"),
        (("readers",), [{"on": "2026-01-01", "by": "per"}], "The readers are not"),
    ],
)  # fmt: skip
def test_a_forger_who_knows_checksums_is_found_by_name(
    copy: Copy, path: tuple[Any, ...], to: Any, named: str
) -> None:
    """A homoglyph, another word, day, person, party, entry: the sentence says what is wrong."""
    found = verify(changed(copy, *path, to=to))

    wrong = [check.sentence for check in found if check.outcome != "holds"]
    assert any(named in sentence for sentence in wrong), wrong
    if path[-1] != "on" or path[0] != "versions":
        assert any(check.outcome == FAILS for check in found)


def test_a_text_in_another_form_is_told_apart_even_if_its_digest_fits(copy: Copy) -> None:
    """Only the canonical text is one that was signed."""
    spaced = json.dumps(parsed(copy["versions"][0]["text"]))
    forged = changed(copy, "versions", 0, "text", to=spaced)
    forged = changed(forged, "versions", 0, "digest", to=digest(spaced))

    assert "The text of version 1 is not canonical." in failing(forged)


def forged_whole(copy: Copy, word: str) -> Copy:
    """All that a forger without anybody's key can do: text, digests, checksum."""
    said = parsed(copy["versions"][0]["text"])
    said["activities"][0]["what"] = word
    text = canonical(composed(said))
    forged = changed(copy, "versions", 0, "text", to=text)
    forged = changed(forged, "versions", 0, "digest", to=digest(text))
    for number in range(len(forged["versions"][0]["signatures"])):
        at = ("versions", 0, "signatures", number, "digest")
        forged = changed(forged, *at, to=digest(text))
    return forged


def test_no_forger_makes_an_own_key_signature_match(copy: Copy) -> None:
    """Even with every digest made anew."""
    assert failing(forged_whole(copy, "Work more")) == [
        "The signature of the employee anna on version 1 does not match."
    ]


def test_what_is_only_noted_can_be_forged_and_is_found_by_the_other_copy(
    uio: Workspace, dialogue: str
) -> None:
    """The honest limit of the weakest level, and what the witness is for."""
    for person in ("anna", "mia"):
        sign(uio, by(person), dialogue)
    mine = export_dialogue(uio, by("anna"), dialogue)
    forged = forged_whole(mine, "Work more")

    assert failing(forged) == []
    assert failing(forged, against=mine) == ["Version 1 is not as in the other copy."]


def test_a_key_that_is_not_known_counts_for_nothing(copy: Copy) -> None:
    """Neither for the signature nor against it; a bad one from a known key is rejected."""
    public = copy["keys"][0]["key"]
    stranger = new_key(None)[1]
    known, other = KnownKey("anna", public), KnownKey("anna", stranger)

    outcomes = {
        name: next(c.outcome for c in verify(copy, known=[key]) if "employee" in c.about)
        for name, key in (("known", known), ("other", other))
    }
    assert outcomes == {"known": "holds", "other": UNKNOWN}
    swapped = changed(copy, "versions", 0, "signatures", 1, "key", to=stranger)
    assert [c.outcome for c in verify(swapped) if "employee" in c.about] == [UNKNOWN]
    assert failing(forged_whole(copy, "Less"), known=[known])


def test_a_key_counts_on_its_days_and_for_its_person_only(copy: Copy) -> None:
    """Somebody else's key, or one registered later, is not known."""
    for name, value in (("person", "mia"), ("start", "2030-01-01"), ("end", "2020-01-01")):
        late = changed(copy, "keys", 0, name, to=value)
        assert [c.outcome for c in verify(late) if "employee" in c.about] == [UNKNOWN]


def test_a_supplement_follows_on_what_was_signed_before(uio: Workspace, signed: str) -> None:
    """Version 2 names version 1 by its digest: neither can be taken out or put in its place."""
    copy = second_version(uio, signed)

    assert failing(copy) == []
    assert failing(changed(copy, "versions", to=lambda v: v[1:]))
    assert failing(changed(copy, "versions", to=lambda v: v[::-1]))
    said = parsed(copy["versions"][1]["text"]) | {"previous_version": "0" * 64}
    forged = changed(copy, "versions", 1, "text", to=canonical(said))
    forged = changed(forged, "versions", 1, "digest", to=digest(canonical(said)))
    assert "Version 2 does not follow on the one before it." in failing(forged)


def test_the_other_copy_witnesses_that_the_history_went_on(
    uio: Workspace, signed: str, copy: Copy
) -> None:
    """A later copy goes on from it; an earlier one is cut against it."""
    later = second_version(uio, signed)

    assert failing(later, against=copy) == []
    cut = failing(copy, against=later)
    assert any("cut, or is older" in sentence for sentence in cut)


def rebuilt(copy: Copy) -> Copy:
    """The copy of an owner who made the whole chain anew after changing one entry."""
    entries = [dict(entry) for entry in copy["audit"]["entries"]]
    entries[2]["by"] = "per"
    head = audit.heads(copy["dialogue"], entries)[-1]
    return with_checksum({**copy, "audit": {"entries": entries, "head": head}})


def test_a_rebuilt_chain_holds_alone_and_fails_against_the_witness(
    uio: Workspace, dialogue: str
) -> None:
    """T26: without the other party's copy the program says that it cannot tell."""
    mine = export_dialogue(uio, by("anna"), dialogue)
    theirs = rebuilt(mine)

    assert failing(theirs) == []
    assert [c.about for c in verify(theirs) if c.outcome == UNKNOWN] == ["witness"]
    assert failing(theirs, against=mine) == [
        "The history was made anew: it is not the one that the other copy witnesses."
    ]
    assert failing(mine, against=rebuilt(mine) | {"audit": {"entries": [], "head": "0"}})
    assert failing(mine, against={**mine, "dialogue": "per.aaaaaa"})


def test_a_dialogue_in_the_store_is_verified_against_its_record_too(
    uio: Workspace, signed: str, copy: Copy
) -> None:
    """For the two; somebody who changes the file behind the program's back is found."""
    repository = uio.repository
    assert holds(verify_dialogue(repository, by("anna"), signed, against=copy)[1])
    for stranger in ("top", "otto", "hanna", None):
        with pytest.raises(VisaviError, match="no dialogue"):
            verify_dialogue(repository, by(stranger), signed)

    with repository.changing("somebody") as change:
        before = repository.dialogue(signed)
        change.put_dialogue({**before, "pay": {"discussed": True, "amount": 1}})
    wrong = [c.sentence for c in verify_dialogue(repository, by("mia"), signed)[1]
             if c.outcome == FAILS]  # fmt: skip
    assert wrong == ["The record was changed after the last entry of its history."]


def test_the_record_and_what_is_signed_of_it_agree(uio: Workspace, dialogue: str) -> None:
    """Two forms of one plan: the document's and the signed text's."""
    note(uio, by("anna"), dialogue, topic="tasks", text="Ångström")
    copy = export_dialogue(uio, by("anna"), dialogue)
    said = parsed(copy["versions"][0]["text"])
    document = uio.repository.dialogue(dialogue)

    assert said["activities"] == json.loads(json.dumps(document["plan"]["activities"]))
    assert said["topics"] == json.loads(json.dumps(document["topics"]))
    assert copy["versions"][0].get("signatures", []) == []


def test_changing_a_name_or_a_policy_leaves_a_signed_copy_as_it_was(
    uio: Workspace, signed: str, copy: Copy, key_of: Callable[[str], OwnKey]
) -> None:
    """Also when the signer takes a new key."""
    from visavi.usecases.people import edit_person

    edit_person(uio, by(None), "anna", name="Anna Nyman")
    key_of("anna")
    later = export_dialogue(uio, by("mia"), signed)

    assert later["versions"] == copy["versions"]
    assert failing(later, against=copy) == []


def test_a_signature_with_a_key_that_nobody_registered_is_refused(
    uio: Workspace, dialogue: str
) -> None:
    """And a level without what it needs."""
    stranger = opened(new_key(None)[0], None)

    for manner in (
        Manner("own-key", key=stranger),
        Manner("own-key"),
        Manner("noted", key=stranger),
        Manner("e-signed"),
        Manner("blood"),
        Manner("noted", noted_for="anna"),
        Manner("here", noted_for="anna", how="by phone"),
    ):
        with pytest.raises(InvalidInput):
            sign(uio, by("anna" if manner.key else "mia"), dialogue, manner=manner)


def test_an_institutions_signature_is_kept_as_it_came_back(uio: Workspace, dialogue: str) -> None:
    """Only the place for it: visavi does not look into it, and says so."""
    manner = Manner("e-signed", scheme="example-id", returned="AAEC")
    after = sign(uio, by("anna"), dialogue, manner=manner)
    row = signatures_of(export_dialogue(uio, by("mia"), dialogue))[0]

    assert (after.signed[0].signatures[0].value, row["level"]) == ("AAEC", "e-signed")
    assert "does not look into it" in row["does_not_prove"]


def test_the_conductor_notes_what_the_employee_confirmed_and_is_named(
    uio: Workspace, dialogue: str
) -> None:
    """Who noted it and how it was confirmed stand beside it; the employee cannot do the reverse."""
    with pytest.raises(VisaviError, match="Only the one who holds"):
        sign(uio, by("anna"), dialogue, manner=Manner("noted", noted_for="mia", how="x"))
    after = sign(uio, by("mia"), dialogue, manner=Manner("noted", noted_for="anna", how="by phone"))

    made = after.signed[0].signatures[0]
    assert (made.by, made.noted_by, made.how) == ("anna", "mia", "by phone")
    assert (after.events[-1].by, after.events[-1].on_behalf_of) == ("mia", "anna")

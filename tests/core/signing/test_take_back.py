"""A copy goes to the other party, is signed there without the store, and comes back."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from visavi.errors import Conflict, InvalidInput, NotFound, NotPermitted, OutOfOrder, VisaviError
from visavi.model.dialogues import State
from visavi.model.people import Disqualification
from visavi.signing.copies import read_copy, with_checksum, written
from visavi.signing.countersign import countersigned
from visavi.signing.keys import OwnKey, new_key, opened
from visavi.signing.verifying import holds, verify
from visavi.usecases.conduct import note
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.line import disqualify
from visavi.usecases.sign import sign
from visavi.usecases.take_back import take_back
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, talking

KeyOf = Callable[[str], OwnKey]


def test_a_copy_signed_elsewhere_completes_the_dialogue(
    uio: Workspace, dialogue: str, key_of: KeyOf
) -> None:
    """Exported by mia, signed by anna with a dissent, brought back by mia: it verifies for both."""
    key = key_of("anna")
    sign(uio, by("mia"), dialogue)
    sent = read_copy(written(export_dialogue(uio, by("mia"), dialogue)))
    returned = read_copy(written(countersigned(sent, key, "anna", str(ON), dissent="Too much.")))
    assert holds(verify(returned, against=sent))

    after = take_back(uio, by("mia"), dialogue, returned)

    assert after.state is State.SIGNED
    made = after.signed[0].signatures[1]
    assert (made.by, made.level, made.dissent) == ("anna", "own-key", "Too much.")
    assert (after.events[-1].by, after.events[-1].on_behalf_of) == ("mia", "anna")
    assert holds(verify(export_dialogue(uio, by("anna"), dialogue), against=returned))


def test_nothing_is_exported_before_there_is_something_to_sign(uio: Workspace) -> None:
    """And never to anybody but the two."""
    dialogue = talking(uio).id
    with pytest.raises(OutOfOrder):
        export_dialogue(uio, by("mia"), dialogue)


@pytest.mark.parametrize("stranger", ["top", "otto", "per", "hanna", None])
def test_a_copy_goes_to_the_two_only(uio: Workspace, signed: str, stranger: str | None) -> None:
    """For everybody else the dialogue is not there."""
    with pytest.raises(NotFound):
        export_dialogue(uio, by(stranger), signed)


def test_a_text_that_has_changed_since_is_not_signed_by_an_old_copy(
    uio: Workspace, dialogue: str, key_of: KeyOf
) -> None:
    """The copy's signature is over another text: nothing is entered."""
    key = key_of("anna")
    returned = countersigned(export_dialogue(uio, by("mia"), dialogue), key, "anna", str(ON))
    note(uio, by("mia"), dialogue, topic="tasks", text="One thing more")

    with pytest.raises(Conflict, match="not the one that was signed"):
        take_back(uio, by("mia"), dialogue, returned)


def forged(copy: dict[str, Any], **change: str) -> dict[str, Any]:
    """A returned copy whose last signature was changed."""
    whole = json.loads(json.dumps(copy))
    whole["versions"][-1]["signatures"][-1] |= change
    return with_checksum(whole)


def test_a_returned_signature_that_does_not_match_is_not_entered(
    uio: Workspace, dialogue: str, key_of: KeyOf
) -> None:
    """By another person, party, day, dissent, key, history; or by nobody's key."""
    key = key_of("anna")
    sent = export_dialogue(uio, by("mia"), dialogue)
    returned = countersigned(sent, key, "anna", str(ON))
    stranger = countersigned(sent, opened(new_key(None)[0], None), "anna", str(ON))
    before = dict(uio.repository.dialogue(dialogue))

    for copy in (
        forged(returned, by="mia", party="conductor"),
        forged(returned, party="conductor"),
        forged(returned, by="per"),
        forged(returned, dissent="No."),
        forged(returned, dissent="\x1b[2J"),
        forged(returned, on=str(ON - timedelta(days=1))),
        forged(returned, on=str(ON + timedelta(days=1))),
        forged(returned, on="soon"),
        forged(returned, value=""),
        forged(returned, key=new_key(None)[1]),
        forged(returned, head="0" * 64),
        forged(returned, level="noted"),
        {**returned, "dialogue": "anna.zzzzzz"},
        {**returned, "versions": []},
        stranger,
    ):
        with pytest.raises(InvalidInput):
            take_back(uio, by("mia"), dialogue, copy)

    assert dict(uio.repository.dialogue(dialogue)) == before


def test_a_copy_is_signed_by_its_two_once_and_only_if_it_holds(
    uio: Workspace, dialogue: str, key_of: KeyOf
) -> None:
    """Who was shown another text signs nothing."""
    key = key_of("anna")
    sent = export_dialogue(uio, by("mia"), dialogue)
    once = countersigned(sent, key, "anna", str(ON), shown=sent["versions"][0]["digest"][:12])

    with pytest.raises(OutOfOrder):
        countersigned(once, key, "anna", str(ON))
    with pytest.raises(NotPermitted):
        countersigned(sent, key, "per", str(ON))
    with pytest.raises(Conflict):
        countersigned(sent, key, "anna", str(ON), shown="0" * 12)
    with pytest.raises(InvalidInput, match="does not hold"):
        countersigned({**sent, "kind": "other"}, key, "anna", str(ON))
    both = countersigned(once, key_of("mia"), "mia", str(ON))
    with pytest.raises(OutOfOrder, match="waits"):
        countersigned(both, key, "anna", str(ON))


def test_whose_right_had_ended_cannot_sign_by_way_of_the_other(
    uio: Workspace, dialogue: str, key_of: KeyOf
) -> None:
    """A disqualified manager signs a copy at home, and the employee brings it; before that day
    it was a signature.
    """
    day = ON + timedelta(days=3)
    sent = export_dialogue(uio, by("mia"), dialogue)
    key = key_of("mia")
    barred = Disqualification("mia", "close-relation", day, replaced_by="otto")
    disqualify(uio, by("mia"), "anna", barred)
    late = countersigned(sent, key, "mia", str(day))
    with pytest.raises(NotPermitted):
        take_back(uio, by("anna", day), dialogue, late)

    in_time = countersigned(sent, key, "mia", str(ON))
    after = take_back(uio, by("anna", day), dialogue, in_time)
    assert [one.by for one in after.signed[0].signatures] == ["mia"]


def test_a_dry_run_takes_nothing_back(uio: Workspace, dialogue: str, key_of: KeyOf) -> None:
    """And exports nothing."""
    from attrs import evolve

    returned = countersigned(
        export_dialogue(uio, by("mia"), dialogue), key_of("anna"), "anna", str(ON)
    )
    before = dict(uio.repository.dialogue(dialogue))
    trying = evolve(uio, dry_run=True)
    take_back(trying, by("mia"), dialogue, returned)
    export_dialogue(trying, by("mia"), dialogue)

    assert dict(uio.repository.dialogue(dialogue)) == before
    with pytest.raises(VisaviError):
        export_dialogue(trying, by("otto"), dialogue)

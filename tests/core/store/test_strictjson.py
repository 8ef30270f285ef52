"""The bytes of a document: the same rules whichever parser does the work."""

import json
from typing import Any

import pytest
from hypothesis import given

from visavi.errors import InvalidInput, StoreDamaged
from visavi.store import strictjson
from visavi_testing.stored import UNSTORABLE, documents

WHOLE = documents.map(lambda fields: {"id": "x", **fields})


@given(WHOLE)
def test_what_was_encoded_is_json_with_a_checksum(document: dict[str, Any]) -> None:
    """Any program can read it; the last member is ours."""
    read = json.loads(strictjson.encode(document))

    assert list(read)[-1] == "crc32"
    assert {key: read[key] for key in read if key != "crc32"} == document


@given(WHOLE)
def test_the_faster_parser_gives_the_same_documents(document: dict[str, Any]) -> None:
    """It is loaded when many documents are read; what one wrote the other reads."""
    pytest.importorskip("orjson")
    slow, fast = strictjson.Json(), strictjson.Json(patience=1)
    fast.dump({"id": "first"})

    assert fast.load(slow.dump(document)) == slow.load(slow.dump(document)) == document
    assert slow.load(fast.dump(document)) == document


@pytest.mark.parametrize("what", [what for what, value in UNSTORABLE.items() if value is not None])
def test_the_faster_parser_refuses_the_same(what: str) -> None:
    """Above all what it would turn into null by itself."""
    pytest.importorskip("orjson")
    fast = strictjson.Json(patience=1)
    fast.dump({"id": "first"})

    with pytest.raises((TypeError, ValueError)):
        fast.dump({"id": "x", "value": [UNSTORABLE[what]]})


def test_a_place_for_the_checksum_is_not_to_be_taken() -> None:
    """Nor is nothing a document."""
    for document in ({"id": "x", "crc32": "00000000"}, {}):
        with pytest.raises(InvalidInput):
            strictjson.encode(document)


def test_a_checksum_that_fits_does_not_make_a_document() -> None:
    """The rest of the form is asked for as well."""
    content = strictjson.encode({"id": "x"})
    for wrong in (content[:10], b"[" + content, content + b" ", content[1:]):
        with pytest.raises(StoreDamaged):
            strictjson.decode(wrong, "place")

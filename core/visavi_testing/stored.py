"""What a store is given: everything JSON can hold, and ids and values that must be refused."""

from collections.abc import Mapping

from hypothesis import strategies as st

HOSTILE = (
    "",
    ".",
    "..",
    "../x",
    "..\\x",
    "/etc/passwd",
    "x/../../y",
    "a\x00b",
    "a\nb",
    "\x1b[31mred",
    "a" * 5000,
    "å" * 10,
    "a.",
)
"""Ids that can be no one's, dialogue's or matter's, or look like a path."""

UNSTORABLE: Mapping[str, object] = {
    "not a number": float("nan"),
    "endless": float("inf"),
    "half a character": "\ud800",
    "key that is no text": {1: "one"},
    "set": {1, 2},
    "bytes": b"raw",
    "number too large": 2**64,
    "nested without end": None,
}
"""Values that JSON cannot hold as they are."""

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)
"""What JSON holds that is not a list or a mapping."""

keys = st.text(st.characters(codec="utf-8"), max_size=20).filter(lambda key: key != "crc32")
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)
"""Anything JSON holds."""

documents = st.dictionaries(
    keys.filter(lambda key: key not in ("schema", "id", "revision")), values, max_size=6
)
"""The part of a document that is its own."""

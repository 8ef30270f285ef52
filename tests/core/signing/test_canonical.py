"""Canonical JSON by the rules of RFC 8785: one value, one text."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import InvalidInput
from visavi.signing.canonical import LARGEST, canonical, composed, is_canonical, parsed

texts = st.text(st.characters(codec="utf-8"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def keys_in_order(value: Any) -> bool:
    """Whether the keys of all mappings stand in the order of their UTF-16 code units."""
    if isinstance(value, dict):
        units = [key.encode("utf-16-be") for key in value]
        return units == sorted(units) and all(map(keys_in_order, value.values()))
    return not isinstance(value, list) or all(map(keys_in_order, value))


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a value, but for its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


@given(values)
def test_a_canonical_text_means_its_value_and_is_canonical_again(value: Any) -> None:
    """Any JSON reader gets the value back; writing that again gives the same text."""
    text = canonical(value)

    assert json.loads(text) == value
    assert canonical(parsed(text)) == text
    assert keys_in_order(json.loads(text))


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_of_writing_makes_no_difference(value: dict[str, int]) -> None:
    """Keys are sorted, whatever order they came in."""
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)


@given(values)
def test_composed_texts_have_one_form_and_plain_line_ends(value: Any) -> None:
    """Composing twice is composing once, and takes no carriage return along."""
    once = composed(value)

    assert composed(once) == once
    assert not any("\r" in text for text in texts_in(once))


@given(texts)
def test_what_looks_the_same_has_the_same_bytes(text: str) -> None:
    """Composed or decomposed letters sign alike."""
    apart = unicodedata.normalize("NFD", text)

    assert canonical(composed(apart)) == canonical(composed(unicodedata.normalize("NFC", text)))


def test_keys_are_sorted_as_the_standard_sorts_them() -> None:
    """The example of RFC 8785, section 3.2.3: beyond the basic plane comes before U+FB33."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_texts_are_escaped_as_the_standard_escapes_them() -> None:
    """The example of section 3.2.4, and every control character."""
    assert canonical("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/") == (
        '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    )
    short = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r"}
    for code in range(32):
        assert canonical(chr(code)) == f'"\\{short.get(code, f"u{code:04x}")}"'
    assert canonical("\x7f\u2028") == '"\x7f\u2028"'


@pytest.mark.parametrize(
    "value",
    [1.0, 0.1, float("nan"), float("inf"), LARGEST + 1, -LARGEST - 1, b"x", {1: 2}, {"a": {1, 2}},
     "\ud800", {"\udfff": 1}, ["x\ud83d"], object()],
    ids=ascii,
)  # fmt: skip
def test_what_has_no_one_form_is_refused(value: Any) -> None:
    """Fractions, numbers that readers round, halves of surrogate pairs, keys that are no text."""
    with pytest.raises(InvalidInput):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":1}', '{"b":1,"a":2}', '{"a": 1}', "[1.0]", "[1e3]", "[NaN]", '["\\u0041"]',
     '"e\u0301"', '"a\\r"', "[9007199254740993]", "", "[", '"\\ud800"', "[" * 100_000],
    ids=range(14),
)  # fmt: skip
def test_a_text_that_is_not_the_one_form_is_told_apart(text: str) -> None:
    """A key twice or out of order, spaces, other numbers, needless escapes, loose accents."""
    assert not is_canonical(text)


def test_the_whole_numbers_at_both_ends_are_taken() -> None:
    """2**53 - 1 either way."""
    assert is_canonical(f"[{-LARGEST},{LARGEST},0]")

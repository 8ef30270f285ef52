"""The one converter between domain objects and JSON-ready mappings: strict both ways.

A command pays for every class that it touches, so a class's hooks are built when its first value
comes by, and the slower converter that can name a place is built when something is wrong.

Nothing is coerced (``"no"`` is not true, ``"5"`` is not five), unknown keys are errors, dates are
ISO text, exact numbers are text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from attrs import fields, has
from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from visavi.errors import InvalidInput, StoreDamaged

T = TypeVar("T")


def structure(shape: type[T], mapping: Mapping[str, Any]) -> T:
    """The object that the mapping describes.

    Raises :class:`InvalidInput` naming the place and the reason; values are never repeated, they
    may be what somebody wrote.
    """
    try:
        return _converter.structure(mapping, shape)
    except (KeyError, TypeError, ValueError, AttributeError, ForbiddenExtraKeysError):
        raise _explained(shape, mapping) from None


def unstructure(value: Any) -> dict[str, Any]:
    """The object as a JSON-ready mapping; what is as it would be by default is left out."""
    mapping: dict[str, Any] = _converter.unstructure(value)
    return mapping


def from_document(shape: type[T], document: Mapping[str, Any]) -> T:
    """The object in a document of the store; keys that this version does not know are left alone.

    Raises :class:`StoreDamaged` where the document is not what its schema says.
    """
    known = _fields(shape)
    try:
        return structure(shape, {key: document[key] for key in document if key in known})
    except InvalidInput as error:
        raise StoreDamaged(
            "{schema} {id} is damaged: {reason}",
            todo="Run visavi store check.",
            schema=document.get("schema", "a document"),
            id=document.get("id", ""),
            reason=error.message,
        ) from None


def to_document(value: Any, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document of an object, under its schema; unknown keys of ``before`` are kept."""
    shape = type(value)
    known = _fields(shape)
    kept = {key: item for key, item in (before or {}).items() if key not in known}
    return {**kept, "schema": f"visavi.{shape.__name__.lower()}/1", **unstructure(value)}


def _fields(shape: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(shape))


def _explained(shape: type, mapping: Mapping[str, Any]) -> InvalidInput:
    """The error for a mapping that could not be read, with the first place that is wrong."""
    try:
        _make_converter(detailed=True).structure(mapping, shape)
    except BaseValidationError as error:
        place, reason = next(_reasons(error, ()))
        return InvalidInput(
            "{shape}: {place} {reason}.",
            shape=shape.__name__.lower(),
            place=place or "it",
            reason=reason,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return InvalidInput("{shape}: it has not the right form.", shape=shape.__name__.lower())


def _reasons(error: BaseException, path: tuple[str, ...]) -> Any:
    """Every leaf of a validation error: where it is, and why."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            steps = (_step(note) for note in getattr(inner, "__notes__", ()))
            yield from _reasons(inner, (*path, *(step for step in steps if step)))
    elif isinstance(error, KeyError):
        yield ".".join((*path, str(error.args[0]))), "is missing"
    elif "extra" in type(error).__name__.lower():
        extra = ", ".join(sorted(map(str, getattr(error, "extra_fields", ()))))
        yield ".".join(path), f"has unknown fields ({extra[:60]})"
    else:
        yield ".".join(path), "is not what it must be"


def _step(note: object) -> str:
    name = getattr(note, "name", None)
    index = getattr(note, "index", None)
    return str(name) if name is not None else "" if index is None else str(index)


def _exactly(kind: type) -> Any:
    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError
        return value

    return check


def _to_date(value: Any, _: Any) -> date:
    if type(value) is not str or len(value) != 10:
        raise ValueError
    return date.fromisoformat(value)


def _to_moment(value: Any, _: Any) -> datetime:
    if type(value) is not str:
        raise ValueError
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _to_exact(value: Any, _: Any) -> Decimal:
    if type(value) is not str or len(value) > 40:
        raise ValueError
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError from None
    if not number.is_finite():
        raise ValueError
    return number


def _to_word(value: Any, kind: Any) -> StrEnum:
    if type(value) is not str:
        raise ValueError
    word: StrEnum = kind(value)
    return word


def _make_converter(*, detailed: bool = False) -> Converter:
    converter = Converter(
        forbid_extra_keys=True, omit_if_default=True, detailed_validation=detailed
    )
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(StrEnum, _to_word)
    converter.register_unstructure_hook(StrEnum, str)
    converter.register_structure_hook(date, _to_date)
    converter.register_structure_hook(datetime, _to_moment)
    converter.register_structure_hook(Decimal, _to_exact)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(Decimal, str)
    if not detailed:
        converter.register_structure_hook_factory(has, lambda shape: _Reader(shape, converter))
        converter.register_unstructure_hook_factory(has, lambda shape: _Writer(shape, converter))
    return converter


class _Reader:
    """Structures values of one class; its hook is built for the first of them."""

    def __init__(self, shape: type, converter: Converter) -> None:
        self._shape = shape
        self._converter = converter
        self._hook: Any = None

    def __call__(self, value: Any, shape: Any) -> Any:
        if self._hook is None:
            self._hook = make_dict_structure_fn(
                self._shape,
                self._converter,
                _cattrs_forbid_extra_keys=True,
                _cattrs_detailed_validation=False,
            )
        return self._hook(value, shape)


class _Writer:
    """Unstructures values of one class; its hook is built for the first of them."""

    def __init__(self, shape: type, converter: Converter) -> None:
        self._shape = shape
        self._converter = converter
        self._hook: Any = None

    def __call__(self, value: Any) -> Any:
        if self._hook is None:
            self._hook = make_dict_unstructure_fn(
                self._shape, self._converter, _cattrs_omit_if_default=True
            )
        return self._hook(value)


_converter = _make_converter()

"""The tables of a policy as typed values, made on first use: reading a name costs no typing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

T = TypeVar("T")


class ById(Generic[T]):
    """The entries of one table by id, made when they are first asked for."""

    def __init__(self, table: str, cls: str) -> None:
        self._table = table
        self._cls = cls

    def __get__(self, policy: "Policy", owner: type["Policy"]) -> Mapping[str, T]:
        return policy.once(self._table, lambda: self._made(policy.plain))

    def _made(self, plain: Mapping[str, Any]) -> Mapping[str, T]:
        from visavi.policy import document

        cls = getattr(document, self._cls)
        made = {
            key: document.build(cls, {"id": key, **entry})
            for key, entry in plain[self._table].items()
        }
        return MappingProxyType(made)


class InOrder(Generic[T]):
    """The entries of one table in the order of the files."""

    def __init__(self, table: str, cls: str) -> None:
        self._by_id = ById[T](table, cls)
        self._key = (table, "in order")

    def __get__(self, policy: "Policy", owner: type["Policy"]) -> tuple[T, ...]:
        return policy.once(self._key, lambda: tuple(self._by_id.__get__(policy, owner).values()))

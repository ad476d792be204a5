"""Queries as values. Autotask drops a condition whose operator it does not know, and then answers with *everything*:
so an operator is a member of an enum, several conditions are joined by an explicit *and*, and nothing else is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

PER_PAGE: Final = 500
"""What one answer may hold."""
AT_ONCE: Final = 200
"""Values in one ``in``: all clients stay well under the limit of 500."""


class Is(Enum):
    """Every operator there is, spelt as the vendor spells it."""

    EQUAL = "eq"
    OTHER_THAN = "noteq"
    AFTER = "gt"
    FROM = "gte"
    BEFORE = "lt"
    UNTIL = "lte"
    BEGINS = "beginsWith"
    ENDS = "endsWith"
    CONTAINS = "contains"
    THERE = "exist"
    NOT_THERE = "notExist"
    AMONG = "in"
    NOT_AMONG = "notIn"


Value = str | int | bool | tuple[int | str, ...] | None


class Where(NamedTuple):
    """One condition on one field."""

    field: str
    operator: Is
    value: Value = None

    def wire(self) -> dict[str, Any]:
        leaf: dict[str, Any] = {"op": self.operator.value, "field": self.field}
        if self.operator in (Is.THERE, Is.NOT_THERE):
            return leaf
        return leaf | {"value": list(self.value) if isinstance(self.value, tuple) else self.value}


class AnyOf(NamedTuple):
    """One of these has to hold."""

    conditions: tuple[Condition, ...]

    def wire(self) -> dict[str, Any]:
        return {"op": "or", "items": [one.wire() for one in self.conditions]}


class AllOf(NamedTuple):
    """All of these have to hold."""

    conditions: tuple[Condition, ...]

    def wire(self) -> dict[str, Any]:
        return {"op": "and", "items": [one.wire() for one in self.conditions]}


Condition = Where | AnyOf | AllOf


def equal(field: str, value: str | int | bool) -> Where:
    return Where(field, Is.EQUAL, value)


def among(field: str, values: Iterable[int | str]) -> Where:
    """Never without values, nor with more than go into one query (``chunks``)."""
    some = tuple(values)
    if not 0 < len(some) <= AT_ONCE:
        raise ValueError(f"{len(some)} values for one query of {field}")
    return Where(field, Is.AMONG, some)


def chunks(numbers: Iterable[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    """Numbers in ascending order, each once, so many at a time."""
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def body(
    conditions: Sequence[Condition], include: Sequence[str], after: int | None = None, size: int = PER_PAGE
) -> dict[str, Any]:
    """The query as it is sent; no ``include`` means all fields. Rows come in the order of their ids: ``after`` the last
    one seen is the next page."""
    beyond = () if after is None else (Where("id", Is.AFTER, after),)
    whole = (*conditions, *beyond) or (Where("id", Is.THERE),)  # an empty filter may mean everything, or an error
    fields = {"IncludeFields": list(include)} if include else {}
    return {"MaxRecords": size, **fields, "filter": [AllOf(whole).wire()]}

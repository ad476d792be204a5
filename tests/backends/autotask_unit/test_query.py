"""The payloads of queries, to the letter: a misspelt word in them would return everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workboard.backends.autotask.query import AT_ONCE, AllOf, AnyOf, Is, Where, among, body, chunks, equal

VENDORS = {
    "eq", "noteq", "gt", "gte", "lt", "lte", "beginsWith", "endsWith", "contains", "exist", "notExist", "in", "notIn",
}  # fmt: skip


def test_the_operators_are_the_vendors_own() -> None:
    assert {one.value for one in Is} == VENDORS


def test_several_conditions_stand_in_an_explicit_and() -> None:
    conditions = (equal("assignedResourceID", 29700011), Where("status", Is.OTHER_THAN, 5))
    assert body(conditions, ("id", "title"), after=81000) == {
        "MaxRecords": 500,
        "IncludeFields": ["id", "title"],
        "filter": [
            {"op": "and", "items": [
                {"op": "eq", "field": "assignedResourceID", "value": 29700011},
                {"op": "noteq", "field": "status", "value": 5},
                {"op": "gt", "field": "id", "value": 81000},
            ]},
        ],
    }  # fmt: skip


def test_no_condition_at_all_is_said_as_every_row_that_has_an_id() -> None:
    assert body((), ("id",), size=1)["filter"] == [{"op": "and", "items": [{"op": "exist", "field": "id"}]}]


def test_groups_nest() -> None:
    either = AnyOf((equal("isActive", True), AllOf((Where("a", Is.FROM, "x"), Where("b", Is.NOT_THERE)))))
    assert either.wire() == {
        "op": "or",
        "items": [
            {"op": "eq", "field": "isActive", "value": True},
            {"op": "and", "items": [{"op": "gte", "field": "a", "value": "x"}, {"op": "notExist", "field": "b"}]},
        ],
    }


def test_a_list_of_values_is_a_list_on_the_wire() -> None:
    assert among("id", {7}).wire() == {"op": "in", "field": "id", "value": [7]}


@pytest.mark.parametrize("count", [0, AT_ONCE + 1])
def test_a_list_that_is_empty_or_too_long_is_never_sent(count: int) -> None:
    with pytest.raises(ValueError, match="values for one query"):
        among("id", range(count))


@given(some.lists(some.integers(1, 10**9), max_size=900))
def test_chunks_bring_each_number_once_in_order_and_fit(numbers: list[int]) -> None:
    parts = list(chunks(numbers))
    assert [one for part in parts for one in part] == sorted(set(numbers))
    assert all(0 < len(part) <= AT_ONCE for part in parts)


@given(some.sampled_from(sorted(Is, key=str)), some.text(min_size=1), some.integers() | some.text() | some.booleans())
def test_every_leaf_is_json_with_a_known_operator(operator: Is, field: str, value: int | str | bool) -> None:
    leaf = json.loads(json.dumps(Where(field, operator, value).wire()))
    assert leaf["op"] in VENDORS
    assert leaf["field"] == field
    assert ("value" in leaf) == (operator not in (Is.THERE, Is.NOT_THERE))

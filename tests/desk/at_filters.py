"""Autotask's filters: JSON conditions over the rows of one entity.

What is misspelt does not fail where one would wish: an unknown *operator* drops its condition and finds everything
(confidence A), an unknown *field* is a 500 (confidence A). All of it is in the chapter *Filter grammar*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from tests.desk.at_fields import OPERATORS, Entity, Field
from tests.desk.at_switches import Switches
from tests.desk.at_values import Refusal, Row, taken

MOST: Final = 500
"""OR conditions, and values of an *in* (confidence B; the text is of the older API)."""
TOO_MANY: Final = "Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions."
GROUPS: Final = ("and", "or")
Test = Callable[[Row], bool]


class Terms(NamedTuple):
    entity: Entity
    switches: Switches


def compiled(terms: Terms, conditions: Any) -> Test:
    """The top-level entries are joined by AND (confidence A)."""
    if not isinstance(conditions, list):
        raise Refusal("Value cannot be null. Parameter name: filters")  # the text of a body without one (confidence A)
    if not conditions and terms.switches.empty_filter == "error":
        raise Refusal("Invalid query syntax. The filter is empty.")  # wording unknown
    if terms.entity.name == "TicketHistory":
        _history_only(conditions)
    if len([one for one in _leaves(conditions) if one.get("udf")]) > 1:
        raise Refusal("Only one user-defined field may be queried at a time.")  # the rule A, the wording unknown
    return _all([_condition(terms, one) for one in conditions])


def _leaves(conditions: Sequence[Any]) -> list[Row]:
    found: list[Row] = []
    for one in conditions:
        if not isinstance(one, dict):
            raise Refusal("Invalid query syntax.")
        inner = one.get("items")
        found += _leaves(inner) if isinstance(inner, list) else [one]
    return found


def _history_only(conditions: list[Any]) -> None:
    """One ``ticketID eq`` and nothing else (confidence A)."""
    leaves = _leaves(conditions)
    if len(leaves) != 1 or (leaves[0].get("op"), str(leaves[0].get("field")).casefold()) != ("eq", "ticketid"):
        raise Refusal("Invalid query syntax. TicketHistory takes one condition: ticketID eq.")


def _all(tests: Sequence[Test]) -> Test:
    return lambda row: all(test(row) for test in tests)


def _condition(terms: Terms, one: Row) -> Test:
    op = _operator(str(one.get("op", "")), terms.switches)
    if op in GROUPS:
        return _group(terms, op, one.get("items"))
    if op is None:
        return lambda row: True  # silently dropped: everything is found (confidence A)
    if one.get("udf"):
        name = str(one.get("field"))
        return _leaf(Field(name, "string"), op, one.get("value"), lambda row: _udf(row, name), terms)
    field = _field(terms, str(one.get("field")))
    return _leaf(field, op, one.get("value"), lambda row: row[field.name], terms)


def _operator(written: str, switches: Switches) -> str | None:
    """In the vendor's spelling; in any case too, probably (confidence C)."""
    known = (*OPERATORS, *GROUPS)
    if switches.operator_case == "any":
        return next((one for one in known if one.casefold() == written.casefold()), None)
    return written if written in known else None


def _group(terms: Terms, op: str, items: Any) -> Test:
    if not isinstance(items, list):
        raise Refusal("Invalid query syntax.")
    tests = [_condition(terms, one) for one in items]
    if op == "and":
        return _all(tests)
    if len(tests) > MOST:
        raise Refusal(TOO_MANY)
    return lambda row: any(test(row) for test in tests)


def _field(terms: Terms, name: str) -> Field:
    """Names in any case (confidence A); an unknown one is an error, and so is one that cannot be queried (B)."""
    found = terms.entity.field(name)
    if found is None:
        raise Refusal(f"Unable to find {name} in the {terms.entity.single} Entity.")
    if not (found.queryable or terms.entity.name == "TicketHistory" or _opened(terms, found)) or _shut(terms, found):
        raise Refusal(f"The field {found.name} of the {terms.entity.single} Entity cannot be queried.")
    return found


def _opened(terms: Terms, field: Field) -> bool:
    return field.name == "lastActivityPersonType" and terms.switches.person_type_filter == "works"


def _shut(terms: Terms, field: Field) -> bool:
    place = (terms.entity.name, field.name)
    if place == ("TicketNotes", "createdByContactID"):
        return terms.switches.note_contact_filter == "error"
    return place == ("ResourceDailyAvailabilities", "weeklyBillableHoursGoal") and terms.switches.goals == "off"


def _udf(row: Row, name: str) -> str | None:
    return next((one["value"] for one in row.get("userDefinedFields", ()) if one["name"] == name), None)


def _leaf(field: Field, op: str, value: Any, get: Callable[[Row], Any], terms: Terms) -> Test:
    if op in ("exist", "notExist"):
        return lambda row: (get(row) is None) == (op == "notExist")
    if op in ("in", "notIn"):
        values = {_key(one) for one in _values(field, value)}
        return lambda row: (_key(get(row)) in values) == (op == "in")
    (wanted,) = _values(field, [value])
    wanted, nulls = _key(wanted), op == "noteq" and terms.switches.noteq_null == "found"

    def test(row: Row) -> bool:
        there = _key(get(row))
        return nulls if there is None else COMPARED[op](there, wanted)

    return test


def _values(field: Field, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refusal("Invalid query syntax. A list of values is needed.")
    if len(value) > MOST:
        raise Refusal(TOO_MANY)
    try:
        return [taken(field, one) for one in value]
    except (ValueError, OverflowError):
        raise Refusal(f"Invalid query syntax. The value does not fit {field.name}.") from None


def _key(value: Any) -> Any:
    """Texts compare in any case, probably (confidence D)."""
    return value.casefold() if isinstance(value, str) else value


COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda a, b: a == b,
    "noteq": lambda a, b: a != b,
    "gt": lambda a, b: b is not None and a > b,
    "gte": lambda a, b: b is not None and a >= b,
    "lt": lambda a, b: b is not None and a < b,
    "lte": lambda a, b: b is not None and a <= b,
    "beginsWith": lambda a, b: str(a).startswith(str(b)),
    "endsWith": lambda a, b: str(a).endswith(str(b)),
    "contains": lambda a, b: str(b) in str(a),
}

"""What stands in the bodies of requests to Autotask: searches and writes, held against the tables of fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from tests.desk.at_fields import IMPERSONATED, OPERATORS, Entity, Field
from tests.desk.at_query import PAGE
from tests.desk.at_values import NUMBERS
from tests.desk.wire import Request

SEARCH_KEYS: Final = {"filter", "MaxRecords", "IncludeFields"}
_UTC: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_WHOLE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z?")


# --- searches ---------------------------------------------------------------------------------------


def searched(request: Request, found: Entity) -> Iterator[str]:
    search = _object(request.first("search") if request.method == "GET" else request.body)
    if search is None:
        yield "no search that could be read"
        return
    yield from (f"unknown key {key}" for key in search.keys() - SEARCH_KEYS)
    size = search.get("MaxRecords", PAGE)
    if not isinstance(size, int) or not 1 <= size <= PAGE:
        yield f"a page of {size}"
    yield from _included(search.get("IncludeFields"), found)
    conditions = search.get("filter")
    if not isinstance(conditions, list) or not conditions:
        yield "no filter"
        return
    for one in conditions:
        yield from _condition(one, found)


def _included(names: Any, found: Entity) -> Iterator[str]:
    if names is None:
        return
    yield from (f"unknown field {name} included" for name in names if name not in found.fields)
    if "id" not in names:
        yield "fields included without id"


def _condition(one: Any, found: Entity) -> Iterator[str]:
    if not isinstance(one, dict):
        yield f"no condition: {one!r}"
        return
    op, items = one.get("op"), one.get("items")
    if op in ("and", "or"):
        if not items or one.keys() - {"op", "items"}:
            yield f"a group of nothing, or of something else: {one!r}"
        for inner in items or ():
            yield from _condition(inner, found)
    elif op not in OPERATORS:
        yield f"unknown operator {op!r}, which finds everything"
    elif not one.get("udf"):
        yield from _leaf(one, str(op), found.fields.get(str(one.get("field"))))


def _leaf(one: dict[str, Any], op: str, field: Field | None) -> Iterator[str]:
    if field is None or one.keys() - {"op", "field", "value"}:
        yield f"unknown field or key: {one!r}"
        return
    if not field.queryable:
        yield f"{field.name} cannot be queried"
    if op in ("exist", "notExist"):
        if "value" in one:
            yield f"{op} takes no value"
        return
    many = op in ("in", "notIn")
    values = one.get("value") if many else [one.get("value")]
    if not isinstance(values, list) or not 0 < len(values) <= PAGE:
        yield f"{op} needs 1 to {PAGE} values: {one!r}"
        return
    yield from (f"{value!r} is no {field.type} ({field.name})" for value in values if not _fits(field, value, _UTC))


# --- writes -----------------------------------------------------------------------------------------


def written(request: Request, found: Entity, parent: int | None) -> Iterator[str]:
    verb = {"POST": "create", "PATCH": "update"}.get(request.method)
    if verb is None:
        yield "a replacement makes null of all that is not named"
    elif verb not in found.can or (found.parent is not None and parent is None):
        yield f"{found.name} cannot be written like this"
    if "impersonationresourceid" in request.headers and (verb != "create" or found.name not in IMPERSONATED):
        yield "impersonation where there is none"
    body = _object(request.body)
    if body is None:
        yield "no object"
        return
    yield from _whole(found, body, verb, parent)
    for name, value in body.items():
        yield from _set(name, value, found, verb)


def _whole(found: Entity, body: dict[str, Any], verb: str | None, parent: int | None) -> Iterator[str]:
    if verb == "update" and (not isinstance(body.get("id"), int) or len(body) < 2):
        yield "an update needs an id and a change"
    if verb == "create":
        missing = [one.name for one in found.fields.values() if one.required and body.get(one.name) in (None, "")]
        yield from (f"without {name}, which is required" for name in missing)
        if found.parent is not None and body.get(found.parent.field) != parent:
            yield f"{found.parent.field} is not the parent's id once more"


def _set(name: str, value: Any, found: Entity, verb: str | None) -> Iterator[str]:
    if name == "userDefinedFields" or (name == "id" and (verb == "update" or value == 0)):
        return
    field = found.fields.get(name)
    if field is None:
        yield f"unknown field {name}"
    elif field.read_only:
        yield f"{name} is read-only, and would be ignored"
    elif value is not None and not _fits(field, value, _WHOLE):
        yield f"{value!r} is no {field.type} ({name})"
    elif field.length and len(str(value)) > field.length:
        yield f"{name} is longer than {field.length}"


def _fits(field: Field, value: Any, instants: re.Pattern[str]) -> bool:
    if field.type == "boolean":
        return isinstance(value, bool)
    if field.type in ("double", "decimal"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if field.type in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    pattern = {"datetime": instants, "date": _MIDNIGHT}.get(field.type)
    return isinstance(value, str) and (pattern is None or bool(pattern.fullmatch(value)))


def _object(text: str | bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None

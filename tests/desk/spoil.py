"""Answers that are JSON and yet not what was promised. A list is an object with its rows in ``items``; where a vendor
wraps a single row too, it stands in ``item``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def wrong_types(data: Any) -> Any:
    """Every value deep inside becomes a list of itself; what holds the rows stays, so that rows are met."""
    return _spoilt(data, lambda row: {key: [value] for key, value in row.items()}, {"odd": data})


def missing_fields(data: Any) -> Any:
    """Rows with nothing but a number; a single object with nothing at all."""
    if _is_list(data):
        return _spoilt(data, lambda row: {"id": row.get("id")}, data)
    return _spoilt(data, lambda row: {}, data)


def without_ids(data: Any) -> Any:
    return _spoilt(data, lambda row: {key: value for key, value in row.items() if key != "id"}, data)


def twice(data: Any) -> Any:
    """Each row two times, as when pages overlap."""
    if _is_list(data):
        return data | {"items": [row for row in data["items"] for _ in range(2)]}
    return data


def full_page(data: Any) -> Any:
    """The same rows over and over until the page is full, so that there is always one more."""
    if not _is_list(data):
        return data
    rows = data["items"] or [{"id": "1", "type": "odd", "TransactionId": "1"}]
    if "pageDetails" in data:
        return data | {"items": (rows * 500)[:500], "pageDetails": data["pageDetails"] | {"count": 500}}
    return data | {"items": (rows * 100)[:100], "total": 1_000_000, "count": 100, "next_page": "?page=2"}


def _is_list(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("items"), list)


def _spoilt(data: Any, change: Callable[[dict[str, Any]], Any], otherwise: Any) -> Any:
    """Each row changed, or the single object; ``otherwise`` for what is neither."""
    if _is_list(data):
        return data | {"items": [change(row) for row in data["items"] if isinstance(row, dict)]}
    if isinstance(data, dict) and isinstance(data.get("item"), dict):
        return data | {"item": change(data["item"])}
    return change(data) if isinstance(data, dict) else otherwise

"""Answers that are JSON and yet not what was promised. A list is an object with its rows in ``items``."""

from __future__ import annotations

from typing import Any


def wrong_types(data: Any) -> Any:
    """Every value deep inside becomes a list of itself; what holds the rows stays, so that rows are met."""
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        return data | {"items": [wrong_types(row) for row in data["items"]]}
    return {key: [value] for key, value in data.items()} if isinstance(data, dict) else {"odd": data}


def missing_fields(data: Any) -> Any:
    """Rows with nothing but a number; a single object with nothing at all."""
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        return data | {"items": [{"id": row.get("id")} if isinstance(row, dict) else row for row in data["items"]]}
    return {} if isinstance(data, dict) else data


def without_ids(data: Any) -> Any:
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        rows = data["items"]
        return data | {"items": [{k: v for k, v in row.items() if k != "id"} for row in rows if isinstance(row, dict)]}
    return {key: value for key, value in data.items() if key != "id"} if isinstance(data, dict) else data


def twice(data: Any) -> Any:
    """Each row two times, as when pages overlap."""
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        return data | {"items": [row for row in data["items"] for _ in range(2)]}
    return data


def full_page(data: Any) -> Any:
    """The same rows over and over until the page is full, so that there is always one more."""
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        rows = data["items"] or [{"id": "1", "type": "odd", "TransactionId": "1"}]
        return data | {"items": (rows * 100)[:100], "total": 1_000_000, "count": 100, "next_page": "?page=2"}
    return data

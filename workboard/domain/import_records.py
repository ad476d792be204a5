"""The records of an export, each with its line: CSV with a header line, or a JSON list of objects."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from workboard.domain.errors import UsageError
from workboard.domain.text import safe

MOST_ROWS: Final = 200_000
MOST_LINES: Final = 2_000
"""a quoted text longer than this is a quote that was never closed"""


class Rejected(NamedTuple):
    """``line`` counts from 1 (in JSON: the record); ``column`` is the field's name where one is to blame."""

    line: int
    column: str | None
    why: str


class Record(NamedTuple):
    line: int
    values: dict[str, str]


def records(text: str, spoiled: list[Rejected]) -> tuple[list[str], list[Record]]:
    """The names of the columns and all that can be read; what cannot goes to ``spoiled``. ``UsageError`` when it is
    neither CSV nor JSON, or too much."""
    return _json(text, spoiled) if text.lstrip()[:1] in ("[", "{") else _csv(text, spoiled)


def _json(text: str, spoiled: list[Rejected]) -> tuple[list[str], list[Record]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the file is not JSON that can be read ({safe(str(error))[:80]})") from None
    items = value if isinstance(value, list) else _list_inside(value)
    columns: dict[str, None] = {}
    records: list[Record] = []
    for at, item in enumerate(items[: MOST_ROWS + 1], start=1):
        if isinstance(item, dict):
            values = {str(key): _text(inner) for key, inner in item.items()}
            columns |= dict.fromkeys(values)
            records.append(Record(at, values))
        else:
            spoiled.append(Rejected(at, None, "is not an object"))
    return list(columns), _limited(records)


def _list_inside(value: dict[str, Any]) -> list[Any]:
    """``{"tickets": […]}`` under any name: the longest list there is."""
    lists = [inner for inner in value.values() if isinstance(inner, list)]
    if not lists:
        raise UsageError("the file holds no list of tickets: wanted is [{…}, …]")
    return max(lists, key=len)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return next((str(value[key]) for key in ("name", "title", "value") if value.get(key)), "")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(value)


def _csv(text: str, spoiled: list[Rejected]) -> tuple[list[str], list[Record]]:
    """Lines are counted as an editor counts them. A quote that is never closed costs its own line only."""
    csv.field_size_limit(1 << 24)
    lines = text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if at is None:
        raise UsageError("the file is empty")
    mark = max(",;\t|", key=lines[at].count)
    header, at = _record(lines, at, mark)
    columns = [name.strip() for name in header]
    records: list[Record] = []
    while at < len(lines):
        cells, after = _record(lines, at, mark)
        if after > at + 1 and len(cells) != len(columns):
            spoiled.append(Rejected(at + 1, None, "a quote is opened here and not closed"))
            after = at + 1
        elif any(cell.strip() for cell in cells[len(columns) :]):
            spoiled.append(Rejected(at + 1, None, f"has {len(cells)} fields, the header {len(columns)}"))
        elif any(cell.strip() for cell in cells):
            records.append(Record(at + 1, dict(zip(columns, cells, strict=False))))
        at = after
    return columns, _limited(records)


def _record(lines: Sequence[str], at: int, mark: str) -> tuple[list[str], int]:
    """The cells of the record that begins at a line, and the line after it."""
    if '"' not in lines[at]:
        return lines[at].split(mark), at + 1
    reader = csv.reader((f"{line}\n" for line in lines[at : at + MOST_LINES]), delimiter=mark)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return [], at + 2  # told as an unclosed quote
    return cells, at + reader.line_num


def _limited(records: list[Record]) -> list[Record]:
    if len(records) > MOST_ROWS:
        raise UsageError(f"the file has more than {MOST_ROWS} tickets: import it in parts")
    return records

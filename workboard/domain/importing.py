"""Tickets from another system's export: which column is what, and each row read on its own. Pure.

CSV with a header line, or a JSON list of objects. Column names of several help desks are known; ``--map``
names the rest. A row that cannot be read is rejected with its line, its field and the reason; the others come
through untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from workboard.domain.import_columns import DATES, mapping
from workboard.domain.import_dates import DayFirst, day_order
from workboard.domain.import_records import Record, Rejected, records
from workboard.domain.import_rows import Row, Spoiled, row_of
from workboard.domain.text import clean


class Read(NamedTuple):
    """``read`` is how many records there were; ``columns`` which column became which field."""

    read: int
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]
    columns: tuple[tuple[str, str], ...]


def parse(text: str, maps: Mapping[str, str], zone: str, dates: DayFirst | None = None) -> Read:
    """The whole export. ``UsageError`` when it is neither CSV nor JSON, or no column holds the title."""
    spoiled: list[Rejected] = []
    columns, kept = records(text, spoiled)
    fields = mapping(columns, maps)
    order = {name: dates or day_order(one.values.get(name, "") for one in _renamed(kept, fields)) for name in DATES}
    rows: list[Row] = []
    for record in _renamed(kept, fields):
        try:
            rows.append(row_of(record, zone, order))
        except Spoiled as bad:
            spoiled.append(Rejected(record.line, *bad.rejected))
    rejected = tuple(sorted(spoiled, key=lambda one: one.line))
    return Read(len(rows) + len(rejected), tuple(rows), rejected, tuple(fields.items()))


def _renamed(kept: Iterable[Record], fields: Mapping[str, str]) -> Iterator[Record]:
    for record in kept:
        named = {field: clean(record.values.get(column, "")).strip() for column, field in fields.items()}
        yield Record(record.line, named)

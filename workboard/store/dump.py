"""The file as plain values, table by table: whatever is stored is in it, also what a later step adds, but for numbers
of colleagues. What one person booked and finished is that person's; a backup has it all and stays here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from workboard.domain.ticket import Ticket
from workboard.store import rows
from workboard.store.database import Reader, Row
from workboard.store.schema import FOR_THE_TEAM
from workboard.store.trouble import told

_NOT_MINE: Final = {
    "time_entry": "person_id NOT IN ('', :me)",
    "done_event": "person_id NOT IN ('', :me)",
    "message": f"author_id IS NOT :me AND {FOR_THE_TEAM}",
}
"""rows that are left out: a colleague's minutes, closures, and sums on the team ticket"""
_BLANKED: Final = {
    ("message", "minutes"): "author_id IS NOT :me",
    ("activity", "estimate_minutes"): "owner_id IS NOT NULL AND owner_id <> :me",
    ("quarantine", "raw"): "TRUE",
}
"""cells that are ``None`` in a row that stays; what could not be read may be anybody's booked time"""


@contextmanager
def one_moment(reader: Reader) -> Iterator[Reader]:
    """Everything read inside is of one and the same moment, whatever others write meanwhile."""
    reader.connection.execute("BEGIN")
    try:
        yield reader
    finally:
        reader.connection.execute("ROLLBACK")


def tables(reader: Reader) -> list[str]:
    """The tables of our own, by name; not those an index for searching keeps its words in."""
    found = reader.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' ORDER BY name"
    )
    return [row[0] for row in found]


def table(reader: Reader, name: str, me: str) -> Iterator[dict[str, Any]]:
    """Every row of one of ``tables`` as column → value, without numbers of anybody but ``me`` (a person's id)."""
    names = [row[0] for row in reader.all("SELECT name FROM pragma_table_info(?)", (name,))]
    listed = ", ".join(_cell(name, column) for column in names)
    found = _each(reader, f'SELECT {listed} FROM "{name}" WHERE NOT ({_NOT_MINE.get(name, "FALSE")})', {"me": me})
    return (dict(zip(names, row, strict=True)) for row in found)


def _cell(name: str, column: str) -> str:
    blank = _BLANKED.get((name, column))
    return f'"{column}"' if blank is None else f'CASE WHEN {blank} THEN NULL ELSE "{column}" END'


def tickets(reader: Reader) -> Iterator[Ticket]:
    """Every ticket as the remote told it, in the order in which they were opened."""
    found = _each(reader, f"SELECT {rows.columns(Ticket)} FROM ticket ORDER BY created_at, id")
    return (rows.ticket(row) for row in found)


def _each(reader: Reader, sql: str, values: tuple[()] | dict[str, str] = ()) -> Iterator[Row]:
    """Row by row: a table may be larger than the memory."""
    try:
        yield from reader.connection.execute(sql, values)
    except sqlite3.Error as error:
        raise told(reader.connection, error) from None


def first_words(reader: Reader, ticket_id: str) -> str | None:
    """What the ticket was opened with."""
    found: str | None = reader.value(
        "SELECT body FROM message WHERE ticket_id = ? AND origin = 'create' ORDER BY at, id LIMIT 1", (ticket_id,)
    )
    return found


def people(reader: Reader) -> dict[str, str]:
    """Id → name of everybody known."""
    return dict(reader.all("SELECT id, name FROM person"))

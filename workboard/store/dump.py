"""The whole file as plain values, table by table: whatever is stored is in it, also what a later step adds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workboard.domain.ticket import Ticket
from workboard.store import rows
from workboard.store.connection import told
from workboard.store.database import Reader, Row


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


def table(reader: Reader, name: str) -> Iterator[dict[str, Any]]:
    """Every row of one of ``tables`` as column → value."""
    names = [row[0] for row in reader.all("SELECT name FROM pragma_table_info(?)", (name,))]
    listed = ", ".join(f'"{column}"' for column in names)
    return (dict(zip(names, row, strict=True)) for row in _each(reader, f'SELECT {listed} FROM "{name}"'))


def tickets(reader: Reader) -> Iterator[Ticket]:
    """Every ticket as the remote told it, in the order in which they were opened."""
    found = _each(reader, f"SELECT {rows.columns(Ticket)} FROM ticket ORDER BY created_at, id")
    return (rows.ticket(row) for row in found)


def _each(reader: Reader, sql: str) -> Iterator[Row]:
    """Row by row: a table may be larger than the memory."""
    try:
        yield from reader.connection.execute(sql)
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

"""Rows and domain values, one to one: a value's fields are the table's columns, in order."""

from __future__ import annotations

from workboard.domain.activity import Activity, Work
from workboard.domain.people import Person
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry
from workboard.domain.typed import Final
from workboard.store.database import Row

TABLE_OF: Final[dict[type, str]] = {
    Ticket: "ticket",
    StatusSpan: "status_span",
    Message: "message",
    Activity: "activity",
    TimeEntry: "time_entry",
    DoneEvent: "done_event",
    Person: "person",
}
_URGENT: Final = Ticket._fields.index("urgent")
_FIXED: Final = Activity._fields.index("fixed")


def columns(kind: type, alias: str = "") -> str:
    """``t.id, t.number, …`` for a SELECT whose rows become ``kind`` values."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + name for name in kind._fields)  # type: ignore[attr-defined]


def ticket(row: Row) -> Ticket:
    return Ticket._make((*row[:_URGENT], bool(row[_URGENT]), *row[_URGENT + 1 :]))


def activity(row: Row) -> Activity:
    return Activity._make((*row[:_FIXED], bool(row[_FIXED]), *row[_FIXED + 1 :]))


def message(row: Row) -> Message:
    return Message(*row)


def span(row: Row) -> StatusSpan:
    return StatusSpan(*row)


def work(row: Row) -> Work:
    return Work(*row)


def upsert(kind: type) -> str:
    """The statement that stores a ``kind`` value over an older one of the same key."""
    table, names = TABLE_OF[kind], kind._fields  # type: ignore[attr-defined]
    marks = ", ".join("?" for _ in names)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changes}"

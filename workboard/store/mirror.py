"""Server truth: what the remote told us. Written only from its answers, never from a wish."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from workboard.domain.activity import Activity
from workboard.domain.people import Person
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry
from workboard.domain.typed import Final, NamedTuple
from workboard.store import rows
from workboard.store.database import Reader, Row, Transaction

_CHUNK = 500  # SQLite allows 999 parameters everywhere


class Facts(NamedTuple):
    """What one merge writes, decided beforehand in ``sync/plan.py``."""

    tickets: tuple[Ticket, ...] = ()
    spans: tuple[StatusSpan, ...] = ()
    """replace all stretches of the tickets they name"""
    messages: tuple[Message, ...] = ()
    activities: tuple[Activity, ...] = ()
    vanished_activities: tuple[str, ...] = ()
    time_entries: tuple[TimeEntry, ...] = ()
    done_events: tuple[DoneEvent, ...] = ()
    people: tuple[Person, ...] = ()
    presence: tuple[tuple[str, str], ...] = ()
    """(ticket id, *left* or *gone*)"""


def chunks(items: Iterable[str]) -> Iterable[Sequence[str]]:
    """Lists short enough for one statement's parameters."""
    listed = list(dict.fromkeys(items))
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))


def marks(items: Sequence[str]) -> str:
    """A place for each of them in a statement."""
    return ", ".join("?" for _ in items)


def tickets(reader: Reader, ids: Iterable[str]) -> dict[str, Ticket]:
    return {row[0]: rows.ticket(row) for row in _rows(reader, Ticket, ids)}


def activities_of(reader: Reader, ticket_ids: Iterable[str]) -> dict[str, Activity]:
    """All activities of these tickets, by id."""
    found = (
        reader.all(f"SELECT {rows.columns(Activity)} FROM activity WHERE ticket_id IN ({marks(part)})", part)
        for part in chunks(ticket_ids)
    )
    return {row[0]: rows.activity(row) for part in found for row in part}


def mine(reader: Reader) -> frozenset[str]:
    """Ids of the tickets mirrored as mine and not closed."""
    found = reader.all("SELECT id FROM ticket WHERE presence = 'mine' AND category NOT IN ('done', 'gone')")
    return frozenset(row[0] for row in found)


def thread(reader: Reader, ticket_id: str) -> list[Message]:
    """All messages of a ticket, oldest first."""
    sql = f"SELECT {rows.columns(Message)} FROM message WHERE ticket_id = ? ORDER BY at, id"
    return [rows.message(row) for row in reader.all(sql, (ticket_id,))]


def spans(reader: Reader, ticket_id: str) -> list[StatusSpan]:
    sql = f"SELECT {rows.columns(StatusSpan)} FROM status_span WHERE ticket_id = ? ORDER BY from_at, until_at IS NULL"
    return [rows.span(row) for row in reader.all(sql, (ticket_id,))]


def spans_of(reader: Reader, ticket_ids: Iterable[str]) -> dict[str, set[StatusSpan]]:
    """Stretches of these tickets, to see whether anything is new."""
    found: dict[str, set[StatusSpan]] = {}
    for part in chunks(ticket_ids):
        sql = f"SELECT {rows.columns(StatusSpan)} FROM status_span WHERE ticket_id IN ({marks(part)})"
        for row in reader.all(sql, part):
            found.setdefault(row[0], set()).add(rows.span(row))
    return found


def messages(reader: Reader, ids: Iterable[str]) -> dict[str, Message]:
    return {row[0]: rows.message(row) for row in _rows(reader, Message, ids)}


def time_entries(reader: Reader, ids: Iterable[str]) -> dict[str, TimeEntry]:
    return {row[0]: TimeEntry(*row) for row in _rows(reader, TimeEntry, ids)}


def done_events(reader: Reader, ids: Iterable[str]) -> dict[str, DoneEvent]:
    return {row[0]: DoneEvent(*row) for row in _rows(reader, DoneEvent, ids)}


def people(reader: Reader, ids: Iterable[str]) -> dict[str, Person]:
    return {row[0]: Person(*row) for row in _rows(reader, Person, ids)}


def existing(reader: Reader, table: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids a table already holds."""
    found = (reader.all(f"SELECT id FROM {table} WHERE id IN ({marks(part)})", part) for part in chunks(ids))
    return {row[0] for part in found for row in part}


def _rows(reader: Reader, kind: type, ids: Iterable[str]) -> Iterable[Row]:
    """The rows with these ids of a kind of value."""
    for part in chunks(ids):
        sql = f"SELECT {rows.columns(kind)} FROM {rows.TABLE_OF[kind]} WHERE id IN ({marks(part)})"
        yield from reader.all(sql, part)


def notes_by(reader: Reader, person_id: str, since_at: int) -> list[Message]:
    sql = f"SELECT {rows.columns(Message)} FROM message WHERE author_id = ? AND at >= ? ORDER BY at, id"
    return [rows.message(row) for row in reader.all(sql, (person_id, since_at))]


def highest_number(reader: Reader) -> int:
    """Greatest plain integer among the ticket numbers."""
    found = reader.value("SELECT max(CAST(number AS INTEGER)) FROM ticket WHERE number GLOB '[0-9]*'")
    return int(found or 0)


def person_by_mail(reader: Reader, mail: str) -> Person | None:
    row = reader.one(f"SELECT {rows.columns(Person)} FROM person WHERE mail = ? COLLATE NOCASE", (mail,))
    return None if row is None else Person(*row)


UNFIT: Final = (OverflowError, ValueError, sqlite3.IntegrityError)
"""What a row that no table takes makes of itself: a number beyond 64 bits, a broken letter, a broken rule."""
_SPAN: Final = "INSERT OR REPLACE INTO status_span (ticket_id, category, from_at, until_at) VALUES (?, ?, ?, ?)"


def unfit(transaction: Transaction, values: Iterable[NamedTuple]) -> list[tuple[NamedTuple, str]]:
    """Which of these values no table takes, and why. Each is tried alone and taken back: nothing is written."""
    found = []
    for one in values:
        transaction.run("SAVEPOINT fitting")
        try:
            transaction.run(_SPAN if isinstance(one, StatusSpan) else rows.upsert(type(one)), one)
        except UNFIT as error:
            found.append((one, str(error)))
        finally:
            transaction.run("ROLLBACK TO fitting")
            transaction.run("RELEASE fitting")
    return found


def store(transaction: Transaction, facts: Facts) -> None:
    """Write it all; values equal to what is stored were left out by the plan."""
    for kind, values in (
        (Ticket, facts.tickets),
        (Message, facts.messages),
        (Activity, facts.activities),
        (TimeEntry, facts.time_entries),
        (DoneEvent, facts.done_events),
        (Person, facts.people),
    ):
        if values:
            transaction.many(rows.upsert(kind), values)
    _replace_spans(transaction, facts.spans)
    transaction.many("DELETE FROM activity WHERE id = ?", [(one,) for one in facts.vanished_activities])
    transaction.many("UPDATE ticket SET presence = ? WHERE id = ?", [(what, one) for one, what in facts.presence])
    _touch(transaction, facts)


def _replace_spans(transaction: Transaction, new: tuple[StatusSpan, ...]) -> None:
    named = {one.ticket_id for one in new}
    transaction.many("DELETE FROM status_span WHERE ticket_id = ?", [(one,) for one in named])
    transaction.many(_SPAN, new)


def _touch(transaction: Transaction, facts: Facts) -> None:
    if facts.tickets or facts.presence or facts.spans:
        transaction.touch("tickets", "replies")
    if facts.activities or facts.vanished_activities:
        transaction.touch("activities")
    if facts.messages:
        transaction.touch("messages", "replies")
    if facts.time_entries or facts.done_events:
        transaction.touch("progress")


def forget_all(transaction: Transaction) -> None:
    """Empty the mirror before a full resync; wishes, drafts and the own log stay."""
    for table in ("ticket", "status_span", "message", "activity", "time_entry", "person", "company", "missing"):
        transaction.run(f"DELETE FROM {table}")
    transaction.run("DELETE FROM done_event WHERE id NOT LIKE 'local:%'")
    transaction.touch("tickets", "activities", "messages", "replies", "progress")

"""Small values to fill a database with: one account ``desk``, and I am person ``7``."""

from __future__ import annotations

from itertools import count

from workboard.domain.activity import Activity
from workboard.domain.intent import AddNote, Intent
from workboard.domain.marks import ulid
from workboard.domain.note_lines import format_marker, read
from workboard.domain.ticket import Message, Ticket
from workboard.store import account, entries, mirror, outbox
from workboard.store.account import Account
from workboard.store.database import Database, Transaction
from workboard.store.entries import Entry, Wish
from workboard.store.mirror import Facts

NOW = 1_795_516_920_000
"""Tuesday 2026-11-24 10:42 UTC"""
MINUTE = 60_000
HOUR = 60 * MINUTE
ME = "7"
_serial = count(1)


def ticket(number: str = "101", **changes: object) -> Ticket:
    """Mine, open, since an hour."""
    plain = Ticket(
        id=f"desk:ticket:{number}",
        number=number,
        title=f"Ticket {number}",
        status="open",
        category="open",
        owner_id=ME,
        company="Alder",
        contact_name="Ruth Osei",
        created_at=NOW - HOUR,
        updated_at=NOW - HOUR,
        presence="mine",
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def reminder(number: str = "51", ticket_number: str = "101", **changes: object) -> Activity:
    plain = Activity(
        f"desk:reminder:{number}", "reminder", f"desk:ticket:{ticket_number}", ME, "Call Ruth", NOW - MINUTE, 15
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def message(
    name: str, body: str, ticket_number: str = "101", *, at: int = NOW - 30 * MINUTE, client: bool = False,
    public: bool | None = None, marker: str | None = None,
) -> Message:  # fmt: skip
    """From the client (public) or from me (internal unless said)."""
    public = client if public is None else public
    return Message(
        f"desk:message:{name}",
        f"desk:ticket:{ticket_number}",
        at,
        "c1" if client else ME,
        "Ruth Osei" if client else "Dana",
        "client" if client else "staff",
        "public" if public else "internal",
        "reply" if public else "note",
        body,
        marker=marker,
        next_step=None if public else read(body).next_step,
    )


def put(database: Database, *values: Ticket | Message | Activity) -> None:
    """Into the mirror, as a page would."""
    facts = Facts(
        tickets=tuple(one for one in values if isinstance(one, Ticket)),
        messages=tuple(one for one in values if isinstance(one, Message)),
        activities=tuple(one for one in values if isinstance(one, Activity)),
    )
    database.write(lambda tx: mirror.store(tx, facts))


def sign_in(database: Database, members: tuple[str, ...] = ()) -> None:
    """The account, so that I am somebody."""
    mine = Account("desk", "fake", None, ME, "Dana", members, "g1", state="ok", state_at=NOW)
    database.write(lambda tx: account.save(tx, mine))


def wish(intent: Intent, next_step: str | None = None) -> Wish:
    """With an id and a marker of its own."""
    number = next(_serial)
    return Wish(ulid(NOW, number), ulid(NOW, number), format_marker(number), intent, next_step)


def enqueue(database: Database, intent: Intent, *, now: int = NOW, sendable_at: int = NOW) -> Entry:
    """Into the outbox; the row as stored."""
    one = wish(intent, read(intent.text).next_step if isinstance(intent, AddNote) else None)

    def work(transaction: Transaction) -> Entry:
        outbox.enqueue(transaction, one, now, sendable_at)
        return found(transaction, one.id)

    return database.write(work)


def found(reader: Database | Transaction, identifier: str) -> Entry:
    """The row as it is."""
    entry = entries.find(reader.read() if isinstance(reader, Database) else reader, identifier)
    assert entry is not None
    return entry


def moves(database: Database, identifier: str) -> list[tuple[str | None, str, str | None]]:
    """(from, to, cause) of one row, in order: what the log keeps."""
    sql = "SELECT from_state, to_state, cause FROM outbox_log WHERE op = ? ORDER BY id"
    return [(row[0], row[1], row[2]) for row in database.read().all(sql, (identifier,))]

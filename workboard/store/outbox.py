"""Wishes on their way: waiting, in flight, uncertain, refused, done. Their text is never lost."""

import json
from collections.abc import Callable
from typing import NamedTuple

from workboard.domain.errors import Conflicting
from workboard.domain.event import Delivered, NeedsAttention
from workboard.domain.intent import AddNote, Answer, Dismiss, Intent, SetCategory, revive, verb
from workboard.store.database import Reader, Row, Transaction

_COLUMNS = (
    "seq, id, act, ticket_id, verb, payload, base, marker, state, attempts, created_at, sendable_at, sent_at, "
    "next_at, fence, reason, remote_id"
)


class Entry(NamedTuple):
    """One row of the outbox. ``*_at`` are milliseconds UTC; ``sendable_at``, ``next_at`` by the wall clock."""

    seq: int
    id: str
    act: str
    """rows of one act of the technician share it"""
    ticket_id: str
    verb: str
    intent: Intent
    base: str | None
    marker: str
    state: str
    attempts: int
    created_at: int
    sendable_at: int
    sent_at: int | None
    next_at: int | None
    fence: str | None
    reason: str | None
    remote_id: str | None


class Wish(NamedTuple):
    """An intent about to enter the outbox, with the names made for it."""

    id: str
    act: str
    marker: str
    intent: Intent
    next_step: str | None = None


def enqueue(transaction: Transaction, wish: Wish, now: int, sendable_at: int) -> None:
    """Store the wish and, where it says something, the note behind it. ``now`` is the domain's clock."""
    intent = wish.intent
    payload = json.dumps(intent._asdict(), ensure_ascii=False, sort_keys=True)
    transaction.keep(
        {
            "id": wish.id, "act": wish.act, "marker": wish.marker, "verb": verb(intent), "payload": payload,
            "next_step": wish.next_step, "created_at": now, "sendable_at": sendable_at,
        }
    )  # fmt: skip
    transaction.run(
        "INSERT INTO outbox (id, act, ticket_id, verb, payload, payload_sha, base, category, marker, created_at,"
        " sendable_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id,
            wish.act,
            intent.ticket_id,
            verb(intent),
            payload,
            _sha(payload),
            intent.base if isinstance(intent, SetCategory | Dismiss) else None,
            _wanted(intent),
            wish.marker,
            now,
            sendable_at,
        ),
    )
    if isinstance(intent, AddNote | Answer):
        _keep_note(transaction, wish, intent, now)
    _log(transaction, wish.id, now, None, "pending", "written")
    transaction.touch("outbox", "tickets", "replies", "progress")


def _sha(payload: str) -> str:
    from hashlib import sha256  # only a write needs it

    return sha256(payload.encode("utf-8")).hexdigest()


def _wanted(intent: Intent) -> str | None:
    """The category the ticket should show while this wish waits."""
    if isinstance(intent, SetCategory):
        return intent.category
    return intent.then if isinstance(intent, Answer) else None


def _keep_note(transaction: Transaction, wish: Wish, intent: AddNote | Answer, now: int) -> None:
    # after everything already said on the ticket, even where the remote's clock is ahead of ours
    newest = transaction.value("SELECT max(at) FROM message WHERE ticket_id = ?", (intent.ticket_id,))
    now = max(now, (newest or 0) + 1)
    internal = isinstance(intent, AddNote)
    transaction.run(
        "INSERT INTO note (id, ticket_id, visibility, minutes, body, next_step, solution, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id,
            intent.ticket_id,
            "internal" if internal else "public",
            intent.minutes,
            intent.text,
            wish.next_step,
            int(isinstance(intent, AddNote) and intent.solution),
            now,
        ),
    )
    transaction.touch("notes", "messages")


def entry(row: Row) -> Entry:
    fields = json.loads(row[5])
    return Entry._make((*row[:5], revive(row[4], fields), *row[6:]))


def open_entries(reader: Reader) -> list[Entry]:
    """Everything not yet done or dropped, oldest first."""
    found = reader.all(
        f"SELECT {_COLUMNS} FROM outbox INDEXED BY outbox_open WHERE state NOT IN ('done','dropped') ORDER BY seq"
    )
    return [entry(row) for row in found]


def recent(reader: Reader, limit: int = 200) -> list[Entry]:
    """The newest rows whatever their state, newest first."""
    found = reader.all(f"SELECT {_COLUMNS} FROM outbox ORDER BY seq DESC LIMIT ?", (limit,))
    return [entry(row) for row in found]


def find(reader: Reader, identifier: str) -> Entry | None:
    """By id, or by its place in the outbox."""
    row = reader.one(f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", (identifier,))
    if row is None and identifier.isascii() and identifier.isdecimal() and len(identifier) < 19:
        row = reader.one(f"SELECT {_COLUMNS} FROM outbox WHERE seq = ?", (int(identifier),))
    return None if row is None else entry(row)


def by_marker(reader: Reader, markers: list[str]) -> list[Entry]:
    """Rows not yet done whose marker was seen on the far side."""
    seen = frozenset(markers)
    return [one for one in open_entries(reader) if one.marker in seen] if seen else []


def mark_inflight(transaction: Transaction, one: Entry, now: int, wall: int, fence: str | None) -> bool:
    """Before the first byte leaves: the attempt and how far we had read are on the disk. False when a person
    took the row back meanwhile: then it must not be sent."""
    taken = transaction.run(
        "UPDATE outbox SET state = 'inflight', attempts = attempts + 1, sent_at = ?, next_at = NULL,"
        " fence = coalesce(fence, ?) WHERE id = ? AND state = ?",
        (wall, fence, one.id, one.state),
    )
    if taken:
        _moved(transaction, one, now, "inflight", "sending")
    return bool(taken)


def delivered(
    transaction: Transaction, one: Entry, now: int, remote_id: str | None, cause: str, remark: str | None = None
) -> None:
    """It is there; ``remark`` is what the person should know of it."""
    transaction.run(
        "UPDATE outbox SET state = 'done', remote_id = ?, reason = ?, next_at = NULL WHERE id = ?",
        (remote_id, remark, one.id),
    )
    transaction.run("UPDATE note SET remote_id = ? WHERE id = ?", (remote_id, one.id))
    transaction.run("UPDATE conflict SET resolution = 'delivered' WHERE op = ? AND resolution IS NULL", (one.id,))
    _moved(transaction, one, now, "done", cause)
    transaction.tell(Delivered(one.ticket_id, one.verb))
    transaction.touch("tickets", "messages", "replies", "progress", "notes")


def postpone(
    transaction: Transaction,
    one: Entry,
    now: int,
    state: str,
    next_at: int | None,
    cause: str,
    status: int | None = None,
) -> None:
    """Back to *pending* or *held*, or to *uncertain*, until ``next_at`` (wall clock). Nothing happens to a row
    that a person dropped meanwhile. What surely did not arrive is no attempt: these count doubts."""
    unsent = one.state == "inflight" and state in ("pending", "held")
    if transaction.run(
        "UPDATE outbox SET state = ?, next_at = ?, reason = ?, attempts = attempts - ? WHERE id = ? AND state = ?",
        (state, next_at, cause, int(unsent), one.id, one.state),
    ):
        _moved(transaction, one, now, state, cause, status)


def refuse(transaction: Transaction, one: Entry, now: int, reason: str, status: int | None = None) -> None:
    """The remote turned it down, or nobody can tell: a person has to look. The text stays."""
    if not transaction.run(
        "UPDATE outbox SET state = 'rejected', reason = ?, next_at = NULL WHERE id = ? AND state = ?",
        (reason, one.id, one.state),
    ):
        return
    _moved(transaction, one, now, "rejected", reason, status)
    transaction.touch("tickets", "replies")
    transaction.tell(NeedsAttention(one.ticket_id, one.verb, reason))


def conflict(transaction: Transaction, one: Entry, now: int, error: Conflicting) -> None:
    """Somebody changed the same field: kept until a person chooses."""
    transaction.run(
        "INSERT INTO conflict (op, field, base, mine, theirs, at) VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, error.field, error.base, error.mine, error.theirs, now),
    )
    transaction.run("UPDATE outbox SET state = 'conflict', reason = ? WHERE id = ?", (str(error), one.id))
    _moved(transaction, one, now, "conflict", str(error))
    transaction.touch("tickets", "replies")
    transaction.tell(NeedsAttention(one.ticket_id, one.verb, str(error)))


def retry(transaction: Transaction, one: Entry, now: int) -> None:
    """A person says: send it again. A status wish takes what the remote has now as its new base; whatever may
    have arrived is looked for first, and not sooner because of the asking."""
    theirs = transaction.value(
        "SELECT theirs FROM conflict WHERE op = ? AND resolution IS NULL ORDER BY id DESC LIMIT 1", (one.id,)
    )
    if theirs is not None and isinstance(one.intent, SetCategory | Dismiss):
        _rewrite(transaction, one.id, one.intent._replace(base=theirs))
        transaction.run("UPDATE conflict SET resolution = 'mine' WHERE op = ?", (one.id,))
    may_be_there = one.state == "uncertain" or (one.state == "rejected" and one.sent_at is not None)
    state = "uncertain" if may_be_there else "pending"
    next_at = one.next_at if one.state == "uncertain" else None
    transaction.run("UPDATE outbox SET state = ?, next_at = ?, attempts = 0 WHERE id = ?", (state, next_at, one.id))
    _moved(transaction, one, now, state, "retried by hand")
    transaction.touch("tickets", "replies")


def drop(transaction: Transaction, one: Entry, now: int) -> None:
    """A person says: do not send it. The row and its text stay in the file."""
    transaction.run("UPDATE outbox SET state = 'dropped', next_at = NULL WHERE id = ?", (one.id,))
    transaction.run("UPDATE conflict SET resolution = 'theirs' WHERE op = ? AND resolution IS NULL", (one.id,))
    _moved(transaction, one, now, "dropped", "dropped by hand")
    transaction.touch("tickets", "messages", "replies", "progress", "notes")


def recover(transaction: Transaction, now: int, next_at: Callable[[Entry], int]) -> int:
    """At start, by the holder of the lock: what was in flight when a process died is uncertain, never pending."""
    lost = [one for one in open_entries(transaction) if one.state == "inflight"]
    for one in lost:
        transaction.run("UPDATE outbox SET state = 'uncertain', next_at = ? WHERE id = ?", (next_at(one), one.id))
        _moved(transaction, one, now, "uncertain", "the sender ended")
    return len(lost)


def release(transaction: Transaction, wall: int) -> int:
    """The board is left: nothing can be taken back any more, so nothing is held for that."""
    return transaction.run(
        "UPDATE outbox SET sendable_at = :wall WHERE state = 'pending' AND attempts = 0 AND sendable_at > :wall",
        {"wall": wall},
    )


def remark(transaction: Transaction, identifier: str, reason: str) -> None:
    """A word to a row that stays as it is."""
    transaction.run("UPDATE outbox SET reason = ? WHERE id = ?", (reason, identifier))
    transaction.touch("outbox")


def rebase(transaction: Transaction, ticket_id: str, status: str) -> None:
    """Our own write changed the remote's status: wishes behind it that were never sent start from there."""
    for one in open_entries(transaction):
        if one.ticket_id == ticket_id and one.attempts == 0 and isinstance(one.intent, SetCategory | Dismiss):
            _rewrite(transaction, one.id, one.intent._replace(base=status))


def _rewrite(transaction: Transaction, identifier: str, intent: Intent) -> None:
    payload = json.dumps(intent._asdict(), ensure_ascii=False, sort_keys=True)
    base = intent.base if isinstance(intent, SetCategory | Dismiss) else None
    transaction.run(
        "UPDATE outbox SET ticket_id = ?, payload = ?, payload_sha = ?, base = ? WHERE id = ?",
        (intent.ticket_id, payload, _sha(payload), base, identifier),
    )


def rename_ticket(transaction: Transaction, old: str, new: str) -> None:
    """A ticket opened here got its real id: everything waiting for it follows."""
    for identifier, word, payload in transaction.all(
        "SELECT id, verb, payload FROM outbox WHERE ticket_id = ? AND state NOT IN ('done','dropped')", (old,)
    ):
        _rewrite(transaction, identifier, revive(word, {**json.loads(payload), "ticket_id": new}))
    for table in ("note", "draft", "work", "dismissal"):
        transaction.run(f"UPDATE OR REPLACE {table} SET ticket_id = ? WHERE ticket_id = ?", (new, old))


def _moved(transaction: Transaction, one: Entry, now: int, state: str, cause: str, status: int | None = None) -> None:
    _log(transaction, one.id, now, one.state, state, cause, status)
    transaction.touch("outbox")


def _log(
    transaction: Transaction,
    identifier: str,
    now: int,
    before: str | None,
    after: str,
    cause: str,
    status: int | None = None,
) -> None:
    transaction.run(
        "INSERT INTO outbox_log (op, at, from_state, to_state, cause, http_status) VALUES (?, ?, ?, ?, ?, ?)",
        (identifier, now, before, after, cause, status),
    )

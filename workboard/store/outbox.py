"""A wish enters the outbox, and the note behind it the conversation."""

import json

from workboard.domain.intent import AddNote, Answer, Assign, Dismiss, Intent, SetCategory, verb
from workboard.store.database import Transaction
from workboard.store.entries import Wish
from workboard.store.moves import log


def enqueue(transaction: Transaction, wish: Wish, now: int, sendable_at: int, promote_at: int | None = None) -> None:
    """Store the wish and, where it says something, the note behind it. ``now`` is the domain's clock.

    With ``sendable_at`` *PROMISED* it stays here until ``promote``; ``promote_at`` tells when that is to be."""
    _spool(transaction, wish, now, sendable_at)
    _insert(transaction, wish, now, sendable_at, promote_at)
    if isinstance(wish.intent, AddNote | Answer):
        _keep_note(transaction, wish, wish.intent, now)
    log(transaction, wish.id, now, None, "pending", "written")
    transaction.touch("outbox", "tickets", "replies", "progress")


def _spool(transaction: Transaction, wish: Wish, now: int, sendable_at: int) -> None:
    transaction.keep(
        {
            "id": wish.id, "act": wish.act, "marker": wish.marker, "verb": verb(wish.intent),
            "payload": packed(wish.intent)[0], "next_step": wish.next_step, "created_at": now,
            "sendable_at": sendable_at,
        }
    )  # fmt: skip


def _insert(transaction: Transaction, wish: Wish, now: int, sendable_at: int, promote_at: int | None) -> None:
    intent = wish.intent
    transaction.run(
        "INSERT INTO outbox (id, act, ticket_id, verb, payload, payload_sha, base, category, marker, created_at,"
        " sendable_at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id, wish.act, intent.ticket_id, verb(intent), *packed(intent), _wanted(intent), wish.marker, now,
            sendable_at, promote_at,
        ),
    )  # fmt: skip


def packed(intent: Intent) -> tuple[str, str, str | None]:
    """A wish as columns: its payload, the checksum of that, and from what it starts where it does from anything."""
    from hashlib import sha256  # only a write needs it

    payload = json.dumps(intent._asdict(), ensure_ascii=False, sort_keys=True)
    base = intent.base if isinstance(intent, SetCategory | Dismiss | Assign) else None
    return payload, sha256(payload.encode("utf-8")).hexdigest(), base


def _wanted(intent: Intent) -> str | None:
    """The category the ticket should show while this wish waits."""
    if isinstance(intent, SetCategory):
        return intent.category
    return intent.then if isinstance(intent, Answer) else None


def _keep_note(transaction: Transaction, wish: Wish, intent: AddNote | Answer, now: int) -> None:
    # after everything already said on the ticket, even where the remote's clock is ahead of ours
    newest = transaction.value("SELECT max(at) FROM message WHERE ticket_id = ?", (intent.ticket_id,))
    internal = isinstance(intent, AddNote)
    transaction.run(
        "INSERT INTO note (id, ticket_id, visibility, minutes, body, next_step, solution, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id, intent.ticket_id, "internal" if internal else "public", intent.minutes, intent.text,
            wish.next_step, int(isinstance(intent, AddNote) and intent.solution), max(now, (newest or 0) + 1),
        ),
    )  # fmt: skip
    transaction.touch("notes", "messages")

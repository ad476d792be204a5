"""Rows that follow what changed under them: another state of the ticket to start from, its real id, a help desk that
was restored."""

import json

from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import Assign, Dismiss, Intent, SetCategory, revive
from workboard.store.database import Transaction
from workboard.store.entries import find, open_entries
from workboard.store.outbox import packed


def rebase(transaction: Transaction, ticket_id: str, value: str, after: int = 0, field: str = "status") -> None:
    """Our own write changed the remote's status (or *owner*): wishes behind it (``after`` its place) that were never
    sent start from there."""
    for one in open_entries(transaction):
        behind = one.ticket_id == ticket_id and one.seq > after and one.state in ("pending", "held")
        if behind and not one.frozen and is_about(one.intent, field):
            rewrite(transaction, one.id, starting_from(one.intent, value))


def is_about(intent: Intent, field: str) -> bool:
    return isinstance(intent, Assign if field == "owner" else SetCategory | Dismiss)


def starting_from(intent: Intent, base: str) -> Intent:
    """The same wish from another state of things."""
    return intent._replace(base=base) if isinstance(intent, SetCategory | Dismiss | Assign) else intent


def forget_fences(transaction: Transaction) -> None:
    """The remote was restored, or is another one: *after this number* says nothing about it any more, so a look for
    what was sent goes through everything."""
    transaction.run("UPDATE outbox SET fence = NULL WHERE state NOT IN ('done','dropped')")


def rename_ticket(transaction: Transaction, old: str, new: str) -> None:
    """A ticket opened here got its real id: everything waiting for it follows, what was sent of it too."""
    for identifier, word, payload in transaction.all(
        "SELECT id, verb, payload FROM outbox WHERE ticket_id = ? AND state NOT IN ('done','dropped')", (old,)
    ):
        rewrite(transaction, identifier, revive(word, {**json.loads(payload), "ticket_id": new}), renames=True)
    transaction.keep({"was": old, "is": new})
    for table in ("note", "draft", "work", "dismissal", "interval"):
        transaction.run(f"UPDATE OR REPLACE {table} SET ticket_id = ? WHERE ticket_id = ?", (new, old))


def rewrite(transaction: Transaction, identifier: str, intent: Intent, *, renames: bool = False) -> None:
    """Another payload: only of what surely never arrived, or with nothing changed but its ticket's name."""
    one = find(transaction, identifier)
    if one is None or (one.frozen and not renames):
        raise ImpossibleAct(f"row {identifier} has been sent: its words stay as they are")
    transaction.run(
        "UPDATE outbox SET ticket_id = ?, payload = ?, payload_sha = ?, base = ? WHERE id = ?",
        (intent.ticket_id, *packed(intent), identifier),
    )

"""What becomes of a wish after it was sent or looked for: done, put off, refused, in conflict, or a person's to say."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from workboard.backends.base import Receipt
from workboard.domain.errors import (
    Conflicting,
    Garbled,
    RemoteError,
    Throttled,
    Uncertain,
    Unreachable,
    WorkboardError,
)
from workboard.domain.intent import Answer
from workboard.domain.ticket import Ticket
from workboard.store import account, delivery, entries, following
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.sync import schedule
from workboard.sync.context import Context, store_page

STATUS_OPEN = "the answer is on the ticket; whether its status was set could not be seen"

_MOVES_STATUS = frozenset({"status", "answer", "dismiss", "claim", "assign", "complete"})
_MOVES_OWNER = frozenset({"claim", "assign"})


def settle(context: Context, entry: Entry) -> int:
    """Milliseconds after which a wish without an answer is worth a look."""
    return schedule.settle(entry.intent, context.settle_s, context.settle_public_s)


async def done(context: Context, entry: Entry, receipt: Receipt, cause: str) -> None:
    now = context.now()

    def work(transaction: Transaction) -> None:
        if receipt.ticket_id is not None and receipt.ticket_id != entry.ticket_id:
            following.rename_ticket(transaction, entry.ticket_id, receipt.ticket_id)
        delivery.delivered(transaction, entry, now, receipt.remote_id, cause, receipt.note)
        store_page(transaction, receipt.page, now, context.slug)
        if entry.verb in _MOVES_STATUS:
            for ticket in receipt.page.tickets:
                following.rebase(transaction, ticket.id, ticket.status, entry.seq)
        if entry.verb in _MOVES_OWNER:
            for ticket in receipt.page.tickets:
                following.rebase(transaction, ticket.id, ticket.owner_id or "", entry.seq, "owner")
        account.set_state(transaction, "ok", None, now)

    await context.database.awrite(work)
    if isinstance(entry.intent, Answer) and context.client_note is not None:
        await _pass_on(context, entry, entry.intent, context.client_note)


async def _pass_on(context: Context, entry: Entry, answer: Answer, hook: Callable[[Ticket, str], str | None]) -> None:
    """To the user's program, once: a mail that may have left is never sent a second time."""
    ticket = context.known.ticket(answer.ticket_id)
    trouble = None if ticket is None else await asyncio.to_thread(hook, ticket, answer.text)
    if trouble:
        logging.getLogger("workboard.sync").warning("%s", trouble)
        await context.database.awrite(lambda tx: delivery.remark(tx, entry.id, trouble))


async def ask(context: Context, entry: Entry, reason: str, status: int | None = None) -> bool:
    """A look could not tell, so a person has to; unless a reading has shown the words on the ticket (true)."""
    if entries.was_seen(context.database.read(), entry):
        await done(context, entry, Receipt(note=STATUS_OPEN), entries.SEEN)
        return True
    await refuse(context, entry, reason, status)
    return False


async def failed(context: Context, entry: Entry, error: WorkboardError) -> None:
    """Where a write that failed leaves its row; re-raises what stops the whole queue."""
    status = error.status if isinstance(error, RemoteError) else None
    if isinstance(error, Conflicting):
        await conflict(context, entry, error)
    elif isinstance(error, Uncertain | Garbled):
        await postpone(context, entry, "uncertain", context.wall() + settle(context, entry), str(error), status)
    elif isinstance(error, Unreachable | Throttled):
        wait = schedule.wait_after(error, entry.attempts, context.chance())
        await postpone(context, entry, "pending", context.wall() + wait, str(error), status)
        raise error
    else:
        await refuse(context, entry, str(error), status)


async def conflict(context: Context, entry: Entry, error: Conflicting) -> None:
    now = context.now()
    await context.database.awrite(lambda tx: delivery.conflict(tx, entry, now, error))


async def postpone(
    context: Context, entry: Entry, state: str, next_at: int | None, cause: str, status: int | None = None
) -> None:
    now = context.now()
    await context.database.awrite(lambda tx: delivery.postpone(tx, entry, now, state, next_at, cause, status))


async def refuse(context: Context, entry: Entry, reason: str, status: int | None) -> None:
    now = context.now()
    await context.database.awrite(lambda tx: delivery.refuse(tx, entry, now, reason, status))

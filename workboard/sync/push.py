"""Sending: one wish at a time, its marker on the disk before the first byte, a probe before any second try."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

from workboard.backends.base import Op, Receipt
from workboard.domain.errors import (
    Conflicting,
    Garbled,
    NeedsPerson,
    Refused,
    RemoteError,
    SignInFailed,
    Throttled,
    Uncertain,
    Unreachable,
    WorkboardError,
)
from workboard.domain.intent import Answer
from workboard.domain.ticket import Ticket
from workboard.store import account, outbox
from workboard.store.database import Transaction
from workboard.store.outbox import Entry
from workboard.sync import schedule
from workboard.sync.context import Context, store_page
from workboard.sync.outgoing import Probe, Rest, Send, next_send
from workboard.sync.pull import STREAM

ASK_AFTER = 2
"""Attempts without an answer, and not found either, before a person is asked."""

_MOVES_STATUS = frozenset({"status", "answer", "dismiss", "claim", "complete"})


class Pushed(NamedTuple):
    """``until``: when something is due again (wall clock), ``None`` when nothing waits. ``stopped`` is the error
    that made going on pointless (no network, no sign-in, too many calls)."""

    sent: int = 0
    until: int | None = None
    stopped: WorkboardError | None = None


async def push(context: Context, *, now_please: bool = False) -> Pushed:
    """Send what is due, in order per ticket, until nothing is or the remote cannot be reached."""
    sent = 0
    while True:
        step = next_send(outbox.open_entries(context.database.read()), context.wall(), now_please=now_please)
        if isinstance(step, Rest):
            return Pushed(sent, step.until)
        try:
            done = await (_probe(context, step.entry) if isinstance(step, Probe) else _send(context, step.entry))
        except (Unreachable, SignInFailed, Throttled) as error:
            return Pushed(sent, None, error)
        sent += done


async def recover(context: Context) -> None:
    """Once per holder of the lock: whatever a dead sender left in flight is uncertain now."""
    now, wall = context.now(), context.wall()
    await context.database.awrite(lambda tx: outbox.recover(tx, now, lambda one: wall + _settle(context, one)))


def _settle(context: Context, entry: Entry) -> int:
    return schedule.settle(entry.intent, context.settle_s, context.settle_public_s)


def op(entry: Entry) -> Op:
    """The wish as a backend sees it."""
    return Op(
        entry.id,
        entry.ticket_id,
        entry.intent,
        entry.marker,
        entry.created_at,
        entry.attempts,
        entry.sent_at,
        entry.fence,
    )


async def _send(context: Context, entry: Entry) -> bool:
    now, wall = context.now(), context.wall()
    fence = account.watermark(context.database.read(), context.slug, STREAM)
    if not await context.database.awrite(lambda tx: outbox.mark_inflight(tx, entry, now, wall, fence)):
        return False
    entry = entry._replace(state="inflight", attempts=entry.attempts + 1, sent_at=wall, fence=entry.fence or fence)
    try:
        receipt = await context.backend.apply(op(entry), context.known)
    except WorkboardError as error:
        await _failed(context, entry, error)
        return False
    await _done(context, entry, receipt, "sent")
    return True


async def _probe(context: Context, entry: Entry) -> bool:
    try:
        receipt = await context.backend.probe(op(entry), context.known)
    except NeedsPerson as error:
        await _refuse(context, entry, str(error), None)
        return False
    except RemoteError as error:
        await _probe_failed(context, entry, error)
        return False
    if receipt is not None:
        await _done(context, entry, receipt, "found on the ticket")
        return True
    if entry.attempts >= ASK_AFTER:
        await _refuse(context, entry, "sent twice without an answer: look at the ticket, then retry or drop it", None)
    else:
        await _postpone(context, entry, "pending", context.wall(), "not found on the ticket: sent once more")
    return False


async def _done(context: Context, entry: Entry, receipt: Receipt, cause: str) -> None:
    now = context.now()

    def work(transaction: Transaction) -> None:
        if receipt.ticket_id is not None and receipt.ticket_id != entry.ticket_id:
            outbox.rename_ticket(transaction, entry.ticket_id, receipt.ticket_id)
        outbox.delivered(transaction, entry, now, receipt.remote_id, cause, receipt.note)
        store_page(transaction, receipt.page, now, context.slug)
        if entry.verb in _MOVES_STATUS:
            for ticket in receipt.page.tickets:
                outbox.rebase(transaction, ticket.id, ticket.status)
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
        await context.database.awrite(lambda tx: outbox.remark(tx, entry.id, trouble))


async def _failed(context: Context, entry: Entry, error: WorkboardError) -> None:
    """Where a write that failed leaves its row; re-raises what stops the whole queue."""
    status = error.status if isinstance(error, RemoteError) else None
    if isinstance(error, Conflicting):
        now = context.now()
        conflicting = error
        await context.database.awrite(lambda tx: outbox.conflict(tx, entry, now, conflicting))
    elif isinstance(error, Uncertain | Garbled):
        await _postpone(context, entry, "uncertain", context.wall() + _settle(context, entry), str(error), status)
    elif isinstance(error, Unreachable | Throttled):
        wait = schedule.wait_after(error, entry.attempts, context.chance())
        await _postpone(context, entry, "pending", context.wall() + wait, str(error), status)
        raise error
    elif isinstance(error, SignInFailed):
        await _postpone(context, entry, "held", context.wall() + schedule.CAP_MS, str(error), status)
        raise error
    else:
        await _refuse(context, entry, str(error), status)


async def _probe_failed(context: Context, entry: Entry, error: RemoteError) -> None:
    """A look that failed changes nothing but when to look again."""
    await _postpone(context, entry, "uncertain", context.wall() + _settle(context, entry), str(error), error.status)
    if not isinstance(error, Refused):
        raise Unreachable(str(error)) if isinstance(error, Uncertain | Garbled) else error


async def _postpone(
    context: Context, entry: Entry, state: str, next_at: int, cause: str, status: int | None = None
) -> None:
    now = context.now()
    await context.database.awrite(lambda tx: outbox.postpone(tx, entry, now, state, next_at, cause, status))


async def _refuse(context: Context, entry: Entry, reason: str, status: int | None) -> None:
    now = context.now()
    await context.database.awrite(lambda tx: outbox.refuse(tx, entry, now, reason, status))


__all__ = ["Pushed", "Send", "op", "push", "recover"]

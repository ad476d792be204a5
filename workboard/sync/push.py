"""Sending: one wish at a time, its marker on the disk before the first byte, a probe before any second try."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workboard.backends.base import Op
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
from workboard.domain.intent import Answer, Intent, SetCategory
from workboard.domain.ticket import Ticket
from workboard.store import account, delivery, entries
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import PROMISED
from workboard.sync import outgoing
from workboard.sync.context import Context
from workboard.sync.outcome import ask, conflict, done, failed, postpone, refuse, settle
from workboard.sync.outgoing import Probe, Rest, next_send
from workboard.sync.pull import STREAM

ASK_AFTER = 2
"""Attempts without an answer, and not found either, before a person is asked."""
LOOKS = 2
"""Looks the remote itself turns down before a person is asked."""


class Pushed(NamedTuple):
    """``until``: when something is due again (wall clock), ``None`` when nothing waits. ``stopped`` is the error
    that made going on pointless (no network, no sign-in, too many calls)."""

    sent: int = 0
    until: int | None = None
    stopped: WorkboardError | None = None


async def push(
    context: Context, *, now_please: bool = False, stop: Callable[[], WorkboardError | None] = lambda: None
) -> Pushed:
    """Send what is due, in order per ticket, until nothing is or the remote cannot be reached. ``stop`` is asked
    before each step, and says what speaks against it."""
    sent = 0
    refreshed: set[str] = set()
    await _mend(context)
    while True:
        step = next_send(entries.open_entries(context.database.read()), context.wall(), now_please=now_please)
        if isinstance(step, Rest):
            return Pushed(sent, step.until)
        if (against := stop()) is not None:
            return Pushed(sent, None, against)
        await context.database.keep_log_short()
        try:
            if isinstance(step, Probe):
                arrived = await _probe(context, step.entry)
            else:
                arrived = await _send(context, step.entry, refreshed)
        except (Unreachable, SignInFailed, Throttled) as error:
            return Pushed(sent, None, error)
        sent += arrived


async def _mend(context: Context) -> None:
    """The clock may have gone back since a row was put off."""
    wall = context.wall()
    open_rows = entries.open_entries(context.database.read())
    found = outgoing.astray(open_rows, wall, lambda one: settle(context, one))
    if found:

        def work(transaction: Transaction) -> None:
            for one, next_at in found:
                delivery.reschedule(transaction, one, next_at)

        await context.database.awrite(work)


async def recover(context: Context) -> None:
    """Once per holder of the lock: whatever a dead sender left in flight is uncertain now."""
    now, wall = context.now(), context.wall()
    await context.database.awrite(lambda tx: delivery.recover(tx, now, lambda one: wall + settle(context, one)))


def op(entry: Entry, intent: Intent | None = None) -> Op:
    """The wish as a backend sees it."""
    return Op(
        entry.id,
        entry.ticket_id,
        intent or entry.intent,
        entry.marker,
        entry.created_at,
        entry.attempts,
        entry.sent_at,
        entry.fence,
    )


async def _send(context: Context, entry: Entry, refreshed: set[str]) -> bool:
    ticket = context.known.ticket(entry.ticket_id)
    owner = outgoing.theirs_now(entry, ticket, context.known.me().id)
    if owner is not None and not entries.insisted(context.database.read(), entry):
        await conflict(context, entry, _given_away(entry, owner))
        return False
    now, wall = context.now(), context.wall()
    fence = account.watermark(context.database.read(), context.slug, STREAM)
    if not await context.database.awrite(lambda tx: delivery.mark_inflight(tx, entry, now, wall, fence)):
        return False
    entry = entry._replace(state="inflight", attempts=entry.attempts + 1, sent_at=wall, fence=entry.fence or fence)
    try:
        receipt = await context.backend.apply(op(entry, _words_alone(entry, ticket)), context.known)
    except SignInFailed as error:
        await _signed_out(context, entry, error, refreshed)
        return False
    except WorkboardError as error:
        await failed(context, entry, error)
        return False
    await done(context, entry, receipt, "sent")
    return True


def _given_away(entry: Entry, owner: str) -> Conflicting:
    mine = entry.intent.category if isinstance(entry.intent, SetCategory) else "no answer needed"
    told = f"the ticket belongs to {owner} by now: choose mine (outbox retry) or theirs (outbox drop)"
    return Conflicting(told, field="owner", base="me", mine=mine, theirs=owner)


def _words_alone(entry: Entry, ticket: Ticket | None) -> Intent:
    """An answer on a ticket that was given away is still sent; where the ticket stands is theirs to say."""
    left = ticket is not None and ticket.presence == "left"
    return entry.intent._replace(then=None) if left and isinstance(entry.intent, Answer) else entry.intent


async def _probe(context: Context, entry: Entry) -> bool:
    """Whether it has arrived."""
    intent = _words_alone(entry, context.known.ticket(entry.ticket_id))
    try:
        receipt = await context.backend.probe(op(entry, intent), context.known)
    except NeedsPerson as error:
        return await ask(context, entry, str(error))
    except RemoteError as error:
        return await _probe_failed(context, entry, error)
    if receipt is not None:
        await done(context, entry, receipt, "found on the ticket")
        return True
    if entry.sendable_at >= PROMISED:
        return await ask(context, entry, "it could still be taken back when the database was lost: retry sends it")
    if entry.attempts >= ASK_AFTER or entries.was_seen(context.database.read(), entry):
        return await ask(context, entry, "sent twice without an answer: look at the ticket, then retry or drop it")
    await postpone(context, entry, "pending", context.wall(), "not found on the ticket: sent once more")
    return False


async def _signed_out(context: Context, entry: Entry, error: SignInFailed, refreshed: set[str]) -> None:
    """Sign in once more: a session may simply have ended. Where that fails, everything that waits is held; where it
    succeeds and this one wish is turned away again, it is not about the session."""
    now = context.now()
    if entry.id in refreshed:
        await refuse(context, entry, str(error), error.status)
        return
    refreshed.add(entry.id)
    await postpone(context, entry, "held", None, str(error), error.status)
    try:
        await context.backend.whoami()
    except WorkboardError as refused:
        await context.database.awrite(lambda tx: delivery.hold(tx, now, str(error)))
        raise refused if isinstance(refused, Unreachable | Throttled) else error from None


async def _probe_failed(context: Context, entry: Entry, error: RemoteError) -> bool:
    """A look that failed changes nothing but when to look again. One that the remote turns down, and turns down
    again, is over: a person looks."""
    next_at = context.wall() + settle(context, entry)
    if not isinstance(error, Refused):
        await postpone(context, entry, "uncertain", next_at, str(error), error.status)
        raise Unreachable(str(error)) if isinstance(error, Uncertain | Garbled) else error
    if entries.refused_looks(context.database.read(), entry) + 1 < LOOKS:
        await postpone(context, entry, "uncertain", next_at, f"{entries.REFUSED_LOOK}{error}", error.status)
        return False
    told = f"nobody can tell whether it arrived ({error}): look at the ticket, then retry or drop it"
    return await ask(context, entry, told, error.status)

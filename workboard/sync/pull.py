"""Reading: sign in, walk the changes page by page, and compare the list of my tickets now and then."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from workboard.backends.base import Identity, Page
from workboard.domain.errors import SettingsError, WorkboardError
from workboard.store import account, journal, mirror, outbox
from workboard.store.account import Account
from workboard.store.database import Transaction
from workboard.sync.context import Context, Merged, store_page
from workboard.sync.plan import implausible
from workboard.sync.schedule import LISTING_MS

STREAM = "changes"


async def sign_in(context: Context) -> Identity:
    """Who I am, stored; another identity than before means that everything is read anew. What waits for one help
    desk never reaches another: ``SettingsError``."""
    identity = await context.backend.whoami()

    def work(transaction: Transaction) -> None:
        before = account.load(transaction)
        if before is not None and before.generation is not None:
            moved = _moved(transaction, before, context)
            if moved:
                journal.forget_tickets(transaction, context.now())
            if moved or before.generation != identity.generation:
                mirror.forget_all(transaction)
                account.forget_cursors(transaction, before.id)
        account.save(transaction, _account(context, identity, before))

    await context.database.awrite(work)
    return identity


def _moved(transaction: Transaction, before: Account, context: Context) -> bool:
    """Whether the account's help desk has another address now; refused while anything here was meant for the
    former one, because ticket 7 there need not be its ticket 7."""
    remedy = "put the former [account] back, or name another folder with --data-dir"
    if (before.id, before.backend) != (context.slug, context.backend_name):
        raise SettingsError(f"the data folder belongs to another account ({before.id}): {remedy}")
    if before.base_url == context.base_url:
        return False
    waiting = len(outbox.open_entries(transaction)) + journal.drafts(transaction)
    if waiting:
        raise SettingsError(f"texts written here ({waiting}) are meant for {before.base_url}: {remedy}")
    return True


def _account(context: Context, identity: Identity, before: Account | None) -> Account:
    kept = before or Account(context.slug, context.backend_name)
    return kept._replace(
        id=context.slug,
        backend=context.backend_name,
        base_url=context.base_url,
        remote_user_id=identity.me.id,
        me_name=identity.me.name,
        members=tuple(one.id for one in identity.members),
        generation=identity.generation,
        state="ok",
        reason=None,
        state_at=kept.state_at if kept.state == "ok" else context.now(),
    )


async def pull(context: Context, between: Callable[[], Awaitable[object]] | None = None) -> Merged:
    """Everything new since the stored cursor. Each page and its cursor are one transaction; an error leaves
    what was stored so far, and the next pull goes on from there. ``between`` runs after each page, so that a
    first sync of thousands does not keep a note waiting."""
    run = context.new_id()
    start = context.now()
    await context.database.awrite(lambda tx: account.start_run(tx, run, context.slug, start), durable=False)
    total = Merged()
    try:
        mark = account.watermark(context.database.read(), context.slug, STREAM)
        async for page in context.backend.changes(mark, context.known):
            total = total.plus(await _store(context, page, run))
            if between is not None:
                await between()
        total = total.plus(await compare_mine(context))
    except WorkboardError as error:
        await _end(context, run, type(error).__name__, total)
        raise
    await _end(context, run, "ok", total)
    return total


async def _end(context: Context, run: str, outcome: str, total: Merged) -> None:
    now = context.now()

    def work(transaction: Transaction) -> None:
        account.end_run(transaction, run, now, outcome, json.dumps(total._asdict()))
        if outcome == "ok":
            account.synced(transaction, now)

    await context.database.awrite(work, durable=False)


async def _store(context: Context, page: Page, run: str) -> Merged:
    now = context.now()

    def work(transaction: Transaction) -> Merged:
        merged = store_page(transaction, page, now, context.slug)
        if page.cursor is not None:
            found = account.load(transaction)
            generation = found.generation if found else None
            account.set_watermark(transaction, context.slug, STREAM, page.cursor, run, generation)
        if page.total:
            account.first_sync(transaction, page.done, page.total)
        return merged

    return await context.database.awrite(work, durable=False)


async def compare_mine(context: Context) -> Merged:
    """The ids of my tickets against the mirror's, every quarter of an hour: a ticket that went to somebody
    else can hide from a list of *mine since …*. A list that shrank beyond belief is asked for twice."""
    last = account.full_listing_at(context.database.read(), context.slug)
    wall = context.wall()
    if not context.backend.capabilities.network or (last is not None and 0 <= wall - last < LISTING_MS):
        return Merged()
    here = mirror.mine(context.database.read())
    listed = await context.backend.mine()
    if implausible(here, listed) and await context.backend.mine() != listed:
        return Merged()
    differing = sorted(here ^ listed)
    merged = Merged()
    for start in range(0, len(differing), 50):
        page = await context.backend.fetch(differing[start : start + 50], context.known)
        merged = merged.plus(await _store(context, page._replace(cursor=None), ""))
    await context.database.awrite(lambda tx: account.set_full_listing(tx, context.slug, wall), durable=False)
    return merged

"""Reading: walk the changes page by page, and look now and then for what they do not tell."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from workboard.domain.errors import WorkboardError
from workboard.store import account
from workboard.store.database import Transaction
from workboard.sync import compare
from workboard.sync.context import STREAM, Context, Merged
from workboard.sync.intake import Intake


async def pull(context: Context, between: Callable[[], Awaitable[object]] | None = None) -> Merged:
    """Everything new since the stored cursor. Each page and its cursor are one transaction; an error leaves
    what was stored so far, and the next pull goes on from there. ``between`` runs after each page, so that a
    first sync of thousands does not keep a note waiting."""

    async def walk(intake: Intake) -> None:
        mark = account.watermark(context.database.read(), context.slug, STREAM)
        async for page in context.backend.changes(mark, context.known):
            await intake.store(page)
            if between is not None:
                await between()

    return await _run(context, walk, compare.look_again, compare.compare_mine, compare.read_deep)


async def compare_mine(context: Context) -> Merged:
    """Nothing but the list of my tickets: what is looked at while somebody concentrates."""
    return await _run(context, compare.compare_now, whole=False)


async def _run(context: Context, *steps: Callable[[Intake], Awaitable[None]], whole: bool = True) -> Merged:
    """One reading, kept with its outcome. ``whole``: after it the mirror is as new as the remote was."""
    run, start = context.new_id(), context.now()
    await context.database.awrite(lambda tx: account.start_run(tx, run, context.slug, start), durable=False)
    intake = Intake(context, run)
    try:
        for step in steps:
            await step(intake)
    except WorkboardError as error:
        await _end(context, intake, type(error).__name__, whole=False)
        raise
    await _end(context, intake, "ok", whole)
    return intake.total


async def _end(context: Context, intake: Intake, outcome: str, whole: bool) -> None:
    now = context.now()

    def work(transaction: Transaction) -> None:
        account.end_run(transaction, intake.run, now, outcome, json.dumps(intake.total._asdict()))
        if whole:
            account.synced(transaction, now)

    await context.database.awrite(work, durable=False)


__all__ = ["STREAM", "compare_mine", "pull"]

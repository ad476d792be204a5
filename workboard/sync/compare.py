"""What no feed tells: tickets that hide from it, that were not there once, or of which a word was missed."""

from __future__ import annotations

from workboard.backends.base import Page
from workboard.domain.ticket import CLOSED
from workboard.store import account, mirror, missing
from workboard.store.database import Transaction
from workboard.sync.belief import implausible
from workboard.sync.context import Context
from workboard.sync.intake import AT_ONCE, Intake
from workboard.sync.schedule import LISTING_MS

DEEP = "deep"
"""What the place in the daily reading of all my tickets is called in the store."""
DEEP_MS = 24 * 3_600_000
SAMPLE = 10


async def look_again(intake: Intake) -> None:
    """Tickets that an earlier run did not find: there again, or gone."""
    missed = missing.missed_before(intake.context.database.read(), intake.run)
    if missed:
        await intake.fetch(missed[:AT_ONCE])


async def compare_now(intake: Intake) -> None:
    """The same while somebody concentrates: as often as it is asked for."""
    await compare_mine(intake, every=0)


async def compare_mine(intake: Intake, every: int = LISTING_MS) -> None:
    """The ids of my tickets against the mirror's, every quarter of an hour: a ticket that went to somebody
    else can hide from a list of *mine since …*. The list itself changes nothing; each ticket that differs is asked
    for by its number. Of a list that shrank beyond belief a few are asked for first."""
    context = intake.context
    reader = context.database.read()
    wall = context.wall()
    last = account.full_listing_at(reader, context.slug)
    if not context.backend.capabilities.network or not _due(last, wall, every):
        return
    here = mirror.mine(reader)
    listed = await intake.listed()
    differing = {*(here ^ listed), *_set_aside(context)}
    if implausible(here, listed) and not await _bears_out(intake, sorted(here - listed)[:SAMPLE]):
        differing -= here
    ordered = sorted(differing)
    for start in range(0, len(ordered), AT_ONCE):
        await intake.fetch(ordered[start : start + AT_ONCE])
    await context.database.awrite(lambda tx: account.set_full_listing(tx, context.slug, wall), durable=False)


async def read_deep(intake: Intake) -> None:
    """All my open tickets anew, in full, once a day: a batch in each run until all are through, and a process that
    ends takes up where it was. Right after a first reading there is nothing to do."""
    context = intake.context
    if not context.backend.capabilities.network:
        return
    reader = context.database.read()
    wall = context.wall()
    done_at = account.full_listing_at(reader, context.slug, DEEP)
    place = account.watermark(reader, context.slug, DEEP) or ""
    if done_at is not None and not place and not _due(done_at, wall, DEEP_MS):
        return
    left = [] if done_at is None else sorted(one for one in mirror.mine(reader) if one > place)
    if left:
        await intake.fetch(left[:AT_ONCE])
    place = left[AT_ONCE - 1] if len(left) > AT_ONCE else ""

    def note(transaction: Transaction) -> None:
        account.set_watermark(transaction, context.slug, DEEP, place, intake.run, None)
        if not place:
            account.set_full_listing(transaction, context.slug, wall, DEEP)

    await context.database.awrite(note, durable=False)


def _due(last: int | None, wall: int, every: int) -> bool:
    """Also after a clock went back: better once too often than not for years."""
    return last is None or not 0 <= wall - last < every


async def _bears_out(intake: Intake, sample: list[str]) -> bool:
    """Whether these tickets, asked one by one, are as little mine as the list says."""
    page = await intake.fetch(sample)
    return not any(_mine(page, one, intake) for one in sample)


def _mine(page: Page, ticket_id: str, intake: Intake) -> bool:
    me = intake.context.known.me().id
    found = (one for one in page.tickets if one.id == ticket_id)
    return any(one.owner_id == me and one.category not in CLOSED for one in found)


def _set_aside(context: Context) -> list[str]:
    """Tickets whose rows could not be read, so that they heal without anybody touching them over there."""
    aside = sorted(account.aside(context.database.read(), context.slug))
    numbers = [remote_id for stream, remote_id in aside if stream == "tickets" and remote_id.isalnum()]
    return [f"{context.slug}:ticket:{one}" for one in numbers[:AT_ONCE]]

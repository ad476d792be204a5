"""What pulling and pushing share: the store, the remote, and the clocks handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workboard.backends.base import Backend, Page
from workboard.domain.marks import ulid
from workboard.domain.ticket import Ticket
from workboard.store import account, delivery, entries, following, journal, mirror, missing
from workboard.store.database import Database, Reader, Transaction
from workboard.store.mirror import Facts
from workboard.sync import belief, plan
from workboard.sync.known import StoredKnown

STREAM = "changes"
"""What the cursor of the reading is called in the store."""


class Context(NamedTuple):
    """``now`` is the domain clock, ``wall`` the machine's (both milliseconds UTC); ``chance`` gives 0..1."""

    database: Database
    backend: Backend
    slug: str
    now: Callable[[], int]
    wall: Callable[[], int]
    chance: Callable[[], float]
    settle_s: float = 30
    settle_public_s: float = 120
    backend_name: str = ""
    base_url: str | None = None
    client_note: Callable[[Ticket, str], str | None] | None = None
    """the user's own program for a client-visible text, where no remote sends it on; blocks, and its answer is
    a line about what went wrong"""

    @property
    def known(self) -> StoredKnown:
        return StoredKnown(self.database, self.now)

    def new_id(self) -> str:
        return ulid(self.now(), int(self.chance() * 2**80))


class Merged(NamedTuple):
    """What a stored page came to, in numbers."""

    tickets: int = 0
    activities: int = 0
    messages: int = 0
    left: int = 0
    gone: int = 0
    quarantined: int = 0

    def plus(self, other: Merged) -> Merged:
        return Merged(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def look(reader: Reader, page: Page) -> plan.Before:
    """What the store holds of what a page is about."""
    named = {*(one.id for one in page.tickets), *page.gone, *page.missing, *(one.ticket_id for one in page.messages)}
    tickets = mirror.tickets(reader, named)
    found = account.load(reader)
    return plan.Before(
        tickets=tickets,
        messages=mirror.messages(reader, (one.id for one in page.messages)),
        time_entries=mirror.time_entries(reader, (one.id for one in page.time_entries)),
        done_events=mirror.done_events(reader, (one.id for one in page.done_events)),
        people=mirror.people(reader, (one.id for one in page.people)),
        activities=mirror.activities_of(reader, {*page.complete, *(one.ticket_id for one in page.activities)}),
        spans=mirror.spans_of(reader, {one.ticket_id for one in page.spans}),
        works=tuple(work for ticket_id in tickets for work in journal.work_on(reader, ticket_id)),
        missed=missing.missed(reader, named),
        clock_offset_ms=found.clock_offset_ms if found else 0,
        read_at=found.synced_at if found else None,
    )


def store_page(transaction: Transaction, page: Page, now: int, slug: str, run: str | None = None) -> Merged:
    """One page into the mirror, its consequences with it; the caller's transaction holds it together. ``run``
    names the reading that brought it."""
    if page.anew:
        forget_remote(transaction, slug)
    page, merged = _merged(transaction, page, run)
    missing.miss(transaction, merged.missed, run or "", now)
    missing.no_longer_missed(transaction, merged.found)
    for activity_id in merged.woken:
        journal.clear_work(transaction, activity_id)
    for work in merged.away:
        journal.set_work(transaction, work)
    delivery.seen(transaction, list(merged.markers), now)
    for event in merged.events:
        transaction.tell(event)
    _set_aside(transaction, page, now, slug)
    return count(merged.facts, len(page.spoiled))


def _merged(transaction: Transaction, page: Page, run: str | None) -> tuple[Page, plan.Merge]:
    """What the page comes to, stored; rows that no table takes are set aside, so that one of them cannot end the
    reading for as long as it is there."""
    found = account.load(transaction)
    page = _kinds_known(transaction, page)
    transaction.run("SAVEPOINT page")
    try:
        merged = plan.merge(look(transaction, page), page, found.me.id if found else "", run)
        mirror.store(transaction, merged.facts)
    except mirror.UNFIT:
        transaction.run("ROLLBACK TO page")
        unfit = mirror.unfit(transaction, belief.values(page))
        if not unfit:
            raise
        return _merged(transaction, belief.fitting(page, unfit), run)
    transaction.run("RELEASE page")
    return page, merged


def _kinds_known(reader: Reader, page: Page) -> Page:
    """Minutes of mine that were an interruption or a quick fix are so when they come back, too."""
    kinds = entries.kinds_of_time(reader, [one.marker for one in page.time_entries if one.marker])
    if not kinds:
        return page
    known = (one._replace(kind=kinds.get(one.marker or "", one.kind)) for one in page.time_entries)
    return page._replace(time_entries=tuple(known))


def forget_remote(transaction: Transaction, slug: str) -> None:
    """The remote is another one: everything is read anew. Wishes, drafts and the own log stay, and what a wish
    noted about the remote's order of things holds no longer."""
    mirror.forget_all(transaction)
    account.forget_cursors(transaction, slug)
    account.forget_aside(transaction, slug)
    following.forget_fences(transaction)


def _set_aside(transaction: Transaction, page: Page, now: int, slug: str) -> None:
    aside = account.aside(transaction, slug)
    if aside:
        account.read_well(transaction, slug, belief.read_well(aside, page))
    if page.spoiled:
        account.set_aside(transaction, slug, tuple((*one,) for one in page.spoiled), now)


def count(facts: Facts, spoiled: int) -> Merged:
    left = sum(1 for one in facts.tickets if one.presence == "left")
    return Merged(len(facts.tickets), len(facts.activities), len(facts.messages), left, len(facts.presence), spoiled)

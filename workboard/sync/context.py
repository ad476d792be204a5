"""What pulling and pushing share: the store, the remote, and the clocks handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workboard.backends.base import Backend, Page
from workboard.domain.marks import ulid
from workboard.domain.ticket import Ticket
from workboard.store import account, journal, mirror, outbox
from workboard.store.database import Database, Reader, Transaction
from workboard.store.mirror import Facts
from workboard.sync import plan
from workboard.sync.known import StoredKnown


class Context(NamedTuple):
    """``now`` is the domain clock, ``wall`` the machine's (both milliseconds UTC); ``chance`` gives 0..1."""

    database: Database
    backend: Backend
    slug: str
    now: Callable[[], int]
    wall: Callable[[], int]
    chance: Callable[[], float]
    settle_s: int = 30
    settle_public_s: int = 120
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
    """The part of the store that ``page`` is to be compared with."""
    named = {one.id for one in page.tickets} | {one.ticket_id for one in page.messages} | set(page.gone)
    tickets = mirror.tickets(reader, named)
    activities = mirror.activities_of(reader, {*page.complete, *(one.ticket_id for one in page.activities)})
    return plan.Before(
        tickets=tickets,
        messages=frozenset(mirror.existing(reader, "message", (one.id for one in page.messages))),
        activities=activities,
        spans=mirror.spans_of(reader, {one.ticket_id for one in page.spans}),
        time_entries=frozenset(mirror.existing(reader, "time_entry", (one.id for one in page.time_entries))),
        done_events=frozenset(mirror.existing(reader, "done_event", (one.id for one in page.done_events))),
        works=tuple(work for ticket_id in tickets for work in journal.work_on(reader, ticket_id)),
    )


def store_page(transaction: Transaction, page: Page, now: int, slug: str) -> Merged:
    """One page into the mirror, its consequences with it; the caller's transaction holds it together."""
    found = account.load(transaction)
    merged = plan.merge(look(transaction, page), page, found.me.id if found else "")
    mirror.store(transaction, merged.facts)
    for activity_id in merged.woken:
        journal.clear_work(transaction, activity_id)
    for work in merged.away:
        journal.set_work(transaction, work)
    for entry in outbox.by_marker(transaction, list(merged.markers)):
        outbox.delivered(transaction, entry, now, None, "seen on the ticket")
    for event in merged.events:
        transaction.tell(event)
    if page.spoiled:
        account.set_aside(transaction, slug, tuple((*one,) for one in page.spoiled), now)
    return count(merged.facts, len(page.spoiled))


def count(facts: Facts, spoiled: int) -> Merged:
    left = sum(1 for one in facts.tickets if one.presence == "left")
    return Merged(len(facts.tickets), len(facts.activities), len(facts.messages), left, len(facts.presence), spoiled)

"""How a page of the remote changes the mirror, decided without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workboard.backends.base import Page
from workboard.domain.activity import Activity, Work
from workboard.domain.event import Event, ReplyArrived, TicketAssigned, TicketLeft
from workboard.domain.people import Person
from workboard.domain.ticket import CLOSED, DoneEvent, Message, StatusSpan, Ticket, TimeEntry
from workboard.store.mirror import Facts

LATE_MS = 600_000
"""How long before our last reading a message may be dated that this reading had no chance to bring: what becomes
visible late, and clocks of which we know only roughly how far they are apart."""


class Before(NamedTuple):
    """The part of the store that a page is compared with."""

    tickets: dict[str, Ticket]
    messages: dict[str, Message]
    """those of the page's that are here, by id; so are the next three"""
    time_entries: dict[str, TimeEntry]
    done_events: dict[str, DoneEvent]
    people: dict[str, Person]
    activities: dict[str, Activity]
    """of the page's complete tickets and the page's own activities, by id"""
    spans: dict[str, set[StatusSpan]]
    works: tuple[Work, ...] = ()
    """local states on the page's tickets"""
    missed: dict[str, str] = {}  # noqa: RUF012 (a NamedTuple's default is shared, and never changed)
    """ticket → the run that did not find it"""
    clock_offset_ms: int = 0
    """how far the remote's clock is ahead of ours"""
    read_at: int | None = None
    """end of the last complete reading, by our clock"""


class Merge(NamedTuple):
    """What one page comes to."""

    facts: Facts
    events: tuple[Event, ...]
    markers: tuple[str, ...]
    """wishes of ours seen on the far side: they are there, whatever their state here"""
    woken: tuple[str, ...]
    """activities that go back to *planned*"""
    away: tuple[Work, ...]
    """activities that left with their ticket"""
    missed: tuple[str, ...] = ()
    """tickets not found for the first time: nothing is changed yet"""
    found: tuple[str, ...] = ()
    """tickets that are here again, or surely gone: no longer missed"""


def merge(before: Before, page: Page, me: str, run: str | None = None) -> Merge:
    """Compare a page with what is here; only what differs is written. ``run`` is the reading that brought it;
    without one, nothing is concluded from a ticket's absence."""
    tickets = tuple(_settled(one, before.tickets.get(one.id), me) for one in page.tickets)
    changed = tuple(one for one in tickets if before.tickets.get(one.id) != one)
    here = {one.id for one in tickets}
    absent = [one for one in page.missing if one in before.tickets and one not in here]
    twice = [one for one in absent if run is not None and before.missed.get(one, run) != run]
    lost = tuple(one for one in (*page.gone, *twice) if _is_here(before, one))
    facts = _facts(before, page, changed, lost)
    fresh = [one for one in facts.messages if one.id not in before.messages]
    standing = {**before.tickets, **{one.id: one for one in tickets}}
    return Merge(
        facts,
        (*_ticket_events(before, changed, lost), *_reply_events(standing, fresh)),
        tuple(one.marker for one in page.messages if one.marker),
        tuple(_woken(before, standing, fresh, facts.activities)),
        tuple(_away(before, standing, lost)),
        tuple(one for one in absent if run is not None and one not in before.missed and _is_here(before, one)),
        tuple(one for one in before.missed if one in here or one in lost or not _is_here(before, one)),
    )


def _facts(before: Before, page: Page, tickets: tuple[Ticket, ...], lost: tuple[str, ...]) -> Facts:
    """``tickets`` that differ from what is here, and those that are gone."""
    entries = (_with_marker(one, before.time_entries.get(one.id)) for one in page.time_entries)
    return Facts(
        tickets=tickets,
        spans=_new_spans(before, page.spans),
        messages=tuple(one for one in page.messages if before.messages.get(one.id) != one),
        activities=tuple(one for one in page.activities if before.activities.get(one.id) != one),
        vanished_activities=_vanished(before, page),
        time_entries=tuple(one for one in entries if before.time_entries.get(one.id) != one),
        done_events=tuple(one for one in page.done_events if before.done_events.get(one.id) != one),
        people=tuple(one for one in page.people if before.people.get(one.id) != one),
        presence=tuple((one, "gone") for one in lost),
    )


def _is_here(before: Before, ticket_id: str) -> bool:
    return ticket_id in before.tickets and before.tickets[ticket_id].presence != "gone"


def _with_marker(new: TimeEntry, old: TimeEntry | None) -> TimeEntry:
    """A transaction read without its text does not tell its marker: that is no change."""
    if new.marker is not None or old is None:
        return new
    return new._replace(marker=old.marker, kind=old.kind)


def _settled(new: Ticket, old: Ticket | None, me: str) -> Ticket:
    """A ticket that was mine and is somebody else's now has *left*; it is kept for the open note on it."""
    if new.owner_id == me:
        return new._replace(presence="mine")
    left = old is not None and old.presence in ("mine", "left")
    return new._replace(presence="left" if left else "team")


def _new_spans(before: Before, spans: Iterable[StatusSpan]) -> tuple[StatusSpan, ...]:
    by_ticket: dict[str, set[StatusSpan]] = {}
    for one in spans:
        by_ticket.setdefault(one.ticket_id, set()).add(one)
    fresh = (found for ticket_id, found in by_ticket.items() if before.spans.get(ticket_id) != found)
    return tuple(one for found in fresh for one in sorted(found, key=lambda span: span.from_at))


def _vanished(before: Before, page: Page) -> tuple[str, ...]:
    listed = {one.id for one in page.activities}
    return tuple(
        one.id for one in before.activities.values() if one.ticket_id in page.complete and one.id not in listed
    )


def _ticket_events(before: Before, changed: Sequence[Ticket], gone: Iterable[str]) -> Iterable[Event]:
    for one in changed:
        old = before.tickets.get(one.id)
        was_mine = old is not None and old.presence == "mine" and old.category not in CLOSED
        is_mine = one.presence == "mine" and one.category not in CLOSED
        if is_mine and not was_mine:
            yield TicketAssigned(one.id, one.default_band)
        elif was_mine and not is_mine:
            yield TicketLeft(one.id, one.presence)
    for ticket_id in gone:
        if ticket_id in before.tickets and before.tickets[ticket_id].presence == "mine":
            yield TicketLeft(ticket_id, "gone")


def _reply_events(tickets: dict[str, Ticket], messages: Iterable[Message]) -> Iterable[Event]:
    for one in messages:
        if one.author == "client" and one.origin != "create" and one.visibility == "public":
            ticket = tickets.get(one.ticket_id)
            if ticket is not None and ticket.presence == "mine":
                yield ReplyArrived(one.ticket_id, one.id, one.at)


def _woken(
    before: Before, tickets: dict[str, Ticket], messages: Sequence[Message], activities: Sequence[Activity]
) -> Iterable[str]:
    """A client wrote on what was skipped for that; a closed ticket is open again, one that had left is mine again;
    a date was set anew."""
    wrote = {one.ticket_id: one.at for one in messages if one.author == "client" and one.visibility == "public"}
    moved = {one.id for one in activities if one.id in before.activities and one.remote_state == "open"}
    for work in before.works:
        old, new = before.tickets.get(work.ticket_id), tickets.get(work.ticket_id)
        on_me = new is not None and new.category not in CLOSED
        mine = new is not None and new.presence == "mine"
        reopened = on_me and old is not None and (old.category in CLOSED or (mine and old.presence != "mine"))
        answered = work.wake_on == "client" and wrote.get(work.ticket_id, 0) > _unseen_from(before, work)
        if (
            (work.state == "skipped" and answered)
            or (work.state == "away" and on_me and mine)
            or (work.state == "finished" and (reopened or work.activity_id in moved))
        ):
            yield work.activity_id


def _unseen_from(before: Before, work: Work) -> int:
    """From when on, by the remote's clock, a client's words could not be known when this was skipped."""
    last_reading = work.since_at if before.read_at is None else min(work.since_at, before.read_at)
    return last_reading + before.clock_offset_ms - LATE_MS


def _away(before: Before, tickets: dict[str, Ticket], gone: Iterable[str]) -> Iterable[Work]:
    """Parked and skipped work goes with its ticket; what runs stays in the technician's hands."""
    lost = set(gone)
    for work in before.works:
        old, new = before.tickets.get(work.ticket_id), tickets.get(work.ticket_id)
        was_mine = old is not None and old.presence == "mine"
        not_mine_now = was_mine and new is not None and new.presence != "mine"
        left = work.ticket_id in lost or not_mine_now or (new is not None and new.category in CLOSED)
        if left and work.state in ("parked", "skipped") and ":reminder:" not in work.activity_id:
            yield work._replace(state="away", sleep_until_at=None, wake_on=None)

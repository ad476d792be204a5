"""How a page of the remote changes the mirror, decided without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workboard.backends.base import Page
from workboard.domain.activity import Activity, Work
from workboard.domain.event import Event, ReplyArrived, TicketAssigned, TicketLeft
from workboard.domain.ticket import CLOSED, Message, StatusSpan, Ticket
from workboard.store.mirror import Facts

CLOCKS_APART_MS = 600_000
"""How far the remote's clock may be from ours before an order of events is misjudged."""


class Before(NamedTuple):
    """The part of the store that a page is compared with."""

    tickets: dict[str, Ticket]
    messages: frozenset[str]
    """ids already here"""
    activities: dict[str, Activity]
    """of the page's complete tickets and the page's own activities, by id"""
    spans: dict[str, set[StatusSpan]]
    time_entries: frozenset[str]
    done_events: frozenset[str]
    works: tuple[Work, ...] = ()
    """local states on the page's tickets"""


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


def merge(before: Before, page: Page, me: str) -> Merge:
    """Compare a page with what is here; only what differs is written."""
    tickets = tuple(_settled(one, before.tickets.get(one.id), me) for one in page.tickets)
    changed = tuple(one for one in tickets if before.tickets.get(one.id) != one)
    messages = tuple(one for one in page.messages if one.id not in before.messages)
    activities = tuple(one for one in page.activities if before.activities.get(one.id) != one)
    gone = tuple((one, "gone") for one in page.gone if one in before.tickets and before.tickets[one].presence != "gone")
    facts = Facts(
        tickets=changed,
        spans=_new_spans(before, page.spans),
        messages=messages,
        activities=activities,
        vanished_activities=_vanished(before, page),
        time_entries=tuple(one for one in page.time_entries if one.id not in before.time_entries),
        done_events=tuple(one for one in page.done_events if one.id not in before.done_events),
        people=page.people,
        presence=gone,
    )
    standing = {**before.tickets, **{one.id: one for one in tickets}}
    return Merge(
        facts,
        (*_ticket_events(before, changed, page.gone), *_reply_events(standing, messages)),
        tuple(one.marker for one in page.messages if one.marker),
        tuple(_woken(before, standing, messages, activities)),
        tuple(_away(before, standing, page.gone)),
    )


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
        answered = work.wake_on == "client" and wrote.get(work.ticket_id, 0) > work.since_at - CLOCKS_APART_MS
        if (
            (work.state == "skipped" and answered)
            or (work.state == "away" and on_me and mine)
            or (work.state == "finished" and (reopened or work.activity_id in moved))
        ):
            yield work.activity_id


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


def implausible(before: frozenset[str], listed: frozenset[str]) -> bool:
    """Whether a list of my tickets lost so many at once that a second, independent look is needed."""
    lost = len(before - listed)
    return bool(before) and lost > 0 and (not listed or (lost > 5 and lost * 2 > len(before)))

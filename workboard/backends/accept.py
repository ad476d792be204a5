"""Accepting a wish without a remote: what it makes true, worked out from what is known. Pure.

Shared by the desks that live on this machine. Ids come from the wish, so that accepting the same wish twice
changes nothing more. Each answer holds the rows that are true afterwards; storing them is the caller's.
"""

from __future__ import annotations

from typing import Final

from workboard.backends.accept_owner import assign, claim
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.backends.local import (
    activity_among,
    before_reply,
    default_band,
    existing,
    make_id,
    moved,
)
from workboard.domain.activity import Activity, split_id
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    OpenTicket,
    Schedule,
    SetCategory,
)
from workboard.domain.note_lines import read
from workboard.domain.people import Person
from workboard.domain.text import clean, first_line
from workboard.domain.ticket import Category, DoneEvent, Message, StatusSpan, Ticket, TimeEntry, TimeKind

FIRST_NUMBER: Final = 1001
TITLE_LIMIT: Final = 120


def accept(op: Op, known: Known) -> Receipt:
    """Carry out one wish. Raises ``Refused`` (no such ticket or activity) or ``Conflicting``."""
    match op.intent:
        case AddNote() as wish:
            return _note(op, wish, known)
        case Answer() as wish:
            return _answer(op, wish, known)
        case SetCategory() as wish:
            return _set_category(op, wish, known)
        case Dismiss() as wish:
            return _dismiss(wish, known)
        case CompleteActivity() as wish:
            return _complete(op, wish, known)
        case Claim() as wish:
            return claim(wish, known)
        case Assign() as wish:
            return assign(wish, known)
        case Schedule() as wish:
            return _schedule(op, wish, known)
        case OpenTicket() as wish:
            return _open(op, wish, known)


def _note(op: Op, wish: AddNote, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    message = _written(op, ticket.id, wish.text, known, public=False, minutes=wish.minutes)
    page = Page(
        tickets=(ticket._replace(updated_at=known.now()),),
        messages=(message,),
        time_entries=_booked(op, ticket.id, wish.minutes, known, wish.kind),
    )
    return Receipt(remote_id=message.id, page=page)


def _answer(op: Op, wish: Answer, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    message = _written(op, ticket.id, wish.text, known, public=True, minutes=wish.minutes)
    then = wish.then or (before_reply(ticket, known) if ticket.category == "reply" else ticket.category)
    page = moved(ticket, then, known)
    page = page._replace(
        messages=(message,),
        time_entries=_booked(op, ticket.id, wish.minutes, known),
        done_events=_closed(op, ticket, then, known),
    )
    return Receipt(remote_id=message.id, page=page)


def _set_category(op: Op, wish: SetCategory, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    if ticket.category == wish.category:
        return Receipt(page=Page(tickets=(ticket,)))
    _must_still_be(ticket, wish.base, wish.category)
    page = moved(ticket, wish.category, known)
    return Receipt(page=page._replace(done_events=_closed(op, ticket, wish.category, known)))


def _dismiss(wish: Dismiss, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    if ticket.category != "reply":
        return Receipt(page=Page(tickets=(ticket,)))
    before = before_reply(ticket, known)
    _must_still_be(ticket, wish.base, before)
    return Receipt(page=moved(ticket, before, known))


def _complete(op: Op, wish: CompleteActivity, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    activity = activity_among(wish.activity_id, known.activities(ticket.id))
    if activity is None and split_id(wish.activity_id)[1] != "derived":
        raise Refused("that activity does not exist here any more: look at the ticket again")
    if activity is not None and activity.remote_state == "done":
        return Receipt(remote_id=activity.id, page=Page(activities=(activity,)))
    event = DoneEvent(make_id(ticket.id, "done", op.id), known.me().id, known.now(), ticket.id, wish.activity_id)
    done = () if activity is None else (activity._replace(remote_state="done"),)
    return Receipt(remote_id=wish.activity_id, page=Page(activities=done, done_events=(event,)))


def _schedule(op: Op, wish: Schedule, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    activity = Activity(
        make_id(ticket.id, "scheduled", op.id),
        "scheduled",
        ticket.id,
        known.me().id,
        first_line(clean(wish.title, TITLE_LIMIT)) or ticket.title,
        wish.start_at,
        wish.minutes,
        wish.fixed,
    )
    return Receipt(remote_id=op.id, page=Page(activities=(activity,)))


def _open(op: Op, wish: OpenTicket, known: Known) -> Receipt:
    now, me = known.now(), known.me()
    number = str(max(known.highest_number() + 1, FIRST_NUMBER))
    ticket_id = make_id(wish.ticket_id, "ticket", number)
    contact = known.person_by_mail(wish.contact_mail) if wish.contact_mail else None
    ticket = Ticket(
        id=ticket_id,
        number=number,
        title=first_line(clean(wish.title, TITLE_LIMIT)) or "New ticket",
        status="new",
        category="new",
        queue=wish.queue,
        owner_id=me.id if wish.mine else None,
        company=contact.company if contact else None,
        contact_name=contact.name if contact else clean(wish.contact_name) or None,
        contact_mail=wish.contact_mail,
        urgent=wish.urgent,
        impact=wish.impact,
        created_at=now,
        updated_at=now,
        presence="mine" if wish.mine else "team",
        default_band=default_band(wish.urgent, wish.impact, None),
    )
    message = _written(op, ticket_id, wish.body or wish.title, known, public=True)._replace(origin="create")
    page = Page(
        tickets=(ticket,),
        spans=(StatusSpan(ticket_id, "new", now),),
        messages=(message,),
        people=_new_contact(wish, contact),
        complete=frozenset({ticket_id}),
    )
    return Receipt(remote_id=number, page=page, ticket_id=ticket_id)


def _must_still_be(ticket: Ticket, base: str, wanted: Category) -> None:
    if base and ticket.status not in (base, wanted):
        raise Conflicting(
            f"ticket {ticket.number} is {ticket.status} by now and not {base}: choose which one counts",
            field="status",
            base=base,
            mine=wanted,
            theirs=ticket.status,
        )


def _written(op: Op, ticket_id: str, text: str, known: Known, *, public: bool, minutes: int = 0) -> Message:
    body, me = clean(text), known.me()
    return Message(
        id=make_id(ticket_id, "message", op.id),
        ticket_id=ticket_id,
        at=known.now(),
        author_id=me.id,
        author_name=me.name,
        author="staff",
        visibility="public" if public else "internal",
        origin="reply" if public else "note",
        body=body,
        minutes=minutes,
        marker=op.marker,
        next_step=None if public else read(body).next_step,
    )


def _booked(op: Op, ticket_id: str, minutes: int, known: Known, kind: TimeKind = "work") -> tuple[TimeEntry, ...]:
    if not minutes:
        return ()
    entry = TimeEntry(
        make_id(ticket_id, "time", op.id), known.me().id, known.now(), minutes, ticket_id, kind, marker=op.marker
    )
    return (entry,)


def _closed(op: Op, ticket: Ticket, category: Category, known: Known) -> tuple[DoneEvent, ...]:
    if category != "done" or ticket.category == "done":
        return ()
    return (DoneEvent(make_id(ticket.id, "done", op.id), known.me().id, known.now(), ticket.id),)


def _new_contact(wish: OpenTicket, known_as: Person | None) -> tuple[Person, ...]:
    if known_as is not None or not wish.contact_mail:
        return ()
    mail = wish.contact_mail
    return (Person(id=f"client:{mail.casefold()}", name=clean(wish.contact_name) or mail, mail=mail),)

"""Accepting wishes without a remote: what a wish makes true, worked out from what is known. Pure.

The desks that live on this machine share it: the standalone one and the demo. Every function answers with the
rows that are true afterwards; storing them is the caller's. Ids come from the wish, so that accepting the same
wish twice changes nothing more. In ``Page.spans`` a ticket's stretches are always listed in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from workboard.backends.base import Capabilities, Known, Op, Page, Receipt
from workboard.domain.activity import Activity, split_id
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import (
    AddNote,
    Answer,
    Claim,
    CompleteActivity,
    Dismiss,
    OpenTicket,
    SetCategory,
)
from workboard.domain.note_lines import read
from workboard.domain.people import Person
from workboard.domain.text import clean, first_line
from workboard.domain.ticket import (
    CATEGORIES,
    Category,
    DoneEvent,
    Message,
    StatusSpan,
    Ticket,
    TimeEntry,
)

FIRST_NUMBER: Final = 1001
TITLE_LIMIT: Final = 120


def local_capabilities(label: str) -> Capabilities:
    """What a desk on this machine can do: everything, at once."""
    return Capabilities(
        label=label,
        immediate=True,
        network=False,
        writes=frozenset(CATEGORIES),
        claims=True,
        tickets_offline=False,
    )


def default_band(
    urgent: bool, impact: Literal["person", "site"] | None, kind: Literal["incident", "request"] | None
) -> int:
    """1..4: an urgent thing that stops a site, an urgent thing or a site, any other trouble, a request."""
    site = impact == "site"
    if urgent and site:
        return 1
    if urgent or site:
        return 2
    return 4 if kind == "request" else 3


# ------------------------------------------------------------------------------------------------- one wish


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
            return _claim(wish, known)
        case OpenTicket() as wish:
            return _open(op, wish, known)


def _note(op: Op, wish: AddNote, known: Known) -> Receipt:
    ticket = _existing(wish.ticket_id, known)
    message = _written(op, ticket.id, wish.text, known, public=False, minutes=wish.minutes)
    page = Page(
        tickets=(ticket._replace(updated_at=known.now()),),
        messages=(message,),
        time_entries=_booked(op, ticket.id, wish.minutes, known),
    )
    return Receipt(remote_id=message.id, page=page)


def _answer(op: Op, wish: Answer, known: Known) -> Receipt:
    ticket = _existing(wish.ticket_id, known)
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
    ticket = _existing(wish.ticket_id, known)
    if ticket.category == wish.category:
        return Receipt(page=Page(tickets=(ticket,)))
    _must_still_be(ticket, wish.base, wish.category)
    page = moved(ticket, wish.category, known)
    return Receipt(page=page._replace(done_events=_closed(op, ticket, wish.category, known)))


def _dismiss(wish: Dismiss, known: Known) -> Receipt:
    ticket = _existing(wish.ticket_id, known)
    if ticket.category != "reply":
        return Receipt(page=Page(tickets=(ticket,)))
    before = before_reply(ticket, known)
    _must_still_be(ticket, wish.base, before)
    return Receipt(page=moved(ticket, before, known))


def _complete(op: Op, wish: CompleteActivity, known: Known) -> Receipt:
    ticket = _existing(wish.ticket_id, known)
    activity = _activity(wish.activity_id, known.activities(ticket.id))
    if activity is None and split_id(wish.activity_id)[1] != "derived":
        raise Refused("That activity does not exist here any more: look at the ticket again.")
    if activity is not None and activity.remote_state == "done":
        return Receipt(remote_id=activity.id, page=Page(activities=(activity,)))
    event = DoneEvent(_id(ticket.id, "done", op.id), known.me().id, known.now(), ticket.id, wish.activity_id)
    done = () if activity is None else (activity._replace(remote_state="done"),)
    return Receipt(remote_id=wish.activity_id, page=Page(activities=done, done_events=(event,)))


def _claim(wish: Claim, known: Known) -> Receipt:
    ticket = _existing(wish.ticket_id, known)
    me = known.me()
    if ticket.owner_id not in (None, me.id):
        raise Conflicting(
            f"Ticket {ticket.number} belongs to somebody else by now: take the next one.",
            field="owner",
            base="",
            mine=me.id,
            theirs=ticket.owner_id,
        )
    taken = ticket._replace(owner_id=me.id, presence="mine", updated_at=known.now())
    return Receipt(remote_id=ticket.number, page=Page(tickets=(taken,)))


def _open(op: Op, wish: OpenTicket, known: Known) -> Receipt:
    now, me = known.now(), known.me()
    number = str(max(known.highest_number() + 1, FIRST_NUMBER))
    ticket_id = _id(wish.ticket_id, "ticket", number)
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


# ---------------------------------------------------------------------------------- what it is made of


def moved(ticket: Ticket, category: Category, known: Known, at: int | None = None) -> Page:
    """The ticket in another category since ``at`` (default: now), with all its stretches."""
    at = known.now() if at is None else at
    changed = ticket._replace(category=category, status=category, updated_at=at)
    gone = (ticket.id,) if category == "gone" else ()
    if category == ticket.category:
        return Page(tickets=(changed,), gone=gone)
    spans = list(known.spans(ticket.id)) or [StatusSpan(ticket.id, ticket.category, ticket.created_at)]
    last = spans.pop()
    at = max(at, last.from_at)  # a clock set back must not make a stretch end before it began
    if last.from_at < at:
        spans.append(last._replace(until_at=at))
    spans.append(StatusSpan(ticket.id, category, at))
    return Page(tickets=(changed,), spans=tuple(spans), gone=gone)


def before_reply(ticket: Ticket, known: Known) -> Category:
    """Where the ticket stood before its client wrote; *open* when nobody knows."""
    for span in reversed(known.spans(ticket.id)):
        if span.category != "reply":
            return span.category
    return "open"


def received(known: Known, ticket_id: str, sender: str, text: str, *, at: int, message_id: str) -> Page:
    """A client's own words come in: the message, and the ticket in the reply queue (a closed one comes back).

    Raises ``Refused`` for a ticket that does not exist (any more).
    """
    ticket = _existing(ticket_id, known)
    if ticket.category == "gone":
        raise Refused(f"Ticket {ticket.number} was deleted: open a new one.")
    person = known.person_by_mail(ticket.contact_mail) if ticket.contact_mail else None
    author_id = person.id if person is not None and person.name == sender else None
    message = Message(message_id, ticket.id, at, author_id, clean(sender), "client", "public", "reply", clean(text))
    return moved(ticket, "reply", known, at)._replace(messages=(message,))


def _existing(ticket_id: str, known: Known) -> Ticket:
    ticket = known.ticket(ticket_id)
    if ticket is None:
        raise Refused("That ticket does not exist here: check its number.")
    return ticket


def _must_still_be(ticket: Ticket, base: str, wanted: Category) -> None:
    if ticket.status not in (base, wanted):
        raise Conflicting(
            f"Ticket {ticket.number} is {ticket.status} by now and not {base}: choose which one counts.",
            field="status",
            base=base,
            mine=wanted,
            theirs=ticket.status,
        )


def _written(op: Op, ticket_id: str, text: str, known: Known, *, public: bool, minutes: int = 0) -> Message:
    body, me = clean(text), known.me()
    return Message(
        id=_id(ticket_id, "message", op.id),
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


def _booked(op: Op, ticket_id: str, minutes: int, known: Known) -> tuple[TimeEntry, ...]:
    if not minutes:
        return ()
    entry = TimeEntry(_id(ticket_id, "time", op.id), known.me().id, known.now(), minutes, ticket_id, marker=op.marker)
    return (entry,)


def _closed(op: Op, ticket: Ticket, category: Category, known: Known) -> tuple[DoneEvent, ...]:
    if category != "done" or ticket.category == "done":
        return ()
    return (DoneEvent(_id(ticket.id, "done", op.id), known.me().id, known.now(), ticket.id),)


def _new_contact(wish: OpenTicket, known_as: Person | None) -> tuple[Person, ...]:
    if known_as is not None or not wish.contact_mail:
        return ()
    mail = wish.contact_mail
    return (Person(id=f"client:{mail.casefold()}", name=clean(wish.contact_name) or mail, mail=mail),)


def _activity(activity_id: str, among: Sequence[Activity]) -> Activity | None:
    return next((one for one in among if one.id == activity_id), None)


def _id(sibling: str, kind: str, rest: str) -> str:
    """An id in the same account as ``sibling``."""
    return f"{split_id(sibling)[0]}:{kind}:{rest}"


# -------------------------------------------------------------------------------------------- looking back


def arrived(op: Op, known: Known) -> Receipt | None:
    """Whether a wish is true already; ``None`` when it is not."""
    wish = op.intent
    if isinstance(wish, OpenTicket):
        first = next((one for one in known.notes_by_me(0) if one.marker == op.marker), None)
        return None if first is None else _as_known(first.ticket_id, known, remote_id=first.id, new=True)
    ticket = known.ticket(wish.ticket_id)
    if ticket is None:
        return None
    if isinstance(wish, AddNote | Answer):
        message = next((one for one in known.messages(ticket.id) if one.marker == op.marker), None)
        return None if message is None else _as_known(ticket.id, known, remote_id=message.id)
    return _as_known(ticket.id, known) if _holds(wish, ticket, known) else None


def _holds(wish: SetCategory | Dismiss | CompleteActivity | Claim, ticket: Ticket, known: Known) -> bool:
    match wish:
        case SetCategory():
            return ticket.category == wish.category
        case Dismiss():
            return ticket.category != "reply"
        case Claim():
            return ticket.owner_id == known.me().id
        case CompleteActivity():
            activity = _activity(wish.activity_id, known.activities(ticket.id))
            return activity is not None and activity.remote_state == "done"


def _as_known(ticket_id: str, known: Known, *, remote_id: str | None = None, new: bool = False) -> Receipt:
    return Receipt(remote_id=remote_id, page=fetched((ticket_id,), known), ticket_id=ticket_id if new else None)


def fetched(ticket_ids: Sequence[str], known: Known) -> Page:
    """These tickets in full, as known: there is no other truth than what is stored here."""
    found = [ticket for one in ticket_ids if (ticket := known.ticket(one)) is not None]
    here = frozenset(ticket.id for ticket in found)
    return Page(
        tickets=tuple(found),
        spans=tuple(span for one in found for span in known.spans(one.id)),
        messages=tuple(message for one in found for message in known.messages(one.id)),
        activities=tuple(activity for one in found for activity in known.activities(one.id)),
        gone=tuple(one for one in ticket_ids if one not in here),
        complete=here,
    )

"""A desk that lives on this machine: how its tickets move. Pure.

The standalone desk and the demo share it. In ``Page.spans`` a ticket's stretches are always listed in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from workboard.backends.base import Known, Op, Page, Receipt
from workboard.domain.activity import Activity, split_id
from workboard.domain.errors import Refused
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
from workboard.domain.text import clean
from workboard.domain.ticket import Category, Message, StatusSpan, Ticket


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
    ticket = existing(ticket_id, known)
    if ticket.category == "gone":
        raise Refused(f"ticket {ticket.number} was deleted: open a new one")
    person = known.person_by_mail(ticket.contact_mail) if ticket.contact_mail else None
    author_id = person.id if person is not None and person.name == sender else None
    message = Message(message_id, ticket.id, at, author_id, clean(sender), "client", "public", "reply", clean(text))
    if any(one.author == "staff" and one.visibility == "public" and one.at >= at for one in known.messages(ticket.id)):
        return Page(messages=(message,))  # told late: we have written since, nobody waits
    return moved(ticket, "reply", known, at)._replace(messages=(message,))


def existing(ticket_id: str, known: Known) -> Ticket:
    ticket = known.ticket(ticket_id)
    if ticket is None:
        raise Refused("that ticket does not exist here: check its number")
    return ticket


def activity_among(activity_id: str, among: Sequence[Activity]) -> Activity | None:
    return next((one for one in among if one.id == activity_id), None)


def make_id(sibling: str, kind: str, rest: str) -> str:
    """An id in the same account as ``sibling``."""
    return f"{split_id(sibling)[0]}:{kind}:{rest}"


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
    if isinstance(wish, Schedule):
        made = activity_among(make_id(ticket.id, "scheduled", op.id), known.activities(ticket.id))
        return None if made is None else _as_known(ticket.id, known, remote_id=op.id)
    return _as_known(ticket.id, known) if _holds(wish, ticket, known) else None


def _holds(wish: SetCategory | Dismiss | CompleteActivity | Claim | Assign, ticket: Ticket, known: Known) -> bool:
    match wish:
        case SetCategory():
            return ticket.category == wish.category
        case Dismiss():
            return ticket.category != "reply"
        case Claim():
            return ticket.owner_id == known.me().id
        case Assign():
            return ticket.owner_id == wish.person_id
        case CompleteActivity():
            activity = activity_among(wish.activity_id, known.activities(ticket.id))
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

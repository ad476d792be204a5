"""Accepting whose a ticket is, without a remote. Pure, as all of ``accept``."""

from __future__ import annotations

from workboard.backends.base import Known, Page, Receipt
from workboard.backends.local import existing
from workboard.domain.activity import GOES_ALONG
from workboard.domain.errors import Conflicting
from workboard.domain.intent import Assign, Claim
from workboard.domain.ticket import Presence, Ticket


def claim(wish: Claim, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    me = known.me()
    if ticket.owner_id not in (None, me.id):
        raise Conflicting(
            f"ticket {ticket.number} belongs to somebody else by now: take the next one",
            field="owner",
            base="",
            mine=me.id,
            theirs=ticket.owner_id,
        )
    taken = ticket._replace(owner_id=me.id, presence="mine", updated_at=known.now())
    return Receipt(remote_id=ticket.number, page=Page(tickets=(taken,)))


def assign(wish: Assign, known: Known) -> Receipt:
    ticket = existing(wish.ticket_id, known)
    if ticket.owner_id == wish.person_id:
        return Receipt(remote_id=ticket.number, page=Page(tickets=(ticket,)))
    if (ticket.owner_id or "") != wish.base:
        raise Conflicting(
            f"ticket {ticket.number} has another owner by now: choose who keeps it",
            field="owner",
            base=wish.base,
            mine=wish.person_id,
            theirs=ticket.owner_id or "",
        )
    return Receipt(remote_id=ticket.number, page=_given(ticket, wish.person_id, known))


def _given(ticket: Ticket, to: str, known: Known) -> Page:
    """The ticket, and the planned work that goes along with it."""
    presence: Presence = "mine" if to == known.me().id else "team"
    along = tuple(
        one._replace(owner_id=to)
        for one in known.activities(ticket.id)
        if one.kind in GOES_ALONG and one.owner_id == ticket.owner_id and one.remote_state == "open"
    )
    return Page(
        tickets=(ticket._replace(owner_id=to, presence=presence, updated_at=known.now()),),
        activities=along,
    )

"""The JSON the command line promises: every shape once. Keys are stable, what is unknown is ``None``."""

from __future__ import annotations

from workboard.domain.bands import band
from workboard.domain.policy import Candidate
from workboard.domain.rules import Policy
from workboard.domain.ticket import Ticket
from workboard.domain.typed import Any
from workboard.domain.working_time import utc

Shape = dict[str, Any]


def instant(at: int | None) -> str | None:
    """``2026-11-24T10:42:00Z``."""
    return None if at is None else utc(at).isoformat()[:19] + "Z"


def ticket_json(ticket: Ticket, policy: Policy) -> Shape:
    return {
        "id": ticket.id,
        "number": ticket.number or None,
        "title": ticket.title,
        "company": ticket.company or None,
        "contact": ticket.contact_name or ticket.contact_mail or None,
        "priority": band(ticket, policy),
        "urgent": ticket.urgent,
        "status": ticket.status,
        "category": ticket.category,
        "created_at": instant(ticket.created_at or None),
        "due_at": instant(ticket.due_at),
        "url": ticket.url or None,
    }


def activity_json(one: Candidate, policy: Policy, next_step: str | None, why: str | None) -> Shape:
    from workboard.board.offer import shown_title

    activity = one.activity
    return {
        "id": activity.id,
        "state": one.state,
        "title": shown_title(one, next_step),
        "next_step": next_step,
        "derived": activity.kind == "derived",
        "fixed": activity.fixed,
        "scheduled_start": instant(activity.start_at),
        "estimate_minutes": activity.estimate_minutes,
        "window_until": instant(one.ticket.window_until_at),
        "why": why,
        "ticket": ticket_json(one.ticket, policy),
    }

"""Bands P1..P4, and how a ticket that waits too long climbs (never into P1)."""

from __future__ import annotations

from collections.abc import Iterable

from workboard.domain.rules import BandRule, Policy, Shift
from workboard.domain.ticket import ON_US, StatusSpan, Ticket
from workboard.domain.working_time import minutes_of, working_minutes


def band(ticket: Ticket, policy: Policy) -> int:
    """1..4: the first ``[[band]]`` whose conditions all hold, else the backend's default."""
    for rule in policy.bands:
        if _holds(rule, ticket):
            return rule.band
    return ticket.default_band


def _holds(rule: BandRule, ticket: Ticket) -> bool:
    wanted = (
        (rule.urgent, ticket.urgent),
        (rule.impact, ticket.impact),
        (rule.tier, ticket.tier),
        (rule.type, ticket.type),
        (rule.queue, ticket.queue),
    )
    if any(want is not None and want != have for want, have in wanted):
        return False
    return _in_range(ticket.priority, rule.priority_min, rule.priority_max)


def _in_range(priority: str | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    try:
        value = float(priority or "")
    except ValueError:
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def minutes_on_us(spans: Iterable[StatusSpan], shift: Shift, now: int) -> int:
    """Working minutes the ticket spent waiting on us, by its stretches per category."""
    return sum(
        working_minutes(shift, span.from_at, now if span.until_at is None else span.until_at)
        for span in spans
        if span.category in ON_US
    )


def waited(ticket: Ticket, spans: Iterable[StatusSpan], shift: Shift, now: int) -> int:
    """Working minutes on us; a ticket whose stretches are not known was always as it is now."""
    known = tuple(spans) or (StatusSpan(ticket.id, ticket.category, ticket.created_at),)
    return minutes_on_us(known, shift, now)


def overdue(
    ticket: Ticket, base_band: int, spans: tuple[StatusSpan, ...], policy: Policy, shift: Shift, now: int
) -> int:
    """0 within its target, 1 past it, 2 past twice of it; the remote's own due time goes before the policy's."""
    if ticket.due_at is not None:
        if now <= ticket.due_at:
            return 0
        allowed = ticket.due_at - ticket.created_at
        return 2 if now > ticket.due_at + allowed else 1
    target = minutes_of(policy.order.targets[base_band - 1], shift)
    spent = waited(ticket, spans, shift, now)
    return 2 if spent > 2 * target else 1 if spent > target else 0


def climbed(base_band: int, steps: int) -> int:
    """The band to order by: an emergency stays one, everything else stops below it."""
    return 1 if base_band == 1 else max(2, base_band - steps)

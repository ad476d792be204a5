"""The order of work: which activity is next, and the one-line reason.

``rank`` is pure and total: the same candidates give the same order however they come in. The key, ascending:
not an emergency · no fixed time that has come · not moved up by a lead · climbed band · no client's window near ·
ticket age · start · number as people count · activity id.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from workboard.domain.activity import Activity, State
from workboard.domain.bands import band, climbed, overdue
from workboard.domain.rules import Policy, Shift
from workboard.domain.ticket import StatusSpan, Ticket
from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE, day_bounds

NEVER: Final = 1 << 62


class Moved(NamedTuple):
    """A lead put this ticket before others, and said why."""

    at: int
    by: str
    reason: str


class Candidate(NamedTuple):
    """An activity with its ticket and what is needed to order it. ``sleep_until_at`` in milliseconds UTC."""

    activity: Activity
    ticket: Ticket
    spans: tuple[StatusSpan, ...] = ()
    state: State = "planned"
    sleep_until_at: int | None = None
    wake_on: str | None = None
    next_step: str | None = None
    reason: str | None = None
    moved: Moved | None = None
    """holds until the work was let go of once"""


Natural = tuple[tuple[int, int, str], ...]
Key = tuple[bool, bool, bool, int, bool, int, int, Natural, str]


class Ranked(NamedTuple):
    """A candidate in its place. ``steps`` is how far it is past its target (0..2)."""

    candidate: Candidate
    band: int
    climbed: int
    steps: int
    key: Key

    @property
    def activity(self) -> Activity:
        return self.candidate.activity

    @property
    def ticket(self) -> Ticket:
        return self.candidate.ticket


def natural(number: str) -> Natural:
    """``T2.10`` after ``T2.9``: digits compare as numbers, and before letters."""
    return tuple(_natural_part("".join(part)) for _, part in groupby(number, str.isdecimal))


def _natural_part(part: str) -> tuple[int, int, str]:
    if not (part.isascii() and part.isdigit()):
        return 1, 0, part
    figures = part.lstrip("0")  # never int(): Python refuses more than 4,300 digits, and a number is the remote's text
    return 0, len(figures), figures


def offerable(candidate: Candidate, policy: Policy, zone: str, now: int) -> bool:
    """Whether it may be offered at this moment: awake, its day has come, neither fixed for later nor locked
    by the client's own hours."""
    if candidate.state in ("running", "interrupted", "finished", "away") or asleep(candidate, now):
        return False
    activity, ticket = candidate.activity, candidate.ticket
    start = activity.start_at
    if start is not None and start >= day_bounds(now, zone)[1]:
        return False
    if activity.fixed and start is not None and now < start - policy.order.fixed_lead * MINUTE:
        return False
    return ticket.window_from_at is None or now >= ticket.window_from_at


def asleep(candidate: Candidate, now: int) -> bool:
    """Parked or skipped, and its time has not come."""
    if candidate.state not in ("parked", "skipped"):
        return False
    return candidate.sleep_until_at is not None and now < candidate.sleep_until_at


def place(candidate: Candidate, policy: Policy, shift: Shift, now: int) -> Ranked:
    """Band, climb and key of one candidate."""
    activity, ticket = candidate.activity, candidate.ticket
    base = band(ticket, policy)
    steps = overdue(ticket, base, candidate.spans, policy, shift, now)
    up = climbed(base, steps)
    key = (
        up != 1,
        not fixed_now(activity, policy, now),
        candidate.moved is None,
        up,
        not window_near(candidate, policy, now),
        ticket.created_at,
        NEVER if activity.start_at is None else activity.start_at,
        natural(ticket.number),
        activity.id,
    )
    return Ranked(candidate, base, up, steps, key)


def fixed_now(activity: Activity, policy: Policy, now: int) -> bool:
    """A fixed time that has come: from the lead before its start until its estimate is over."""
    if not activity.fixed or activity.start_at is None:
        return False
    estimate = activity.estimate_minutes or policy.order.default_estimate
    return activity.start_at - policy.order.fixed_lead * MINUTE <= now < activity.start_at + estimate * MINUTE


def window_near(candidate: Candidate, policy: Policy, now: int) -> bool:
    """The client's hours are open and will soon be over; hours gone by count no more."""
    until = candidate.ticket.window_until_at
    if until is None or now > until:
        return False
    begin = candidate.ticket.window_from_at
    estimate = candidate.activity.estimate_minutes or policy.order.default_estimate
    return (begin is None or begin <= now) and until <= now + (estimate + policy.order.window_near) * MINUTE


def rank(candidates: Iterable[Candidate], policy: Policy, shift: Shift, zone: str, now: int) -> list[Ranked]:
    """All that may be offered now, best first."""
    ready = (place(one, policy, shift, now) for one in candidates if offerable(one, policy, zone, now))
    return sorted(ready, key=lambda ranked: ranked.key)


def fixed_later_today(candidates: Iterable[Candidate], policy: Policy, zone: str, now: int) -> list[Candidate]:
    """Fixed times of today that have not come yet, earliest first."""
    end = day_bounds(now, zone)[1]
    lead = policy.order.fixed_lead * MINUTE
    later = [
        one
        for one in candidates
        if one.activity.fixed
        and one.activity.start_at is not None
        and now < one.activity.start_at - lead
        and one.activity.start_at < end
        and one.state not in ("running", "interrupted", "finished", "away")
    ]
    return sorted(later, key=lambda one: (one.activity.start_at or 0, one.activity.id))


def runner_up(ranked: Sequence[Ranked], index: int) -> Ranked | None:
    """The one that would be next if this one were not there."""
    return ranked[index + 1] if index + 1 < len(ranked) else None

"""What is next: the running activity, else the first of the ranking, else what only sleeps."""

from workboard.board.desk import Desk
from workboard.domain.activity import derived_id
from workboard.domain.policy import Candidate, Ranked, asleep, fixed_later_today, place, rank
from workboard.domain.reason import why as reason_why
from workboard.domain.replies import Waiting, queue
from workboard.domain.ticket import CLOSED
from workboard.domain.typed import Literal, NamedTuple
from workboard.store import journal, last_word, to_do
from workboard.store.database import Reader

OfferState = Literal["empty", "offered", "running", "asleep"]


class Offer(NamedTuple):
    """The answer to *what is next*. ``ranked`` are all that could be offered now, best first."""

    state: OfferState
    current: Candidate | None
    place: Ranked | None
    """the current one's band and key"""
    why: str | None
    next_step: str | None
    ranked: tuple[Ranked, ...]
    later: tuple[Candidate, ...]
    """fixed times later today"""
    waiting: tuple[Waiting, ...]
    """the reply queue"""
    parked: tuple[Candidate, ...] = ()
    """put aside and still asleep, the first to wake first"""

    @property
    def planned(self) -> int:
        """How many more: candidates now and fixed later today, less the one shown."""
        shown = self.current.activity.id if self.current else ""
        now = sum(1 for one in self.ranked if one.activity.id != shown)
        return now + sum(1 for one in self.later if one.activity.id != shown)


def offer(desk: Desk, reader: Reader | None = None) -> Offer:
    """From the database alone, at the desk's clock."""
    reader = desk.database.read() if reader is None else reader
    now, me = desk.now(), desk.me.id
    waiting = tuple(queue(last_word.threads(reader, me), now))
    found = to_do.candidates(reader, me, frozenset(one.ticket.id for one in waiting))
    ranked = tuple(rank(found, desk.policy, desk.shift, desk.zone, now))
    later = tuple(fixed_later_today(found, desk.policy, desk.zone, now))
    state, current = _current(reader, found, ranked, now)
    parked = _parked(found, current, now)
    if current is None:
        return Offer(state, None, None, None, None, ranked, later, waiting, parked)
    where = place(current, desk.policy, desk.shift, now)
    step = to_do.next_step(reader, current.ticket.id)
    reason = _why(desk, ranked, current, state, now)
    return Offer(state, current, where, reason, step, ranked, later, waiting, parked)


def _parked(found: list[Candidate], current: Candidate | None, now: int) -> tuple[Candidate, ...]:
    shown = current.activity.id if current else ""
    still = [one for one in found if one.state == "parked" and asleep(one, now) and one.activity.id != shown]
    return tuple(sorted(still, key=lambda one: (one.sleep_until_at or 0, one.activity.id)))


def _current(
    reader: Reader, found: list[Candidate], ranked: tuple[Ranked, ...], now: int
) -> tuple[OfferState, Candidate | None]:
    for work in (journal.running(reader), *journal.interrupted(reader)):
        candidate = None if work is None else to_do.candidate(reader, work.activity_id)
        if candidate is not None:
            return "running", candidate  # an interrupted one is still what one is at
    if ranked:
        return "offered", ranked[0].candidate
    sleeping = [one for one in found if asleep(one, now)]
    if sleeping:
        return "asleep", min(sleeping, key=lambda one: (one.sleep_until_at or 0, one.activity.id))
    return "empty", None


def _why(desk: Desk, ranked: tuple[Ranked, ...], current: Candidate, state: OfferState, now: int) -> str | None:
    if state == "asleep":
        return None
    for index, one in enumerate(ranked):
        if one.activity.id == current.activity.id:
            return reason_why(ranked, index, desk.policy, desk.shift, desk.zone, now)
    together = sorted((*ranked, place(current, desk.policy, desk.shift, now)), key=lambda one: one.key)
    index = next(i for i, one in enumerate(together) if one.activity.id == current.activity.id)
    return reason_why(together, index, desk.policy, desk.shift, desk.zone, now)


def undecided(candidate: Candidate, next_step: str | None) -> bool:
    """No next step, and nothing but the ticket's own title to go by."""
    activity = candidate.activity
    return next_step is None and (activity.kind == "derived" or activity.title == candidate.ticket.title)


def shown_title(candidate: Candidate, next_step: str | None) -> str:
    """What the activity is called: its own title where it has one, else the next step, else the question."""
    activity = candidate.activity
    if activity.kind != "derived" and activity.title != candidate.ticket.title:
        return activity.title
    return next_step or f"Decide the next step: {candidate.ticket.title}"


def current_id(desk: Desk) -> str | None:
    """The activity an act without ``--id`` is about."""
    found = offer(desk).current
    return None if found is None else found.activity.id


def activity_on(desk: Desk, ticket_id: str) -> Candidate | None:
    """The running activity of a ticket, else its first offered one, else its derived one if it is open."""
    reader = desk.database.read()
    running = journal.running(reader)
    if running is not None and running.ticket_id == ticket_id:
        return to_do.candidate(reader, running.activity_id)
    for one in offer(desk, reader).ranked:
        if one.ticket.id == ticket_id:
            return one.candidate
    found = to_do.candidate(reader, derived_id(ticket_id))
    return found if found is not None and found.ticket.category not in CLOSED else None

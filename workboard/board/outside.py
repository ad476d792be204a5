"""The world beyond the activity that runs, and the verdict on what of it a block of focus holds or lets through."""

from workboard.board.desk import Desk
from workboard.domain import focus
from workboard.domain.bands import band
from workboard.domain.focus import Outside, Verdict
from workboard.domain.policy import Candidate
from workboard.domain.replies import Waiting, queue
from workboard.domain.working_time import day_bounds
from workboard.store import last_word, mirror, to_do
from workboard.store.database import Reader
from workboard.store.focus import Session


def weighed(desk: Desk, reader: Reader, session: Session) -> Verdict:
    """The verdict on everything outside, now. Until the bound only what could break through is looked at."""
    seen = outside(desk, reader, session.activity_id)
    return focus.verdict(desk.policy, session.block, session.before, seen, desk.now())


def outside(desk: Desk, reader: Reader, activity_id: str) -> Outside:
    """The world beyond the activity that runs."""
    now, me = desk.now(), desk.me.id
    waiting = queue(last_word.threads(reader, me), now)
    found = to_do.candidates(reader, me, frozenset(one.ticket.id for one in waiting))
    running = to_do.candidate(reader, activity_id)
    own = "" if running is None else running.ticket.id
    others = [one for one in found if one.ticket.id != own]
    mine = mirror.mine(reader) - {own}
    return Outside(
        frozenset((one.ticket.id, _newest_at(one)) for one in waiting if one.ticket.id != own),
        mine,
        frozenset(
            one for one, ticket in mirror.tickets(reader, sorted(mine)).items() if band(ticket, desk.policy) == 1
        ),
        frozenset((one.activity.id, one.activity.start_at or 0) for one in others if _fixed_today(desk, one)),
    )


def _newest_at(one: Waiting) -> int:
    last = one.thread.last_client
    return one.since_at if last is None else last.at


def _fixed_today(desk: Desk, one: Candidate) -> bool:
    start, now = one.activity.start_at, desk.now()
    if not one.activity.fixed or start is None or one.state in ("finished", "away"):
        return False
    return now < start < day_bounds(now, desk.zone)[1]

"""What of one's own days the team gets to know: one note of sums a day, through the same outbox as everything else.

Only days that are over, only once, and nothing where ``goal.share`` is ``"off"`` or there is no team ticket."""

from datetime import date
from typing import Final

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.teams import Team
from workboard.domain.progress import percent
from workboard.domain.team_notes import SOURCES, DaySums, Times, compose_sums, read_sums
from workboard.domain.working_time import DAY, MINUTE, at_minute, local
from workboard.store import goals
from workboard.store.database import Reader, Transaction

BACK_DAYS: Final = 14
"""a day that nobody shared for so long stays one's own"""


def sums_of(desk: Desk, reader: Reader, day: date) -> DaySums:
    """My day as sums: all that the team gets to know of it."""
    from workboard.board.progress import replies_in_time

    start, end = bounds(desk, day)
    found = goals.interruptions(reader, start, end)
    kept, blocks = goals.focus_blocks(reader, start, end)
    in_time, replies = replies_in_time(desk, reader, start, end)
    by_source: dict[str, list[goals.Interrupted]] = {}
    by_hour: dict[int, list[goals.Interrupted]] = {}
    for one in found:
        by_source.setdefault(one.source, []).append(one)
        by_hour.setdefault(local(one.started_at, desk.zone).hour, []).append(one)
    return DaySums(
        day.isoformat(),
        tuple((name, _times(by_source[name])) for name in SOURCES if name in by_source),
        tuple((hour, _times(some)) for hour, some in sorted(by_hour.items())),
        kept,
        blocks,
        in_time,
        replies,
        goals.articles(reader, start, end),
        goals.skipped(reader, "wrong order", start, end),
    )


def _times(some: list[goals.Interrupted]) -> Times:
    """Minutes of all stretches, rounded; a stretch that goes on with one is not another time."""
    lasted = sum(one.ended_at - one.started_at for one in some)
    return Times(sum(one.first for one in some), round(lasted / MINUTE))


def bounds(desk: Desk, day: date) -> tuple[int, int]:
    return at_minute(day, 0, desk.zone), at_minute(day + DAY, 0, desk.zone)


def due(desk: Desk, reader: Reader) -> list[date]:
    """Days of mine that are over and not shared yet, oldest first; only days of which there is something."""
    if desk.policy.goal.share == "off" or teams.team_ticket(desk, reader) is None:
        return []
    today = local(desk.now(), desk.zone).date()
    shared = goals.shared_days(reader)
    days = [today - back * DAY for back in range(BACK_DAYS, 0, -1)]
    first = goals.first_own_day(reader, bounds(desk, days[0])[0])
    begun = days[-1] + DAY if first is None else local(first, desk.zone).date()
    return [day for day in days if day >= begun and day.isoformat() not in shared and _something(desk, reader, day)]


def _something(desk: Desk, reader: Reader, day: date) -> bool:
    return sums_of(desk, reader, day)[1:] != DaySums("")[1:]


def share(desk: Desk, transaction: Transaction, day: date) -> str | None:
    """The note of one day into the outbox; its id, ``None`` where another process was quicker."""
    from workboard.board.wish import wish
    from workboard.domain.intent import AddNote

    ticket = teams.team_ticket(desk, transaction)
    if ticket is None or not goals.share(transaction, day.isoformat(), "", desk.now()):
        return None
    text = compose_sums(sums_of(desk, transaction, day))
    return wish(desk, transaction, desk.new_id(), AddNote(ticket, text), 0)


async def share_due(desk: Desk) -> int:
    """All that is due; how many notes that were."""
    days = due(desk, desk.database.read())
    if not days:
        return 0

    def work(transaction: Transaction) -> int:
        return sum(share(desk, transaction, day) is not None for day in days)

    return await desk.database.awrite(work)


# -- read again ---------------------------------------------------------------------------------------------


def team_amount(desk: Desk, reader: Reader, team: Team, metric: str, start: int, end: int) -> int:
    """Replies (percent) or articles of the team in a period, from the sums of its days; mine as they are now."""
    notes = _others(desk, reader, team, start, end)
    if desk.me.id in team.people:
        first, last = local(start, desk.zone).date(), local(min(end, desk.now()), desk.zone).date()
        notes += [sums_of(desk, reader, first + ahead * DAY) for ahead in range((last - first).days + 1)]
    if metric == "articles":
        return sum(one.articles for one in notes)
    return percent(sum(one.replies_in_time for one in notes), sum(one.replies for one in notes))


def _others(desk: Desk, reader: Reader, team: Team, start: int, end: int) -> list[DaySums]:
    """Of the period's days, each author's newest note of each."""
    ticket = teams.team_ticket(desk, reader)
    if ticket is None:
        return []
    me, newest = desk.me.id, dict[tuple[str | None, str], DaySums]()
    for one in goals.said(reader, ticket, start):
        sums = read_sums(one.body)
        if sums is not None and one.author_id in team.people and one.author_id != me:
            newest[one.author_id, sums.day] = sums
    days = {local(start, desk.zone).date().isoformat(), local(end - 1, desk.zone).date().isoformat()}
    return [sums for (_, day), sums in newest.items() if min(days) <= day <= max(days)]

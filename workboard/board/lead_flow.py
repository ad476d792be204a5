"""What comes and goes at a team, what lies there, and what is late: plain numbers."""

from __future__ import annotations

from typing import Final

from workboard.board import teams
from workboard.board.lead_look import FLOW_DAYS, Looker
from workboard.domain.bands import minutes_on_us
from workboard.domain.lead import figures
from workboard.domain.ticket import StatusSpan
from workboard.domain.working_time import DAY, MINUTE, latest_start, minutes_of
from workboard.store import team_flow, team_work

SOON_MINUTES: Final = 120


def flow(look: Looker) -> figures.Flow:
    days = [look.day(back) for back in range(FLOW_DAYS - 1, -1, -1)]
    tickets, minutes = team_flow.queue(look.reader, look.estimate)
    return figures.Flow(
        tuple(team_flow.came(look.reader, *day) for day in days),
        tuple(team_flow.went(look.reader, *day) for day in days),
        tickets,
        minutes,
        _worked_a_day(look),
        _oldest(look),
    )


def _worked_a_day(look: Looker) -> float:
    """Mean of the last seven working days; today is not over and does not count."""
    back = [back for back in range(1, 4 * FLOW_DAYS) if look.works_on(look.today - back * DAY)][:FLOW_DAYS]
    worked = [team_work.minutes(look.reader, *look.day(one)) for one in back]
    return sum(worked) / len(worked) if worked else 0.0


def _oldest(look: Looker) -> figures.Oldest | None:
    row = team_flow.oldest(look.reader, look.bands)
    if row is None:
        return None
    ticket_id, number, band, created_at, category = row
    reason = look.reasons.get(ticket_id)
    waits = reason or {"waiting_client": "client", "waiting_other": "others"}.get(category)
    return figures.Oldest(ticket_id, number, band, created_at, waits)


def targets(look: Looker) -> figures.Targets:
    """Past the remote's own time, or past the policy's working time on us."""
    due = [
        figures.Late(ticket_id, number, title, band, (look.now - due_at) // MINUTE)
        for ticket_id, number, title, band, due_at in team_flow.past_due(look.reader, look.bands, look.now)
    ]
    late = sorted([*due, *_waited_too_long(look)], key=lambda one: (one.band, -one.over, one.number))
    soon = team_flow.due_between(look.reader, look.now, look.now + SOON_MINUTES * MINUTE)
    return figures.Targets(soon, tuple(late))


def _waited_too_long(look: Looker) -> list[figures.Late]:
    """Tickets that only the policy gives a target, and that are past it."""
    shift = teams.hours(look.desk, "")
    targets = [minutes_of(span, shift) for span in look.desk.policy.order.targets]
    before = [latest_start(shift, look.now, target) for target in targets]
    old = team_flow.open_without_due(look.reader, look.bands, before)
    known: dict[str, list[StatusSpan]] = {}
    for row in team_flow.spans(look.reader, [row[0] for row in old]):
        known.setdefault(row[0], []).append(StatusSpan(*row))
    found = []
    for ticket_id, number, title, band, created_at, category in old:
        spans = known.get(ticket_id) or [StatusSpan(ticket_id, category, created_at)]
        over = minutes_on_us(spans, shift, look.now) - targets[band - 1]
        if over > 0:
            found.append(figures.Late(ticket_id, number, title, band, over))
    return found

"""One look at one team: the window it goes through, and what all its questions share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Final

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.teams import Team
from workboard.domain.note_lines import read
from workboard.domain.working_time import DAY, at_minute, day_bounds, local, stretch
from workboard.store import team_flow, team_views, team_waiting
from workboard.store.connection import Reader
from workboard.store.team_views import Scope

FLOW_DAYS: Final = 7


@contextmanager
def looking(desk: Desk, team: Team) -> Iterator[Looker]:
    """All that is asked inside is answered on one moment of the file, and without names but for dispatch."""
    own = desk.database.read()
    names = {one: one for one in team.people} | dict(teams.names(own, team.people))
    scope = Scope(tuple(names.items()), team.queues, teams.team_ticket(desk, own))
    with team_views.team(desk.database, scope) as reader:
        yield Looker(desk, reader, team)


class Looker:
    def __init__(self, desk: Desk, reader: Reader, team: Team) -> None:
        self.desk, self.reader, self.team = desk, reader, team
        self.now, self.zone = desk.now(), desk.zone
        self.start, self.end = day_bounds(self.now, self.zone)
        self.today = local(self.now, self.zone).date()
        self.bands = team_flow.band_sql(desk.policy.bands)
        self.shifts = teams.all_hours(desk, team.people)
        self.estimate = desk.policy.order.default_estimate

    def day(self, back: int) -> tuple[int, int]:
        """The bounds of a day so many days ago."""
        then = self.today - back * DAY
        return at_minute(then, 0, self.zone), at_minute(then + DAY, 0, self.zone)

    def works_on(self, day: date) -> bool:
        """Whether anybody of the team does."""
        return any(stretch(shift, day) is not None for shift in set(self.shifts))

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Open ticket → what somebody wrote that it waits for, unless a next step was written since; a ticket whose
        status says that it waits keeps its reason."""
        found: dict[str, str] = {}
        for ticket_id, at, body, category, step_at in team_waiting.noted(self.reader, self.now):
            blocked = read(body).blocked
            settled = step_at is not None and step_at > at and not category.startswith("waiting")
            if blocked and not settled:
                found.setdefault(ticket_id, blocked)
        return found

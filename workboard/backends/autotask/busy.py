"""For a lead: what time colleagues' appointments take of today. What they are about is not even asked for."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from workboard.backends.autotask.appointments import APPOINTMENTS, STATUS
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.planned import MINUTE
from workboard.backends.autotask.query import AT_ONCE, Condition, Is, Where, among
from workboard.backends.autotask.shapes import Row, identifier, instant
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import Window, day_of
from workboard.domain.activity import Activity
from workboard.domain.ticket import Ticket

FIELDS: Final = ("id", "resourceID", "startDateTime", "endDateTime")
LONGEST: Final = 8 * 60
"""minutes that one appointment takes of a day at most: those of several days, and of whole ones, have their nights"""
NOBODYS: Final = "calendar"
"""whose ticket it is on which they all stand: no person's, so that it is nobody's work"""


class Busy:
    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms

    async def read(self, harvest: Harvest) -> None:
        """All of today that are not over; one that is not listed any more is no more."""
        if APPOINTMENTS in self._terms.forbidden:
            return
        now = harvest.known.now()
        today = day_of(now, ZoneInfo(self._terms.settings.zone))
        try:
            rows = await self._calls.rows(APPOINTMENTS, (*self._others(), today.condition()), FIELDS)
        except NotPermitted:
            self._terms.forbidden.add(APPOINTMENTS)
            return
        harvest.team_calendar(self._ticket())
        for row in rows:
            harvest.busy(row, lambda row=row: self._activity(row, today, now))  # type: ignore[misc]

    def _others(self) -> tuple[Condition, ...]:
        watched, me = self._terms.watched, int(self._terms.me)
        if not watched.team:
            return (Where("resourceID", Is.OTHER_THAN, me),)
        others = sorted(watched.team - {me})[:AT_ONCE]
        return (among("resourceID", others or [0]),)

    def _ticket(self) -> Ticket:
        return Ticket(
            self._terms.ids.team_calendar(), "A", "Appointments of the team", STATUS, "done", owner_id=NOBODYS,
            reply_signal="status",
        )  # fmt: skip

    def _activity(self, row: Row, today: Window, now: int) -> Activity | None:
        start, end = instant(row, "startDateTime") or today.since, instant(row, "endDateTime") or now
        if end <= now:
            return None
        minutes = (min(end, today.until) - max(start, today.since)) // MINUTE
        return Activity(
            self._terms.ids.appointment(identifier(row)), "appointment", self._terms.ids.team_calendar(),
            str(identifier(row, "resourceID")), STATUS, start, max(1, min(minutes, LONGEST)), fixed=True,
        )  # fmt: skip

"""What transactions are about: the time and closures they stand for, and the tickets they changed, read anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from workboard.backends.base import Known
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.paging import numbers_in
from workboard.backends.request_tracker.reader import Reader
from workboard.backends.request_tracker.shapes import Row
from workboard.backends.request_tracker.translate import Terms

MINE: Final = "Owner='__CurrentUser__' AND Status='__Active__'"


class Watched(NamedTuple):
    """Tickets of others whose notes are read as well: the team's own, and for a lead all on which one was written."""

    team_ticket: int | None = None
    whole_team: bool = False

    def noted(self, placed: Iterable[tuple[int, Row]]) -> set[int]:
        """On which of the watched tickets somebody wrote a note."""
        wrote = {number for number, row in placed if row.get("Type") == "Comment"}
        return wrote if self.whole_team else wrote & {self.team_ticket}


NOTHING: Final = Watched()


class News:
    """Fills a ``Harvest`` from rows of the feed."""

    def __init__(self, terms: Terms, reader: Reader, watched: Watched = NOTHING) -> None:
        self._terms = terms
        self._reader = reader
        self.watched = watched

    async def old(self, harvest: Harvest, items: Sequence[Row], known: Known) -> None:
        """Work done some time ago: only headers of tickets that are not known are read."""
        placed = harvest.about(items)
        wanted = self.unknown((number for number, _ in placed), known)
        lost = await self._reader.headers(harvest, wanted, known)
        parents = await self._reader.reminders(harvest, lost) if lost else {}
        await self._reader.headers(harvest, self.unknown(parents.values(), known), known)
        self._add(harvest, placed, parents)

    async def fresh(self, harvest: Harvest, items: Sequence[Row], known: Known) -> None:
        """What just happened: the tickets have changed, so all of them are read anew, mine in full."""
        placed = harvest.about(items)
        lost = await self._reader.headers(harvest, {number for number, _ in placed}, known)
        parents = await self._reader.reminders(harvest, lost) if lost else {}
        noted = self.watched.noted(placed)
        await self._read_tickets(harvest, lost - parents.keys(), set(parents.values()), noted, known)
        self._add(harvest, placed, parents)

    def unknown(self, numbers: Iterable[int], known: Known) -> list[int]:
        """Those of which the mirror has no ticket."""
        return [number for number in numbers if known.ticket(self._terms.ids.ticket(number)) is None]

    def _add(self, harvest: Harvest, placed: Iterable[tuple[int, Row]], parents: dict[int, int]) -> None:
        for number, row in placed:
            parent = parents.get(number)
            activity = self._terms.ids.reminder(number) if parent is not None else None
            harvest.work(row, number if parent is None else parent, activity)

    async def _read_tickets(
        self, harvest: Harvest, lost: set[int], parents: set[int], noted: set[int], known: Known
    ) -> None:
        for number in lost:
            instead = await self._reader.missing(harvest, number)
            if instead is not None:
                parents.add(instead)
        await self._reader.headers(harvest, parents | await self._all_mine(harvest), known)
        full = [number for number, one in harvest.tickets.items() if one.presence == "mine" or number in noted]
        await self._reader.details(harvest, full, known)

    async def _all_mine(self, harvest: Harvest) -> set[int]:
        """All my tickets, if a reminder was deleted: RT does not say from which ticket it is gone."""
        if not harvest.orphans:
            return set()
        return set(numbers_in([row async for row in self._reader.walk(MINE, {"fields": "Type"})]))

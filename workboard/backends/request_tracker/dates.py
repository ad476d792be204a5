"""A ticket's date comes off when the work it was set for is done; another date by now is another appointment."""

from __future__ import annotations

from workboard.backends.base import Known
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.ids import number_of
from workboard.backends.request_tracker.shapes import Row, identifier, instant
from workboard.backends.request_tracker.status_writer import STALE, TRIES
from workboard.domain.errors import Refused
from workboard.domain.intent import CompleteActivity
from workboard.domain.text import clean


class DateWriter:
    """``Starts`` of a ticket, which shows here as an activity of its own."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def clear(self, intent: CompleteActivity, known: Known) -> Row:
        """The ticket's row afterwards. Raises ``Refused`` if the server keeps the date."""
        number = number_of(intent.activity_id)
        said = ""
        for _ in range(TRIES):
            row, etag = await self._calls.ticket(number)
            if not stands(row, intent, known):
                return row
            said = await self._put(number, etag)
        row, _ = await self._calls.ticket(number)
        if stands(row, intent, known):
            told = clean(" ".join(said.split()), 120)
            raise Refused("Request Tracker: the date stays on the ticket" + (f" ({told})" if told else ""))
        return row

    async def _put(self, number: int, etag: str | None) -> str:
        """What the server said; nothing where the ticket had changed since it was read."""
        try:
            return await self._calls.put(number, {"Starts": ""}, etag)
        except Refused as error:
            if error.status == STALE:
                return ""
            raise


def stands(row: Row, intent: CompleteActivity, known: Known) -> bool:
    """Whether the ticket still has the date that the work was set for. A wish from before dates were remembered
    means the one in the mirror; a ticket that was merged into another has none of its own."""
    there = (one.start_at for one in known.activities(intent.ticket_id) if one.id == intent.activity_id)
    meant = intent.start_at or next(there, None)
    starts = instant(row, "Starts")
    return identifier(row) == number_of(intent.activity_id) and starts is not None and meant in {None, starts}

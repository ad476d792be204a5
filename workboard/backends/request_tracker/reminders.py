"""A date for a piece of work: a reminder, which is a small ticket of mine that refers to the other one.

Nobody but staff sees a reminder, so the marker is its text. Request Tracker makes one that refers to nothing without
a word, so the ticket is looked at first; its queue is the reminder's too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from workboard.backends.base import Known, Op, Receipt
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.ids import number_of
from workboard.backends.request_tracker.proof import same_subject
from workboard.backends.request_tracker.reader import Reader
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier, line, part
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.activity import Activity
from workboard.domain.errors import Refused, RemoteError, Uncertain
from workboard.domain.intent import Schedule

NOT_MINE: Final = "the reminder is there, and Request Tracker did not make it yours"


class Reminders:
    """Makes them, and tells what one became."""

    def __init__(self, calls: Calls, terms: Terms, reader: Reader) -> None:
        self._calls = calls
        self._terms = terms
        self._reader = reader

    async def create(self, op: Op, intent: Schedule, known: Known) -> Receipt:
        """Raises ``Refused`` for a ticket that is not there, ``Uncertain`` where what was made reads back as
        something else."""
        row, _ = await self._calls.ticket(number_of(intent.ticket_id))
        if self._terms.statuses.category(line(row, "Status") or "") == "gone":
            raise Refused(f"ticket {identifier(row)} was deleted: nothing can be planned on it")
        number = await self._calls.create(_fields(op, intent, row, known.me().id))
        receipt = await self.receipt(number, known)
        ticket_id = self._terms.ids.ticket(identifier(row))
        if any(not _is_ours(one, ticket_id, intent.title) for one in receipt.page.activities):
            raise Uncertain(f"reminder {number} is another one than was written: it will be checked")
        return receipt

    async def receipt(self, number: int, known: Known) -> Receipt:
        """The reminder as it is now; it is made in any case, so what cannot be read is left to the next reading."""
        me = known.me().id
        harvest = Harvest(self._terms, me)
        try:
            await self._reader.reminders(harvest, [number])
        except (RemoteError, Misshapen):
            return Receipt(str(number))
        page = harvest.page()
        theirs = any(one.owner_id != me for one in page.activities)
        return Receipt(str(number), page, note=NOT_MINE if theirs else None)


def _fields(op: Op, intent: Schedule, ticket: Row, me: str) -> dict[str, object]:
    """No status: it begins as its lifecycle says. Dates as the one form that every version takes."""
    fields: dict[str, object] = {
        "Type": "reminder",
        "Queue": identifier(part(ticket, "Queue")),
        "RefersTo": identifier(ticket),
        "Owner": me,
        "Subject": intent.title,
        "Due": f"{datetime.fromtimestamp(intent.start_at // 1000, UTC):%Y-%m-%d %H:%M:%S}",
        "Content": f"[{op.marker}]",
        "ContentType": "text/plain",
    }
    if intent.minutes:
        fields["TimeEstimated"] = intent.minutes
    return fields


def _is_ours(one: Activity, ticket_id: str, title: str) -> bool:
    return one.ticket_id == ticket_id and same_subject(one.title, title)

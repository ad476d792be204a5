"""Completing what was planned."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask import service_calls
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.ids import appointment_of, call_of, number_of
from workboard.backends.autotask.meetings import Meetings
from workboard.backends.autotask.planned import Link
from workboard.backends.autotask.receipts import Receipts
from workboard.backends.autotask.service_calls import CALLS, ServiceCalls
from workboard.backends.autotask.shapes import Row, identifier
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Receipt
from workboard.domain.activity import split_id
from workboard.domain.errors import Refused, Uncertain
from workboard.domain.intent import CompleteActivity
from workboard.domain.ticket import CLOSED

OTHERS_ON_IT: Final = "others are still on this service call: it stays open in Autotask, and is done here"


class Completing:
    def __init__(
        self, calls: Calls, terms: Terms, service: ServiceCalls, status: StatusWriter, meetings: Meetings,
        receipts: Receipts,
    ) -> None:  # fmt: skip
        self._calls = calls
        self._terms = terms
        self._service = service
        self._status = status
        self._meetings = meetings
        self._receipts = receipts

    async def complete(self, intent: CompleteActivity, known: Known) -> Receipt:
        """A service call is marked as complete, unless others are still on it; an appointment has no such mark, and a
        derived activity is nothing over there."""
        call = call_of(intent.activity_id)
        if appointment_of(intent.activity_id) is not None:
            return await self._meetings.complete(intent, known)
        if call is not None:
            return await self._complete_call(intent, call, known)
        if split_id(intent.activity_id)[1] != "derived":
            raise Refused("Autotask knows no such activity: look at the ticket again")
        row = await self._status.ticket(number_of(intent.ticket_id))
        return self._receipts.stands(row, known)

    async def _complete_call(self, intent: CompleteActivity, call: tuple[int, int], known: Known) -> Receipt:
        row = await self._service_call(call[0])
        remark = None
        if not service_calls.is_done(row, self._terms.call_complete):
            if await self._others_on(call):
                remark = OTHERS_ON_IT
            else:
                change = {"id": call[0], "isComplete": 1, "status": self._terms.call_complete}
                await self._calls.change(CALLS, change)
                row = await self._service_call(call[0])
                if not service_calls.is_done(row, self._terms.call_complete):
                    raise Uncertain("Autotask took that the service call is complete and does not show it")
        return self._completed(intent, row, call, known, remark)

    async def _service_call(self, number: int) -> Row:
        row = await self._calls.get(CALLS, number)
        if row is None:
            raise Refused("Autotask shows no such service call: look at the ticket again", status=404)
        return row

    async def _others_on(self, call: tuple[int, int]) -> bool:
        """Whether somebody else is on the call, or a ticket that is still open."""
        links, people = await self._service.others(call[0])
        if people - {int(self._terms.me)}:
            return True
        for one in links:
            if one.row != call[1] and self._status.category(await self._status.ticket(one.ticket)) not in CLOSED:
                return True
        return False

    async def found(self, intent: CompleteActivity, known: Known) -> Receipt | None:
        """Whether it is complete already."""
        call = call_of(intent.activity_id)
        if call is None:
            return await self.complete(intent, known)  # writes nothing
        row = await self._calls.get(CALLS, call[0])
        if row is None or not service_calls.is_done(row, self._terms.call_complete):
            return None
        return self._completed(intent, row, call, known)

    def _completed(
        self, intent: CompleteActivity, row: Row, call: tuple[int, int], known: Known, remark: str | None = None
    ) -> Receipt:
        """What was found or made to be done, told as done here whatever others still have to do."""
        harvest = self._receipts.harvest(known)
        harvest.call(row, Link(*call, number_of(intent.ticket_id)))
        done = tuple(one._replace(remote_state="done") for one in harvest.activities.values())
        page = harvest.page()._replace(activities=done)
        return Receipt(str(identifier(row)), page, note=remark)

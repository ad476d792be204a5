"""What a write made true, read back: as little as proves it, and what the next reading would bring anyway."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.booking import Booking
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.reader import NOTE, TIME, Reader
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, reference, utc
from workboard.backends.autotask.sight import Sight
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.domain.errors import RemoteError


class Receipts:
    """The write is proven already: what cannot be read now, the next reading tells."""

    def __init__(
        self, calls: Calls, terms: Terms, names: Names, reader: Reader, acting: Acting, booking: Booking, sight: Sight
    ) -> None:
        self._calls = calls
        self._terms = terms
        self._names = names
        self._reader = reader
        self._acting = acting
        self._booking = booking
        self._sight = sight

    async def written(self, number: int, known: Known, sent: Row, remark: str | None = None) -> Receipt:
        """A note as it reads back; where it does not show, as it was ``sent``."""
        rows = await self._sight.of("TicketNotes", number, NOTE)
        if not rows:
            rows = [{**sent, **self._stamped(number, known), "creatorResourceID": int(self._terms.me)}]
        return (await self.noted(rows[0], known))._replace(note=remark or self._anothers_name(rows))

    async def noted(self, row: Row, known: Known) -> Receipt:
        """A note that was found."""
        harvest = self.harvest(known)
        try:
            await self._reader.add_notes(harvest, [row])
        except (RemoteError, Misshapen):
            harvest.note(row)  # without the name of whoever wrote it
        return Receipt(str(identifier(row)), harvest.page())

    async def booked(self, entry: int, known: Known, sent: Row, remark: str | None = None) -> Receipt:
        """A time entry as it reads back; what is never shown to this API user, as it was ``sent``."""
        rows = await self._sight.of("TimeEntries", entry, TIME)
        if not rows:
            self._booking.unseen = True
            rows = [{**sent, **self._stamped(entry, known)}]
        return self.timed(rows[0], known)._replace(note=remark)

    def timed(self, row: Row, known: Known) -> Receipt:
        """A time entry that was found."""
        harvest = self.harvest(known)
        harvest.time(row)
        return Receipt(str(identifier(row)), harvest.page())

    def _stamped(self, number: int, known: Known) -> dict[str, Any]:
        return {"id": number, "createDateTime": utc(self._calls.wire.server_time_at() or known.now())}

    def _anothers_name(self, rows: list[Row]) -> str | None:
        """That a name was asked for and another one stands there: an impersonation that was passed over in silence."""
        wanted = self._terms.settings.impersonate
        try:
            mine = all(str(reference(row, "creatorResourceID")) == self._terms.me for row in rows)
        except Misshapen:
            return None
        return None if mine or not wanted else self._acting.remark()

    async def time_of(self, op: Op, ticket: int, minutes: int, known: Known) -> Page:
        """The minutes that were booked with an answer."""
        harvest = self.harvest(known)
        with suppress(RemoteError, Misshapen):
            row = await self._booking.found(op, ticket) if minutes else None
            if row is not None:
                harvest.time(row)
        return harvest.page()

    def stands(self, row: Row, known: Known, remark: str | None = None) -> Receipt:
        """A ticket as its own row tells it; names are as the mirror has them."""
        harvest = self.harvest(known)
        harvest.header(row)
        return Receipt(str(identifier(row)), harvest.page(), note=remark)

    async def whole(self, number: int, known: Known) -> Receipt:
        """A ticket read in full."""
        harvest = self.harvest(known)
        with suppress(RemoteError, Misshapen):
            await self._reader.whole(harvest, [self._terms.ids.ticket(number)], known.now())
        return Receipt(str(number), harvest.page())

    def harvest(self, known: Known) -> Harvest:
        return Harvest(self._terms, self._names, known)


def joined(*pages: Page) -> Page:
    """Several small pages as one."""
    whole = Page()
    for one in pages:
        whole = whole._replace(
            tickets=(*whole.tickets, *one.tickets),
            spans=(*whole.spans, *one.spans),
            messages=(*whole.messages, *one.messages),
            activities=(*whole.activities, *one.activities),
            time_entries=(*whole.time_entries, *one.time_entries),
            done_events=(*whole.done_events, *one.done_events),
            people=(*whole.people, *one.people),
            spoiled=(*whole.spoiled, *one.spoiled),
        )
    return whole

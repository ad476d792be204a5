"""Opening a ticket. Autotask wants a client firm, and has values of its own that a ticket must not be without."""

from __future__ import annotations

from typing import Any, Final

from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.picklists import named
from workboard.backends.autotask.priorities import value_for
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.reader import WHOLE
from workboard.backends.autotask.receipts import Receipts
from workboard.backends.autotask.shapes import Row, asked_for, identifier, reference, utc
from workboard.backends.autotask.sight import Sight
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Op, Receipt
from workboard.domain.errors import Refused
from workboard.domain.intent import OpenTicket

OURSELVES: Final = 0
"""the company that runs the desk"""
URGENT: Final = 2
ORDINARY: Final = 3
DAY_MS: Final = 24 * 3_600_000
DUE_DAYS: Final = {URGENT: 1, ORDINARY: 3}
NEW: Final = 1
LONGEST: Final = 8000


class NewTicket:
    def __init__(self, calls: Calls, terms: Terms, acting: Acting, receipts: Receipts, sight: Sight) -> None:
        self._calls = calls
        self._terms = terms
        self._acting = acting
        self._receipts = receipts
        self._sight = sight

    async def open(self, op: Op, intent: OpenTicket, known: Known) -> Receipt:
        """The marker goes into ``externalID``, which is there for such keys."""
        firm, contact = await self._client(intent)
        fields = self.fields(op, intent, known, firm, contact)
        number, remark = await self._acting.create("Tickets", "/Tickets", fields)
        if not await self._sight.of("Tickets", number, ("id",)):
            return Receipt(str(number), ticket_id=self._terms.ids.ticket(number), note=remark)
        return (await self._receipt(number, known))._replace(note=remark)

    async def found(self, op: Op, known: Known) -> Receipt | None:
        """The ticket with this wish's marker."""
        rows = await self._calls.rows("Tickets", (equal("externalID", op.marker),), WHOLE) if op.marker else []
        ours = [row for row in rows if op.marker in asked_for(row, "externalID")]
        return await self._receipt(identifier(ours[0]), known) if ours else None

    async def _receipt(self, number: int, known: Known) -> Receipt:
        receipt = await self._receipts.whole(number, known)
        return receipt._replace(ticket_id=self._terms.ids.ticket(number))

    def fields(self, op: Op, intent: OpenTicket, known: Known, firm: int, contact: int | None) -> dict[str, Any]:
        queue = intent.queue or self._terms.settings.queue
        band = URGENT if intent.urgent else ORDINARY
        new = self._terms.statuses.written("new")
        fields: dict[str, Any] = dict(self._terms.lists.defaults)
        fields |= {
            "title": intent.title,
            "description": text_of(intent)[:LONGEST],
            "status": new.value if new else NEW,
            "companyID": firm,
            "dueDateTime": utc(known.now() + DUE_DAYS[band] * DAY_MS),
            "externalID": op.marker,
        }
        priority = value_for(self._terms.lists.priority, band)
        if priority is not None:
            fields["priority"] = priority
        if contact is not None:
            fields["contactID"] = contact
        if queue:
            fields["queueID"] = self._queue(queue)
        if intent.mine:
            fields |= self._owner()
        return fields

    def _queue(self, word: str) -> int:
        found = named(self._terms.lists.queue, word)
        if found is None:
            raise Refused(f"Autotask has no queue {word}: check [account] queue")
        return found

    def _owner(self) -> dict[str, int]:
        if self._terms.role is None:
            raise Refused("Autotask assigns only in a role you hold, and shows none: set [account] role")
        return {"assignedResourceID": int(self._terms.me), "assignedResourceRoleID": self._terms.role}

    async def _client(self, intent: OpenTicket) -> tuple[int, int | None]:
        """The firm and the contact; for a contact that nobody knows, the firm of the settings, else our own."""
        if intent.contact_mail:
            conditions = (equal("emailAddress", intent.contact_mail), equal("isActive", 1))
            fields = ("id", "companyID")
            for row in await self._calls.rows("Contacts", conditions, fields):
                firm = reference(row, "companyID")
                if firm is not None:
                    return firm, identifier(row)
        return await self._firm(), None

    async def _firm(self) -> int:
        word = self._terms.settings.company
        if not word or word.isdecimal():
            return int(word or OURSELVES)
        rows: list[Row] = await self._calls.rows("Companies", (equal("companyName", word),), ("id", "companyName"))
        found = reference(rows[0], "id") if rows else None
        if found is None:
            raise Refused(f"Autotask has no company {word}: check [account] company")
        return found


def text_of(intent: OpenTicket) -> str:
    """The new ticket's text; a contact that Autotask cannot know by an address stands in it by name."""
    if intent.contact_mail or not intent.contact_name:
        return intent.body
    return f"{intent.body}\n\nContact: {intent.contact_name}".lstrip("\n")

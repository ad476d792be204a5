"""Carrying wishes out. A 200 proves nothing in Request Tracker, so every change of a field is read back.

A comment or an answer that was accepted is *done*, whatever happens after it: an error while reading back must
never make it look unsent, or it would be sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from workboard.backends.base import Known, Op, Page, Receipt
from workboard.backends.request_tracker.after_answer import AfterAnswer
from workboard.backends.request_tracker.aftermath import Aftermath
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.dates import DateWriter
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.ids import number_of
from workboard.backends.request_tracker.proof import is_another_ticket, is_anothers, row_of
from workboard.backends.request_tracker.reader import Reader
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier
from workboard.backends.request_tracker.status_writer import Stand, StatusWriter
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.activity import split_id
from workboard.domain.errors import Refused, RemoteError, Uncertain
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Dismiss, OpenTicket, SetCategory

URGENT: Final = 80
ORDINARY: Final = 30


class Writer:
    """One method per kind of wish; ``queue`` is where new tickets go."""

    def __init__(self, calls: Calls, terms: Terms, reader: Reader, status: StatusWriter, queue: str | None) -> None:
        self._calls = calls
        self._terms = terms
        self._reader = reader
        self._status = status
        self._queue = queue
        self._dates = DateWriter(calls)
        self._aftermath = Aftermath(terms)
        self.after_answer = AfterAnswer(calls, terms, status)
        self.credited: dict[int, str] = {}
        """transaction → the wish that it fulfilled, in this process"""
        self.opened: dict[int, str] = {}
        """new ticket → the wish that it fulfilled, in this process"""

    async def note(self, op: Op, intent: AddNote, known: Known) -> Receipt:
        """The marker goes into the comment's subject, which nobody but staff sees."""
        number = number_of(intent.ticket_id)
        fields = self._marked(op, {"Content": intent.text, "Subject": op.marker}, intent.minutes)
        transaction = await self._calls.write_text(number, "comment", fields)
        rows = await self._read_back(transaction)
        await self._credit(op, number, transaction, "Comment", rows, known)
        with suppress(Misshapen):
            page = self._aftermath.note(number, transaction, fields, rows, known)
            if page is not None:
                return Receipt(str(transaction), page)
        return await self.receipt(number, known, transaction)

    async def answer(self, op: Op, intent: Answer, known: Known) -> Receipt:
        """No subject: it would become the subject of the client's mail."""
        number = number_of(intent.ticket_id)
        fields = self._marked(op, {"Content": intent.text}, intent.minutes)
        transaction = await self._calls.write_text(number, "correspond", fields)
        stand, remark = await self.after_answer.bring(number, transaction, intent.then)
        trail = stand.trail if stand else []
        rows = trail if row_of(transaction, trail) else await self._read_back(transaction)
        await self._credit(op, number, transaction, "Correspond", rows, known)
        with suppress(Misshapen):
            page = self._aftermath.answer(stand, transaction, fields, known) if stand else None
            if page is not None:
                return Receipt(str(transaction), page, note=remark)
        return (await self.receipt(number, known, transaction))._replace(note=remark)

    async def set_category(self, intent: SetCategory, known: Known) -> Receipt:
        number = number_of(intent.ticket_id)
        stand = await self._status.bring(number, intent.category, intent.base or None)
        return (await self.stands(stand, known))._replace(note=stand.remark)

    async def dismiss(self, intent: Dismiss, known: Known) -> Receipt:
        return await self.stands(await self._status.bring_back(number_of(intent.ticket_id)), known)

    async def stands(self, stand: Stand, known: Known) -> Receipt:
        """Where a ticket stands, from what is known if that is enough."""
        number = identifier(stand.row)
        with suppress(Misshapen):
            page = self._aftermath.status(stand, known)
            if page is not None:
                return Receipt(str(number), page)
        return await self.receipt(number, known, full=True)

    async def complete(self, intent: CompleteActivity, known: Known) -> Receipt:
        """A reminder is resolved; a date is taken off its ticket; a derived activity is nothing over there."""
        number, parent = number_of(intent.activity_id), number_of(intent.ticket_id)
        kind = split_id(intent.activity_id)[1]
        if kind == "reminder":
            stand = await self._status.bring(number, "done", None)
            return Receipt(str(parent), self._aftermath.reminder(stand, parent, known))
        if kind == "dated":
            row = await self._dates.clear(intent, known)
        else:
            row, _ = await self._calls.ticket(parent)  # nothing to write, but it has to be there
        return _told_done(await self.stands(Stand(row), known), intent, known)

    async def completed(self, intent: CompleteActivity, known: Known) -> Receipt:
        """What was found to be done already, with its ticket read in full."""
        receipt = await self.receipt(number_of(intent.ticket_id), known, full=True)
        return _told_done(receipt, intent, known)

    async def open_ticket(self, op: Op, intent: OpenTicket, known: Known) -> Receipt:
        """No marker: each place a new ticket has for one is shown to the client. The probe knows it by its
        author, title and text instead."""
        me = known.me().id
        number = await self._calls.create(self.new_ticket(intent, me))
        ticket_id = self._terms.ids.ticket(number)
        receipt = await self.receipt(number, known, full=True)
        if is_another_ticket(receipt.page, ticket_id, intent.title, text_of(intent), me):
            raise Uncertain(f"ticket {number} is another one than was written: it will be checked")
        self.opened[number] = op.id
        return receipt._replace(ticket_id=ticket_id)

    def new_ticket(self, intent: OpenTicket, me: str) -> dict[str, object]:
        queue = intent.queue or self._queue
        if not queue:
            raise Refused("no queue for new tickets: set [account] queue")
        fields: dict[str, object] = {
            "Queue": queue,
            "Subject": intent.title,
            "Content": text_of(intent),
            "ContentType": "text/plain",
            "Priority": URGENT if intent.urgent else ORDINARY,
        }
        if intent.contact_mail:
            fields["Requestor"] = intent.contact_mail
        if intent.mine:
            fields["Owner"] = me
        if intent.urgent and self._terms.fields.urgent:
            fields["CustomFields"] = {self._terms.fields.urgent: self._terms.fields.urgent_is}
        return fields

    async def _read_back(self, transaction: int) -> list[Row]:
        """The row of what was written; nothing where it is not shown."""
        try:
            return (await self._calls.transactions(f"id={transaction}")).items
        except RemoteError:
            return []

    async def _credit(
        self, op: Op, number: int, transaction: int, kind: str, rows: Iterable[Row], known: Known
    ) -> None:
        """The transaction is this wish's. ``Uncertain`` if what is read back of it (perhaps nothing, which proves
        nothing) is not what was written."""
        row = row_of(transaction, rows)
        taken = self.credited.get(transaction, op.id) != op.id
        wrong = row is not None and (is_anothers(row, kind, known.me().id) or await self._is_elsewhere(row, number))
        if taken or wrong:
            raise Uncertain(f"transaction {transaction} is another one than was written: it will be checked")
        self.credited[transaction] = op.id

    async def _is_elsewhere(self, row: Row, number: int) -> bool:
        """Whether a transaction is about another ticket than this one or the one it was merged into."""
        try:
            about = identifier(row, "ObjectId")
            return about != number and about != identifier((await self._calls.ticket(number))[0])
        except (RemoteError, Misshapen):
            return True  # it is shown, so a look will find it if it is ours

    def _marked(self, op: Op, fields: dict[str, object], minutes: int) -> Mapping[str, object]:
        if minutes:
            fields["TimeTaken"] = minutes
        if self._terms.fields.marker and op.marker:
            fields["TxnCustomFields"] = {self._terms.fields.marker: op.marker}
        return fields

    async def receipt(
        self, number: int | None, known: Known, transaction: int | None = None, *, full: bool = False
    ) -> Receipt:
        """What is true now. The write is proven already: if this cannot be read, the next pull will tell."""
        remote = str(transaction or number) if transaction or number else None
        if number is None:
            return Receipt(remote)
        try:
            return Receipt(remote, await self._facts(number, known, transaction, full))
        except (RemoteError, Misshapen):
            return Receipt(remote)

    async def _facts(self, number: int, known: Known, transaction: int | None, full: bool) -> Page:
        harvest = Harvest(self._terms, known.me().id)
        for lost in await self._reader.headers(harvest, [number], known):
            instead = await self._reader.missing(harvest, lost)
            if instead is not None:
                number = instead
                await self._reader.headers(harvest, [instead], known)
        if full and number in harvest.tickets:
            await self._reader.details(harvest, [number], known)
        elif transaction is not None:
            await self._reader.written(harvest, number, transaction, known)
        return harvest.page()


def _told_done(receipt: Receipt, intent: CompleteActivity, known: Known) -> Receipt:
    """A date taken off leaves no trace over there; here, that the activity is done is told once."""
    old = next((one for one in known.activities(intent.ticket_id) if one.id == intent.activity_id), None)
    now = receipt.page.activities
    set_anew = any(one.id == intent.activity_id and one.start_at is not None for one in now)
    if old is None or old.kind != "dated" or set_anew:
        return receipt
    done = old._replace(start_at=None, remote_state="done")
    others = (one for one in now if one.id != old.id)
    return receipt._replace(page=receipt.page._replace(activities=(*others, done)))


def text_of(intent: OpenTicket) -> str:
    """The new ticket's text; a contact without an address stands in it by name."""
    if intent.contact_mail or not intent.contact_name:
        return intent.body
    return f"{intent.body}\n\nContact: {intent.contact_name}".lstrip("\n")

"""The texts of many transactions at once, and the messages and the work they become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from workboard.backends.base import Known
from workboard.backends.http import TooLarge
from workboard.backends.request_tracker import history
from workboard.backends.request_tracker.client import PER_PAGE, Calls
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.paging import PAGES_AT_MOST, chunks, too_many
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier, line, person, rows
from workboard.backends.request_tracker.staff import Staff
from workboard.domain.ticket import Message

TOO_LONG: Final = "(This text is too large to be shown here. It stands in Request Tracker.)"


class Texts:
    """Asks for them, and fills a ``Harvest`` with what they say."""

    def __init__(self, calls: Calls, staff: Staff) -> None:
        self._calls = calls
        self._staff = staff

    async def of(self, transactions: Sequence[int]) -> dict[int, list[Row] | None]:
        """Textual parts by transaction; ``None`` for one that is larger than an answer may be. One whose text could
        not be read is left out."""
        try:
            return await self._parts(transactions)
        except TooLarge:
            if len(transactions) == 1:
                return {transactions[0]: None}
            middle = len(transactions) // 2
            return await self.of(transactions[:middle]) | await self.of(transactions[middle:])

    async def _parts(self, transactions: Sequence[int]) -> dict[int, list[Row] | None]:
        """Where a part says not whose it is, transactions that seem to have none are left out: it may be theirs."""
        found: defaultdict[int, dict[str, Row]] = defaultdict(dict)
        known, astray = 0, False
        for page in range(1, PAGES_AT_MOST):
            listing = await self._calls.texts(transactions, page)
            for row in listing.items:
                try:
                    found[identifier(row, "TransactionId")][str(row.get("id"))] = row
                except Misshapen:
                    astray = True
            if len(listing.items) < PER_PAGE:
                some: dict[int, list[Row] | None] = {number: list(parts.values()) for number, parts in found.items()}
                return some if astray else {number: [] for number in transactions} | some
            before, known = known, sum(map(len, found.values()))
            if known == before:
                break
        raise too_many()

    async def add(self, harvest: Harvest, placed: Sequence[tuple[Row, int]], known: Known) -> None:
        """Messages and work of transactions; bodies known already are not asked for again."""
        ids = harvest.terms.ids
        old = {m.id: m for ticket in {t for _, t in placed} for m in known.messages(ids.ticket(ticket))}
        new = [identifier(row) for row, _ in placed if history.is_text(row) and ids.message(identifier(row)) not in old]
        parts: dict[int, list[Row] | None] = {}
        for some in chunks(new):
            parts |= await self.of(some)
        for row, ticket in placed:
            number = identifier(row)
            harvest.tried("messages", row, lambda row=row: line(row, "Type"))  # type: ignore[misc]  # perhaps a text
            message = old.get(ids.message(number))
            if message is None and history.is_text(row):
                message = await self._message(harvest, row, parts, ticket)
            if message is not None:
                harvest.messages[message.id] = message
            harvest.work(row, ticket, marker=message.marker if message else None)

    async def _message(
        self, harvest: Harvest, row: Row, texts: Mapping[int, list[Row] | None], ticket: int
    ) -> Message | None:
        header = harvest.rows.get(ticket, {})
        requestors = frozenset(who for one in rows(header, "Requestor") if (who := line(one, "id")))
        try:
            author = await self._staff.author(person(row, "Creator"), requestors)
            if identifier(row) not in texts:
                raise Misshapen("its text cannot be read")  # never an empty message: that would be believed for good
            parts = texts[identifier(row)]
            cut = TOO_LONG if parts is None else None
            ticket_id = harvest.terms.ids.ticket(ticket)
            return history.message(row, parts or [], harvest.terms, ticket_id, author, cut=cut)
        except Misshapen as error:
            harvest.spoil("messages", row, str(error))
            return None

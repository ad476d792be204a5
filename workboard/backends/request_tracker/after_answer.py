"""Where a ticket should stand once its client was answered; whatever happens here, the answer is sent."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.shapes import SYSTEM, Misshapen, Row, line, person
from workboard.backends.request_tracker.status_writer import TRIES, Stand, StatusWriter
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.errors import RemoteError
from workboard.domain.ticket import CLOSED, Category

STATUS_LEFT: Final = "the answer is sent; the ticket's status could not be set"


class AfterAnswer:
    """The second half of an answer. ``transaction`` is the answer itself."""

    def __init__(self, calls: Calls, terms: Terms, status: StatusWriter) -> None:
        self._calls = calls
        self._terms = terms
        self._status = status

    async def bring(self, number: int, transaction: int, then: Category | None) -> tuple[Stand | None, str | None]:
        """Bring the ticket where it should stand, unless the server's own rules or a colleague closed it. Where it
        stands then, with its history since the answer, as far as that can be told; and a remark."""
        since = f"id > {transaction - 1}"
        with suppress(RemoteError, Misshapen):
            for _ in range(TRIES):
                row, etag = await self._calls.ticket(number)
                word = self._to_write(row, then)
                if word is None:
                    return Stand(row, await self._history(number, since)), None
                stand = await self._status.write(row, word, etag, since)
                if stand is not None:
                    return stand, None
        return None, STATUS_LEFT if then else None

    async def found(self, number: int, transaction: int, then: Category | None) -> str | None:
        """The half of an answer that was left undone when its own answer got lost: the status, unless somebody
        wrote on the ticket or moved it since (the server's own rules are part of the answer)."""
        since = f"ObjectId={number} AND id > {transaction} AND (Type='Correspond' OR Type='Status')"
        try:
            rows = (await self._calls.transactions(since)).items if then else []
            moved_on = any(row.get("Type") == "Correspond" or person(row, "Creator") not in SYSTEM for row in rows)
        except (RemoteError, Misshapen):
            return STATUS_LEFT
        if then is None or moved_on:
            return None
        _, remark = await self.bring(number, transaction, then)
        return remark

    def _to_write(self, row: Row, then: Category | None) -> str | None:
        category = self._terms.statuses.category(line(row, "Status") or "")
        if then is None or category == then or category in CLOSED:
            return None
        return self._status.word(row, then)

    async def _history(self, number: int, since: str) -> list[Row]:
        try:
            return (await self._calls.transactions(f"ObjectId={number} AND {since}", newest_first=True)).items
        except (RemoteError, Misshapen):
            return []

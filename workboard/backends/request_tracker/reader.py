"""Reading tickets in full with few, large requests: headers, history and reminders of many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Final

from workboard.backends.base import Known
from workboard.backends.request_tracker import history, translate
from workboard.backends.request_tracker.client import PER_PAGE, Calls, any_of
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.paging import PAGES_AT_MOST, chunks, has_no_number, too_many, upward
from workboard.backends.request_tracker.shapes import Row, identifier, line
from workboard.backends.request_tracker.staff import Staff
from workboard.backends.request_tracker.texts import Texts
from workboard.domain.errors import Refused

WORTH_READING: Final = "(Type='Create' OR Type='Comment' OR Type='Correspond' OR Type='Status' OR TimeTaken > 0)"
LINKS: Final = {"fields": "Subject,Status,Owner,Due,TimeEstimated,Queue,Type,_hyperlinks"}


class Reader:
    """Fills a ``Harvest``. Transactions of tickets merged into one belong to the one."""

    def __init__(self, calls: Calls, staff: Staff) -> None:
        self._calls = calls
        self.texts = Texts(calls, staff)

    async def headers(self, harvest: Harvest, numbers: Iterable[int], known: Known) -> set[int]:
        """Headers of these tickets; what did not show in a list comes back."""
        missing = set(numbers) - harvest.tickets.keys()
        for some in chunks(missing):
            listing = await self._calls.tickets(any_of("id", some))
            for number, row in harvest.numbered(listing.items, "tickets").items():
                harvest.header(row, dated_before=had_date(known, harvest.terms.ids.ticket(number)))
                missing.discard(number)
        return missing

    async def reminders(self, harvest: Harvest, numbers: Iterable[int]) -> dict[int, int]:
        """Which of these numbers are reminders: number → ticket; they are harvested as activities."""
        found: dict[int, int] = {}
        for some in chunks(numbers):
            listing = await self._calls.tickets(f"Type='reminder' AND {any_of('id', some)}", LINKS)
            found |= self.add_reminders(harvest, listing.items)
        return found

    def add_reminders(self, harvest: Harvest, items: Iterable[Row]) -> dict[int, int]:
        """Reminder rows as activities: number → ticket; one that refers to no ticket is set aside."""
        found: dict[int, int] = {}
        for number, row in harvest.numbered(items, "activities").items():
            parent = harvest.tried("activities", row, lambda row=row: translate.parent_of(row))  # type: ignore[misc]
            if parent is None:
                harvest.spoil("activities", row, "refers to no ticket")
                continue
            found[number] = parent
            harvest.reminder(row, parent)
        return found

    async def missing(self, harvest: Harvest, number: int) -> int | None:
        """One that no list shows: deleted or merged (it says so itself), or not there and not to be seen (which may
        pass). Another ticket to read instead, if it leads to one."""
        ids = harvest.terms.ids
        try:
            row, _ = await self._calls.ticket(number)
        except Refused as error:
            if error.status not in {403, 404}:
                raise
            harvest.missing.add(ids.ticket(number))
            return None
        status = line(row, "Status") or ""
        if row.get("Type") == "reminder":
            harvest.orphans += 1
            return None
        true_number = harvest.tried("tickets", {**row, "asked for": number}, lambda: identifier(row))
        if true_number is None:
            return None  # it is there: that its row cannot be read says nothing about where it went
        if true_number != number or harvest.terms.statuses.category(status) == "gone":
            harvest.gone.add(ids.ticket(number))
        elif row.get("Type") == "ticket":
            harvest.header(row)
        return true_number if true_number != number else None

    async def details(self, harvest: Harvest, numbers: Iterable[int], known: Known) -> None:
        """Messages, stretches, work and activities of tickets whose headers are harvested."""
        for some in chunks(numbers):
            belongs = await self._merged_into(harvest, some)
            found = [row async for row in self.history(any_of("ObjectId", sorted(belongs)))]
            await self._add_history(harvest, found, belongs, known)
            query = f"Type='reminder' AND {any_of('RefersTo', some)}"
            async for row in self.walk(query, LINKS):
                self.add_reminders(harvest, [row])
            harvest.complete |= {harvest.terms.ids.ticket(number) for number in some}

    async def history(self, query: str, after: int = 0) -> AsyncIterator[Row]:
        """Transactions worth reading, oldest first, all pages."""
        for _ in range(PAGES_AT_MOST):
            listing = await self._calls.transactions(f"{query} AND {WORTH_READING} AND id > {after}")
            for row in listing.items:
                yield row
            if not listing.items or has_no_number(listing.items):
                return
            after = upward(listing.items, after)
        raise too_many()

    async def written(self, harvest: Harvest, ticket: int, transaction: int, known: Known) -> None:
        """What a write of ours became: its transaction, and what the server's own rules did after it."""
        query = f"ObjectId={ticket} AND {WORTH_READING} AND id > {transaction - 1}"
        listing = await self._calls.transactions(query)
        await self.texts.add(harvest, [(row, ticket) for row in listing.items], known)

    async def _merged_into(self, harvest: Harvest, numbers: list[int]) -> dict[int, int]:
        """Ticket number → the one of ``numbers`` it was merged into (or is)."""
        belongs = {number: number for number in numbers}
        async for row in self.walk(any_of("EffectiveId", numbers), {"fields": "EffectiveId"}):
            pair = harvest.tried("tickets", row, lambda row=row: (identifier(row), identifier(row, "EffectiveId")))  # type: ignore[misc]
            if pair is None:
                continue
            number, target = pair
            belongs[number] = target
            if number != target:
                harvest.gone.add(harvest.terms.ids.ticket(number))
        return {number: target for number, target in belongs.items() if target in numbers}

    async def walk(self, query: str, fields: Mapping[str, str]) -> AsyncIterator[Row]:
        """All pages of a listing of tickets."""
        after = 0
        for _ in range(PAGES_AT_MOST):
            listing = await self._calls.tickets(f"({query}) AND id > {after}", fields)
            for row in listing.items:
                yield row
            if len(listing.items) < PER_PAGE or has_no_number(listing.items):
                return
            after = upward(listing.items, after)
        raise too_many()

    async def _add_history(self, harvest: Harvest, found: Sequence[Row], belongs: dict[int, int], known: Known) -> None:
        placed: list[tuple[Row, int]] = []
        changes: defaultdict[int, list[Row]] = defaultdict(list)
        spoiled = len(harvest.spoiled)
        told = harvest.about(found)
        whole = len(harvest.spoiled) == spoiled
        for number, row in told:
            ticket = belongs.get(number, number)
            placed.append((row, ticket))
            if history.is_status(row) and number == ticket:
                changes[ticket].append(row)
        await self.texts.add(harvest, placed, known)
        if not whole:
            return  # a history with holes says nothing of how long a ticket was what: what is known of it stays
        for ticket in set(belongs.values()):
            self._add_spans(harvest, ticket, changes[ticket])

    def _add_spans(self, harvest: Harvest, ticket: int, changes: list[Row]) -> None:
        header, row = harvest.tickets.get(ticket), harvest.rows.get(ticket, {})
        if header is not None:
            words = [str(change.get(key) or "") for change in changes for key in ("OldValue", "NewValue")]
            harvest.terms.statuses.learn(translate.lifecycle(row), words)
            spans = harvest.tried("spans", row, lambda: history.spans(header, changes, harvest.terms))
            harvest.spans += spans or ()


def had_date(known: Known, ticket_id: str) -> bool:
    """Whether the mirror holds an open dated activity, which a ticket without *Starts* now has no more."""
    return any(one.kind == "dated" and one.remote_state == "open" for one in known.activities(ticket_id))

"""Did it arrive after all? Looks for what a lost answer would have told, and sends nothing a second time.

Comments are known by the marker in their subject, reminders by the one in their text. Answers and new tickets have
no place for one that a client would not see, so they are known by author, time and text; two that fit are a case for
a person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workboard.backends.base import Known, Op, Receipt
from workboard.backends.request_tracker import dates, history
from workboard.backends.request_tracker.client import Calls, any_of
from workboard.backends.request_tracker.cursor import feed_of
from workboard.backends.request_tracker.ids import number_of
from workboard.backends.request_tracker.paging import chunks
from workboard.backends.request_tracker.proof import same_subject, words
from workboard.backends.request_tracker.reader import Reader
from workboard.backends.request_tracker.reminders import Reminders
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier, instant, line
from workboard.backends.request_tracker.status_writer import StatusWriter
from workboard.backends.request_tracker.translate import Terms
from workboard.backends.request_tracker.writer import Writer, text_of
from workboard.domain import note_lines
from workboard.domain.activity import split_id
from workboard.domain.errors import NeedsPerson
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Dismiss, OpenTicket, SetCategory

SLACK_MS: Final = 60_000
"""How much earlier than we believe a write may be dated over there: clocks differ, and RT's are whole seconds."""

Fits = Callable[[Row, list[Row]], bool]


class Prober:
    def __init__(
        self,
        calls: Calls,
        terms: Terms,
        reader: Reader,
        status: StatusWriter,
        writer: Writer,
        reminders: Reminders,
    ) -> None:
        self._calls = calls
        self._terms = terms
        self._reader = reader
        self._status = status
        self._writer = writer
        self._reminders = reminders

    async def note(self, op: Op, intent: AddNote, known: Known) -> Receipt | None:
        number, here = await self._places(intent.ticket_id)
        found = await self._mine(op, f"{here} AND Type='Comment'", self._has_marker(op))
        return await self._writer.receipt(number, known, found[0][0]) if found else None

    async def answer(self, op: Op, intent: Answer, known: Known) -> Receipt | None:
        number, here = await self._places(intent.ticket_id)
        query = f"{here} AND Type='Correspond'"
        found = []
        if self._terms.fields.marker:
            found = await self._mine(op, query, self._has_marker(op))
        if not found:
            found = await self._mine(op, query, _same_text(intent.text), since=self._earliest(op, known))
        if len(found) > 1:
            raise NeedsPerson(f"ticket {number} has this answer twice: look, then outbox retry or drop")
        if not found:
            return None
        remark = await self._writer.after_answer.found(number, found[0][0], intent.then)
        return (await self._writer.receipt(number, known, found[0][0]))._replace(note=remark)

    async def open_ticket(self, op: Op, intent: OpenTicket, known: Known) -> Receipt | None:
        """The same title and text, by me, after the wish was stored."""
        same = _same_text(text_of(intent))
        created = await self._mine(op, "Type='Create'", same, since=self._earliest(op, known))
        numbers = []
        for some in chunks(ticket for _, ticket in created):
            for number in some:
                row, _ = await self._calls.ticket(number)
                anothers = self._writer.opened.get(number, op.id) != op.id
                if not anothers and _is_ticket(row) and same_subject(line(row, "Subject"), intent.title):
                    numbers.append(identifier(row))
        if len(set(numbers)) > 1:
            raise NeedsPerson("this ticket exists twice: look, then outbox retry or drop")
        if not numbers:
            return None
        receipt = await self._writer.receipt(numbers[0], known, full=True)
        return receipt._replace(ticket_id=self._terms.ids.ticket(numbers[0]))

    async def set_category(self, intent: SetCategory, known: Known) -> Receipt | None:
        row, _ = await self._calls.ticket(number_of(intent.ticket_id))
        word, now = self._status.word(row, intent.category), line(row, "Status") or ""
        if word in {None, now} or self._terms.statuses.category(now) == intent.category:
            return await self._writer.receipt(identifier(row), known, full=True)
        return None

    async def dismiss(self, intent: Dismiss, known: Known) -> Receipt | None:
        row, _ = await self._calls.ticket(number_of(intent.ticket_id))
        if self._terms.statuses.category(line(row, "Status") or "") == "reply":
            return None
        return await self._writer.receipt(identifier(row), known, full=True)

    async def complete(self, intent: CompleteActivity, known: Known) -> Receipt | None:
        number = number_of(intent.activity_id)
        row, _ = await self._calls.ticket(number)
        closed = self._terms.statuses.category(line(row, "Status") or "") in {"done", "gone"}
        undone = {"reminder": not closed, "dated": dates.stands(row, intent, known)}
        if undone.get(split_id(intent.activity_id)[1], False):
            return None
        return await self._writer.completed(intent, known)

    async def schedule(self, op: Op, known: Known) -> Receipt | None:
        """A new ticket of mine whose text is our marker: that is the reminder, wherever it stands by now."""
        found = await self._mine(op, "Type='Create'", _is_marked(op.marker))
        return await self._reminders.receipt(found[0][1], known) if found else None

    # --- looking ----------------------------------------------------------------------------------

    async def _places(self, ticket_id: str) -> tuple[int, str]:
        """What is written to a merged ticket stands in the one it was merged into; what was written before that,
        in its own. The ticket's number now, and the query for both."""
        number = number_of(ticket_id)
        row, _ = await self._calls.ticket(number)
        return identifier(row), any_of("ObjectId", sorted({number, identifier(row)}))

    async def _mine(self, op: Op, query: str, fits: Fits, since: int = 0) -> list[tuple[int, int]]:
        """(transaction, ticket) of what I wrote after the fence and what ``fits``."""
        rows: dict[int, Row] = {}
        whole = f"{query} AND Creator='__CurrentUser__'"
        async for row in self._reader.history(whole, after=feed_of(op.fence)):
            at = instant(row, "Created")
            _kind(row)  # one that does not even say what it is may be ours all the same
            if at is None or at >= since:
                rows[identifier(row)] = row
        found = []
        for some in chunks(rows):
            parts = await self._reader.texts.of(some)
            if not parts.keys() >= set(some):
                raise Misshapen("a text cannot be read")  # it may be ours: no miss, and nothing to be sent again for
            found += [one for one in some if fits(rows[one], _small(parts[one]))]
        others = {one for one, wish in self._writer.credited.items() if wish != op.id}
        return [(one, identifier(rows[one], "ObjectId")) for one in found if one not in others]

    def _earliest(self, op: Op, known: Known) -> int:
        """Nothing of ours is older than this, by the server's clock: an equal text sent before is another one.

        What is known of clocks may only widen the window: better a case for a person than sent twice.
        """
        if op.sent_at is None or op.attempts != 1:
            return 0  # tried more than once, or asked for by hand after that: the fence alone has to do
        return op.sent_at + min(0, self._calls.http.clock_offset_ms(known.now())) - SLACK_MS

    def _has_marker(self, op: Op) -> Fits:
        return lambda row, parts: history.marker_of(row, parts, self._terms) == op.marker


def _small(parts: list[Row] | None) -> list[Row]:
    """A text too large to be carried may be ours or not: that is no miss."""
    if parts is None:
        raise NeedsPerson("a text on the ticket is too large to be looked through: look, then outbox retry or drop")
    return parts


def _is_ticket(row: Row) -> bool:
    return _kind(row) == "ticket"


def _kind(row: Row) -> str:
    kind = line(row, "Type")
    if kind is None:
        raise Misshapen("Type is missing")
    return kind


def _is_marked(marker: str) -> Fits:
    return lambda row, parts: note_lines.read(history.body_of(parts)).marker == marker


def _same_text(text: str) -> Fits:
    wanted = words(text)
    return lambda row, parts: words(history.body_of(sorted(parts, key=identifier))) == wanted

"""What a write of ours made true, told with as few calls as can be.

A person's act goes out as several writes, from processes that live for one of them; reading a whole ticket after
each would take more calls than the act itself. So only what the write may have changed is read, mostly in the very
call that proves it; what single tickets do not tell (names of clients and queues) is as the mirror has it, and the
rest is for the next reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workboard.backends.base import Known, Page
from workboard.backends.request_tracker import history, translate
from workboard.backends.request_tracker.client import PER_PAGE
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.reader import had_date
from workboard.backends.request_tracker.shapes import Row, identifier
from workboard.backends.request_tracker.status_writer import Stand
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.ticket import Ticket


class Aftermath:
    """Pages from what is known after a write; ``None`` where that is not enough and the ticket has to be read."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def note(
        self, number: int, transaction: int, sent: Mapping[str, object], rows: Iterable[Row], known: Known
    ) -> Page | None:
        """No call: the comment that ``sent`` became, among the rows read of it."""
        return self._said(number, transaction, sent, rows, known)

    def answer(self, stand: Stand, transaction: int, sent: Mapping[str, object], known: Known) -> Page | None:
        """No call: the answer, and where its ticket stands after it."""
        said = self._said(identifier(stand.row), transaction, sent, stand.trail, known)
        moved = self._moved(Harvest(self._terms, known.me().id), stand.row, known)
        if said is None or moved is None:
            return None
        return moved.page()._replace(messages=said.messages, time_entries=said.time_entries)

    def status(self, stand: Stand, known: Known) -> Page | None:
        """No call: where the ticket stands, how it came there, and what counts as done by that."""
        harvest = self._moved(Harvest(self._terms, known.me().id), stand.row, known)
        if harvest is None:
            return None
        number = identifier(stand.row)
        changes = [row for row in reversed(stand.trail) if history.is_status(row)]
        for row in changes:
            harvest.work(row, number)
        if changes and len(stand.trail) < PER_PAGE:
            harvest.spans += history.spans(harvest.tickets[number], changes, self._terms)
        return harvest.page()

    def reminder(self, stand: Stand, parent: int, known: Known) -> Page:
        """No call: a reminder as it is now, and that it was done."""
        harvest = Harvest(self._terms, known.me().id)
        harvest.reminder(stand.row, parent)
        activity_id = self._terms.ids.reminder(identifier(stand.row))
        for row in stand.trail:
            if history.is_status(row):
                harvest.work(row, parent, activity_id)
        return harvest.page()

    def _said(
        self, number: int, transaction: int, sent: Mapping[str, object], rows: Iterable[Row], known: Known
    ) -> Page | None:
        """The text was ours, so it need not come back; who wrote it when, and on which ticket, is told."""
        harvest = Harvest(self._terms, known.me().id)
        for about, row in harvest.about(rows):
            if (identifier(row), about) == (transaction, number):
                ticket_id = self._terms.ids.ticket(number)
                message = history.message(row, [_part(row, sent)], self._terms, ticket_id, "staff")
                harvest.messages[message.id] = message
                harvest.work(row, number, marker=message.marker)
                return harvest.page()
        return None

    def _moved(self, harvest: Harvest, row: Row, known: Known) -> Harvest | None:
        """The ticket of a single row, with what only lists tell from the mirror."""
        number = identifier(row)
        old = known.ticket(self._terms.ids.ticket(number))
        if old is None or row.get("Type") != "ticket":
            return None
        harvest.tickets[number] = _as_listed(translate.ticket(row, self._terms, harvest.me), old)
        dated_before = had_date(known, old.id)
        harvest.activity(row, lambda: translate.dated(row, self._terms, known=dated_before))
        return harvest


def _as_listed(ticket: Ticket, old: Ticket) -> Ticket:
    return ticket._replace(
        queue=old.queue,
        company=old.company,
        contact_name=old.contact_name,
        contact_mail=old.contact_mail,
        reply_signal=old.reply_signal,
    )


def _part(row: Row, sent: Mapping[str, object]) -> Row:
    return {
        "id": row.get("id"),
        "ContentType": "text/plain",
        "Content": sent.get("Content"),
        "Subject": sent.get("Subject"),
    }

"""A page in the making: rows go in, values come out, and a spoiled row is set aside without stopping the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from workboard.backends.base import Page, Spoiled
from workboard.backends.request_tracker import history, translate
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier, line
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.activity import Activity
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry

RAW_LIMIT: Final = 4000

T = TypeVar("T")


class Harvest:
    """Collects one page; everything is kept once, by id."""

    def __init__(self, terms: Terms, me: str) -> None:
        self.terms = terms
        self.me = me
        self.tickets: dict[int, Ticket] = {}
        self.rows: dict[int, Row] = {}
        self.spans: list[StatusSpan] = []
        self.messages: dict[str, Message] = {}
        self.activities: dict[str, Activity] = {}
        self.time_entries: dict[str, TimeEntry] = {}
        self.done_events: dict[str, DoneEvent] = {}
        self.people: dict[str, Person] = {}
        self.gone: set[str] = set()
        self.missing: set[str] = set()
        self.complete: set[str] = set()
        self.spoiled: list[Spoiled] = []
        self.orphans = 0

    def header(self, row: Row, *, dated_before: bool = False) -> Ticket | None:
        """A ticket's row: the ticket, its clients, and what *Starts* makes of it."""
        header = self.tried("tickets", row, lambda: self._ticket(row))
        if header is None:
            return None
        number = int(header.number)
        self.tickets[number], self.rows[number] = header, row
        self.activity(row, lambda: translate.dated(row, self.terms, known=dated_before))
        for who in self.tried("tickets", row, lambda: translate.contacts(row, self.terms)) or ():
            self.people.setdefault(who.id, who)
        return header

    def _ticket(self, row: Row) -> Ticket:
        self.terms.statuses.learn(translate.lifecycle(row), [line(row, "Status") or ""])
        return translate.ticket(row, self.terms, self.me)

    def activity(self, row: Row, make: Callable[[], Activity | None]) -> None:
        found = self.tried("activities", row, make)
        if found is not None:
            self.activities[found.id] = found

    def reminder(self, row: Row, parent: int) -> None:
        self.activity(row, lambda: translate.reminder(row, self.terms, parent))

    def work(self, row: Row, ticket: int, activity_id: str | None = None, marker: str | None = None) -> None:
        """The minutes and the closure that a transaction stands for, if any; read with its ticket it tells more,
        and that comes first."""
        ticket_id = self.terms.ids.ticket(ticket)
        entry = self.tried("time_entries", row, lambda: history.time_entry(row, self.terms, ticket_id, marker))
        if entry is not None:
            self.time_entries.setdefault(entry.id, entry)
        done = self.tried("done_events", row, lambda: history.done_event(row, self.terms, ticket_id, activity_id))
        if done is not None:
            self.done_events.setdefault(done.id, done)

    def tried(self, stream: str, row: Row, make: Callable[[], T]) -> T | None:
        """What ``make`` makes, or ``None`` and the row set aside; ``stream`` is the page's field it belongs to."""
        try:
            return make()
        except Misshapen as error:
            self.spoil(stream, row, str(error))
            return None

    def spoil(self, stream: str, row: Row, why: str) -> None:
        remote = clean(str(row.get("id") or ""), 40)  # a row without a number has none to be asked for by
        raw = clean(json.dumps(row, default=str), RAW_LIMIT)
        self.spoiled.append(Spoiled(stream, remote, why, raw))

    def numbered(self, rows: Iterable[Row], stream: str) -> dict[int, Row]:
        """Rows by their own number, those without one set aside."""
        found: dict[int, Row] = {}
        for row in rows:
            number = self.tried(stream, row, lambda row=row: identifier(row))  # type: ignore[misc]
            if number is not None:
                found[number] = row
        return found

    def about(self, transactions: Iterable[Row]) -> list[tuple[int, Row]]:
        """Transactions with the ticket each is about, those that do not tell set aside."""
        found = []
        for row in self.numbered(transactions, "messages").values():
            ticket = self.tried("messages", row, lambda row=row: identifier(row, "ObjectId"))  # type: ignore[misc]
            if ticket is not None:
                found.append((ticket, row))
        return found

    def page(self, cursor: str | None = None, done: int = 0, total: int = 0) -> Page:
        """What was collected. With an activity set aside no ticket counts as complete: that row is still there."""
        unread = any(one.stream == "activities" for one in self.spoiled)
        return Page(
            tickets=tuple(self.tickets.values()),
            spans=tuple(self.spans),
            messages=tuple(self.messages.values()),
            activities=tuple(self.activities.values()),
            time_entries=tuple(self.time_entries.values()),
            done_events=tuple(self.done_events.values()),
            people=tuple(self.people.values()),
            gone=tuple(sorted(self.gone)),
            missing=tuple(sorted(self.missing)),
            complete=frozenset() if unread else frozenset(self.complete),
            spoiled=tuple(self.spoiled),
            cursor=cursor,
            done=done,
            total=total,
        )

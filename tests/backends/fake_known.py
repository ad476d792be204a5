"""A tiny mirror in memory: what a backend may ask, and the plainest way to store what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workboard.backends.base import Page
from workboard.domain.activity import Activity
from workboard.domain.people import Me, Person
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry

NOBODY = Me("me", "Me", ("me",))


@dataclass
class FakeKnown:
    """Implements ``Known``. Rows are replaced by id; stretches of a ticket are replaced all at once."""

    at: int
    who: Me = NOBODY
    tickets: dict[str, Ticket] = field(default_factory=dict)
    stretches: dict[str, list[StatusSpan]] = field(default_factory=dict)
    message_rows: dict[str, Message] = field(default_factory=dict)
    activity_rows: dict[str, Activity] = field(default_factory=dict)
    time_entries: dict[str, TimeEntry] = field(default_factory=dict)
    done_events: dict[str, DoneEvent] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    cursor: str | None = None

    def merge(self, page: Page) -> None:
        """Store a page as the mirror would."""
        self.tickets |= {one.id: one for one in page.tickets}
        for ticket_id in {one.ticket_id for one in page.spans}:
            self.stretches[ticket_id] = [one for one in page.spans if one.ticket_id == ticket_id]
        self.message_rows |= {one.id: one for one in page.messages}
        listed = {one.id for one in page.activities}
        for one in [one for one in self.activity_rows.values() if one.ticket_id in page.complete]:
            if one.id not in listed:
                del self.activity_rows[one.id]
        self.activity_rows |= {one.id: one for one in page.activities}
        self.time_entries |= {one.id: one for one in page.time_entries}
        self.done_events |= {one.id: one for one in page.done_events}
        self.people |= {one.id: one for one in page.people}
        self.gone |= {*page.gone, *page.missing}
        self.cursor = self.cursor if page.cursor is None else page.cursor

    def rows(self) -> dict[str, object]:
        """Everything stored except the cursor, to compare two mirrors."""
        return {name: value for name, value in vars(self).items() if name not in ("at", "who", "cursor")}

    # what a backend may ask

    def me(self) -> Me:
        return self.who

    def now(self) -> int:
        return self.at

    def ticket(self, ticket_id: str) -> Ticket | None:
        return self.tickets.get(ticket_id)

    def activities(self, ticket_id: str) -> Sequence[Activity]:
        return [one for one in self.activity_rows.values() if one.ticket_id == ticket_id]

    def messages(self, ticket_id: str) -> Sequence[Message]:
        found = [one for one in self.message_rows.values() if one.ticket_id == ticket_id]
        return sorted(found, key=lambda one: (one.at, one.id))

    def spans(self, ticket_id: str) -> Sequence[StatusSpan]:
        return list(self.stretches.get(ticket_id, ()))

    def notes_by_me(self, since_at: int) -> Sequence[Message]:
        found = [one for one in self.message_rows.values() if one.author_id == self.who.id and one.at >= since_at]
        return sorted(found, key=lambda one: (one.at, one.id))

    def highest_number(self) -> int:
        return max((int(one.number) for one in self.tickets.values() if one.number.isdecimal()), default=0)

    def person_by_mail(self, mail: str) -> Person | None:
        return next((one for one in self.people.values() if (one.mail or "").casefold() == mail.casefold()), None)

"""A page in the making: rows go in, values come out, and a spoiled row is set aside without stopping the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from workboard.backends.autotask import appointments, booked, planned, translate, written
from workboard.backends.autotask.names import NAMELESS, Names
from workboard.backends.autotask.planned import Link
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, instant, newest
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Page, Spoiled
from workboard.domain.activity import Activity, Kind
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry

RAW_LIMIT: Final = 4000

T = TypeVar("T")


class Harvest:
    """Collects one page; everything is kept once, by id."""

    def __init__(self, terms: Terms, names: Names, known: Known) -> None:
        self.terms = terms
        self.names = names
        self.known = known
        self.tickets: dict[str, Ticket] = {}
        self.spans: dict[str, list[StatusSpan]] = {}
        self.messages: dict[str, Message] = {}
        self.activities: dict[str, Activity] = {}
        self.time_entries: dict[str, TimeEntry] = {}
        self.done_events: dict[str, DoneEvent] = {}
        self.people: dict[str, Person] = {}
        self.missing: set[str] = set()
        self.complete: set[str] = set()
        self.spoiled: list[Spoiled] = []

    def header(self, row: Row) -> Ticket | None:
        """A ticket's row: the ticket, where it stood and stands (mine, and for a lead the team's), and its closure."""
        found = self.tried("tickets", row, lambda: self._header(row))
        if found is None:
            return None
        self.tickets[found.id] = found
        old = self.known.ticket(found.id)
        before = self.known.spans(found.id)
        if found.presence == "mine" or before or self.terms.watched.has(found.owner_id):
            at = newest(row, "lastTrackedModificationDateTime") or found.updated_at
            self.spans[found.id] = translate.spans(found, before, at)
        done = self.tried("done_events", row, lambda: translate.closure(row, found, self.terms, old))
        if done is not None:
            self.done_events[done.id] = done
        return found

    def _header(self, row: Row) -> Ticket:
        old = self.known.ticket(self.terms.ids.ticket(identifier(row)))
        made = translate.ticket(row, self.terms, self.names, old)
        instant(row, "lastTrackedModificationDateTime")
        return made

    def first_words(self, row: Row, ticket_id: str) -> None:
        self.message(row, lambda: written.description(row, self.terms, self.names, ticket_id))

    def note(self, row: Row) -> None:
        self.message(row, lambda: written.note(row, self.terms, self.names))

    def message(self, row: Row, make: Callable[[], Message | None]) -> None:
        found = self.tried("messages", row, make)
        if found is not None:
            self.messages[found.id] = self._named(found)

    def _named(self, message: Message) -> Message:
        """A client whose name was not asked for now is called as the mirror has it."""
        if message.author != "client" or message.author_name != NAMELESS:
            return message
        before = {one.id: one.author_name for one in self.known.messages(message.ticket_id)}
        ticket = self.tickets.get(message.ticket_id) or self.known.ticket(message.ticket_id)
        name = before.get(message.id) or (ticket.contact_name if ticket else None)
        return message._replace(author_name=name or NAMELESS)

    def time(self, row: Row, *, words: bool = True) -> None:
        """Booked minutes, and (of a ticket that is read in full) what was written with them."""
        entry = self.tried("time_entries", row, lambda: booked.time_entry(row, self.terms))
        if entry is not None:
            self.time_entries[entry.id] = entry
        if words:
            self.message(row, lambda: written.time_note(row, self.terms))

    def call(self, row: Row, link: Link, wanted: Callable[[Activity], bool] = lambda made: True) -> None:
        """Planned work, as far as it is ``wanted``; a colleague's that is done counts as finished."""
        known = self.known.activities(self.terms.ids.ticket(link.ticket))
        made = self.tried("activities", row, lambda: planned.call(row, link, self.terms, known))
        if made is None or not wanted(made):
            return
        self.activities[made.id] = made
        old, now = next((one for one in known if one.id == made.id), None), self.known.now()
        done = self.tried("activities", row, lambda: planned.finished(row, link, made, old, self.terms, now))
        if done is not None:
            self.done_events[done.id] = done

    def appointment(self, row: Row, now: int) -> None:
        """An appointment with the ticket that stands for it, or on the one it was made for."""
        made = self.tried("activities", row, lambda: appointments.value(row, self.terms, self.known, now))
        if made is None:
            return
        self.activities[made.activity.id] = made.activity
        if made.ticket is None:
            return
        self.tickets[made.ticket.id] = made.ticket
        if made.words is not None:
            self.messages[made.words.id] = made.words
        before = self.known.spans(made.ticket.id)
        self.spans[made.ticket.id] = translate.spans(made.ticket, before, made.ticket.updated_at)
        self.complete.add(made.ticket.id)

    def team_calendar(self, ticket: Ticket) -> None:
        """The ticket of colleagues' appointments: those that are not listed on it are no more."""
        self.tickets[ticket.id] = ticket
        self.complete.add(ticket.id)

    def busy(self, row: Row, make: Callable[[], Activity | None]) -> None:
        made = self.tried("activities", row, make)
        if made is not None:
            self.activities[made.id] = made

    def drop(self, activity_id: str) -> None:
        """An activity whose ticket is nowhere to be seen."""
        del self.activities[activity_id]
        self.done_events = {key: one for key, one in self.done_events.items() if one.activity_id != activity_id}

    def keep(self, tickets: Iterable[int], kind: Kind) -> None:
        """What may not be asked for (any more) is as it was: no absence, and no end."""
        for ticket in tickets:
            for one in self.known.activities(self.terms.ids.ticket(ticket)):
                if one.kind == kind:
                    self.activities.setdefault(one.id, one)

    def is_open(self, activity_id: str) -> bool:
        """Whether this activity was harvested, and is still to be done."""
        made = self.activities.get(activity_id)
        return made is not None and made.remote_state == "open"

    def add_people(self, found: Iterable[Person]) -> None:
        self.people |= {one.id: one for one in found}

    def _colleagues(self) -> Iterable[Person]:
        """Names of those whose tickets and time are here: who is in no group is told nowhere else."""
        ids = {one.owner_id for one in self.tickets.values()} | {one.person_id for one in self.time_entries.values()}
        for one in ids - {None, self.terms.me}:
            name = self.terms.staff.get(int(one)) if one and one.isdecimal() else None
            if one and name:
                yield Person(one, name, None, "staff")

    def tried(self, stream: str, row: Row, make: Callable[[], T]) -> T | None:
        """What ``make`` makes, or ``None`` and the row set aside; ``stream`` is the page's field it belongs to."""
        try:
            return make()
        except Misshapen as error:
            self.spoil(stream, row, str(error))
            return None

    def spoil(self, stream: str, row: Row, why: str) -> None:
        remote = clean(str(row.get("id") or ""), 40)
        self.spoiled.append(Spoiled(stream, remote, why, clean(json.dumps(row, default=str), RAW_LIMIT)))

    def page(self, cursor: str | None = None, done: int = 0, total: int = 0) -> Page:
        """What was collected. With an activity set aside no ticket counts as complete: that row is still there."""
        self.add_people(self._colleagues())
        unread = any(one.stream == "activities" for one in self.spoiled)
        return Page(
            tickets=tuple(self.tickets.values()),
            spans=tuple(one for some in self.spans.values() for one in some),
            messages=tuple(self.messages.values()),
            activities=tuple(self.activities.values()),
            time_entries=tuple(self.time_entries.values()),
            done_events=tuple(self.done_events.values()),
            people=tuple(self.people.values()),
            missing=tuple(sorted(self.missing)),
            complete=frozenset() if unread else frozenset(self.complete),
            spoiled=tuple(self.spoiled),
            cursor=cursor,
            done=done,
            total=total,
        )

"""What a help desk holds, in no vendor's words: people, queues, tickets, and everything that happened on them.

All dialects speak about this one state. Instants are milliseconds UTC; ``now`` is the desk's own clock, which
need not agree with anybody's. Every change goes through a method, so that each leaves its entry behind.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field as made
from threading import RLock
from typing import Final, Self

SYSTEM: Final = "RT_System"
"""Whoever does what the desk's own rules do."""


@dataclass
class Person:
    """``token`` is what they sign in with; clients have none and own nothing."""

    number: int
    name: str
    real: str
    mail: str
    staff: bool = True
    token: str | None = None
    reassigns: bool = True
    """may give away what belongs to somebody else"""


@dataclass
class Queue:
    number: int
    name: str
    lifecycle: str


@dataclass
class Ticket:
    """``kind`` is *ticket* or *reminder* (a small one that refers to another); ``effective`` is the ticket it was
    merged into, or itself."""

    number: int
    queue: int
    subject: str
    owner: str | None
    requestors: list[str]
    status: str
    created: int
    updated: int
    priority: int = 0
    due: int | None = None
    starts: int | None = None
    estimate: int = 0
    kind: str = "ticket"
    refers_to: int | None = None
    effective: int = 0
    fields: dict[str, str] = made(default_factory=dict)


@dataclass
class Entry:
    """One thing that happened: *Create*, *Comment*, *Correspond*, *Status*, *Set* … ``id`` counts over all tickets
    in the order in which things took effect."""

    id: int
    ticket: int
    kind: str
    author: str
    at: int
    minutes: int = 0
    field: str = ""
    old: str = ""
    new: str = ""
    text: str | None = None
    subject: str = ""
    fields: dict[str, str] = made(default_factory=dict)


@dataclass
class HelpDesk:
    """``lifecycles``: name → the statuses in which a ticket is open, in which it is closed. The first open one is
    where tickets begin. ``lock`` is held by whoever looks or changes while a server runs on another thread."""

    now: Callable[[], int]
    lifecycles: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    reply_status: str | None = None
    """where a ticket goes when its client writes, if the desk has a rule for it"""
    people: dict[str, Person] = made(default_factory=dict)
    queues: dict[int, Queue] = made(default_factory=dict)
    tickets: dict[int, Ticket] = made(default_factory=dict)
    entries: list[Entry] = made(default_factory=list)
    groups: dict[str, list[str]] = made(default_factory=dict)
    lock: RLock = made(default_factory=RLock)

    def twin(self, now: Callable[[], int]) -> Self:
        """Another desk with the same past, and a clock of its own."""
        with self.lock:
            kept = {name: deepcopy(value) for name, value in vars(self).items() if name not in ("now", "lock")}
        return type(self)(now, **kept)

    # -- people and places

    def add_person(self, name: str, real: str, mail: str, *, staff: bool = True) -> Person:
        number = 20 + len(self.people)
        token = f"1-{number}-{number:032x}" if staff else None
        person = self.people[name] = Person(number, name, real, mail, staff, token)
        return person

    def add_queue(self, name: str, lifecycle: str) -> Queue:
        queue = Queue(1 + len(self.queues), name, lifecycle)
        self.queues[queue.number] = queue
        return queue

    def queue_named(self, name: str) -> Queue | None:
        return next((one for one in self.queues.values() if name in (one.name, str(one.number))), None)

    def signed_in(self, token: str) -> Person | None:
        return next((one for one in self.people.values() if one.token == token), None)

    # -- tickets

    def open_ticket(
        self, author: str, queue: Queue, subject: str, text: str = "", *, owner: str | None = None,
        requestors: tuple[str, ...] = (), status: str | None = None, **more: object,
    ) -> Ticket:  # fmt: skip
        """A new ticket and the entry that says so."""
        now = self.now()
        number = 1 + len(self.tickets)
        status = status or self.lifecycles[queue.lifecycle][0][0]
        ticket = Ticket(number, queue.number, subject, owner, list(requestors), status, now, now, effective=number)
        for name, value in more.items():
            setattr(ticket, name, value)
        self.tickets[number] = ticket
        self.enter(ticket, "Create", author, text=text)
        return ticket

    def enter(
        self, ticket: Ticket, kind: str, author: str, *, minutes: int = 0, field: str = "", old: str = "",
        new: str = "", text: str | None = None, subject: str = "", fields: dict[str, str] | None = None,
    ) -> Entry:  # fmt: skip
        """Something happened on a ticket."""
        at = self.now()
        entry = Entry(
            1 + len(self.entries), ticket.number, kind, author, at, minutes, field, old, new, text, subject,
            fields or {},
        )  # fmt: skip
        self.entries.append(entry)
        ticket.updated = at
        return entry

    def set_status(self, ticket: Ticket, author: str, status: str) -> Entry | None:
        """``None`` where it stood there already."""
        if ticket.status == status:
            return None
        entry = self.enter(ticket, "Status", author, field="Status", old=ticket.status, new=status)
        ticket.status = status
        return entry

    def set_owner(self, ticket: Ticket, author: str, owner: str | None, kind: str = "Give") -> Entry | None:
        if ticket.owner == owner:
            return None
        old, ticket.owner = ticket.owner or "Nobody", owner
        return self.enter(ticket, kind, author, field="Owner", old=old, new=owner or "Nobody")

    def client_writes(self, number: int, text: str, name: str | None = None) -> Entry:
        """The first requestor (or ``name``) answers, and the desk's own rule moves the ticket."""
        with self.lock:
            ticket = self.real(number)
            entry = self.enter(ticket, "Correspond", name or ticket.requestors[0], text=text)
            open_ones, closed = self.lifecycles[self.queues[ticket.queue].lifecycle]
            after = self.reply_status or (open_ones[1] if ticket.status in closed else None)
            if after is not None:
                self.set_status(ticket, SYSTEM, after)
            return entry

    def merge(self, number: int, into: int, author: str) -> None:
        with self.lock:
            ticket = self.tickets[number]
            ticket.effective = into
            self.enter(ticket, "AddLink", author, field="MergedInto", new=str(into))

    def real(self, number: int) -> Ticket:
        """The ticket, or the one it was merged into. ``KeyError`` where there is none."""
        ticket = self.tickets[number]
        return ticket if ticket.effective == number else self.real(ticket.effective)

    def last_entry(self, number: int) -> int:
        return max((one.id for one in self.entries if one.ticket == number), default=0)

"""A help desk in memory that fails by plan, with an oracle: every marker it ever took, and how often.

``plan`` maps a call (``apply``, ``probe``, ``changes``, ``mine``, ``fetch``, ``whoami``) to the faults of its
next uses, oldest first; a call without a fault left works. ``BEFORE`` and ``AFTER`` lose the answer of a write,
before the desk took it or after; ``LATE`` loses it and the desk takes it only when ``commit_late`` is called;
``HALF`` loses it after the words of an answer were taken and before its ticket was moved, which a look makes good.
``KILLED_BEFORE`` and ``KILLED_AFTER`` end the sender itself at that moment (``Killed`` passes every handler).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from itertools import count
from typing import Final

from workboard.backends.base import Capabilities, Identity, Known, Op, Page, Receipt, Spoiled
from workboard.domain.activity import Activity
from workboard.domain.errors import Conflicting, Refused, RemoteError, Uncertain
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    OpenTicket,
    Schedule,
    SetCategory,
)
from workboard.domain.note_lines import read
from workboard.domain.people import Person
from workboard.domain.ticket import CATEGORIES, CLOSED, Message, Ticket, TimeEntry

ME: Final = Person("7", "Dana", kind="me")
BEFORE: Final = "the answer is lost, and nothing was taken"
AFTER: Final = "the answer is lost, and it was taken"
LATE: Final = "the answer is lost, and it will be taken later"
HALF: Final = "the answer is lost, and only the words were taken"
KILLED_BEFORE: Final = "the sender is killed, and nothing was taken"
KILLED_AFTER: Final = "the sender is killed, and it was taken"
Fault = Exception | str
PAGE: Final = 2
KEEPSAKE: Final = "what the fake desk told"


class Killed(BaseException):
    """The process is no more."""


class FakeRemote:
    """Implements ``Backend``. Its feed is a list of ticket ids; the cursor is how much of it was read."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.generation = "g1"
        self.me = ME
        """who the secret belongs to"""
        self.members: tuple[Person, ...] = ()
        """who is in the team"""
        self.tickets: dict[str, Ticket] = {}
        self.messages: dict[str, list[Message]] = defaultdict(list)
        self.activities: dict[str, list[Activity]] = defaultdict(list)
        self.feed: list[str] = []
        self.spoiled: dict[int, Spoiled] = {}
        """place in the feed → a row that cannot be understood"""
        self.plan: dict[str, deque[Fault]] = defaultdict(deque)
        self.fail_at: dict[int, Exception] = {}
        """place in the feed → what goes wrong once, when a walk comes there"""
        self.lists: deque[frozenset[str]] = deque()
        """wrong answers to *which are mine*, used up one by one"""
        self.calls: list[str] = []
        self.received: Counter[str] = Counter()
        self.order: list[Op] = []
        self.late: list[Op] = []
        self.before_apply: Callable[[Op], object] = lambda op: None
        self.network = True
        self.hidden: set[str] = set()
        """tickets that are there and are not shown (403, 404)"""
        self.deleted: set[str] = set()
        self.wrong: dict[str, Ticket] = {}
        """what a faulty server says of a ticket when it is asked for it, instead of the truth"""
        self.again = 0
        """how many places of the feed before the cursor are read again each time"""
        self.page_size = PAGE
        self.muddle: Callable[[list[str]], list[str]] = lambda page: page
        """what comes of a page on its way: another order, rows twice"""
        self.restored = False
        """whether its data came back from a backup since it was last read"""
        self.tells_time = True
        self._serial = count(1)
        self._opened: dict[str, str] = {}

    # -- what its own people do

    def put(self, ticket: Ticket, *, quietly: bool = False) -> None:
        """A new state of a ticket; ``quietly``: the feed says nothing of it."""
        self.tickets[ticket.id] = ticket
        if not quietly:
            self.feed.append(ticket.id)

    def say(self, message: Message) -> None:
        self.messages[message.ticket_id].append(message)
        self.feed.append(message.ticket_id)

    def schedule(self, *activities: Activity) -> None:
        for one in activities:
            self.activities[one.ticket_id] = [
                *(other for other in self.activities[one.ticket_id] if other.id != one.id),
                one,
            ]
            self.feed.append(one.ticket_id)

    def delete(self, ticket_id: str) -> None:
        del self.tickets[ticket_id]
        self.deleted.add(ticket_id)
        self.feed.append(ticket_id)

    def restore(self, tickets: dict[str, Ticket], feed: Sequence[str]) -> None:
        """A backup is put back: what happened since is forgotten."""
        self.tickets, self.feed, self.restored = dict(tickets), list(feed), True
        self.messages.clear()
        self.activities.clear()
        self.deleted.clear()

    def commit_late(self) -> None:
        """What was on its way inside the desk arrives now."""
        for op in self.late:
            with suppress(RemoteError):  # turned down, and nobody is there to hear of it
                self._take(op)
        self.late.clear()

    # -- Backend

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities("the fake desk", network=self.network, writes=frozenset(CATEGORIES), assigns=True)

    async def whoami(self) -> Identity:
        self._call("whoami")
        return Identity(
            self.me, self.members, generation=self.generation, server_time_at=self._time(), keepsake=KEEPSAKE
        )

    def resume(self, generation: str, keepsake: str) -> bool:
        return (generation, keepsake) == (self.generation, KEEPSAKE)

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        self._call("changes")
        read = json.loads(cursor) if cursor else 0
        if self.restored:
            yield Page(anew=True, cursor=json.dumps(0))
            self.restored, read = False, 0  # whoever could not store that page is told again
        start = max(0, read - self.again)
        while start < len(self.feed):
            end = min(start + self.page_size, len(self.feed))
            for place in range(start, end):
                error = self.fail_at.pop(place, None)
                if error is not None:
                    raise error
            page = self._page(self.muddle(self.feed[start:end]))
            spoiled = tuple(self.spoiled[place] for place in range(start, end) if place in self.spoiled)
            read = max(read, end)
            yield page._replace(
                cursor=json.dumps(read), spoiled=spoiled, done=end, total=len(self.feed), server_time_at=self._time()
            )
            start = end
        yield Page(cursor=json.dumps(read))

    async def mine(self) -> frozenset[str]:
        self._call("mine")
        if self.lists:
            return self.lists.popleft()
        return frozenset(
            one.id
            for one in self.tickets.values()
            if one.owner_id == ME.id and one.category not in CLOSED and one.id not in self.hidden
        )

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        self._call("fetch")
        return self._page(ticket_ids)

    async def apply(self, op: Op, known: Known) -> Receipt:
        self.before_apply(op)
        self.calls.append("apply")
        fault = self._fault("apply")
        if isinstance(fault, Exception):
            raise fault
        if fault == LATE:
            self.late.append(op)
        if fault in (BEFORE, LATE):
            raise Uncertain("the line went dead")
        if fault == KILLED_BEFORE:
            raise Killed
        receipt = self._take(op)
        if fault == HALF:
            raise Uncertain("the line went dead")
        receipt = self._finish(op, receipt)
        if fault == KILLED_AFTER:
            raise Killed
        if fault == AFTER:
            raise Uncertain("the line went dead")
        return receipt

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        self._call("probe")
        if not self.received[op.marker]:
            return None
        ticket_id = next((one.ticket_id for one in self.order if one.marker == op.marker), op.ticket_id)
        receipt = Receipt(f"seen-{op.marker}", self._page([ticket_id]), self._opened.get(op.marker))
        return self._finish(op, receipt)

    async def aclose(self) -> None:
        return None

    # -- inside

    def _time(self) -> int | None:
        return self.now() if self.tells_time else None

    def _call(self, name: str) -> None:
        self.calls.append(name)
        fault = self._fault(name)
        if isinstance(fault, Exception):
            raise fault

    def _fault(self, name: str) -> Fault | None:
        return self.plan[name].popleft() if self.plan[name] else None

    def _page(self, ticket_ids: Sequence[str]) -> Page:
        ids = list(dict.fromkeys(ticket_ids))
        here = [one for one in ids if one in self.tickets and one not in self.hidden]
        gone = [one for one in ids if one in self.deleted and one not in self.hidden]
        said = tuple(message for one in here for message in self.messages[one])
        return Page(
            tickets=tuple(self.wrong.get(one, self.tickets[one]) for one in here),
            messages=said,
            activities=tuple(activity for one in here for activity in self.activities[one]),
            time_entries=tuple(
                TimeEntry(f"{one.id}:time", ME.id, one.at, one.minutes, one.ticket_id, marker=one.marker)
                for one in said
                if one.minutes
            ),
            gone=tuple(gone),
            missing=tuple(one for one in ids if one not in here and one not in gone),
            complete=frozenset(here),
        )

    def _take(self, op: Op) -> Receipt:
        match op.intent:
            case AddNote() | Answer():
                self._write(op, op.intent)
            case SetCategory() as wish:
                self._set(op, wish)
            case Assign() as wish:
                self._give(wish)
            case Dismiss() | CompleteActivity() | Claim():
                pass
            case Schedule() as wish:
                self.schedule(
                    Activity(f"desk:reminder:{op.id}", "reminder", op.ticket_id, ME.id, wish.title, wish.start_at)
                )
            case OpenTicket() as wish:
                return self._open(op, wish)
        self._count(op)
        return Receipt(f"r{next(self._serial)}", self._page([op.ticket_id]))

    def _finish(self, op: Op, receipt: Receipt) -> Receipt:
        """The second half of an answer: where its ticket should stand, unless it is closed."""
        ticket = self.tickets.get(op.ticket_id)
        wanted = op.intent.then if isinstance(op.intent, Answer) else None
        if ticket is None or wanted is None or ticket.category in (wanted, *CLOSED):
            return receipt
        self.put(ticket._replace(status=wanted, category=wanted, updated_at=self.now()))
        return receipt._replace(page=self._page([op.ticket_id]))

    def _count(self, op: Op) -> None:
        self.received[op.marker] += 1
        self.order.append(op)

    def _write(self, op: Op, wish: AddNote | Answer) -> None:
        if op.ticket_id not in self.tickets:
            raise Refused("there is no such ticket: look it up", status=404)
        public = isinstance(wish, Answer)
        self.say(
            Message(
                f"desk:message:r{next(self._serial)}",
                op.ticket_id,
                self.now(),
                ME.id,
                ME.name,
                "staff",
                "public" if public else "internal",
                "reply" if public else "note",
                wish.text,
                wish.minutes,
                op.marker,
                None if public else read(wish.text).next_step,
            )
        )

    def _set(self, op: Op, wish: SetCategory) -> None:
        ticket = self.tickets[op.ticket_id]
        if ticket.status not in (wish.base, wish.category):
            raise Conflicting(
                f"it is {ticket.status} by now: choose",
                field="status",
                base=wish.base,
                mine=wish.category,
                theirs=ticket.status,
            )
        self.put(ticket._replace(status=wish.category, category=wish.category, updated_at=self.now()))

    def _give(self, wish: Assign) -> None:
        ticket = self.tickets[wish.ticket_id]
        if ticket.owner_id == wish.person_id:
            return
        if (ticket.owner_id or "") != wish.base:
            raise Conflicting(
                f"{ticket.owner_id} has it by now: choose",
                field="owner",
                base=wish.base,
                mine=wish.person_id,
                theirs=ticket.owner_id or "",
            )
        self.put(ticket._replace(owner_id=wish.person_id, updated_at=self.now()))

    def _open(self, op: Op, wish: OpenTicket) -> Receipt:
        number = str(9000 + next(self._serial))
        ticket_id = f"desk:ticket:{number}"
        now = self.now()
        owner = ME.id if wish.mine else None
        self.put(Ticket(ticket_id, number, wish.title, "new", "new", owner_id=owner, created_at=now, updated_at=now))
        self._opened[op.marker] = ticket_id
        self._count(op)
        return Receipt(number, self._page([ticket_id]), ticket_id)

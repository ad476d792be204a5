"""Autotask PSA over its REST API, as a ``Backend``.

People are keyed by their resource id. The secret is an API user's, who cannot be given work: who *I* am is a setting.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import contextmanager

import httpx

from workboard.backends.autotask import identity, kind, learning, learnt
from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.appointments import APPOINTMENTS
from workboard.backends.autotask.booking import Booking
from workboard.backends.autotask.calls import Calls, numbers_in
from workboard.backends.autotask.changes import Changes
from workboard.backends.autotask.completing import Completing
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.learnt import Learnt
from workboard.backends.autotask.limits import Limits
from workboard.backends.autotask.meetings import Meetings
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.new_ticket import NewTicket
from workboard.backends.autotask.prober import Prober
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.reader import Reader
from workboard.backends.autotask.receipts import Receipts
from workboard.backends.autotask.shapes import Misshapen
from workboard.backends.autotask.sight import Pause, Sight
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.wire import Wire
from workboard.backends.autotask.writer import Writer
from workboard.backends.base import Capabilities, Identity, Known, Meter, Op, Page, Receipt
from workboard.domain.errors import Garbled
from workboard.domain.intent import AddNote, Answer, Claim, CompleteActivity, Dismiss, OpenTicket, Schedule, SetCategory
from workboard.settings.config import AccountSettings

CREATES = AddNote | Answer | OpenTicket | Schedule
"""wishes that make something new: before a second attempt the first one's is looked for"""


class Autotask:
    """``transport`` and ``pause`` (awaits so many seconds) are for tests."""

    def __init__(
        self,
        settings: AccountSettings,
        secret: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        meter: Meter | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._calls = calls = Calls(Wire(settings, secret, transport, meter))
        self._terms = terms = Terms(settings)
        self._names = names = Names(calls)
        self._reader = reader = Reader(calls, terms, names)
        self._walk = Changes(calls, terms, names, reader)
        self._limits = Limits(calls, meter)
        self._acting = acting = Acting(calls, terms)
        sight = Sight(calls, pause)
        status, booking = StatusWriter(calls, terms, pause), Booking(calls, terms, acting)
        self._meetings = meetings = Meetings(calls, terms, names, acting, status, sight)
        receipts = Receipts(calls, terms, names, reader, acting, booking, sight)
        self._writer = writer = Writer(terms, status, acting, booking, meetings, receipts)
        self._completing = completing = Completing(calls, terms, reader.service_calls, status, meetings, receipts)
        self._new_ticket = new = NewTicket(calls, terms, acting, receipts, sight)
        self._prober = Prober(calls, terms, status, writer, booking, meetings, new, completing, receipts)
        self._learnt: Learnt | None = None
        self._learning = asyncio.Lock()
        self._now = 0
        """the domain clock when it was last seen"""

    @property
    def capabilities(self) -> Capabilities:
        """``writes`` grows surer once the statuses were read."""
        if self._learnt is None:
            return kind.capabilities()
        found = kind.capabilities(self._terms.statuses.writable())
        return found._replace(dates=None) if APPOINTMENTS in self._terms.forbidden else found

    async def whoami(self) -> Identity:
        with _readable():
            row = await identity.own_row(self._calls, self._terms)
            found = await self._learn()
            return identity.told(self._calls, self._terms, row, found, self._acting.refused)

    def resume(self, generation: str, kept: str, /) -> bool:
        """What was learnt is taken up too, for a day; without it, it is learnt when it is needed."""
        if not generation.startswith(identity.before_database(self._calls, self._terms)):
            return False
        found = learnt.read(kept)
        if found is not None and self._learnt is None and self._calls.wire.settle(found.zone):
            self._take_up(found)
        return True

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        with _readable():
            await self._learn()
            await self._limits.look()
            self._now = known.now()
            async for page in self._walk.pages(cursor, known):
                yield page._replace(server_time_at=self._calls.wire.server_time_at())

    async def mine(self) -> frozenset[str]:
        """Ids by a listing of its own, and the tickets that stand for my appointments."""
        with _readable():
            await self._learn()
            closed = self._terms.open()
            found: set[str] = set()
            conditions = (equal("assignedResourceID", int(self._terms.me)), *closed)
            async for rows in self._calls.pages("Tickets", conditions, ("id",)):
                found |= {self._terms.ids.ticket(number) for number in numbers_in(rows)}
            now = self._now or self._calls.wire.server_time_at() or 0
            return frozenset(found) | await self._reader.agenda.tickets(now)

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        with _readable():
            await self._learn()
            self._now = known.now()
            harvest = Harvest(self._terms, self._names, known)
            await self._reader.whole(harvest, ticket_ids, known.now())
            return harvest.page()

    async def apply(self, op: Op, known: Known) -> Receipt:
        with _readable():
            await self._learn()
            if op.attempts > 1 and isinstance(op.intent, CREATES):
                found = await self._probed(op, known)
                if found is not None:
                    return found
            return await self._applied(op, known)

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        with _readable():
            await self._learn()
            return await self._probed(op, known)

    async def aclose(self) -> None:
        await self._calls.wire.aclose()

    def _applied(self, op: Op, known: Known) -> Awaitable[Receipt]:
        match op.intent:
            case AddNote() as note:
                return self._writer.note(op, note, known)
            case Answer() as answer:
                return self._writer.answer(op, answer, known)
            case SetCategory() as wish:
                return self._writer.set_category(wish, known)
            case Dismiss() as wish:
                return self._writer.dismiss(wish, known)
            case CompleteActivity() as wish:
                return self._completing.complete(wish, known)
            case Claim() as wish:
                return self._writer.claim(wish, known)
            case Schedule() as wish:
                return self._meetings.create(op, wish, known)
            case OpenTicket() as wish:
                return self._new_ticket.open(op, wish, known)

    def _probed(self, op: Op, known: Known) -> Awaitable[Receipt | None]:
        match op.intent:
            case AddNote() as note:
                return self._prober.note(op, note, known)
            case Answer() as answer:
                return self._prober.answer(op, answer, known)
            case SetCategory() as wish:
                return self._prober.set_category(wish, known)
            case Dismiss() as wish:
                return self._prober.dismiss(wish, known)
            case CompleteActivity() as wish:
                return self._prober.complete(wish, known)
            case Claim() as wish:
                return self._prober.claim(wish, known)
            case Schedule() as wish:
                return self._prober.schedule(op, wish, known)
            case OpenTicket() as wish:
                return self._prober.open_ticket(op, wish, known)

    async def _learn(self) -> Learnt:
        """The tenant's words and people: before anything that needs them, and once a day."""
        async with self._learning:
            if self._learnt is None or self._learnt.is_old(self._calls.wire.server_time_at()):
                self._take_up(await learning.learn(self._calls, self._settings))
            assert self._learnt is not None
            return self._learnt

    def _take_up(self, found: Learnt) -> None:
        self._learnt = found
        found.teach(self._terms)
        self._walk.news.team = found.team


@contextmanager
def _readable() -> Iterator[None]:
    """A row on which everything hangs and which is not as promised makes the answer ``Garbled``."""
    try:
        yield
    except Misshapen as error:
        raise Garbled(f"Autotask's answer cannot be understood: {error}") from error

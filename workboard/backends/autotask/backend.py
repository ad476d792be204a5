"""Autotask PSA over its REST API, as a ``Backend``.

People are keyed by their resource id. The secret is an API user's, who cannot be given work: who *I* am is a setting.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

import httpx

from workboard.backends.autotask import identity, kind, learning, learnt
from workboard.backends.autotask.appointments import APPOINTMENTS
from workboard.backends.autotask.calls import Calls, numbers_in
from workboard.backends.autotask.changes import Changes
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.learnt import Learnt
from workboard.backends.autotask.limits import Limits
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.reader import Reader
from workboard.backends.autotask.shapes import Misshapen
from workboard.backends.autotask.sight import Pause
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.wire import Wire
from workboard.backends.autotask.wishes import Wishes
from workboard.backends.base import Capabilities, Identity, Known, Meter, Op, Page, Receipt
from workboard.domain.errors import Garbled
from workboard.settings.config import AccountSettings


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
        self._wishes = Wishes(calls, terms, names, reader, pause)
        self._learnt: Learnt | None = None
        self._learning = asyncio.Lock()
        self._now = 0
        """the domain clock when it was last seen"""

    @property
    def capabilities(self) -> Capabilities:
        """``writes`` grows surer once the statuses were read."""
        if self._learnt is None:
            return kind.capabilities(self._settings)
        found = kind.capabilities(self._settings, self._terms.statuses.writable())
        return found._replace(dates=None) if APPOINTMENTS in self._terms.forbidden else found

    async def whoami(self) -> Identity:
        with _readable():
            row = await identity.own_row(self._calls, self._terms)
            found = await self._learn()
            return identity.told(self._calls, self._terms, row, found, self._wishes.acting.refused)

    def resume(self, generation: str, kept: str, /) -> bool:
        """What was learnt is taken up too, for a day; without it, or for other settings, it is learnt when it is
        needed."""
        if not generation.startswith(identity.before_database(self._calls, self._terms)):
            return False
        found = learnt.read(kept)
        if found is None or found.asked != learnt.asked(self._settings):
            return True
        if self._learnt is None and self._calls.wire.settle(found.zone):
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
            return await self._wishes.apply(op, known)

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        with _readable():
            await self._learn()
            return await self._wishes.probe(op, known)

    async def aclose(self) -> None:
        await self._calls.wire.aclose()

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


@contextmanager
def _readable() -> Iterator[None]:
    """A row on which everything hangs and which is not as promised makes the answer ``Garbled``."""
    try:
        yield
    except Misshapen as error:
        raise Garbled(f"Autotask's answer cannot be understood: {error}") from error

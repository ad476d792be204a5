"""Request Tracker 5 over REST 2, as a ``Backend``.

People are keyed by their RT *name*, because that is what tickets and transactions tell; a renamed user is
another person to the mirror, so the name is part of ``generation`` and a rename reads everything anew.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import httpx

from workboard.backends.base import Capabilities, Identity, Known, Meter, Op, Page, Receipt
from workboard.backends.request_tracker import identity
from workboard.backends.request_tracker.changes import Changes
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.ids import Ids, number_of
from workboard.backends.request_tracker.kind import CALLS_PER_HOUR
from workboard.backends.request_tracker.learnt import Learnt
from workboard.backends.request_tracker.news import MINE, Watched
from workboard.backends.request_tracker.owner_writer import OwnerWriter
from workboard.backends.request_tracker.paging import numbers_in
from workboard.backends.request_tracker.prober import Prober
from workboard.backends.request_tracker.reader import Reader
from workboard.backends.request_tracker.reminders import Reminders
from workboard.backends.request_tracker.shapes import Misshapen
from workboard.backends.request_tracker.staff import Staff
from workboard.backends.request_tracker.status_writer import StatusWriter
from workboard.backends.request_tracker.statuses import Statuses
from workboard.backends.request_tracker.translate import Terms
from workboard.backends.request_tracker.writer import Writer
from workboard.domain.errors import Garbled
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
from workboard.settings.config import AccountSettings

LABEL: Final = "Request Tracker"


class RequestTracker:
    """``transport`` is for tests. Nothing is connected, and nothing asked, before the first call."""

    def __init__(
        self,
        settings: AccountSettings,
        token: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._settings = settings
        self._calls = Calls(settings, token, transport, meter)
        base = str(self._calls.http.base).rstrip("/")
        self._terms = Terms(Ids(settings.name), Statuses(settings.status), settings.fields, base)
        self._learnt = Learnt(self._calls, self._terms.statuses)
        self._reader = Reader(self._calls, Staff(self._calls))
        status = StatusWriter(self._calls, self._terms.statuses, self._learnt.lifecycles)
        self._writer = Writer(self._calls, self._terms, self._reader, status, settings.queue)
        self._owner = OwnerWriter(self._calls, self._writer)
        self._reminders = Reminders(self._calls, self._terms, self._reader)
        self._prober = Prober(self._calls, self._terms, self._reader, status, self._writer, self._reminders)
        self._walk: Changes | None = None

    @property
    def capabilities(self) -> Capabilities:
        """``writes`` grows surer once the queues were read."""
        writes = self._terms.statuses.writable(self._learnt.lifecycles.values())
        return Capabilities(
            LABEL, writes=writes, claims=True, assigns=True, dates="fixed", calls_per_hour=CALLS_PER_HOUR
        )

    async def whoami(self) -> Identity:
        """Who the token's user is, the team, and the statuses found."""
        with _readable():
            row = await identity.own_row(self._calls)
            await self._learnt.learn()
            return await identity.told(self._calls, self._terms, self._settings, row, self._learnt)

    def resume(self, generation: str, kept: str, /) -> bool:
        """What was learnt is taken up too; without it, it is learnt when it is needed."""
        if not identity.is_mine(self._calls, self._terms, generation):
            return False
        self._learnt.take_up(kept)
        return True

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        with _readable():
            await self._learnt.learn()
            if self._walk is None:
                watched = _watched(self._settings)
                self._walk = Changes(self._calls, self._terms, self._reader, self._learnt.queues, watched)
            async for page in self._walk.pages(cursor, known):
                yield page._replace(server_time_at=self._calls.http.server_time_at())

    async def mine(self) -> frozenset[str]:
        """Ids by a listing of its own, which needs no cursor and no knowledge of statuses; rows that do not say
        which ticket they are are left out: whoever compares asks for each ticket that seems to be missing."""
        with _readable():
            rows = [row async for row in self._reader.walk(MINE, {"fields": "Type"})]
            return frozenset(map(self._terms.ids.ticket, numbers_in(rows)))

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        with _readable():
            await self._learnt.learn()
            harvest = Harvest(self._terms, known.me().id)
            lost = await self._reader.headers(harvest, {number_of(one) for one in ticket_ids}, known)
            instead = {await self._reader.missing(harvest, number) for number in lost} - {None}
            await self._reader.headers(harvest, [number for number in instead if number], known)
            await self._reader.details(harvest, list(harvest.tickets), known)
            return harvest.page()

    async def apply(self, op: Op, known: Known) -> Receipt:
        with _readable():
            await self._learnt.learn()
            return await self._applied(op, known)

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        with _readable():
            await self._learnt.learn()
            return await self._probed(op, known)

    async def aclose(self) -> None:
        await self._calls.http.aclose()

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
                return self._writer.complete(wish, known)
            case Claim() as wish:
                return self._owner.claim(wish, known)
            case Assign() as wish:
                return self._owner.assign(wish, known)
            case Schedule() as wish:
                return self._reminders.create(op, wish, known)
            case OpenTicket() as wish:
                return self._writer.open_ticket(op, wish, known)

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
                return self._owner.held_by(wish.ticket_id, known.me().id, known)
            case Assign() as wish:
                return self._owner.held_by(wish.ticket_id, wish.person_id, known)
            case Schedule():
                return self._prober.schedule(op, known)
            case OpenTicket() as wish:
                return self._prober.open_ticket(op, wish, known)


def _watched(settings: AccountSettings) -> Watched:
    name = (settings.team_ticket or "").removeprefix("#")
    return Watched(int(name) if name.isascii() and name.isdecimal() else None, settings.whole_team)


@contextmanager
def _readable() -> Iterator[None]:
    """A row on which everything hangs and which is not as promised makes the answer ``Garbled``."""
    try:
        yield
    except Misshapen as error:
        raise Garbled(f"Request Tracker's answer cannot be understood: {error}") from error

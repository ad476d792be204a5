"""The promises of every backend, over HTTP against an Autotask tenant in any position of its switches.

A subclass gives the fixture ``switches``. After each test no request may have been one that a stricter reader would
complain about.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backends.autotask.bench import NOW, Bench
from tests.backends.contract import BackendContract, carry_out, identify, pull
from tests.backends.fake_known import FakeKnown
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN, DORA, SECRET
from tests.desk.at_switches import Switches
from tests.desk.at_world import settings
from workboard.backends.autotask.backend import Autotask
from workboard.backends.base import Backend
from workboard.domain.intent import OpenTicket
from workboard.domain.ticket import Ticket

GUS = 30711


class AutotaskContract(BackendContract):
    bench: Bench

    @pytest.fixture
    async def desk(self, switches: Switches) -> AsyncIterator[Bench]:
        self.bench = Bench(switches)
        async with self.bench.server, self.bench.http:
            yield self.bench
        assert not self.bench.dialect.complaints, self.bench.dialect.complaints
        assert self.bench.dialect.gate.most < 3, "the others with the same code need a place too"

    @pytest.fixture
    async def backend(self, desk: Bench) -> AsyncIterator[Backend]:
        async def pause(seconds: float) -> None:
            desk.at += int(seconds * 1000)

        one = Autotask(settings(desk.server.url, name="at"), SECRET, pause=pause)
        yield one
        await one.aclose()

    @pytest.fixture
    async def known(self, backend: Backend) -> FakeKnown:
        known = FakeKnown(NOW)
        await identify(backend, known)
        return known

    def _fresh(self, owner: int | None) -> str:
        """A ticket of its own for one test."""
        row = deeds.opens(self.bench.tenant, "Kettle is cold", "Help!", contact=GUS, owner=owner)
        return f"at:ticket:{row['id']}"

    async def prepare(self, backend: Backend, known: FakeKnown) -> None:
        self._fresh(ANA)
        await pull(backend, known)

    async def one_of_mine(self, backend: Backend, known: FakeKnown) -> Ticket:
        fresh = self._fresh(ANA)
        await pull(backend, known)
        return known.tickets[fresh]

    async def make_reply(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        """Read often enough for the tenant's rule to have fired; ``None`` where it has none."""
        fresh = self._fresh(ANA)
        await pull(backend, known, known.cursor)  # what was before is known from the mirror alone
        deeds.client_writes(self.bench.tenant, int(fresh.rsplit(":", 1)[1]), "It is still cold.")
        for _ in range(3):
            await pull(backend, known, known.cursor)
        ticket = known.tickets[fresh]
        return ticket if ticket.category == "reply" else None

    async def make_unowned(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        fresh = self._fresh(None)
        await pull(backend, known, known.cursor)
        return known.tickets[fresh]

    async def colleagues(self, backend: Backend) -> list[str]:
        """Who is in no group is nobody's member, and works there all the same; the two hold different roles."""
        return [str(BEN), str(DORA)]

    async def test_a_new_ticket_has_a_number_and_its_words(self, backend: Backend, known: FakeKnown) -> None:
        """A contact without an address has no other place than the text; the number is the vendor's own."""
        await pull(backend, known)
        wish = OpenTicket("at:ticket:new-1", "Kettle trips the fuse", "Since noon.", "Kim", urgent=True, mine=True)
        _, receipt = await carry_out(backend, known, wish)
        assert receipt.ticket_id is not None
        made = known.tickets[receipt.ticket_id]
        assert (made.title, made.category, made.presence) == ("Kettle trips the fuse", "new", "mine")
        assert (made.priority, made.urgent) == ("High", True)
        assert made.number == self.bench.tenant.one("Tickets", int(made.id.rsplit(":", 1)[1]))["ticketNumber"]
        assert [one.body for one in known.messages(made.id)] == ["Since noon.\n\nContact: Kim"]

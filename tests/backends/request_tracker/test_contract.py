"""The promises of every backend, over HTTP against the fake help desk in Request Tracker's dialect."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backends.contract import BackendContract, carry_out, identify, pull
from tests.backends.fake_known import FakeKnown
from tests.desk.request_tracker import RequestTracker as Dialect
from tests.desk.seed import CLIENTS, Lifecycle, seeded
from tests.desk.server import Server
from tests.desk.state import HelpDesk
from workboard.backends.base import Backend
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.intent import OpenTicket
from workboard.domain.ticket import Ticket
from workboard.settings.config import AccountSettings, FieldSettings

NOW = 1_795_516_920_000
"""Tuesday 2026-11-24 10:42 UTC, on the desk's clock as on ours"""


@pytest.fixture(params=["msp", "stock"])
def desk(request: pytest.FixtureRequest) -> HelpDesk:
    lifecycle: Lifecycle = request.param
    return seeded(lambda: NOW, lifecycle)


@pytest.fixture
async def server(desk: HelpDesk) -> AsyncIterator[Server]:
    async with Server(Dialect(), desk) as one:
        yield one


@pytest.fixture
async def backend(server: Server, desk: HelpDesk) -> AsyncIterator[Backend]:
    settings = AccountSettings(
        "request_tracker", "rt", server.url, queue="Service Desk", group="Technicians",
        fields=FieldSettings(company="Client", urgent="Urgency"),
    )  # fmt: skip
    tracker = RequestTracker(settings, desk.people["ana"].token or "")
    yield tracker
    await tracker.aclose()


@pytest.fixture
async def known(backend: Backend) -> FakeKnown:
    known = FakeKnown(NOW)
    await identify(backend, known)
    return known


class TestContract(BackendContract):
    desk: HelpDesk

    @pytest.fixture(autouse=True)
    def _desk(self, desk: HelpDesk) -> None:
        self.desk = desk

    async def prepare(self, backend: Backend, known: FakeKnown) -> None:
        self._fresh("ana")
        await pull(backend, known)

    async def one_of_mine(self, backend: Backend, known: FakeKnown) -> Ticket:
        number = self._fresh("ana")
        await pull(backend, known)
        return known.tickets[f"rt:ticket:{number}"]

    async def make_reply(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        number = self._fresh("ana")
        self.desk.client_writes(number, "It is still cold.")
        await pull(backend, known, known.cursor)
        ticket = known.tickets[f"rt:ticket:{number}"]
        return ticket if ticket.category == "reply" else None

    async def make_unowned(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        number = self._fresh(None)
        await pull(backend, known, known.cursor)
        return known.tickets[f"rt:ticket:{number}"]

    def _fresh(self, owner: str | None) -> int:
        """A ticket of its own for one test."""
        who = CLIENTS[0][0]
        queue = self.desk.queues[1]
        return self.desk.open_ticket(who, queue, "Kettle is cold", "Help!", owner=owner, requestors=(who,)).number

    async def test_a_new_ticket_has_a_number_and_its_words(self, backend: Backend, known: FakeKnown) -> None:
        """A contact without an address has no other place here than the text."""
        await pull(backend, known)
        wish = OpenTicket("rt:ticket:new-1", "Kettle trips the fuse", "Since noon.", "Kim", urgent=True, mine=True)
        _, receipt = await carry_out(backend, known, wish)
        assert receipt.ticket_id is not None
        made = known.tickets[receipt.ticket_id]
        assert (made.title, made.category, made.presence) == ("Kettle trips the fuse", "new", "mine")
        assert (made.priority, made.urgent) == ("80", True)
        assert [one.body for one in known.messages(made.id)] == ["Since noon.\n\nContact: Kim"]

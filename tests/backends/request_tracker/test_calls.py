"""What one act from the command line costs in calls, and that what it tells is what a whole reading would tell.

Each act comes from a process of its own, which takes up the sign-in of an earlier one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import pytest

from tests.backends.contract import op, pull, standing
from tests.backends.fake_known import FakeKnown
from tests.desk.request_tracker import RequestTracker as Dialect
from tests.desk.seed import CLIENTS, HOUR, Lifecycle, seeded
from tests.desk.server import Server
from tests.desk.state import HelpDesk, Ticket
from workboard.backends.base import Identity, Op, Receipt
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.errors import Conflicting, Refused, SignInFailed
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Dismiss, Intent, SetCategory
from workboard.domain.note_lines import compose
from workboard.domain.people import Me
from workboard.settings.config import AccountSettings, FieldSettings

NOW: Final = 1_795_516_920_000
GUS: Final = CLIENTS[0][0]


class Counter:
    """Implements ``Meter``."""

    def __init__(self) -> None:
        self.reads = self.writes = 0

    def call(self, *, write: bool) -> None:
        self.writes += write
        self.reads += not write

    def told(self, used: int, limit: int) -> None:
        raise AssertionError("Request Tracker tells no limit")


class Bench:
    """A desk, its mirror, and processes that come for one act."""

    def __init__(self, server: Server, desk: HelpDesk) -> None:
        self.desk = desk
        self.settings = AccountSettings(
            "request_tracker", "rt", server.url, queue="Service Desk", group="Technicians",
            fields=FieldSettings(company="Client", urgent="Urgency"),
        )  # fmt: skip
        self.known = FakeKnown(NOW)
        self.meter = Counter()
        self.identity: Identity

    def process(self, who: str = "ana", settings: AccountSettings | None = None) -> RequestTracker:
        self.meter = Counter()
        return RequestTracker(settings or self.settings, self.desk.people[who].token or "", meter=self.meter)

    async def sign_in(self) -> None:
        backend = self.process()
        self.identity = await backend.whoami()
        self.known.who = Me("ana", "Ana Alves", tuple(one.id for one in self.identity.members))
        await backend.aclose()

    def fresh(self, **more: object) -> Ticket:
        return self.desk.open_ticket(
            GUS, self.desk.queues[1], "Kettle is cold", "Help!", owner="ana", requestors=(GUS,), **more,  # type: ignore[arg-type]
        )  # fmt: skip

    async def look(self) -> None:
        """Read what is new."""
        backend = self.process()
        await pull(backend, self.known, self.known.cursor)
        await backend.aclose()

    async def act(self, intent: Intent, keepsake: str | None = None) -> tuple[Op, Receipt]:
        backend = self.process()
        assert backend.resume(self.identity.generation, self.identity.keepsake if keepsake is None else keepsake)
        wish = op(intent, self.known)
        try:
            receipt = await backend.apply(wish, self.known)
        finally:
            await backend.aclose()
        self.known.merge(receipt.page)
        return wish, receipt

    async def agrees(self) -> None:
        """A whole reading of the mirror's tickets adds nothing to what is there, and takes nothing away."""
        here = standing(self.known)
        backend = self.process()
        self.known.merge(await backend.fetch(sorted(self.known.tickets), self.known))
        await backend.aclose()
        assert standing(self.known) == here

    @property
    def cost(self) -> tuple[int, int]:
        """Reads and writes of the latest process."""
        return self.meter.reads, self.meter.writes


@pytest.fixture(params=["msp", "stock"])
def lifecycle(request: pytest.FixtureRequest) -> Lifecycle:
    chosen: Lifecycle = request.param
    return chosen


@pytest.fixture
async def bench(lifecycle: Lifecycle) -> AsyncIterator[Bench]:
    desk = seeded(lambda: NOW, lifecycle)
    async with Server(Dialect(), desk) as server:
        one = Bench(server, desk)
        await one.sign_in()
        yield one


def of(ticket: Ticket) -> str:
    return f"rt:ticket:{ticket.number}"


# --- texts ----------------------------------------------------------------------------------------


async def test_a_note_is_two_calls(bench: Bench) -> None:
    ticket = bench.fresh()
    await bench.look()
    text = compose("Looked.", next_step="Call Ruth")
    wish, receipt = await bench.act(AddNote(of(ticket), text, minutes=15))
    assert bench.cost == (1, 1)
    (message,) = receipt.page.messages
    assert (message.body, message.minutes, message.marker) == (text, 15, wish.marker)
    assert (message.author_id, message.author, message.next_step) == ("ana", "staff", "Call Ruth")
    assert [one.minutes for one in receipt.page.time_entries] == [15]
    forgetful = FakeKnown(NOW, bench.known.who)
    backend = bench.process()
    forgetful.merge(await backend.fetch([of(ticket)], forgetful))
    await backend.aclose()
    assert forgetful.message_rows[message.id] == message, "as a mirror would have it that never saw the wish"
    await bench.agrees()


async def test_a_note_on_a_merged_ticket_leads_to_the_other(bench: Bench) -> None:
    ticket, other = bench.fresh(), bench.fresh()
    await bench.look()
    bench.desk.merge(ticket.number, other.number, "ben")
    await bench.act(AddNote(of(ticket), "Looked."))
    assert of(ticket) in bench.known.gone
    assert [one.body for one in bench.known.messages(of(other))][-1] == "Looked."


@pytest.mark.parametrize("then", ["waiting_client", None])
async def test_an_answer_is_four_calls_at_most(bench: Bench, then: str | None) -> None:
    ticket = bench.fresh()
    await bench.look()
    _, receipt = await bench.act(Answer(of(ticket), "It is plugged in now.", 5, then))  # type: ignore[arg-type]
    assert bench.cost == ((2, 2) if then else (2, 1))
    assert [one.category for one in receipt.page.tickets] == [then or "new"]
    assert [(one.body, one.minutes) for one in receipt.page.messages] == [("It is plugged in now.", 5)]
    bench.known.stretches.clear()  # an answer need not tell how the ticket came where it is
    await bench.look()
    await bench.agrees()


# --- where a ticket stands ------------------------------------------------------------------------


async def test_a_ticket_is_closed_with_three_calls(bench: Bench) -> None:
    ticket = bench.fresh(starts=NOW + 300 * HOUR)
    await bench.look()
    _, receipt = await bench.act(SetCategory(of(ticket), "done", "new"))
    assert bench.cost == (2, 1)
    assert [one.category for one in receipt.page.tickets] == ["done"]
    assert [(one.person_id, one.ticket_id) for one in receipt.page.done_events] == [("ana", of(ticket))]
    assert [one.category for one in receipt.page.spans] == ["new", "done"]
    assert [one.remote_state for one in receipt.page.activities] == ["done"]
    await bench.agrees()


async def test_what_stands_there_already_is_one_call(bench: Bench) -> None:
    ticket = bench.fresh()
    await bench.look()
    bench.desk.set_status(ticket, "ben", "resolved")
    await bench.act(SetCategory(of(ticket), "done", "new"))
    assert bench.cost == (1, 0)
    assert bench.known.tickets[of(ticket)].category == "done"


async def test_a_conflict_is_told_by_one_call(bench: Bench) -> None:
    ticket = bench.fresh()
    await bench.look()
    bench.desk.set_status(ticket, "ben", "open")
    with pytest.raises(Conflicting):
        await bench.act(SetCategory(of(ticket), "done", "new"))
    assert bench.cost == (1, 0)


async def test_an_old_change_to_the_same_status_proves_nothing(bench: Bench) -> None:
    """It was closed before, reopened without a trace, and the server does not close it again."""
    ticket = bench.fresh()
    bench.desk.set_status(ticket, "ana", "resolved")
    ticket.status = "open"
    await bench.look()
    bench.desk.set_status = lambda ticket, author, status: None  # type: ignore[method-assign]
    with pytest.raises(Refused):
        await bench.act(SetCategory(of(ticket), "done", "open"))


async def test_no_answer_is_four_calls(bench: Bench, lifecycle: Lifecycle) -> None:
    ticket = bench.fresh()
    bench.desk.client_writes(ticket.number, "It is still cold.")
    await bench.look()
    await bench.act(Dismiss(of(ticket), ticket.status))
    assert bench.cost == ((3, 1) if lifecycle == "msp" else (1, 0))
    assert bench.known.tickets[of(ticket)].category == "new"
    await bench.agrees()


# --- what was to be done --------------------------------------------------------------------------


async def test_a_reminder_is_closed_with_three_calls(bench: Bench) -> None:
    ticket = bench.fresh()
    reminder = bench.desk.open_ticket(
        "ben", bench.desk.queues[1], "Call", owner="ana", kind="reminder", refers_to=ticket.number,
        due=NOW + HOUR, status="open",
    )  # fmt: skip
    await bench.look()
    activity_id = f"rt:reminder:{reminder.number}"
    assert bench.known.activity_rows[activity_id].remote_state == "open"
    _, receipt = await bench.act(CompleteActivity(of(ticket), activity_id, NOW + HOUR))
    assert bench.cost == (2, 1)
    assert bench.known.activity_rows[activity_id].remote_state == "done"
    assert [(one.activity_id, one.ticket_id) for one in receipt.page.done_events] == [(activity_id, of(ticket))]
    await bench.agrees()


async def test_a_date_is_taken_off_with_three_calls(bench: Bench) -> None:
    ticket = bench.fresh(starts=NOW + 300 * HOUR)
    await bench.look()
    activity_id = f"rt:dated:{ticket.number}"
    await bench.act(CompleteActivity(of(ticket), activity_id, NOW + 300 * HOUR))
    assert bench.cost == (2, 1)
    assert ticket.starts is None
    assert bench.known.activity_rows[activity_id].remote_state == "done"


# --- whose sign-in it is --------------------------------------------------------------------------


async def test_taking_up_a_sign_in_is_no_call_and_the_words_are_known(bench: Bench) -> None:
    backend = bench.process()
    before = backend.capabilities.writes
    assert backend.resume(bench.identity.generation, bench.identity.keepsake)
    assert bench.cost == (0, 0)
    asked = bench.process()
    await asked.whoami()
    assert backend.capabilities == asked.capabilities
    assert "planned" not in before or "planned" in backend.capabilities.writes
    await asked.aclose()


async def test_it_is_never_that_of_another_person(bench: Bench) -> None:
    assert not bench.process("ben").resume(bench.identity.generation, bench.identity.keepsake)
    assert not bench.process("dora").resume(bench.identity.generation, bench.identity.keepsake)
    assert bench.cost == (0, 0)


@pytest.mark.parametrize("form", ["{}1", "http://elsewhere.example|{}", "", "|"])
async def test_nor_of_another_address_or_way_of_reading(bench: Bench, form: str) -> None:
    assert not bench.process().resume(form.format(bench.identity.generation), bench.identity.keepsake)


async def test_a_token_with_the_number_of_another_is_not_taken(bench: Bench) -> None:
    """The number in a token may be believed, because the server believes no other."""
    ana, ben = (bench.desk.people[one] for one in ("ana", "ben"))
    forged = (ben.token or "").replace(f"1-{ben.number}-", f"1-{ana.number}-")
    ticket = bench.fresh()
    await bench.look()
    backend = RequestTracker(bench.settings, forged, meter=bench.meter)
    assert backend.resume(bench.identity.generation, bench.identity.keepsake)
    with pytest.raises(SignInFailed):
        await backend.apply(op(AddNote(of(ticket), "Not mine."), bench.known), bench.known)
    await backend.aclose()
    assert not [one for one in bench.desk.entries if one.text == "Not mine."]


@pytest.mark.parametrize("keepsake", ["", "{", "[]", "[1, 2, 3]", '[[], {"x": "msp"}, {}]', '[[], {}, {"msp": 1}]'])
async def test_what_is_no_keepsake_is_learnt_anew(bench: Bench, keepsake: str) -> None:
    ticket = bench.fresh()
    await bench.look()
    await bench.act(SetCategory(of(ticket), "done", "new"), keepsake)
    assert bench.cost[0] > 2
    assert bench.known.tickets[of(ticket)].category == "done"


async def test_a_keepsake_holds_nothing_of_the_token(bench: Bench) -> None:
    token = bench.desk.people["ana"].token or ""
    assert token.split("-")[2] not in bench.identity.keepsake + bench.identity.generation

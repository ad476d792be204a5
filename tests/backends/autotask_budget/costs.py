"""What each look and each act costs in calls: counted in front of the fake tenant, with the connector as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tests.backends.autotask.bench import NOW, Bench
from tests.backends.contract import carry_out, identify, pull
from tests.backends.fake_known import FakeKnown
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN, SECRET
from tests.desk.at_world import settings
from workboard.backends.autotask.backend import Autotask
from workboard.domain.intent import AddNote, Answer, Assign, Claim, CompleteActivity, Dismiss, OpenTicket, SetCategory
from workboard.domain.ticket import Ticket

MINUTE: Final = 60_000
GUS: Final = 30711

Costs = dict[str, int]


class Counter:
    """One technician's connector and mirror, and how many calls a step of theirs takes."""

    def __init__(self, bench: Bench, *, group: str | None = None, whole_team: bool = False) -> None:
        async def pause(seconds: float) -> None:
            bench.at += int(seconds * 1000)

        self.bench = bench
        account = settings(bench.server.url, name="at")._replace(group=group, whole_team=whole_team)
        self.backend = Autotask(account, SECRET, pause=pause)
        self.known = FakeKnown(NOW)
        self.costs: Costs = {}

    async def count(self, what: str, step: Callable[[], Awaitable[object]]) -> None:
        before = len(self.bench.server.requests)
        await step()
        self.costs[what] = len(self.bench.server.requests) - before

    async def look(self) -> None:
        await pull(self.backend, self.known, self.known.cursor)

    async def settle(self) -> None:
        """Until a look brings nothing any more."""
        for _ in range(3):
            await self.look()

    async def later(self, minutes: int) -> None:
        self.bench.at += minutes * MINUTE
        self.known.at += minutes * MINUTE

    def opens(self, owner: int | None = ANA) -> str:
        row = deeds.opens(self.bench.tenant, "Kettle is cold", "Help!", contact=GUS, owner=owner)
        return f"at:ticket:{row['id']}"

    async def fresh(self, owner: int | None = ANA) -> Ticket:
        key = self.opens(owner)
        await self.settle()
        return self.known.tickets[key]


async def measured(bench: Bench) -> Costs:
    """Step → calls."""
    one = Counter(bench)
    try:
        await one.count("sign in, first of the day", lambda: identify(one.backend, one.known))
        await one.count("sign in again", lambda: identify(one.backend, one.known))
        await one.count("first reading (nine tickets)", one.look)
        await _looks(one)
        await _acts(one)
    finally:
        await one.backend.aclose()
    return one.costs


async def _looks(one: Counter) -> None:
    ticket = await one.fresh()
    await one.later(4)
    await one.look()  # what was new at the last one is looked at once more
    await one.later(4)
    await one.count("quiet look", one.look)
    deeds.client_writes(one.bench.tenant, int(ticket.id.rsplit(":", 1)[1]), "It is still cold.")
    await one.count("look that finds an answer", one.look)
    await one.later(1)
    await one.count("the look after it", one.look)
    await one.later(4)
    await one.look()
    await one.later(6)
    await one.count("look with booked time", one.look)
    await one.later(15)
    await one.count("look with booked time and plan", one.look)
    await one.count("list of my tickets", one.backend.mine)


async def _acts(one: Counter) -> None:
    async def act(what: str, ticket: Ticket, intent: object) -> None:
        await one.count(what, lambda: carry_out(one.backend, one.known, intent))  # type: ignore[arg-type]
        await one.settle()

    ticket = await one.fresh()
    await act("note", ticket, AddNote(ticket.id, "Tried another cable."))
    await act("note with minutes", ticket, AddNote(ticket.id, "Tried another cable.", 10))
    await act("status", ticket, SetCategory(ticket.id, "open", "New"))
    await act("answer", ticket, Answer(ticket.id, "Please try it now."))
    answered = await one.fresh()
    deeds.client_writes(one.bench.tenant, int(answered.id.rsplit(":", 1)[1]), "It is still cold.")
    await one.settle()
    await act("answer to a reply, with minutes", answered, Answer(answered.id, "Please try it again.", 5))
    deeds.client_writes(one.bench.tenant, int(answered.id.rsplit(":", 1)[1]), "Thanks.")
    await one.settle()
    await act("no answer needed", answered, Dismiss(answered.id, one.known.tickets[answered.id].status))
    free = await one.fresh(owner=None)
    await act("claim", free, Claim(free.id))
    mine = await one.fresh()
    await act("give to a colleague", mine, Assign(mine.id, str(BEN), str(ANA)))
    call = next(one_ for one_ in one.known.activity_rows.values() if one_.kind == "call")
    await act("service call complete", ticket, CompleteActivity(call.ticket_id, call.id))
    await act("new ticket", ticket, OpenTicket("at:ticket:new-1", "Kettle", "Since noon.", "Kim"))

"""A desk of its own with the clocks in the test's hand: standalone, or the demo on its first morning."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from workboard.backends.base import Backend, Page
from workboard.backends.demo.backend import Demo, local_work
from workboard.backends.demo.calendar import demo_policy
from workboard.backends.kind import local_capabilities
from workboard.backends.local import received
from workboard.backends.standalone.backend import Standalone
from workboard.board import tickets
from workboard.board.desk import Desk
from workboard.board.offer import Offer, offer
from workboard.domain.activity import Activity, Kind, Work
from workboard.domain.intent import Intent
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.domain.ticket import Ticket
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, TimeSettings
from workboard.store import entries, intervals, journal, mirror
from workboard.store.database import Database
from workboard.store.lock import SyncLock
from workboard.store.mirror import Facts
from workboard.sync.context import Context, store_page
from workboard.sync.engine import Engine
from workboard.sync.report import Report

TUESDAY = 1_795_516_920_000
"""2026-11-24 10:42 UTC, which is London's time too"""
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
POLICY = Policy(goal=GoalRules(GoalRule("worked", 360), GoalRule("done", 60)))


class Bench:
    """``at`` is what all clocks show; ``await ready()`` before use."""

    def __init__(self, folder: Path, backend: Backend, account: AccountSettings, policy: Policy, at: int) -> None:
        self.at = at
        self.database = Database.open(str(folder / "workboard.db"))
        config = Config(account=account, time=TimeSettings("UTC"))
        self.desk = Desk(
            self.database, config, policy, local_capabilities("the bench"), self.now, self.now, chance.bits
        )  # fmt: skip
        context = Context(
            self.database, backend, account.name, self.now, self.now, chance.fraction, backend_name=account.backend
        )  # fmt: skip
        self.engine = Engine(context, SyncLock(str(folder / "sync.lock")))

    def now(self) -> int:
        return self.at

    async def ready(self) -> Bench:
        assert self.engine.hold()
        await self.sync()
        return self

    async def sync(self) -> Report:
        report = await self.engine.sync()
        assert report.error is None, report.error
        return report

    async def deliver(self) -> Report:
        """Past the moment in which an act can be taken back, and sent."""
        self.at += MINUTE
        return await self.sync()

    async def ticket(self, problem: str = "Outlook hangs", **changes: object) -> Ticket:
        """A new ticket of mine, as the desk stores it."""
        opened = await tickets.open_ticket(self.desk, name="Ruth Osei", problem=problem, urgent=False, mine=True)
        await self.sync()
        real = tickets.real_id(self.desk, opened)
        assert real is not None
        if changes:
            self.put(self.truth(real)._replace(**changes))  # type: ignore[arg-type]
        return self.truth(real)

    def put(self, *values: Ticket | Activity) -> None:
        """As if the remote had said so."""
        tickets_ = tuple(one for one in values if isinstance(one, Ticket))
        activities = tuple(one for one in values if isinstance(one, Activity))
        self.database.write(lambda tx: mirror.store(tx, Facts(tickets=tickets_, activities=activities)))

    def planned(self, ticket: Ticket, kind: Kind = "reminder", number: str = "51", **changes: object) -> Activity:
        """A scheduled piece of work on a ticket, stored."""
        plain = Activity(f"standalone:{kind}:{number}", kind, ticket.id, "me", "Call Ruth", self.at, 15)
        self.put(plain._replace(**changes))  # type: ignore[arg-type]
        return plain._replace(**changes)  # type: ignore[arg-type]

    def client_writes(self, ticket: Ticket, text: str) -> None:
        """On the desk without a remote: somebody types in what the client said."""
        page: Page = received(
            self.engine.context.known, ticket.id, "Ruth Osei", text, at=self.at,
            message_id=f"standalone:message:c{self.at}-{ticket.number}",
        )  # fmt: skip
        self.database.write(lambda tx: store_page(tx, page, self.at, "standalone"))

    def truth(self, ticket_id: str) -> Ticket:
        return mirror.tickets(self.database.read(), [ticket_id])[ticket_id]

    def work(self, activity_id: str) -> Work | None:
        return journal.work_of(self.database.read(), activity_id)

    def state(self, activity_id: str) -> str:
        found = self.work(activity_id)
        return "planned" if found is None else found.state

    def offer(self) -> Offer:
        return offer(self.desk)

    def waiting(self) -> list[Intent]:
        """What is on its way, oldest first."""
        return [one.intent for one in entries.open_entries(self.database.read())]

    def segments(self, activity_id: str) -> list[tuple[int, int | None]]:
        return intervals.segments(self.database.read(), activity_id)

    def close(self) -> None:
        self.engine.lock.release()
        self.database.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def standalone(folder: Path, policy: Policy = POLICY) -> Bench:
    settings = AccountSettings()
    return Bench(folder, Standalone(settings, "Dana"), settings, policy, TUESDAY)


async def demo(folder: Path) -> Bench:
    """Its first morning, with what this machine remembers of it."""
    settings = AccountSettings("demo", "demo", base_at=TUESDAY)
    bench = await Bench(folder, Demo(settings), settings, demo_policy(), TUESDAY).ready()
    for row in local_work(settings):
        bench.database.write(lambda tx, row=row: journal.set_work(tx, row))  # type: ignore[misc]
    return bench

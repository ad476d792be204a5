"""Somebody's connector in front of the tenant of a bench, and the little mirror it reads into."""

from __future__ import annotations

from typing import Any

from tests.backends.autotask.bench import Bench
from tests.backends.contract import identify, op, pull
from tests.backends.fake_known import FakeKnown
from tests.desk.at_seed import ANA, SECRET
from tests.desk.at_world import settings
from workboard.backends.autotask.backend import Autotask
from workboard.backends.base import Receipt
from workboard.domain.intent import Intent
from workboard.domain.ticket import Ticket

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LEAD: dict[str, Any] = {"whole_team": True, "group": "Service Desk"}
"""settings of somebody who leads the queue's people"""


class Reading:
    """Ana's, unless said otherwise; ``account`` are further settings."""

    def __init__(self, bench: Bench, who: int = ANA, known: FakeKnown | None = None, **account: Any) -> None:
        async def pause(seconds: float) -> None:
            bench.at += int(seconds * 1000)

        self.bench = bench
        self.known = known or FakeKnown(bench.at)
        wanted = settings(bench.server.url, name="at")._replace(resource=str(who), **account)
        self.backend = Autotask(wanted, SECRET, pause=pause)

    async def __aenter__(self) -> Reading:
        await identify(self.backend, self.known)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.backend.aclose()

    async def look(self, minutes: int = 0) -> None:
        """So much later, whatever there is."""
        self.bench.at += minutes * MINUTE
        self.known.at = self.bench.at
        await pull(self.backend, self.known, self.known.cursor)

    async def apply(self, intent: Intent) -> Receipt:
        self.known.at = self.bench.at
        receipt = await self.backend.apply(op(intent, self.known), self.known)
        self.known.merge(receipt.page)
        return receipt

    def ticket(self, number: int) -> Ticket:
        return self.known.tickets[f"at:ticket:{number}"]

    def said(self) -> set[str]:
        """All that is written anywhere, as far as it was read."""
        return {one.body for one in self.known.message_rows.values()}

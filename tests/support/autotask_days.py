"""Working days of a team at an Autotask tenant, as chance has them: tickets come and go, clients write, somebody asks
for help, calls are planned, kept and missed. Nothing happens twice on one ticket in one moment."""

from __future__ import annotations

import random
from typing import Any, Final

from tests.desk import at_deeds as deeds
from tests.desk import at_effects as effects
from tests.desk.at_seed import ANA, BEN, CARA, DORA, EMIL
from tests.desk.at_tenant import Tenant
from tests.desk.rig import MINUTE
from tests.desk.seed import SUBJECTS

HOUR: Final = 60 * MINUTE
TECHNICIANS: Final = (ANA, BEN, CARA, EMIL)
OWNERS: Final = (*TECHNICIANS, DORA, None)
PRIORITIES: Final = ("Critical", "High", "Medium", "Medium", "Low")
STATUSES: Final = ("In Progress", "In Progress", "Dispatched", "Waiting Customer", "Waiting Vendor")
LINES: Final = (
    "Blocked by: vendor", "Blocked by: approval", "Blocked by: client", "Help wanted: not my skill",
    "Help wanted: the licence server", "Help given: look at the wall", "Next step: Call the client",
    "Next step: Order a roller", "Known fix: another roller",
)  # fmt: skip


class Days:
    """``finished``: service call → when it was marked as complete."""

    def __init__(self, tenant: Tenant, seed: int, leads: tuple[int, ...] = (DORA,)) -> None:
        self.tenant = tenant
        self.finished: dict[int, int] = {}
        self._rng = random.Random(seed)
        self._leads = leads
        self._fresh: list[dict[str, Any]] = []
        """tickets on which nothing has happened in this moment"""

    def moment(self, *, morning: bool) -> None:
        """What has happened since the last one."""
        self._fresh = [row for row in self.tenant.rows("Tickets") if row["status"] != 5 and row["contactID"]]
        self._rng.shuffle(self._fresh)
        self._calls_end()
        for deed in (self._talks, self._talks, self._writes, self._writes, self._moves, self._moves, self._books,
                     self._books, self._closes):  # fmt: skip
            if self._fresh:
                deed(self._fresh.pop())
        if morning:
            self._plans()
        for _ in range(self._rng.randint(2, 4)):
            self._opens()

    def _opens(self) -> None:
        now, choice = self.tenant.now(), self._rng.choice
        due = choice((None, now + HOUR, now + 3 * HOUR, now + 30 * HOUR, now + 100 * HOUR))
        deeds.opens(
            self.tenant, choice(SUBJECTS), "Could you have a look?", contact=30711 + self._rng.randrange(3),
            owner=choice(OWNERS), priority=self.tenant.value("Tickets.priority", choice(PRIORITIES)), dueDateTime=due,
        )  # fmt: skip

    def _talks(self, row: dict[str, Any]) -> None:
        """The client, or one of us to the client."""
        if self._rng.random() < 0.6:
            deeds.client_writes(self.tenant, row["id"], "Is there any news?")
        else:
            deeds.writes(self.tenant, row["id"], self._rng.choice(TECHNICIANS), "We are at it.", publish=1)

    def _writes(self, row: dict[str, Any]) -> None:
        who = self._rng.choice(TECHNICIANS)
        deeds.writes(self.tenant, row["id"], who, f"Had a look.\n{self._rng.choice(LINES)}")

    def _moves(self, row: dict[str, Any]) -> None:
        deeds.sets(self.tenant, row["id"], row["assignedResourceID"] or BEN, self._rng.choice(STATUSES))

    def _closes(self, row: dict[str, Any]) -> None:
        deeds.sets(self.tenant, row["id"], self._rng.choice(TECHNICIANS), "Complete")

    def _books(self, row: dict[str, Any]) -> None:
        """Time, and sometimes the words of the note in it, which is how a note with minutes is written."""
        entry = deeds.books(self.tenant, row["id"], self._rng.choice(TECHNICIANS), self._rng.randint(5, 90), "Work.")
        if self._rng.random() < 0.5:
            entry["internalNotes"] = f"Tried it.\n{self._rng.choice(LINES)}"

    def _plans(self) -> None:
        """Calls and appointments of today and tomorrow."""
        now, rng = self.tenant.now(), self._rng
        for row in self._fresh[:4]:
            team = tuple(rng.sample(TECHNICIANS, rng.randint(1, 2)))
            start = now + rng.choice((1, 2, 3, 4, 22, 25)) * HOUR
            deeds.calls(self.tenant, row["id"], team, start, rng.choice((30, 45, 90)), "On site")
        for who in (*rng.sample(TECHNICIANS, 2), *self._leads):
            deeds.meets(self.tenant, who, "Something of their own", now + rng.randint(0, 6) * HOUR, 30)

    def _calls_end(self) -> None:
        """Of those that have begun some are done, one is taken off, and the rest is late."""
        now = self.tenant.now()
        for call in self.tenant.rows("ServiceCalls"):
            if call["isComplete"] or call["canceledDateTime"] or call["startDateTime"] >= now:
                continue
            chance = self._rng.random()
            if chance < 0.6:
                call.update(isComplete=1, status=self.tenant.value("ServiceCalls.status", "Complete"))
                effects.call_touched(self.tenant, call)
                self.finished[call["id"]] = now
            elif chance < 0.7:
                deeds.cancels(self.tenant, call["id"], DORA)

"""The scenes in which something may go wrong: each brings about one of the backend's calls, and names the requests
that make it up.

A scene is arranged (undisturbed), then played with the fault armed: one turn of the engine, or one sending.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from tests.desk import faults as f
from tests.desk.rig import MINUTE, Case
from tests.desk.wire import Request
from workboard.domain.intent import (
    AddNote,
    Answer,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    SetCategory,
)
from workboard.store.outbox import Entry
from workboard.sync.engine import Report

WRITES: Final = ("POST /ticket/*/comment", "POST /ticket/*/correspond", "POST /ticket", "PUT /ticket/*")
NOTE: Final = AddNote("desk:ticket:1", "Looked at it.", 5)
ANSWER: Final = Answer("desk:ticket:2", "Please try it now.")
OPEN: Final = OpenTicket(
    "desk:ticket:new-1", "Kettle is cold", "Since noon.", "Gus Gray", "gus@garage.example", mine=True
)
INTENTS: Final[dict[str, Intent]] = {
    "note": NOTE,
    "answer": ANSWER,
    "status": SetCategory("desk:ticket:3", "done", "new"),
    "dismiss": Dismiss("desk:ticket:5", "mail-reply"),
    "reminder": CompleteActivity("desk:ticket:6", "desk:reminder:10"),
    "claim": Claim("desk:ticket:8"),
    "open": OPEN,
}

PROBED: Final = ("note", "answer", "open", "status")

Arrange = Callable[[Case], Awaitable[Entry | None]]


class Scene(NamedTuple):
    """``fresh``: with an empty file, so that signing in and the first reading are the scene."""

    name: str
    arrange: Arrange
    fresh: bool = False
    reads: bool = False

    async def play(self, case: Case) -> Report:
        return await (case.sync() if self.reads else case.send())


async def _nothing(case: Case) -> None:
    return None


async def _news(case: Case) -> None:
    """Signed in; then a client writes, a ticket is opened, two are given away, and it is time to compare."""
    await case.settled()
    case.at += 30 * MINUTE
    case.desk.client_writes(1, "It happened again.")
    case.desk.open_ticket("dora", case.desk.queues[1], "From the lead", "Please.", owner="ana")
    case.desk.set_owner(case.desk.tickets[4], "dora", "ben")
    case.desk.tickets[2].owner = "ben"  # no entry tells: only the comparison of lists can


def _wished(intent: Intent) -> Arrange:
    async def arrange(case: Case) -> Entry:
        await case.settled()
        return case.wish(intent)

    return arrange


def _doubted(intent: Intent, lost: f.Fault) -> Arrange:
    """A wish whose answer was lost, and it is time to look for it."""

    async def arrange(case: Case) -> Entry:
        await case.settled()
        row = case.wish(intent)
        for site in WRITES:
            case.faults.once(site, lost)
        await case.send()  # a whole turn would read it, and know
        case.faults.clear()
        assert case.row(row).state == "uncertain"
        case.at += 10 * MINUTE
        return row

    return arrange


SCENES: Final[tuple[Scene, ...]] = (
    Scene("first reading", _nothing, fresh=True, reads=True),
    Scene("news", _news, reads=True),
    *(Scene(f"apply {name}", _wished(intent)) for name, intent in INTENTS.items()),
    *(Scene(f"probe {name}, there", _doubted(INTENTS[name], f.RESET_AFTER)) for name in PROBED),
    *(Scene(f"probe {name}, not there", _doubted(INTENTS[name], f.RESET_BEFORE)) for name in PROBED[:3]),
)


def sites(asked: list[Request], *, closely: bool) -> list[int]:
    """The places of a scene's requests, one of each kind. ``closely`` tells lists apart by what they ask for, else by
    address alone; what differs in numbers is one kind."""
    kinds = [re.sub(r"\d+", "*", one.site + (one.first("query") if closely else "")) for one in asked]
    return sorted({kinds.index(kind) for kind in kinds})


def is_write(site: str) -> bool:
    return site.startswith(("PUT", "POST /ticket/")) or site == "POST /ticket"

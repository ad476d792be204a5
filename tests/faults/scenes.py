"""The scenes in which something may go wrong: each brings about one of the backend's calls, and names the requests
that make it up.

A scene is arranged (undisturbed), then played with the fault armed: one turn of the engine, or one sending.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from tests.desk import faults as f
from tests.desk.rig import MINUTE, NOW, REQUEST_TRACKER, Case, World
from tests.desk.wire import Request
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    Schedule,
    SetCategory,
)
from workboard.store.entries import Entry
from workboard.sync.report import Report

NOTE: Final = AddNote("desk:ticket:1", "Looked at it.", 5)
ANSWER: Final = Answer("desk:ticket:2", "Please try it now.")
OPEN: Final = OpenTicket(
    "desk:ticket:new-1", "Kettle is cold", "Since noon.", "Gus Gray", "gus@garage.example", mine=True
)

Arrange = Callable[[Case], Awaitable[Entry | None]]


class Scene(NamedTuple):
    """``fresh``: with an empty file, so that signing in and the first reading are the scene."""

    name: str
    arrange: Arrange
    fresh: bool = False
    reads: bool = False

    async def play(self, case: Case) -> Report:
        return await (case.sync() if self.reads else case.send())


class Plot(NamedTuple):
    """What the scenes of one vendor are made of. ``writes`` are patterns of sites; ``news`` is what people do at the
    desk while nobody looks; ``tells`` is what tells two requests of one site apart."""

    world: World
    intents: dict[str, Intent]
    probed: tuple[str, ...]
    """whose answer is lost and looked for; the last one tells nothing when it was not taken"""
    writes: tuple[str, ...]
    news: Callable[[Case], None]
    tells: Callable[[Request], str]

    def is_write(self, site: str) -> bool:
        return any(fnmatchcase(site, one) for one in self.writes)

    def scenes(self) -> Iterator[Scene]:
        yield Scene("first reading", _nothing, fresh=True, reads=True)
        yield Scene("news", self._news, reads=True)
        for name, intent in self.intents.items():
            yield Scene(f"apply {name}", _wished(intent))
        for name in self.probed:
            yield Scene(f"probe {name}, there", self._doubted(self.intents[name], f.RESET_AFTER))
        for name in self.probed[:-1]:
            yield Scene(f"probe {name}, not there", self._doubted(self.intents[name], f.RESET_BEFORE))

    def sites(self, asked: list[Request], *, closely: bool) -> list[int]:
        """The places of a scene's requests, one of each kind. ``closely`` tells lists apart by what they ask for, else
        by address alone; what differs in numbers is one kind."""
        kinds = [re.sub(r"\d+", "*", one.site + (self.tells(one) if closely else "")) for one in asked]
        return sorted({kinds.index(kind) for kind in kinds})

    async def _news(self, case: Case) -> None:
        """Signed in; then things happen, and it is time to compare."""
        await case.settled()
        case.at += 30 * MINUTE
        self.news(case)

    def _doubted(self, intent: Intent, lost: f.Fault) -> Arrange:
        """A wish whose answer was lost, and it is time to look for it."""

        async def arrange(case: Case) -> Entry:
            await case.settled()
            row = case.wish(intent)
            for site in self.writes:
                case.faults.once(site, lost)
            await case.send()  # a whole turn would read it, and know
            case.faults.clear()
            assert case.row(row).state == "uncertain"
            case.at += 10 * MINUTE
            return row

        return arrange


async def _nothing(case: Case) -> None:
    return None


def _wished(intent: Intent) -> Arrange:
    async def arrange(case: Case) -> Entry:
        await case.settled()
        return case.wish(intent)

    return arrange


def _busy(case: Case) -> None:
    """A client writes, a ticket is opened, two are given away."""
    case.desk.client_writes(1, "It happened again.")
    case.desk.open_ticket("dora", case.desk.queues[1], "From the lead", "Please.", owner="ana")
    case.desk.set_owner(case.desk.tickets[4], "dora", "ben")
    case.desk.tickets[2].owner = "ben"  # no entry tells: only the comparison of lists can


REQUEST_TRACKER_PLOT: Final = Plot(
    REQUEST_TRACKER,
    {
        "note": NOTE,
        "answer": ANSWER,
        "status": SetCategory("desk:ticket:3", "done", "new"),
        "dismiss": Dismiss("desk:ticket:5", "mail-reply"),
        "reminder": CompleteActivity("desk:ticket:6", "desk:reminder:10"),
        "claim": Claim("desk:ticket:8"),
        "assign": Assign("desk:ticket:1", "ben", "ana"),
        "schedule": Schedule("desk:ticket:4", "Call Nina", NOW + 120 * MINUTE, 30),
        "open": OPEN,
    },
    ("note", "answer", "open", "schedule", "status"),
    ("POST /ticket/*/comment", "POST /ticket/*/correspond", "POST /ticket", "PUT /ticket/*"),
    _busy,
    lambda one: one.first("query"),
)

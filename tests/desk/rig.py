"""The whole way from the outbox to a socket, with clocks and chance in the test's hand.

``Standing`` is prepared once: a server on its thread, a database that has read the desk, the desk as it was then.
Each ``Case`` is a copy of both in front of the same server.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.desk.faults import Faults
from tests.desk.oracle import Acknowledged, marks
from tests.desk.request_tracker import RequestTracker as RequestTrackerDialect
from tests.desk.seed import seeded
from tests.desk.server import Server, on_thread
from tests.desk.state import HelpDesk
from tests.desk.watched import Watched
from tests.desk.wire import Dialect, Request
from tests.store.make import enqueue
from workboard.backends.base import Backend
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.errors import SignInFailed
from workboard.domain.intent import Intent
from workboard.settings.config import AccountSettings, FieldSettings
from workboard.store import account, by_hand, entries
from workboard.store.database import Database
from workboard.store.entries import Entry
from workboard.store.lock import SyncLock
from workboard.store.states import ATTENTION
from workboard.sync.context import Context
from workboard.sync.engine import Engine
from workboard.sync.report import Report

NOW: Final = 1_795_516_920_000
"""Tuesday 2026-11-24 10:42 UTC"""
MINUTE: Final = 60_000
SETTLE_S: Final = 30.0
BEARING: Final = ("note", "schedule")
"""verbs of wishes whose marker can be read at the desk"""
_DRAWS: Final = count(1)
TURNS: Final = 12
"""After so many turns without a fault everything has arrived, or something is wrong."""


class World(NamedTuple):
    """A vendor: how its fake desk speaks and begins, and the backend that talks to it. ``backend`` is made of the
    address, a certificate file, the desk, and a way to let time pass (seconds)."""

    name: str
    dialect: Callable[[], Dialect]
    seed: Callable[[Callable[[], int]], HelpDesk]
    backend: Callable[[str, str | None, HelpDesk, Callable[[float], None]], Backend]
    newest: Callable[[HelpDesk], int]
    """how far a cursor may have got at most: see ``Case.feed``"""
    feed: Callable[[str], int]
    """how far a cursor has got"""
    bearing: tuple[str, ...] = BEARING
    """verbs whose marker the desk keeps"""
    calm: int = 1
    """turns of twenty minutes in which nothing waits until everything was read that is read from time to time only"""


def _request_tracker(url: str, ca_file: str | None, desk: HelpDesk, passes: Callable[[float], None]) -> Backend:
    settings = AccountSettings(
        "request_tracker", "desk", url, ca_file=ca_file, queue="Service Desk", group="Technicians",
        fields=FieldSettings(company="Client", urgent="Urgency"),
    )  # fmt: skip
    return RequestTracker(settings, desk.people["ana"].token or "")


REQUEST_TRACKER: Final = World(
    "request_tracker", RequestTrackerDialect, seeded, _request_tracker,
    newest=lambda desk: desk.entries[-1].id, feed=lambda cursor: int(json.loads(cursor)["feed"]),
)  # fmt: skip


class Case:
    """One desk, one file, one engine. ``at`` is what all clocks show."""

    def __init__(
        self, server: Server, desk: HelpDesk, folder: Path, *, url: str | None = None, ca_file: str | None = None,
        world: World = REQUEST_TRACKER,
    ):  # fmt: skip
        self.world = world
        self.at = NOW
        self.server = server
        self.desk = server.desk = desk.twin(self.now)
        self.faults = server.faults = Faults()
        self.folder = folder
        self.database = Database.open(str(folder / "workboard.db"))
        self._build: Callable[[], Backend] = lambda: world.backend(
            url or server.url, ca_file, self.desk, self.pass_time
        )
        self.tracker = self._build()
        self.backend = Watched(self.tracker)
        context = Context(
            self.database, self.backend, "desk", self.now, self.now, self.chance, settle_s=SETTLE_S,
            settle_public_s=2 * SETTLE_S, backend_name=world.name, base_url=server.url,
        )  # fmt: skip
        self.engine = Engine(context, SyncLock(str(folder / "sync.lock")))
        assert self.engine.hold()

    def now(self) -> int:
        return self.at

    def pass_time(self, seconds: float) -> None:
        self.at += int(seconds * 1000)

    def chance(self) -> float:
        """A half, a hair more each time in any case: copies of one file must not make the same ids."""
        return 0.5 + next(_DRAWS) / (1 << 40)

    def wish(self, intent: Intent) -> Entry:
        return enqueue(self.database, intent, now=self.at, sendable_at=self.at)

    def row(self, one: Entry) -> Entry:
        found = entries.find(self.database.read(), one.id)
        assert found is not None
        return found

    def account_state(self) -> str:
        found = account.load(self.database.read())
        return "none" if found is None else found.state

    def cursor(self) -> str | None:
        return account.watermark(self.database.read(), "desk", "changes")

    async def sync(self) -> Report:
        return await self.engine.sync()

    async def send(self) -> Report:
        return await self.engine.send()

    async def sign_in_again(self) -> None:
        """As after ``workboard login``, with the secret that is right."""
        await self.tracker.aclose()
        self.tracker = self._build()
        self.backend.replace(self.tracker)

    def asked(self, since: int) -> list[Request]:
        return self.server.requests[since:]

    async def settled(self) -> None:
        """Nothing goes wrong any more, time passes, and a person answers what is asked of them."""
        self.faults.clear()
        self.server.commit_late()
        calm = 0
        for _ in range(TURNS):
            self.at += 20 * MINUTE
            report = await self.sync()
            if isinstance(report.error, SignInFailed):
                await self.sign_in_again()
                continue
            if report.error is not None:
                raise report.error
            rows = entries.open_entries(self.database.read())
            calm = 0 if rows else calm + 1
            if calm >= self.world.calm:
                return
            for one in rows:
                if one.state in ATTENTION:
                    self.database.write(lambda tx, one=one: by_hand.retry(tx, one, self.at))  # type: ignore[misc]
        raise AssertionError(f"still waiting: {[(one.verb, one.state, one.reason) for one in rows]}")

    async def read_anew(self) -> None:
        """What a deep comparison does: forget how far was read, and read it all again."""
        self.database.write(lambda tx: account.forget_cursors(tx, "desk"))
        await self.settled()

    def facts(self) -> dict[str, Any]:
        """What must be the same whatever went wrong on the way: the mirror and the desk, without times and marks of
        our own making."""
        read = self.database.read().all
        return {
            "tickets": read("SELECT id, title, status, category, owner_id, presence FROM ticket ORDER BY id"),
            "messages": read(
                "SELECT ticket_id, author, author_name, visibility, body, minutes, next_step FROM message"
                " ORDER BY ticket_id, visibility, body"
            ),
            "spans": read("SELECT ticket_id, category FROM status_span ORDER BY ticket_id, from_at"),
            "times": read("SELECT ticket_id, minutes FROM time_entry ORDER BY ticket_id, minutes"),
            "activities": read("SELECT id, remote_state FROM activity ORDER BY id"),
            "outbox": read("SELECT verb, state FROM outbox ORDER BY verb, payload"),
            "desk": sorted((one.ticket, "wb" if one.mark.startswith("wb:") else one.mark) for one in marks(self.desk)),
        }

    def feed(self) -> int:
        """How far was read: never further than ``world.newest``, or something was passed by."""
        cursor = self.cursor()
        return 0 if cursor is None else self.world.feed(cursor)

    async def close(self) -> None:
        await self.tracker.aclose()
        self.engine.lock.release()
        self.database.close()


class Standing:
    """The server and what each case is copied from."""

    def __init__(self, server: Server, desk: HelpDesk, folder: Path, world: World) -> None:
        self.server = server
        self.desk = desk
        self.world = world
        self._folder = folder
        self._serial = count(1)

    async def prepare(self) -> None:
        """Sign in and read everything into the file that is copied from then on; once."""
        home = self._folder / "whole"
        if home.exists():
            return
        home.mkdir()
        case = Case(self.server, self.desk, home, world=self.world)
        await case.settled()
        await case.close()

    def case(self, *, fresh: bool = False) -> Case:
        """``fresh``: nothing was read yet."""
        home = self._folder / str(next(self._serial))
        home.mkdir()
        if not fresh:
            shutil.copy(self._folder / "whole" / "workboard.db", home)
        return Case(self.server, self.desk, home, world=self.world)


@contextmanager
def standing(folder: Path, world: World = REQUEST_TRACKER) -> Iterator[Standing]:
    """The seed's desk behind a socket."""
    desk = world.seed(lambda: NOW - 60 * MINUTE)
    with on_thread(Server(world.dialect(), desk)) as server:
        yield Standing(server, desk, folder, world)


def acknowledged(entries: Sequence[Entry], world: World = REQUEST_TRACKER) -> list[Acknowledged]:
    """Wishes that bear a marker, as the oracle wants them; a new ticket's number is what it came to."""
    return [Acknowledged(_ticket_of(one), one.marker) for one in entries if one.verb in world.bearing]


def _ticket_of(one: Entry) -> int:
    return int((one.remote_id or "0") if one.verb == "open" else one.ticket_id.rsplit(":", 1)[1])

"""A database, a fake desk and an engine between them, with clocks and chance in the test's hand."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from tests.store.make import NOW, enqueue, found, moves
from tests.sync.fake_remote import FakeRemote
from workboard.domain.intent import Intent
from workboard.store import account
from workboard.store.account import Account
from workboard.store.database import Database
from workboard.store.entries import Entry
from workboard.store.lock import SyncLock
from workboard.sync.budget import Budget
from workboard.sync.context import Context
from workboard.sync.engine import Engine

SETTLE = 30_000
SETTLE_PUBLIC = 120_000


class Rig:
    """``at`` is what all clocks show (milliseconds UTC); the wall clock is ``put_forward`` by so much besides."""

    def __init__(self, folder: Path, remote: FakeRemote | None = None, at: int = NOW) -> None:
        self.at = at
        self.put_forward = 0
        self.calls_per_hour: int | None = None
        self._draws = count(1)
        self.folder = folder
        self.remote = remote or FakeRemote(self.now)
        self.remote.now = self.now
        self.database = Database.open(str(folder / "workboard.db"))
        self.engine = self.new_engine()

    def now(self) -> int:
        return self.at

    def wall(self) -> int:
        return self.at + self.put_forward

    def beat(self) -> float:
        return self.at / 1000

    def chance(self) -> float:
        """A half, a hair more each time: ids differ and waits do not."""
        return 0.5 + next(self._draws) / (1 << 40)

    def new_engine(self) -> Engine:
        """As a process that starts would have."""
        context = Context(
            self.database, self.remote, "desk", self.now, self.wall, self.chance,
            settle_s=SETTLE // 1000, settle_public_s=SETTLE_PUBLIC // 1000, backend_name="fake",
        )  # fmt: skip
        budget = Budget(self.database, self.wall, self.beat, self.calls_per_hour)
        return Engine(context, SyncLock(str(self.folder / "sync.lock")), budget, beat=self.beat)

    def restart(self) -> None:
        """As after a kill: whatever was in memory is gone."""
        self.engine.lock.release()
        self.database.close()
        self.database = Database.open(self.database.path)
        self.engine = self.new_engine()

    def close(self) -> None:
        self.engine.lock.release()
        self.database.close()

    def wish(self, intent: Intent) -> Entry:
        return enqueue(self.database, intent, now=self.at, sendable_at=self.at)

    def state(self, entry: Entry) -> str:
        return found(self.database, entry.id).state

    def row(self, entry: Entry) -> Entry:
        return found(self.database, entry.id)

    def log(self, entry: Entry) -> list[str]:
        """The states a row went through."""
        return [to for _, to, _ in moves(self.database, entry.id)]

    def account(self) -> Account:
        found_ = account.load(self.database.read())
        assert found_ is not None
        return found_

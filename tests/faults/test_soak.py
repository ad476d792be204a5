"""Eight hours at the board in a minute: thousands of turns against a desk that fails one time in five. What the
process holds in memory, files and log stays as it was."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.store.make import ticket
from tests.sync.fake_remote import AFTER, BEFORE, FakeRemote, Fault
from tests.sync.rig import Rig
from workboard.domain.errors import Garbled, Throttled, Unreachable
from workboard.domain.intent import AddNote, Answer
from workboard.domain.ticket import Message

HOURS = 8
TURN_MS = 8_000
WARM_TURNS = 1_200
NOTE_EVERY = 45
"""turns; the same number of notes an hour as one long day has"""
TICKETS = 12
FAULTY = 0.2
WAL_MOST = 16 * 1024 * 1024
GROWTH = 0.02
"""A leak of one kilobyte a turn is more than this."""
READS = ("changes", "whoami", "probe", "mine", "fetch")
TROUBLE: tuple[Callable[[], Fault], ...] = (
    lambda: Unreachable("no route"),
    lambda: Garbled("half"),
    lambda: Throttled("slow down", retry_after_s=5),
)
"""made anew each time: an error that is raised twice keeps all that was on its way"""
LOST: tuple[Callable[[], Fault], ...] = (lambda: BEFORE, lambda: AFTER)

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="looks into /proc/self")


class Held(NamedTuple):
    """What this process holds: resident memory in bytes, open files."""

    memory: int
    files: int


def held() -> Held:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Held(pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd")))


def log_of(database: str) -> int:
    """Bytes of the write-ahead log."""
    wal = Path(f"{database}-wal")
    return wal.stat().st_size if wal.exists() else 0


class Day:
    """Turn by turn, each some seconds later than the last."""

    def __init__(self, folder: Path) -> None:
        self.random = Random(8)
        self.rig = Rig(folder, Forgetful(lambda: 0))
        self.saved = 0
        self.failed = 0
        self.wal = 0
        for number in range(TICKETS):
            self.rig.remote.put(ticket(str(100 + number)))
        assert self.rig.engine.hold()

    async def turn(self, number: int) -> None:
        rig = self.rig
        rig.at += TURN_MS
        self._trouble()
        if number % NOTE_EVERY == 0:
            self._write(number)
        elif number % 7 == 0:
            self._hear(number)
        self.failed += (await rig.engine.sync()).error is not None
        self.wal = max(self.wal, log_of(rig.database.path))

    def _trouble(self) -> None:
        plan = self.rig.remote.plan
        for call in READS:
            if not plan[call] and self.random.random() < FAULTY:
                plan[call].append(self.random.choice(TROUBLE)())
        if not plan["apply"] and self.random.random() < FAULTY:
            plan["apply"].append(self.random.choice((*LOST, *TROUBLE))())

    def _write(self, number: int) -> None:
        where = f"desk:ticket:{100 + self.random.randrange(TICKETS)}"
        self.rig.wish(AddNote(where, f"note {number}") if number % 2 else Answer(where, f"answer {number}", 0, None))
        self.saved += 1

    def _hear(self, number: int) -> None:
        """A client says the next thing; the desk tells of the newest of each ticket only."""
        remote, where = self.rig.remote, f"desk:ticket:{100 + self.random.randrange(TICKETS)}"
        remote.messages[where].clear()
        remote.say(
            Message(f"desk:message:{number}", where, self.rig.at, "c", "Ruth", "client", "public", "reply", "Again.")
        )


class Forgetful(FakeRemote):
    """A desk whose own books do not grow: what is measured is the program."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(now)
        self.counted = 0

    def _call(self, name: str) -> None:
        self.counted += 1
        self.calls.clear()
        super()._call(name)


async def test_eight_hours_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = Day(tmp_path)
    turns = HOURS * 3_600_000 // TURN_MS
    samples: list[Held] = []
    for number in range(1, turns + 1):
        await day.turn(number)
        if number >= WARM_TURNS and number % 200 == 0:
            samples.append(held())
    first, last = samples[0], samples[-1]
    growth = last.memory / first.memory - 1
    with capsys.disabled():
        print(
            f"\n{turns} turns, {day.failed} of them failed, {day.saved} wishes; memory {first.memory / 1e6:.1f} MB, "
            f"{growth:+.1%} after warming up; {last.files - first.files:+d} open files; "
            f"write-ahead log at most {day.wal / 1e6:.1f} MB"
        )
    assert day.failed > turns * FAULTY / 2
    assert abs(growth) < GROWTH
    assert last.files == first.files
    assert day.wal < WAL_MOST
    await _in_the_end(day)
    day.rig.close()


async def _in_the_end(day: Day) -> None:
    """The desk is well again: everything that was saved is there once, or waits for a person."""
    day.rig.remote.plan.clear()
    for _ in range(8):
        day.rig.at += 600_000
        report = await day.rig.engine.sync()
    assert (report.error, report.waiting, report.uncertain) == (None, 0, 0)
    received = day.rig.remote.received
    assert max(received.values()) == 1
    assert sum(received.values()) >= day.saved - report.rejected

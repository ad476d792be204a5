"""One technician's command line in a loop: many notes for the price of one interpreter.

    python -m tests.support.pen SERIAL COUNT TICKET [TICKET …]

Each note goes through the whole of ``workboard note``, by turns on these tickets. At the end one line of JSON tells
what was acknowledged, everything the commands said on stderr, how long each commit took, and how often the log was
folded back into the database without holding ``sync.lock``.
"""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import sys
import time
from typing import Any

from tests.support.unspared import lift
from workboard.board import notes
from workboard.cli.main import main
from workboard.store import connection
from workboard.store.lock import SyncLock


class Witness:
    """Sees every statement of this process and knows whether it holds the lock."""

    def __init__(self) -> None:
        self.commits_ms: list[float] = []
        self.loose_checkpoints = 0
        self._held = 0

    def stand_by(self) -> None:
        plain, take, release, add = connection.plain, SyncLock.take, SyncLock.release, notes.add

        def seen(path: str) -> sqlite3.Connection:
            made = plain(path)
            made.set_trace_callback(self._statement)
            return made

        def taken(lock: SyncLock) -> bool:
            self._held = int(take(lock)) or self._held
            return bool(self._held)

        def released(lock: SyncLock) -> None:
            self._held = 0
            release(lock)

        async def added(*words: Any, **more: Any) -> notes.Saved:
            began = time.perf_counter()
            saved = await add(*words, **more)
            self.commits_ms.append((time.perf_counter() - began) * 1000)
            return saved

        connection.plain = seen
        notes.add = added
        SyncLock.take, SyncLock.release = taken, released  # type: ignore[assignment, method-assign]

    def _statement(self, sql: str) -> None:
        if "wal_checkpoint" in sql and not self._held:
            self.loose_checkpoints += 1


def write(serial: str, count: int, tickets: list[str]) -> dict[str, object]:
    witness = Witness()
    witness.stand_by()
    lift()
    said: list[tuple[str, str]] = []
    complaints = io.StringIO()
    for number in range(count):
        ticket, text = tickets[number % len(tickets)], f"Pen {serial} note {number}."
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(complaints):
            code = main(["note", ticket, text])
        if code == 0:
            said.append((ticket, text))
    return {
        "said": said, "complaints": complaints.getvalue(), "commits_ms": witness.commits_ms,
        "loose_checkpoints": witness.loose_checkpoints,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(write(sys.argv[1], int(sys.argv[2]), sys.argv[3:])))

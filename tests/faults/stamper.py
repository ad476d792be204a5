"""A board on a slow disk that dies at a given moment after ``i``.

    python -m tests.faults.stamper FOLDER (disk | drawn)

*disk*: while the disk still takes its time to confirm the stamp; *drawn*: in the moment in which the first thing is
drawn because of it. Each line of ``told.txt`` was on the disk before the next thing was done.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from threading import Event
from typing import Any

from tests.board import bench as benches
from tests.board.bench import MINUTE
from tests.ui.eyes import opened
from workboard.board.away import away_now
from workboard.store.writer import Writer

SLOW_S = 0.2
WORKED = 18 * MINUTE


class Told:
    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "told.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, what: str) -> None:
        os.write(self._file, f"{what}\n".encode())
        os.fsync(self._file)


def slow(tell: Told, dies: bool) -> None:
    """A durable commit is written, and the disk confirms it late."""
    plain = Writer._commit

    def commit(self: Writer, order: Any, transaction: Any) -> Any:
        result = plain(self, order, transaction)
        if order.durable and "focus" in transaction.topics:
            tell("written")
            Event().wait(SLOW_S)  # whoever draws without waiting draws now
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    Writer._commit = commit  # type: ignore[method-assign]


async def main(folder: Path, moment: str) -> None:
    tell = Told(folder)
    with await benches.demo(folder) as demo:
        async with opened(demo) as pilot:
            await pilot.press("enter")
            await pilot.pause()
            demo.at += WORKED
            push = pilot.app.push_screen

            def pushed(*all_of_it: Any, **more: Any) -> Any:
                tell("drawn")
                if moment == "drawn":
                    os.kill(os.getpid(), signal.SIGKILL)
                return push(*all_of_it, **more)

            pilot.app.push_screen = pushed  # type: ignore[method-assign]
            slow(tell, moment == "disk")
            tell(f"pressed {demo.at}")
            await pilot.press("i")
            tell(f"outlived it: {away_now(demo.desk)}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))

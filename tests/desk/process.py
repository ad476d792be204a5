"""The help desk as a process of its own, which outlives whoever is killed in front of it.

    python -m tests.desk.process [--autotask] [--unreliable PERCENT] [--late SECONDS] [--seed N]

It writes its address on the first line of its output and serves until its input ends. Beside the dialect there is a
way to look at it and to tell it to behave, at ``/-/``: ``GET /-/marks``,
``POST /-/calm``, ``POST /-/fresh`` (a new desk), ``GET /-/asked`` (how many requests there were).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from tests.desk import faults as f
from tests.desk import oracle
from tests.desk.at_seed import at_seeded
from tests.desk.autotask import Autotask
from tests.desk.faults import Faults
from tests.desk.request_tracker import RequestTracker
from tests.desk.seed import seeded
from tests.desk.server import Server
from tests.desk.state import HelpDesk
from tests.desk.wire import Answer, Dialect, Gate, Request
from workboard.host.clock import Clock

WRITES: Final = (
    "POST /ticket*",
    "PUT /ticket*",
    "POST /Tickets",
    "PATCH /*",
    "POST /Tickets/*/Notes",
    "POST /TimeEntries",
)
READS: Final = ("GET /t*", "POST /*/query")
CONTROL: Final = "/-/"
Seed = Callable[[Callable[[], int]], HelpDesk]


class Controlled:
    """A dialect with a back door for the test that runs the process."""

    def __init__(self, inner: Dialect, faults: Faults, seed: Seed = seeded) -> None:
        self._seed = seed
        self.root = inner.root
        self.gate: Gate | None = getattr(inner, "gate", None)
        self._inner = inner
        self._faults = faults
        self._asked = 0

    def answer(self, request: Request, desk: HelpDesk) -> Answer:
        if not request.path.startswith(CONTROL):
            self._asked += 1
            return self._inner.answer(request, desk)
        match request.path.removeprefix(CONTROL):
            case "marks":
                return Answer(200, oracle.marks(desk))
            case "calm":
                self._faults.clear()
            case "fresh":
                _renew(desk, self._seed)
            case "asked":
                return Answer(200, {"asked": self._asked, "faults": len(self._faults.played)})
        return Answer(200, {})


def _renew(desk: HelpDesk, seed: Seed) -> None:
    """The same desk with nothing but its past."""
    new = seed(Clock().now)
    for name, value in vars(new).items():
        if name != "lock":
            setattr(desk, name, value)


def unreliable(faults: Faults, percent: float, late_s: float) -> None:
    """So many of a hundred writes lose their answer, before or after they were taken, or late; reads suffer half
    as much."""
    lost = (f.RESET_BEFORE, f.RESET_AFTER, f.RESET_MID_BODY, f.BUSY, f.BUSY_AFTER, f.late(late_s))
    for fault in lost:
        for site in WRITES:
            faults.sometimes(site, fault, percent / 100 / len(lost))
    for fault in (f.RESET_BEFORE, f.RESET_MID_BODY, f.BUSY):
        for site in READS:
            faults.sometimes(site, fault, percent / 200 / 3)


async def _serve(options: argparse.Namespace) -> None:
    faults = Faults(options.seed)
    unreliable(faults, options.unreliable, options.late)
    seed: Seed = at_seeded if options.autotask else seeded
    dialect = Autotask() if options.autotask else RequestTracker()
    async with Server(Controlled(dialect, faults, seed), seed(Clock().now), faults) as server:
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(description="a fake help desk that loses answers")
    parser.add_argument("--autotask", action="store_true", help="an Autotask tenant instead of Request Tracker")
    parser.add_argument("--unreliable", type=float, default=0.0)
    parser.add_argument("--late", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(_serve(parser.parse_args()))


class Process:
    """The running process, from outside."""

    def __init__(self, url: str, root: str = RequestTracker.root) -> None:
        self.url = url
        self._control = f"{url}{root}{CONTROL}"

    def look(self, what: str) -> Any:
        with urllib.request.urlopen(self._control + what, timeout=10) as answer:
            return json.load(answer)

    def tell(self, what: str) -> None:
        urllib.request.urlopen(urllib.request.Request(self._control + what, b""), timeout=10).close()

    def marks(self) -> list[oracle.Written]:
        return [oracle.Written(*one) for one in self.look("marks")]


@contextmanager
def running(*words: str) -> Iterator[Process]:
    """A process of its own until the block ends; ``words`` are its options."""
    argv = [sys.executable, "-m", "tests.desk.process", *words]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            root = Autotask.root if "--autotask" in words else RequestTracker.root
            yield Process(process.stdout.readline().strip(), root)
        finally:
            process.stdin.close()
            process.wait(10)


if __name__ == "__main__":
    main()

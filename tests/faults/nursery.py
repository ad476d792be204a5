"""Makes workers quickly: everything is loaded once, and each worker is a fork of that, made before any file is open.

    python -m tests.faults.nursery

One order a line comes in as JSON: ``{"job": "work", "after_ms": 83, …}`` (the rest as in ``Orders``); one answer a
line goes out: ``{"told": […], "end": 0}``. With ``after_ms`` the worker is killed so long after it said that it is
ready; else it is waited for. ``end`` is a signal's number, negative, or an exit code.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import workboard.backends.request_tracker.backend
import workboard.store.writer  # noqa: F401 (loaded here, once, so that no worker has to)
from tests.faults.points import JOBS as POINT_JOBS
from tests.faults.worker import JOBS, Orders

GIVE_UP_S = 900.0


class Outcome(NamedTuple):
    """``told`` are the worker's lines; ``end`` how it ended."""

    told: list[str]
    end: int


def _child(order: dict[str, Any], pipe: int) -> None:
    """Never returns."""
    job = (JOBS | POINT_JOBS)[order.pop("job")]

    def tell(line: str) -> None:
        os.write(pipe, (line + "\n").encode())

    try:
        asyncio.run(job(Orders(**order), tell))  # type: ignore[arg-type]
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _raise(order: dict[str, Any]) -> Outcome:
    after_ms = order.pop("after_ms", None)
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        _child(order, theirs)
    os.close(theirs)
    told = _listen(ours, pid, after_ms)
    os.close(ours)
    _, status = os.waitpid(pid, 0)
    return Outcome(told.decode().splitlines(), os.waitstatus_to_exitcode(status))


def _listen(pipe: int, pid: int, after_ms: int | None) -> bytes:
    """What the worker tells until it ends, of itself or by our hand."""
    told = b""
    wait = GIVE_UP_S
    while select.select([pipe], [], [], wait)[0]:
        part = os.read(pipe, 65536)
        if not part:
            return told
        told += part
        wait = GIVE_UP_S if after_ms is None else after_ms / 1000
    os.kill(pid, signal.SIGKILL)
    return told


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_raise(json.loads(line))._asdict()) + "\n")
        sys.stdout.flush()


class Nursery:
    """The running one, from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def order(self, job: str, orders: Orders, after_ms: int | None = None) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = {"job": job, **orders._asdict()} | ({} if after_ms is None else {"after_ms": after_ms})
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))


@contextmanager
def nursery() -> Iterator[Nursery]:
    argv = [sys.executable, "-m", "tests.faults.nursery"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        try:
            yield Nursery(process)
        finally:
            process.stdin.close()
            process.wait(10)


if __name__ == "__main__":
    main()

"""Useful paint of the board beside a bare Textual app, each in a terminal of its own:
``python -m tests.bench.first_paint`` (not on Windows)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.desks import MORNING, demo_folder, in_use
from tests.bench.rounds import Contestant, Lap, installed, race, report

ROUNDS = 11
ROWS, COLUMNS = 36, 120
PATIENCE_S = 20.0
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("NEXT")
Bare().run()
"""
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def painted(*words: str, until: bytes = b"NEXT") -> Contestant:
    """From the start of the program until the text is on its way to the screen; then it is ended."""

    def run() -> Lap:
        start = perf_counter()
        child, terminal = pty.fork()
        if child == 0:
            os.execve(words[0], words, installed(TERMINAL))
        try:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            wait_for(terminal, until, start + PATIENCE_S)
            return Lap(perf_counter() - start, cpu_of(child))
        finally:
            os.kill(child, signal.SIGKILL)
            os.close(terminal)
            os.waitpid(child, 0)

    return run


def wait_for(terminal: int, text: bytes, deadline: float) -> None:
    seen = b""
    while text not in seen:
        if not select.select([terminal], [], [], max(0.0, deadline - perf_counter()))[0]:
            raise TimeoutError(f"{text!r} did not come; last: {seen[-500:]!r}")
        seen += os.read(terminal, 65536)


def cpu_of(process: int) -> float:
    """Seconds of a processor so far, all threads, where the system tells (Linux); else 0."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in threads) / 1e9


def main() -> None:
    workboard = str(Path(sys.executable).with_name("workboard"))
    floor = "bare Textual app"
    with TemporaryDirectory(prefix="workboard-bench-") as name:
        places = demo_folder(Path(name))
        in_use(places)
        contestants = {
            floor: painted(sys.executable, "-c", BARE),
            "the same once more": painted(sys.executable, "-c", BARE),
            "workboard (the demo's folder)": painted(workboard, "board", *places, "--now", MORNING),
            "workboard demo (made anew)": painted(workboard, "demo", "--now", MORNING),
        }
        report(f"useful paint, {COLUMNS}x{ROWS}", race(contestants, ROUNDS), floor)


if __name__ == "__main__":
    main()

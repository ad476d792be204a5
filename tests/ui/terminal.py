"""A real pseudo-terminal: the board as its own process, every byte it writes kept."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

QUIET_S = 0.2
"""Without a byte for so long a screen counts as still."""
ESCAPE_MS = "5"
"""How long the framework waits whether Escape begins a longer key; a test presses nothing close behind it."""


class Terminal:
    """``workboard`` on a data folder, in ``columns`` × ``lines``. ``extra`` goes into its environment."""

    module = "workboard"

    def __init__(self, folder: Path, columns: int = 100, lines: int = 40, **extra: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environ = {
            **os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
            "WORKBOARD_DATA_DIR": str(folder / "data"), "WORKBOARD_CONFIG": str(folder / "config.toml"),
            "ESCDELAY": ESCAPE_MS, **extra,
        }  # fmt: skip
        for name in ("COLUMNS", "LINES"):  # a runner's own, which would go before the size of this terminal
            environ.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module], stdin=slave, stdout=slave, stderr=slave, env=environ,
            start_new_session=True, close_fds=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)
        self.written = b""
        self._gone = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while not self._gone.is_set():
            if not select.select([self.master], [], [], 0.05)[0]:
                continue
            try:
                part = os.read(self.master, 65536)
            except OSError:
                return
            if not part:
                return
            self.written += part

    def press(self, keys: bytes, sees: bytes) -> None:
        """Keys, and what must be painted after them. Before Escape the screen has to be still: what is still to come
        is no sign that it was read, and the next key behind it would make another one of it."""
        if keys == b"\x1b":
            self.rest()
        before = len(self.written)
        os.write(self.master, keys)
        self.until(lambda: sees in self.written[before:], sees)

    def rest(self) -> None:
        """Until the screen is still: every byte of what was pressed has come."""
        self.until(self._still, "a screen that is still")

    def _still(self) -> bool:
        before = len(self.written)
        self._gone.wait(QUIET_S)
        return len(self.written) == before

    def until(self, condition: Callable[[], object], what: object, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, (what, self.written[-2000:])
            assert self.process.poll() is None, (what, self.written[-4000:])
            self._gone.wait(0.02)

    def drain(self) -> None:
        """All that was written, once the program has ended."""
        self._reader.join(timeout=20)

    def hang_up(self) -> None:
        """As when the window is closed."""
        self._gone.set()
        self._reader.join()
        os.close(self.master)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

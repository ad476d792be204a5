"""The log's file: mode 0600, three of them of one megabyte at most, one line a report, clean text."""

from __future__ import annotations

import logging
import os
import time
from logging.handlers import RotatingFileHandler
from typing import IO, Any, Final

from workboard.host.log import hush, redacted

MOST_BYTES: Final = 1_000_000
OLD_FILES: Final = 2
QUIET: Final = ("httpx", "httpcore", "asyncio")
"""libraries that would tell whole addresses at a lower level, or a failed task's across the screen"""


def attach(log_dir: str) -> str:
    """See ``log.start``. A second call moves the log."""
    path = os.path.join(log_dir, "workboard.log")
    hush()  # where the file cannot be made, Python would print across the screen
    for name in ("workboard", *QUIET):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING if name in QUIET else logging.INFO)
        logger.propagate = False
        _close(logger)
    try:
        os.makedirs(log_dir, mode=0o700, exist_ok=True)
        handler = _LogFile(path)
    except OSError:
        return path
    for name in ("workboard", *QUIET):
        logging.getLogger(name).addHandler(handler)
    return path


def _close(logger: logging.Logger) -> None:
    for old in [handler for handler in logger.handlers if isinstance(handler, _LogFile)]:
        logger.removeHandler(old)
        old.close()


class _LogFile(RotatingFileHandler):
    def __init__(self, path: str) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        self.setFormatter(_Line("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def _open(self) -> IO[Any]:  # type: ignore[override]  # the base names its own text wrapper
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors="replace", opener=_private)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is told by whoever needs the disk, not by a traceback across the screen."""


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


class _Line(logging.Formatter):
    """Nothing a terminal would obey, no secret, and no second line that looks like a report of its own."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, style: str) -> None:
        super().__init__(style)
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        text = redacted(super().format(record))
        clean = ("".join(c if c.isprintable() else "�" for c in line) for line in text.split("\n"))
        return "\n    ".join(clean)

"""The door of the process: ``workboard`` and ``python -m workboard`` come in here."""

from __future__ import annotations

import gc
import os
import sys

from workboard.cli.main import command_at, main

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

QUESTIONS = frozenset({"next", "status", "replies", "plan", "progress", "why", "say", "log", "lint", "lost"})
"""read and print, start no thread: nothing is left to tidy up when they are done"""
BOARDS = frozenset({"board", "demo"})
"""load most of what there is before anything is seen"""


def run() -> int:
    """The exit code; a question ends the process itself."""
    words = sys.argv[1:]
    at = command_at(words)
    if at is None or words[at] in BOARDS:
        gc.disable()  # until it is drawn, see ``ui.app``
    if at is None or words[at] not in QUESTIONS:
        from workboard.cli.crash import watch

        watch(words)
        return main(words)
    gc.disable()  # a process this short makes little garbage; looking for it costs an eighth of the time
    code = main(words)
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    os._exit(code)  # taking down module after module costs as much as opening the database


def _flush(stream: TextIO) -> None:
    try:
        stream.flush()
    except (OSError, ValueError, AttributeError):
        return  # full, closed, never there: main has said what it could

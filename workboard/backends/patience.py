"""How long a call may take, by who waits for it: a person in front of a prompt, or the loop behind the board.

A context of its own for each thread of work, so that nobody who builds a backend has to hand it on. Light: nothing
here loads a network library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple


class Patience(NamedTuple):
    """Seconds for one call in all, and for one connection to be made (the name, the line, and TLS on it)."""

    read_s: float = 60.0
    write_s: float = 10.0
    connect_s: float = 10.0


BACKGROUND: Final = Patience()
"""the board's loop and ``sync --watch``: nobody sits and waits"""
ASKED: Final = Patience(read_s=30.0)
"""one ``sync``: somebody waits, but a first page may take a large help desk a while"""
PROMPT: Final = Patience(read_s=10.0)
"""``init`` and ``login``: a question and its answer"""

_waiting: ContextVar[Patience | None] = ContextVar("patience", default=None)


def patience() -> Patience:
    """That of whoever waits now."""
    return _waiting.get() or BACKGROUND


@contextmanager
def waiting(how: Patience) -> Iterator[None]:
    """What is called in here waits so long."""
    before = _waiting.set(how)
    try:
        yield
    finally:
        _waiting.reset(before)

"""Connections that wait for their next use, by what they see."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from typing import Final

MOST: Final = 4
"""A team whose people change is another view; the oldest ones go."""


class Idle:
    """Whoever takes one has it alone; a second look at the same moment opens its own. Safe between threads, because
    taking out of a dict and putting in are one step each."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, sqlite3.Connection] | None = {}

    def take(self, what: Hashable) -> sqlite3.Connection | None:
        """A connection that sees this, where one waits."""
        return None if self._waiting is None else self._waiting.pop(what, None)

    def give(self, what: Hashable, connection: sqlite3.Connection) -> None:
        """Have it wait; after ``close`` it is closed instead."""
        waiting = self._waiting
        if waiting is None or waiting.setdefault(what, connection) is not connection:
            connection.close()
            return
        for oldest in list(waiting)[:-MOST]:
            self._end(waiting, oldest)

    def close(self) -> None:
        waiting, self._waiting = self._waiting, None
        for what in list(waiting or ()):
            self._end(waiting or {}, what)

    @staticmethod
    def _end(waiting: dict[Hashable, sqlite3.Connection], what: Hashable) -> None:
        connection = waiting.pop(what, None)
        if connection is not None:
            connection.close()

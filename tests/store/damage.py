"""A desk with something in it, and ways to spoil its file."""

from __future__ import annotations

from pathlib import Path

from tests.store.make import NOW, enqueue, put, sign_in, ticket
from workboard.domain.intent import AddNote
from workboard.store.database import Database
from workboard.store.recovery import open_whole
from workboard.store.restoring import Care

DAY = 86_400_000
HERE = Care(lambda: NOW + DAY)


def filled(folder: Path, notes: int = 3) -> str:
    """A closed database with a ticket and notes on it that wait; its path."""
    path = str(folder / "workboard.db")
    database = Database.open(path)
    sign_in(database)
    put(database, ticket())
    for number in range(notes):
        enqueue(database, AddNote("desk:ticket:101", f"note {number}"))
    database.close()
    return path


def texts(path: str, care: Care = HERE) -> tuple[list[str], tuple[str, ...]]:
    """Opened by somebody who may write: the texts in the outbox, and what was said."""
    database = open_whole(path, care)
    try:
        rows = database.read().all("SELECT body FROM note ORDER BY id")
        return [row[0] for row in rows], database.warnings
    finally:
        database.close()


def flip(path: str, at: int, with_: int = 0xFF) -> None:
    """Change one byte."""
    raw = bytearray(Path(path).read_bytes())
    raw[at] ^= with_ or 1
    Path(path).write_bytes(raw)

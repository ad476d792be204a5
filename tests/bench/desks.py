"""Folders and databases to measure on."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tests.store.make import HOUR, ME, MINUTE, NOW, message, ticket
from workboard.cli.main import main
from workboard.domain.ticket import Message, StatusSpan, Ticket
from workboard.store import mirror
from workboard.store.database import Database
from workboard.store.mirror import Facts

MORNING = "2026-11-24T10:42"


def demo_folder(folder: Path) -> list[str]:
    """The demo's first morning; the words that name the folder to a command."""
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]
    with redirect_stdout(StringIO()):
        assert main(["init", "--backend", "demo", "--now", MORNING, *places]) == 0
    return places


def in_use(places: list[str]) -> None:
    """What a desk's first act leaves: the settings are known from then on."""
    with redirect_stdout(StringIO()):
        assert main(["note", "48213", "Looked at it.", "--now", MORNING, *places]) == 0


def tickets(count: int, mine: int, me: str = ME) -> list[Ticket]:
    """Open ones, the first ``mine`` of them mine, a minute between them."""
    return [
        ticket(
            str(900_000 + n),
            owner_id=me if n < mine else "8",
            presence="mine" if n < mine else "team",
            created_at=NOW - HOUR - n * MINUTE,
        )
        for n in range(count)
    ]


def letters(count: int) -> list[Message]:
    """A client's message on each of the first ``count`` tickets."""
    return [message(str(n), "It does not work.", str(900_000 + n), client=True) for n in range(count)]


def fill(database: Database, count: int, mine: int, me: str = ME) -> None:
    """So many tickets into the mirror, with the stretch each has been open for."""
    many = tickets(count, mine, me)
    spans = tuple(StatusSpan(one.id, "open", one.created_at) for one in many)
    database.write(lambda tx: mirror.store(tx, Facts(tickets=tuple(many), spans=spans)), durable=False)

"""A look at the board and a merge, beside what SQLite alone takes: ``python -m tests.bench.look``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.desks import fill, letters, tickets
from tests.bench.rounds import inside, race, report
from tests.store.make import ME, NOW, sign_in
from workboard.backends.base import Page
from workboard.board.desk import Desk
from workboard.board.look import board_view
from workboard.board.offer import offer
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.domain.ticket import Message, Ticket
from workboard.settings.config import Config
from workboard.store import rows, to_do
from workboard.store.database import Database
from workboard.sync.context import store_page

ROUNDS = 21
PAGE = 500
PAGES = 10


def desk(database: Database) -> Desk:
    policy = Policy(goal=GoalRules(GoalRule("worked", 360), GoalRule("done", 60)))
    return Desk(database, Config(), policy, Capabilities("a desk"), lambda: NOW, lambda: NOW, lambda bits: 1)


def looking(folder: Path) -> None:
    """200 tickets of mine among 20,000."""
    with closing(Database.open(str(folder / "look.db"))) as database:
        sign_in(database)
        fill(database, 20_000, 200)
        mine, reader = desk(database), database.read()
        raw = f"SELECT {rows.columns(Ticket)} FROM ticket WHERE presence = 'mine' AND category NOT IN ('done','gone')"
        floor = "the raw SELECT of mine"
        contestants = {
            floor: inside(lambda: reader.all(raw)),
            "candidates": inside(lambda: to_do.candidates(reader, ME, frozenset())),
            "offer: candidates, ranked": inside(lambda: offer(mine)),
            "board_view": inside(lambda: board_view(mine)),
        }
        report("200 of mine among 20,000 tickets", race(contestants, ROUNDS), floor)


def merging(folder: Path) -> None:
    """Pages of tickets that are all here already and have changed, without and with a message on each."""
    with closing(Database.open(str(folder / "merge.db"))) as database, closing(other(folder / "raw.db")) as raw:
        sign_in(database)
        for title, messages in (("tickets", []), ("tickets with a message", letters(PAGE * PAGES))):
            news = (pages(1, messages), pages(2, messages))
            floor = "raw executemany upsert"
            contestants = {
                floor: inside(partial(upsert, raw, cycle(news))),
                "store_page": inside(partial(merge, database, cycle(news))),
            }
            report(f"{PAGES} pages of {PAGE} {title}, a transaction each", race(contestants, ROUNDS), floor)


def merge(database: Database, news: Iterator[list[Page]]) -> None:
    for page in next(news):
        database.write(partial(store_page, page=page, now=NOW, slug="desk"), durable=False)


def upsert(raw: sqlite3.Connection, news: Iterator[list[Page]]) -> None:
    for page in next(news):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(rows.upsert(Ticket), page.tickets)
        raw.executemany(rows.upsert(Message), page.messages)
        raw.execute("COMMIT")


def pages(version: int, messages: list[Message]) -> list[Page]:
    """What a remote tells of all tickets, each a little newer with every version."""
    changed = [one._replace(updated_at=NOW + version) for one in tickets(PAGE * PAGES, 200)]
    starts = range(0, len(changed), PAGE)
    return [Page(tuple(changed[at : at + PAGE]), messages=tuple(messages[at : at + PAGE])) for at in starts]


def other(path: Path) -> sqlite3.Connection:
    """A database of the same schema, its connection set up like the writer's."""
    Database.open(str(path)).close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "wal_autocheckpoint = 0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def main() -> None:
    with TemporaryDirectory(prefix="workboard-bench-") as name:
        looking(Path(name))
        merging(Path(name))


if __name__ == "__main__":
    main()

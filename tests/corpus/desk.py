"""A data folder in which awkward text stands wherever text can stand: as if the border had let everything through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from tests.corpus.hostile import storable
from workboard.cli.main import main
from workboard.domain.activity import Activity
from workboard.domain.people import Person
from workboard.domain.ticket import Message, Ticket
from workboard.store import mirror
from workboard.store.database import Database
from workboard.store.mirror import Facts

MINUTE = 60_000
JOINED = 190
"""characters of several texts that stand in one field, because a line shows as many"""


def flags(folder: Path) -> list[str]:
    return ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]


def fill(folder: Path, texts: Sequence[str]) -> None:
    """A standalone desk: tickets that wait for an answer, one per three texts; activities; rows not accepted."""
    for command in (
        ["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "First"],
        ["note", "1001", "One +5m"],
        ["note", "1001", "Two >Call"],
        ["note", "1001", "Three"],
    ):
        assert main([*command, *flags(folder)]) == 0
    short = [storable(text[:2000]) for text in texts]
    with closing(Database.open(str(folder / "data" / "workboard.db"))) as database:
        first = mirror.tickets(database.read(), ["standalone:ticket:1001"])["standalone:ticket:1001"]
        facts = _facts(first, short)
        database.write(lambda tx: mirror.store(tx, facts))
    _spoil(folder / "data" / "workboard.db", list(joined(short)))


def joined(texts: Sequence[str]) -> Iterator[str]:
    """Several texts side by side, as many as one line may show."""
    side: list[str] = []
    for text in texts:
        if side and sum(map(len, side)) + len(text) > JOINED:
            yield " ".join(side)
            side = []
        side.append(text)
    yield " ".join(side)


def _facts(first: Ticket, texts: list[str]) -> Facts:
    at, sides = first.created_at, list(joined(texts))
    waiting, said = [], []
    for n, (one, two, three) in enumerate(zip(texts[::3], texts[1::3], texts[2::3], strict=False)):
        ticket = first._replace(
            id=f"standalone:ticket:{2000 + n}", number=str(2000 + n), title=two, company=one, contact_name=two,
            contact_mail=three, queue=one, status=three, priority=two, tier=one, url=three,
        )  # fmt: skip
        waiting.append(ticket)
        said.append(_client(ticket, f"r{n}", at + MINUTE + n, two, three or "."))
    shown = [_client(first, f"t{n}", at + MINUTE * 2 + n, side, side) for n, side in enumerate(sides[:40])]
    spoilt = [
        first._replace(
            id=f"standalone:ticket:{5000 + n}", number=f"5{n}", title=side, company=side, contact_name=side, status=side
        )
        for n, side in enumerate(sides)
    ]
    planned = [
        Activity(f"standalone:reminder:{n}", "reminder", one.id, "me", one.title) for n, one in enumerate(spoilt)
    ]
    people = [Person(f"client:{n}", text, text, company=text) for n, text in enumerate(texts)]
    return Facts(
        tickets=(first._replace(title=sides[0], company=sides[-1], contact_name=sides[0]), *waiting, *spoilt),
        messages=(*said, *shown),
        activities=tuple(planned),
        people=tuple(people),
    )


def _client(ticket: Ticket, name: str, at: int, who: str, body: str) -> Message:
    return Message(f"m{name}", ticket.id, at, "c", who, "client", "public", "reply", body, next_step=body)


def _spoil(path: Path, sides: list[str]) -> None:
    """What no act would write: reasons, names and words of the remote's own, straight into the tables."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE account SET reason = ?, me_name = ?", (sides[0], sides[0]))
        rows = base.execute("SELECT seq FROM outbox").fetchall()
        assert len(rows) >= 3
        for (seq,), side in zip(rows, islice(sides, 1, None), strict=False):
            base.execute("UPDATE outbox SET state = 'rejected', reason = ? WHERE seq = ?", (side, seq))
        base.execute("UPDATE note SET body = ?, next_step = ?", (sides[0], sides[-1]))
        base.commit()

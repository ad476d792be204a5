"""A desk in front of a real help desk, with the engine in the test's hand and no waiting for settle times."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.real.conftest import Technician
from tests.rt.server import RequestTracker
from workboard.board.wish import wish
from workboard.bootstrap.session import Session
from workboard.domain.intent import Intent
from workboard.store import entries
from workboard.store.entries import Entry
from workboard.sync.report import Report

CLIENT: Final = "gus@garage.example"
DATE: Final = "2030-01-02 03:04:05"
DATE_AT: Final = 1_893_553_445_000


class Hands:
    """Of a clock: ``wall_ms`` is what it shows."""

    def __init__(self, wall_ms: int) -> None:
        self.wall_ms = wall_ms


class Desk:
    """Ana's desk, reaching the server by ``url``. ``marker``: the transaction field for our marker."""

    def __init__(self, server: RequestTracker, folder: Path, url: str, marker: str | None = None) -> None:
        self.server = server
        self.ana = Technician(server, folder)
        self.ana.init("--url", url)
        self._settings('settle = "0s"\nsettle_public = "0s"', marker)
        self.session: Session = self.ana.session()
        self.session.engine().budget.cap = None  # one desk for many tests: a busy hour
        self.sync()

    def _settings(self, more: str, marker: str | None) -> None:
        text = self.ana.config.read_text().replace("[account]\n", f"[account]\n{more}\n", 1)
        fields = f'\n[account.fields]\nmarker = "{marker}"\n' if marker else ""
        self.ana.config.write_text(text + fields)

    def fresh(self, owner: str | None = "ana", **fields: object) -> int:
        """A new ticket on the server, told to nobody yet."""
        about: dict[str, object] = {"Queue": "Service Desk", "Subject": "Kettle is cold", "Requestor": CLIENT}
        about |= {"Content": "Help!", "ContentType": "text/plain", **({"Owner": owner} if owner else {}), **fields}
        return int(self.server.ask("dora", "ticket", about)["id"])

    def reminder(self, ticket: int) -> int:
        about = {"Type": "reminder", "Queue": "Service Desk", "Subject": "Call", "RefersTo": ticket, "Owner": "ana"}
        return int(self.server.ask("ben", "ticket", about | {"Due": DATE, "Status": "open"})["id"])

    def sync(self) -> Report:
        return asyncio.run(self._turn())

    async def _turn(self) -> Report:
        engine = self.session.engine()
        assert engine.hold()
        try:
            return await engine.sync()
        finally:
            await engine.context.backend.aclose()

    @contextmanager
    def clock_in_hand(self, settle_s: int) -> Iterator[Hands]:
        """With a settle time after all, on a clock that stands still unless it is moved."""
        engine, hands = self.session.engine(), Hands(self.session.desk.wall())
        before = engine.context
        engine.context = before._replace(wall=lambda: hands.wall_ms, settle_s=settle_s, settle_public_s=settle_s)
        try:
            yield hands
        finally:
            engine.context = before

    def wish(self, intent: Intent) -> str:
        """Into the outbox, free to leave; the row's id."""
        desk = self.session.desk
        return self.session.database.write(lambda tx: wish(desk, tx, desk.new_id(), intent, 0))

    def row(self, identifier: str) -> Entry:
        found = entries.find(self.session.database.read(), identifier)
        assert found is not None
        return found

    def way(self, identifier: str) -> list[str]:
        """The states a wish went through."""
        sql = "SELECT to_state FROM outbox_log WHERE op = ? ORDER BY id"
        return [state for (state,) in self.session.database.read().all(sql, (identifier,))]

    def notes(self, ticket: int) -> list[str]:
        """What the server's database has of internal notes, oldest first."""
        return [one.text.strip() for one in self.server.history(ticket) if one.type == "Comment"]

    def close(self) -> None:
        self.session.close()


def of(number: int) -> str:
    return f"helpdesk:ticket:{number}"

"""Ana at her desk, in a process that may die at any moment: the real store, board, engine and backend.

Each job is a coroutine of ``(orders, tell)``; ``tell`` sends a line to whoever waits. Whatever the program said was
saved is noted in ``said.txt``, which is on the disk before the next thing is done.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.support.until import until
from workboard.board import notes, stuck
from workboard.board.desk import Desk
from workboard.bootstrap.session import Options, Session, open_session
from workboard.domain.event import Changed
from workboard.host import chance
from workboard.store.entries import find, open_entries
from workboard.store.states import ATTENTION
from workboard.sync.engine import Engine

Tell = Callable[[str], None]
TICKETS = (1, 2, 3, 4, 5, 6)
AHEAD = 30
"""So many notes may wait before the next is typed."""
IMPATIENT = 0.02
"""Waits after an error are this part of what they are: a worker lives for a tenth of a second."""
ASKED = "retried by hand"


class Orders(NamedTuple):
    """``serial`` tells the workers apart; ``settle_s`` is how late the desk may commit; ``point`` is where a
    scripted one ends itself (0: nowhere)."""

    folder: str
    url: str
    token: str
    serial: int = 0
    settle_s: float = 0.3
    point: int = 0
    patience_s: float = 60
    """how long what was left may take to leave: the more kills, the more is left"""


class Seat:
    """Everything joined as the program joins it, with a settle time as short as the desk is quick."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.session = _session(orders)
        self.desk: Desk = self.session.desk
        self.engine: Engine = self.session.engine()
        self.engine.budget.cap = None  # hundreds of workers in a minute are no technician
        self.engine.context = self.engine.context._replace(
            settle_s=orders.settle_s,
            settle_public_s=orders.settle_s,
            chance=lambda: chance.fraction() * IMPATIENT,
        )

    def open_rows(self) -> int:
        return len(open_entries(self.desk.database.read()))

    def stuck(self) -> list[str]:
        """Rows that wait for a person."""
        return [one.id for one in open_entries(self.desk.database.read()) if one.state in ATTENTION]

    async def say(self, ticket: int, text: str, *, public: bool = False) -> None:
        """Save it, and only then put down that it was saved."""
        saved = await notes.add(self.desk, f"desk:ticket:{ticket}", text, public=public, hold_ms=0)
        row = find(self.desk.database.read(), saved.ids[0])
        assert row is not None
        self._put_down(ticket, saved.text.strip() if public else row.marker)

    def _put_down(self, ticket: int, mark: str) -> None:
        file = os.open(Path(self.orders.folder, "said.txt"), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        os.write(file, (json.dumps([ticket, mark]) + "\n").encode())
        os.fsync(file)
        os.close(file)


def _session(orders: Orders) -> Session:
    folder = Path(orders.folder)
    config = folder / "config.toml"
    if not config.exists():
        config.write_text(
            f'[account]\nbackend = "request_tracker"\nname = "desk"\nurl = "{orders.url}"\n'
            'queue = "Service Desk"\n\n[time]\nzone = "UTC"\n'
        )
        config.chmod(0o600)
    environ = {"WORKBOARD_TOKEN": orders.token, "HOME": orders.folder}
    return open_session(Options(str(config), str(folder / "data"), None, True, environ))


async def work(orders: Orders, tell: Tell) -> None:
    """Write and send, both at once, until killed; every fourth already while it signs in."""
    seat = Seat(orders)
    await until(seat.engine.hold)
    if orders.serial % 4:
        await seat.engine.send()
    tell("ready")
    await asyncio.gather(_type(seat), _send(seat))


async def _type(seat: Seat) -> None:
    loop, moved = asyncio.get_running_loop(), asyncio.Event()

    def hear(changed: Changed) -> None:
        loop.call_soon_threadsafe(moved.set)

    seat.desk.subscribe(hear)
    for number in count():
        while seat.open_rows() >= AHEAD:
            moved.clear()
            await moved.wait()
        ticket = TICKETS[number % len(TICKETS)]
        words = f"worker {seat.orders.serial} says {number}"
        await seat.say(ticket, words if number % 5 else f"{words} to the client", public=number % 5 == 0)


async def _send(seat: Seat) -> None:
    while True:
        await seat.engine.sync()


async def drain(orders: Orders, tell: Tell) -> None:
    """Nothing disturbs any more: send what is left, asking the person where the program asks."""
    seat = Seat(orders)
    running = asyncio.create_task(seat.engine.run())
    try:
        await until(lambda: _answered(seat) and not seat.open_rows(), orders.patience_s)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await until(seat.engine.hold)
    while (await seat.engine.sync()).error is not None:
        continue  # a desk that still drops answers lets one through in the end
    asked = seat.desk.database.read().all("SELECT DISTINCT op FROM outbox_log WHERE cause = ?", (ASKED,))
    tell(json.dumps([_mark(seat, op) for (op,) in asked]))
    seat.session.close()


def _answered(seat: Seat) -> bool:
    """What a person does who is told that a row was sent twice without an answer: *look, and send it again*."""
    for identifier in seat.stuck():
        asyncio.get_running_loop().create_task(stuck.retry(seat.desk, identifier))
    return not seat.stuck()


def _mark(seat: Seat, op: str) -> str:
    row = find(seat.desk.database.read(), op)
    assert row is not None
    return str(getattr(row.intent, "text", "")).strip() if row.verb == "answer" else row.marker


JOBS: dict[str, Callable[[Orders, Tell], Awaitable[None]]] = {"work": work, "drain": drain}

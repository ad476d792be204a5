"""A scripted session that ends itself at one of its points: before or after each commit, each call, each spooled line.

Whatever is durable or visible to others changes at such a point and nowhere else, so that dying at each of them in turn
is dying everywhere.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from tests.faults.worker import Orders, Seat, Tell
from tests.support.until import until
from workboard.backends.http import Client
from workboard.board.wish import wish
from workboard.domain.intent import SetCategory
from workboard.store.entries import recent
from workboard.store.writer import Writer

SCRIPT = (
    (1, "first note", False),
    (2, "second note +10m", False),
    (1, "an answer to the client", True),
    (1, "third note >Call Gus", False),
)
CLOSED = 3
"""The ticket whose status is changed."""


class Points:
    """Counts; dies at ``end`` (0: never)."""

    def __init__(self, end: int) -> None:
        self.count = 0
        self._end = end

    def pass_one(self) -> None:
        self.count += 1
        if self.count == self._end:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """One before and one after each call of a function."""
        inner = getattr(owner, name)

        def watched(*args: Any, **named: Any) -> Any:
            self.pass_one()
            try:
                return inner(*args, **named)
            finally:
                self.pass_one()

        setattr(owner, name, watched)

    def around_async(self, owner: Any, name: str) -> None:
        inner = getattr(owner, name)

        async def watched(*args: Any, **named: Any) -> Any:
            self.pass_one()
            try:
                return await inner(*args, **named)
            finally:
                self.pass_one()

        setattr(owner, name, watched)


def watch(points: Points) -> None:
    """In this process, from now on. The spool is watched where there is one."""
    points.around(Writer, "_carry_out")
    points.around_async(Client, "ask")
    try:
        points.around(import_module("workboard.store.spool").Spool, "append")
    except ModuleNotFoundError:
        return


async def session(orders: Orders, tell: Tell) -> None:
    """Read, say what has not been said yet, send, read: the same whether for the first time or after a death."""
    points = Points(orders.point)
    watch(points)
    seat = Seat(orders)
    await until(seat.engine.hold)
    await seat.engine.sync()
    for ticket, text, public in SCRIPT:
        if not _said(seat, text):
            await seat.say(ticket, text, public=public)
    if not _said(seat, None):
        await _close(seat)
    await _until_sent(seat)
    tell(json.dumps({"points": points.count, **facts(seat)}))
    seat.session.close()


def _said(seat: Seat, text: str | None) -> bool:
    """Whether a wish of the script is stored; ``None``: the change of status."""
    rows = recent(seat.desk.database.read())
    if text is None:
        return any(one.verb == "status" for one in rows)
    words = text.split(" >")[0].split(" +")[0]
    return any(str(getattr(one.intent, "text", "")).startswith(words) for one in rows)


async def _close(seat: Seat) -> None:
    desk = seat.desk
    intent = SetCategory(f"desk:ticket:{CLOSED}", "done", "new")
    await desk.database.awrite(lambda tx: wish(desk, tx, desk.new_id(), intent, 0))


async def _until_sent(seat: Seat) -> None:
    """Turn after turn; what is uncertain is looked for when its settle time is over."""
    while seat.open_rows():
        report = await seat.engine.sync()
        if report.error is not None:
            raise report.error
        await until(lambda: seat.engine.context.wall() >= _due(seat))
    await seat.engine.sync()


def _due(seat: Seat) -> int:
    return min((one or 0 for (one,) in seat.desk.database.read().all(
        "SELECT next_at FROM outbox WHERE state NOT IN ('done', 'dropped')")), default=0)  # fmt: skip


def facts(seat: Seat) -> dict[str, Any]:
    """What must be the same after any death: mirror, outbox and cursor, without ids and times of our own making."""
    read = seat.desk.database.read().all
    return {
        "tickets": read("SELECT id, title, status, category, owner_id, presence FROM ticket ORDER BY id"),
        "messages": read(
            "SELECT ticket_id, author_name, visibility, body, minutes, next_step, marker IS NOT NULL FROM message"
            " ORDER BY ticket_id, visibility, body"
        ),
        "spans": read("SELECT ticket_id, category FROM status_span ORDER BY ticket_id, from_at"),
        "times": read("SELECT ticket_id, minutes FROM time_entry ORDER BY ticket_id, minutes"),
        "activities": read("SELECT id, remote_state FROM activity ORDER BY id"),
        "outbox": read("SELECT ticket_id, verb, state, reason FROM outbox ORDER BY ticket_id, verb, payload"),
        "feed": [json.loads(mark)["feed"] for (mark,) in read("SELECT watermark FROM cursor WHERE stream = 'changes'")],
    }


JOBS: dict[str, Callable[[Orders, Tell], Awaitable[None]]] = {"session": session}

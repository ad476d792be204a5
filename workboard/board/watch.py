"""What nobody presses a key for, while a board is open: a sign of life, the end of a block, what breaks through."""

from __future__ import annotations

import asyncio
import logging

from workboard.board.alive import Alive
from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.offer import shown_title
from workboard.board.outside import weighed
from workboard.domain.errors import WorkboardError
from workboard.domain.event import Changed, Moment
from workboard.domain.focus import FIXED_SOON, P1_MINE
from workboard.domain.text import safe
from workboard.domain.working_time import MINUTE
from workboard.store import focus, overlay, to_do
from workboard.store.database import Reader, Transaction

WORTH_A_LOOK = frozenset({"focus", "work", "tickets", "activities"})

REST_S = 1.0
"""However much comes in, one look a second is enough: a sync of many pages costs no look each."""


async def keep_watch(desk: Desk, alive: Alive) -> None:
    """Until it is cancelled. A disk that takes nothing stops nothing: the next minute tries again."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def heard(changed: Changed) -> None:
        if changed.topics & WORTH_A_LOOK and not loop.is_closed():
            loop.call_soon_threadsafe(woken.set)

    stop = desk.subscribe(heard)
    signed = -1
    try:
        while True:
            woken.clear()
            minute = desk.now() // MINUTE
            try:
                if minute != signed:
                    await alive.sign()
                await notice(desk)
                signed = minute
            except WorkboardError as error:
                logging.getLogger("workboard.board").warning("the watch could not be kept: %s", error)
            await _wait(woken, (MINUTE - desk.now() % MINUTE) / 1000 + 0.05)
            await asyncio.sleep(REST_S)
    finally:
        stop()


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return


async def notice(desk: Desk) -> None:
    """What time and others have brought, told once however many boards are open."""
    reader = desk.database.read()
    if focus.bound_unnoticed(reader, desk.now()):
        await desk.database.awrite(lambda transaction: focus.notice_bound(transaction, desk.now()))
    if mode(desk, reader) == "focus" and _fresh(desk, reader):
        await desk.database.awrite(lambda transaction: _break_through(desk, transaction))


def _fresh(desk: Desk, reader: Reader) -> tuple[str, ...]:
    """Keys of what breaks through now and had not before."""
    session = focus.still_open(reader)
    if session is None:
        return ()
    return tuple(key for key in weighed(desk, reader, session).through if key not in session.told)


def _break_through(desk: Desk, transaction: Transaction) -> None:
    keys, session = _fresh(desk, transaction), focus.newest(transaction)
    if session is None or not keys:
        return
    focus.tell(transaction, session, keys)
    for key in keys:
        transaction.tell(_moment(desk, transaction, key, session.block.until_at))


def _moment(desk: Desk, reader: Reader, key: str, until_at: int) -> Moment:
    kind, _, identifier = key.partition(" ")
    if kind == "P1":
        ticket = overlay.ticket(reader, identifier)
        number, title = (None, None) if ticket is None else (safe(ticket.number), safe(ticket.title))
        return Moment("on_breakthrough", desk.now(), number, title, until_at, rule=P1_MINE)
    one = to_do.candidate(reader, identifier)
    if one is None:
        return Moment("on_breakthrough", desk.now(), until_at=until_at, rule=FIXED_SOON)
    title = safe(shown_title(one, to_do.next_step(reader, one.ticket.id)))
    return Moment("on_breakthrough", desk.now(), safe(one.ticket.number), title, until_at, rule=FIXED_SOON)

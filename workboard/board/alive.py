"""A sign of life each minute, while a board is open: what was worked on is known as long as somebody was there to see.

After a crash, and after a sleep of the machine, the clock of the open work ends at the last sign and begins anew now;
one line says how much was left out, and how it is booked all the same. Whoever leaves the board properly takes the
sign down, and the work goes on without it. A clock put forward looks like a sleep, and is treated like one; one put
back leaves nothing out.
"""

from workboard.board import quiet_lines
from workboard.board.booking import MOST_MINUTES
from workboard.board.desk import Desk
from workboard.board.words import when
from workboard.domain.interruption import GAP_MS, Stretch
from workboard.domain.working_time import MINUTE
from workboard.store import intervals, journal, written
from workboard.store.database import Transaction

SIGN = "alive "
DEAD_MS = 3 * MINUTE
"""a board without a sign for so long is not open any more, or its machine sleeps"""


class Alive:
    """The signs of one board. ``sign`` each minute, ``leave`` at the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._name = SIGN + desk.new_id()

    async def sign(self) -> None:
        """I am here. Where nobody was for longer than a gap, what nobody saw is left out first."""
        await self._desk.database.awrite(self._sign, durable=False)

    async def leave(self) -> None:
        """The board is closed as it should be: the clock of what runs goes on."""
        await self._desk.database.awrite(lambda transaction: journal.set_place(transaction, self._name, None, 0))

    def _sign(self, transaction: Transaction) -> None:
        now = self._desk.now()
        signs = {name: int(at) for name, at in journal.places(transaction, SIGN).items()}
        if signs and not any(abs(now - at) < DEAD_MS for at in signs.values()):
            _leave_out(self._desk, transaction, max(signs.values()))
        for name, at in signs.items():
            if abs(now - at) >= DEAD_MS:
                journal.set_place(transaction, SIGN + name, None, now)
        journal.set_place(transaction, self._name, str(now), now)


def _leave_out(desk: Desk, transaction: Transaction, last_sign: int) -> None:
    """The open stretch of work, if it is one, ends at the last sign of life."""
    now, open_ = desk.now(), intervals.current(transaction)
    if open_ is None or open_.kind != "activity":
        return
    seen = max(last_sign, open_.started_at, written.last_wish_at(transaction))
    if now - seen <= GAP_MS:
        return
    intervals.end(transaction, seen)
    intervals.begin(transaction, _again(desk, open_))
    quiet_lines.put(desk, transaction, "gap", _words(desk, seen, now))


def _words(desk: Desk, seen: int, now: int) -> str:
    minutes = (now - seen) // MINUTE
    said = f"No sign of work {when(desk, seen)} to {when(desk, now)}: not counted"
    return said if minutes > MOST_MINUTES else f"{said}; +{minutes}m in a note books it"


def _again(desk: Desk, one: Stretch) -> Stretch:
    return one._replace(id=desk.new_id(), started_at=desk.now(), ended_at=None)

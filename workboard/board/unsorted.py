"""Interruptions that are over and that nobody has put to a ticket yet: a person is asked about each once."""

from workboard.board.desk import Desk
from workboard.domain.interruption import word
from workboard.domain.reason import clock
from workboard.domain.text import safe
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store import intervals
from workboard.store.database import Transaction


class Unsorted(NamedTuple):
    ref: str
    since: str
    minutes: int
    source: str | None
    who: str | None
    started_at: int = 0
    key: str | None = None
    """the source as programs read it"""


def of_today(desk: Desk) -> list[Unsorted]:
    """Of today, those nobody has been asked about: oldest first."""
    reader = desk.database.read()
    found = intervals.unsorted(reader, day_bounds(desk.now(), desk.zone)[0])
    return [
        Unsorted(
            one.ref,
            clock(one.started_at, desk.zone),
            intervals.spent_on(reader, one.ref, desk.now()) // MINUTE,
            word(one.source),
            safe(one.who) if one.who else None,
            one.started_at,
            one.source,
        )
        for one in found
    ]


async def asked(desk: Desk, refs: list[str]) -> None:
    """They were put before a person; whatever that said, they are not again."""
    await desk.database.awrite(lambda transaction: were_asked(desk, transaction, refs))


def were_asked(desk: Desk, transaction: Transaction, refs: list[str]) -> None:
    """The same inside another act's transaction."""
    for ref in refs:
        intervals.describe(transaction, ref, asked_at=desk.now())


def drop(desk: Desk, transaction: Transaction) -> int:
    """All of today that nobody has sorted, asked about or not, was for nothing to be kept. How many."""
    found = intervals.unsorted(transaction, day_bounds(desk.now(), desk.zone)[0], also_asked=True)
    for one in found:
        intervals.describe(transaction, one.ref, sorted=True)
    return len(found)

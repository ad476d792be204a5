"""A short pause, taken or let go by with one key.

It is an interruption of one's own, planned and sorted: it stops the clock of what runs, so that no client pays for it,
and the own log counts it as planned.
"""

from workboard.board import interruption
from workboard.board.breathe import ANSWERED
from workboard.board.desk import Desk
from workboard.domain.breathe import WHO
from workboard.domain.errors import UsageError
from workboard.store import intervals, journal
from workboard.store.database import Transaction


async def take(desk: Desk) -> None:
    """Away from now on; coming back ends it. ``UsageError`` where the policy has no pauses."""
    if not desk.policy.breathe.offer:
        raise UsageError("the policy proposes no pauses ([breathe] offer)")

    def work(transaction: Transaction) -> None:
        ref = interruption.begin(desk, transaction, "self", WHO)
        intervals.describe(transaction, ref, sorted=True)
        _answered(desk, transaction)

    await desk.database.awrite(work)


async def decline(desk: Desk) -> None:
    """Not now; the next is proposed when there is reason again."""
    await desk.database.awrite(lambda transaction: _answered(desk, transaction), durable=False)


def _answered(desk: Desk, transaction: Transaction) -> None:
    journal.set_place(transaction, ANSWERED, str(desk.now()), desk.now())
    transaction.touch("focus")

"""A short pause between two things: proposed by the policy, taken or declined with one key.

A pause is an interruption of one's own, planned and sorted: it stops the clock of what runs, so that no client pays
for it, and the own log counts it as planned.
"""

from workboard.board import interruption
from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.domain.bands import band
from workboard.domain.breathe import HOUR_MS, WHO, Past, due
from workboard.domain.errors import UsageError
from workboard.store import intervals, journal, views
from workboard.store.database import Reader, Transaction

ANSWERED = "breathe"
"""the place with the instant of the last answer"""


def proposal(desk: Desk, reader: Reader) -> str | None:
    """The one line; ``None`` unless one is due, and never in focus."""
    if not desk.policy.breathe.offer or mode(desk, reader) != "board":
        return None
    if not due(desk.policy.breathe, _past(desk, reader), desk.now()):
        return None
    return f"{desk.policy.breathe.pause} minutes to breathe, if you like: b takes them, B not now"


def _past(desk: Desk, reader: Reader) -> Past:
    now, answered = desk.now(), journal.place(reader, ANSWERED)
    found = [one for one in intervals.between(reader, now - HOUR_MS, now + 1) if one.ended_at is not None]
    calls = {one.ref: one.started_at for one in reversed(found) if one.kind == "interruption" and one.who != WHO}
    work = {one.ref: one.ended_at for one in found if one.kind == "activity"}
    urgent = [at for ref, at in work.items() if ref is not None and at is not None and _emergency(desk, reader, ref)]
    return Past(tuple(calls.values()), tuple(urgent), None if answered is None else int(answered))


def _emergency(desk: Desk, reader: Reader, activity_id: str) -> bool:
    one = views.candidate(reader, activity_id)
    return one is not None and one.state == "finished" and band(one.ticket, desk.policy) == 1


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

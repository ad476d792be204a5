"""A short pause between two things, proposed by the policy when there is reason."""

from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.domain.bands import band
from workboard.domain.breathe import HOUR_MS, WHO, Past, due
from workboard.store import intervals, journal, to_do
from workboard.store.database import Reader

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
    one = to_do.candidate(reader, activity_id)
    return one is not None and one.state == "finished" and band(one.ticket, desk.policy) == 1

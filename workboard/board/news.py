"""What a person who looks elsewhere would want to hear of: a P1, a fixed time, replies whose time has come.

Each is told once, by whichever board notices it first, and never while somebody concentrates or is away: what came
then was shown there, or is on the board when they are back.
"""

import json

from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.offer import shown_title
from workboard.domain.bands import band
from workboard.domain.focus import FIXED_LEAD_MS
from workboard.domain.policy import Candidate
from workboard.domain.reason import clock, length
from workboard.domain.replies import Waiting, next_window, queue
from workboard.domain.text import safe
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store import journal, last_word, to_do
from workboard.store.database import Reader, Transaction

PLACE = "news"
BATCH_MS = 5 * MINUTE
"""a window that opened longer ago is no news"""
KEPT_MS = 7 * 24 * 60 * MINUTE
"""so long ago, and no longer there: forgotten"""


class News(NamedTuple):
    """``key`` stands for the thing itself: never told twice."""

    key: str
    title: str
    text: str


async def news(desk: Desk) -> list[News]:
    """What is new, and now told. Empty in focus, away, and on a file's first look: what was there before stands on the
    board."""
    reader = desk.database.read()
    known = _known(reader)
    if known is not None and all(one.key in known for one in _now(desk, reader)):
        return []
    return await desk.database.awrite(lambda transaction: _claim(desk, transaction), durable=False)


def _claim(desk: Desk, transaction: Transaction) -> list[News]:
    at, now, known = desk.now(), _now(desk, transaction), _known(transaction)
    kept = {key: told for key, told in (known or {}).items() if told > at - KEPT_MS}
    kept.update((one.key, at) for one in now)
    journal.set_place(transaction, PLACE, json.dumps(kept, ensure_ascii=False), at)
    if known is None or mode(desk, transaction) != "board" or not desk.config.ui.notify:
        return []
    return [one for one in now if one.key not in known]


def _known(reader: Reader) -> dict[str, int] | None:
    """When each key was told, or was there and needed no telling; ``None`` on the first look."""
    found = journal.place(reader, PLACE)
    return None if found is None else dict(json.loads(found))


def _now(desk: Desk, reader: Reader) -> list[News]:
    now, me = desk.now(), desk.me.id
    waiting = queue(last_word.threads(reader, me), now)
    found = to_do.candidates(reader, me, frozenset(one.ticket.id for one in waiting))
    urgent = {one.ticket.id: one for one in found if band(one.ticket, desk.policy) == 1 and one.state != "finished"}
    fixed = [one for one in found if _soon(desk, one)]
    return [
        *(_emergency(one) for one in urgent.values()),
        *(_fixed(desk, reader, one) for one in fixed),
        *_batch(desk, waiting),
    ]


def _emergency(one: Candidate) -> News:
    about = " · ".join(safe(part) for part in (one.ticket.company, one.ticket.contact_name) if part)
    return News(f"P1 {one.ticket.id}", f"P1 for you #{safe(one.ticket.number)}", about or safe(one.ticket.title))


def _soon(desk: Desk, one: Candidate) -> bool:
    start, now = one.activity.start_at, desk.now()
    if not one.activity.fixed or start is None or one.state in ("running", "finished", "away"):
        return False
    return start - FIXED_LEAD_MS <= now < start < day_bounds(now, desk.zone)[1]


def _fixed(desk: Desk, reader: Reader, one: Candidate) -> News:
    title = safe(shown_title(one, to_do.next_step(reader, one.ticket.id)))
    at = one.activity.start_at or 0
    return News(f"fixed {one.activity.id} {at}", f"At {clock(at, desk.zone)}, fixed", title)


def _batch(desk: Desk, waiting: list[Waiting]) -> list[News]:
    """The window that has just opened, if anybody waits for it."""
    now = desk.now()
    at = next_window(desk.policy.replies, desk.shift, now - BATCH_MS)
    if not waiting or at is None or at > now:
        return []
    count = "1 client waits" if len(waiting) == 1 else f"{len(waiting)} clients wait"
    longest = length(max(one.minutes for one in waiting))
    return [News(f"replies {at}", "Time for the replies", f"{count}, the longest {longest}")]

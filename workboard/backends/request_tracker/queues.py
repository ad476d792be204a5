"""The queues one may see, and evidence of what their lifecycles call things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from workboard.backends.request_tracker.client import Calls, any_of
from workboard.backends.request_tracker.paging import numbers_in
from workboard.backends.request_tracker.shapes import Misshapen, Row, line
from workboard.backends.request_tracker.statuses import KNOWN_WORDS, Statuses
from workboard.domain.errors import Refused

ONE: Final = {"fields": "Status"}


def lifecycles(queues: Iterable[Row]) -> dict[int, str]:
    """Queue number → the name of its lifecycle; a row without a number is left out, and it is unknown what cannot
    be read of the others."""
    return {number: _word(row, "Lifecycle") for row in queues for number in numbers_in([row])}


def names(queues: Iterable[Row]) -> frozenset[str]:
    return frozenset(name for row in queues if (name := _word(row, "Name")))


def _word(row: Row, key: str) -> str:
    try:
        return line(row, key) or ""
    except Misshapen:
        return ""


async def learn_statuses(calls: Calls, statuses: Statuses, of_queue: Mapping[int, str]) -> bool:
    """Two requests a lifecycle at most: its latest hundred changes of status, and whether any ticket stands
    in a reply status, if those showed none. Whether the server lets this token ask for transactions at all."""
    queues_of: defaultdict[str, list[int]] = defaultdict(list)
    for queue, lifecycle in of_queue.items():
        queues_of[lifecycle].append(queue)
    for lifecycle, queues in queues_of.items():
        query = f"Type='Status' AND {any_of('TicketQueue', queues)}"
        try:
            rows = (await calls.transactions(query, newest_first=True)).items
        except Refused:
            return False
        words = {_word(row, key) for row in rows for key in ("OldValue", "NewValue")}
        statuses.learn(lifecycle, words, len(rows))
        if statuses.reply_signal(lifecycle) != "status":
            await _look_for_replies(calls, statuses, lifecycle, queues)
    return True


async def _look_for_replies(calls: Calls, statuses: Statuses, lifecycle: str, queues: list[int]) -> None:
    words = statuses.words("reply") or KNOWN_WORDS["reply"]
    listing = await calls.tickets(f"{any_of('Queue', queues)} AND {any_of('Status', words)}", ONE)
    statuses.learn(lifecycle, {_word(row, "Status") for row in listing.items})

"""What leaves next, decided without sending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workboard.store.outbox import Entry
from workboard.store.states import ATTENTION

CLOCK_JUMP_MS = 3_600_000
"""Nothing waits longer than an hour: a later time on a row means that the clock went back."""


class Send(NamedTuple):
    entry: Entry


class Probe(NamedTuple):
    entry: Entry


class Rest(NamedTuple):
    """Nothing to do before ``until`` (wall clock, ms); ``None`` when nothing waits at all."""

    until: int | None = None


Step = Send | Probe | Rest


def next_send(entries: Sequence[Entry], wall: int, *, now_please: bool = False) -> Step:
    """The next thing to do for the outbox: in order per ticket, tickets independent of each other.

    What waits for a person does not hold up the rest of its ticket, unless the ticket itself is not there yet.
    ``now_please`` ignores back-off (a person asked), never the settle time before a probe.
    """
    times: list[int] = []
    for entry in _heads(entries):
        due = _due(entry, wall, now_please)
        if due <= wall:
            return Probe(entry) if entry.state == "uncertain" else Send(entry)
        times.append(due)
    return Rest(min(times) if times else None)


def _heads(entries: Sequence[Entry]) -> Iterable[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.ticket_id in seen:
            continue
        if entry.state in ATTENTION:
            if entry.verb == "open":
                seen.add(entry.ticket_id)
            continue
        seen.add(entry.ticket_id)
        if entry.state != "inflight":
            yield entry


def _due(entry: Entry, wall: int, now_please: bool) -> int:
    wait = entry.next_at or 0
    if entry.state != "uncertain" and now_please:
        wait = 0
    due = max(entry.sendable_at if entry.attempts == 0 else 0, wait)
    return wall if due > wall + CLOCK_JUMP_MS else due

"""What leaves next, decided without sending it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workboard.domain.intent import AddNote, Answer, Dismiss, SetCategory
from workboard.domain.ticket import CLOSED, Ticket
from workboard.domain.typed import NamedTuple
from workboard.store.entries import Entry
from workboard.store.states import ATTENTION

CLOCK_JUMP_MS = 7_200_000
"""Nothing is put off for more than an hour, so a time two hours ahead means that the clock went back."""


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

    ``now_please`` ignores back-off (a person asked), never the settle time before a probe.
    """
    times: list[int] = []
    for entry in _heads(entries):
        due = _due(entry, now_please)
        if due <= wall:
            return Probe(entry) if entry.state == "uncertain" else Send(entry)
        times.append(due)
    return Rest(min(times) if times else None)


def _heads(entries: Sequence[Entry]) -> Iterable[Entry]:
    """The first row of each ticket that may move. What waits for a person, or is only promised, does not hold up
    its ticket, unless that is not there yet; but it does hold up its own act (``behind``)."""
    waits = behind(entries)
    seen: set[str] = set()
    for entry in entries:
        if entry.ticket_id in seen or entry.id in waits:
            continue
        if entry.state in ATTENTION or entry.promised:
            if entry.verb == "open":
                seen.add(entry.ticket_id)
            continue
        seen.add(entry.ticket_id)
        if entry.state != "inflight":
            yield entry


def behind(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Rows that wait for a text of the same act → that text: a ticket is not closed in silence because the words
    that should have gone before were turned down, or may still be taken back."""
    text_of: dict[str, Entry] = {}
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.act in text_of and entry.state in ("pending", "held"):
            found[entry.id] = text_of[entry.act]
        elif isinstance(entry.intent, AddNote | Answer) and (entry.state in ATTENTION or entry.promised):
            text_of.setdefault(entry.act, entry)
    return found


def _due(entry: Entry, now_please: bool) -> int:
    if entry.state == "uncertain":
        return entry.next_at or 0
    wait = 0 if now_please else entry.next_at or 0
    return max(entry.sendable_at if entry.attempts == 0 else 0, wait)


def astray(entries: Iterable[Entry], wall: int, settle: Callable[[Entry], int]) -> list[tuple[Entry, int]]:
    """Rows whose time is further ahead than any reason for it, so that the clock must have gone back, and the time
    each gets instead. A look is never made sooner for that: its settle time begins anew."""
    found: list[tuple[Entry, int]] = []
    for one in entries:
        if one.state == "uncertain":
            if (one.next_at or 0) > wall + settle(one):
                found.append((one, wall + settle(one)))
        elif one.state in ("pending", "held") and not one.promised and _due(one, False) > wall + CLOCK_JUMP_MS:
            found.append((one, wall))
    return found


def theirs_now(entry: Entry, ticket: Ticket | None, me: str) -> str | None:
    """Why a status should not be written any more: the ticket is somebody else's by now. Notes and time still go
    there; ``None`` where nothing speaks against it."""
    if ticket is None or not isinstance(entry.intent, SetCategory | Dismiss):
        return None
    if ticket.presence != "left" or ticket.owner_id == me or ticket.category in CLOSED:
        return None  # of a closed one the backend itself sees whether there is anything left to do
    return "somebody else" if ticket.owner_id else "nobody"

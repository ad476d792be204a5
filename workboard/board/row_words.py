"""A row of the outbox in words: what it says, and why it is where it is. People are called by their names."""

from __future__ import annotations

from workboard.board.broken_promises import LATE_MS
from workboard.board.desk import Desk
from workboard.board.words import name_of
from workboard.domain.intent import AddNote, Answer, Assign, Intent, OpenTicket, Schedule, SetCategory
from workboard.domain.reason import clock, length, moment
from workboard.domain.text import safe, safe_block
from workboard.store import entries
from workboard.store.entries import Entry


def text_of(desk: Desk, one: Entry) -> str:
    """The words of the wish, whole."""
    words = words_of(one.intent)
    if isinstance(one.intent, Schedule):
        how_long = f", {length(one.intent.minutes)}" if one.intent.minutes else ""
        return f"{moment(one.intent.start_at, desk.zone, desk.now())}{how_long}: {safe(one.intent.title)}"
    if words is not None:
        return safe_block(words)
    if isinstance(one.intent, SetCategory):
        return f"status: {one.intent.category}"
    if isinstance(one.intent, Assign):
        return f"give the ticket to {name_of(desk, one.intent.person_id)}"
    return {"dismiss": "no answer needed", "complete": "activity done", "claim": "take the ticket"}[one.verb]


def words_of(intent: Intent) -> str | None:
    """What somebody wrote, as it is; ``None`` where there are no words."""
    if isinstance(intent, AddNote | Answer):
        return intent.text
    if isinstance(intent, Schedule):
        return intent.title
    return f"{intent.title}\n{intent.body}".strip() if isinstance(intent, OpenTicket) else None


def reason_of(desk: Desk, one: Entry, before: Entry | None) -> str | None:
    """Why it is where it is, where that is not plain; ``before`` is the row it waits for."""
    if before is not None:
        return f"waits for row {before.seq}, which goes first"
    if one.promised and one.state in ("pending", "held"):
        late = (one.next_at or 0) + LATE_MS < desk.wall()
        until = clock(desk.now() + (one.next_at or 0) - desk.wall(), desk.zone)
        held = f"may be taken back until {until}"
        return "the board that wrote it has ended: retry sends it, drop makes it a draft" if late else held
    if one.state == "conflict" and isinstance(one.intent, Assign):
        return _whose(desk, one, one.intent) or one.reason
    return safe(one.reason) if one.reason else None


def _whose(desk: Desk, one: Entry, wish: Assign) -> str | None:
    """Somebody else was faster: between whom one has to choose."""
    owners = entries.owners_in_conflict(desk.database.read(), one)
    if owners is None:
        return None
    before, now = (name_of(desk, each) for each in owners)
    mine = name_of(desk, wish.person_id)
    return f"{now} has it by now, not {before}: choose {mine} (outbox retry) or {now} (outbox drop)"

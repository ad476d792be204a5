"""Who waits for a team, and for what the team waits: plain numbers, and requests for help with the name under them."""

from __future__ import annotations

from typing import Final

from workboard.board.lead_look import Looker
from workboard.domain.lead import figures
from workboard.domain.note_lines import read
from workboard.domain.replies import Thread, queue
from workboard.domain.ticket import Author, Ticket
from workboard.store import team_waiting
from workboard.store.connection import Row

HELP_AT_MOST: Final = 50


def replies(look: Looker) -> figures.RepliesWaiting:
    found = queue((_thread(row) for row in team_waiting.conversations(look.reader)), look.now)
    if not found:
        return figures.RepliesWaiting()
    longest = max(found, key=lambda one: one.minutes)
    return figures.RepliesWaiting(len(found), longest.minutes, longest.ticket.id)


def _thread(row: Row) -> Thread:
    """A conversation brought down to what the reply queue asks; whose it is does not matter here."""
    (
        ticket_id,
        number,
        category,
        created_at,
        updated_at,
        signal,
        client_at,
        origin,
        staff_at,
        since,
        dismissed,
        first,
    ) = row
    ticket = Ticket(
        ticket_id, number, "", "", category, created_at=created_at, updated_at=updated_at, presence="mine",
        reply_signal=signal,
    )  # fmt: skip
    last = client_at is not None and (staff_at is None or client_at > staff_at)
    author: Author | None = "client" if last else None if staff_at is None else "staff"
    return Thread(ticket, author, origin if last else None, None, first, staff_at, since, dismissed)


def blocked(look: Looker) -> tuple[tuple[str, int], ...]:
    """How many open tickets wait for whom; the status counts where nobody wrote a reason."""
    waiting = team_waiting.waiting_tickets(look.reader)
    by_status = {one: "client" if category == "waiting_client" else "others" for one, category in waiting}
    said = {**by_status, **look.reasons}
    counts = {name: sum(one == name for one in said.values()) for name in figures.BLOCKED_BY}
    return tuple((name, count) for name, count in counts.items() if count)


def help_wanted(look: Looker) -> tuple[figures.Help, ...]:
    """Asked for, and since then neither given nor a next step written; oldest first."""
    found: dict[str, figures.Help] = {}
    given: dict[str, int] = {}
    for ticket_id, number, band, at, name, body, step_at in team_waiting.asked_help(look.reader, look.bands, look.now):
        lines = read(body)
        if lines.help_given:
            given.setdefault(ticket_id, at)
        settled = at < given.get(ticket_id, 0) or (step_at is not None and step_at > at)
        if lines.help_wanted and not settled and ticket_id not in found:
            found[ticket_id] = figures.Help(ticket_id, number, band, lines.help_wanted, name, at)
    return tuple(sorted(found.values(), key=lambda one: (one.since_at, one.number)))[:HELP_AT_MOST]

"""What *note*, *answer* and *no-answer* print."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.notes import Saved
from workboard.cli import out
from workboard.cli.deliver import Done, words
from workboard.cli.shape import ticket_json


def report(desk: Desk, ticket_id: str, saved: Saved | None, done: Done, *, json: bool) -> int:
    """``saved`` is ``None`` where there was nothing to say to anybody."""
    ticket = ticket_of(desk.database.read(), ticket_id)
    if json:
        out.json_line(
            {
                "ticket": ticket_json(ticket, desk.policy),
                "text": saved.text.strip() or None if saved else None,
                "minutes": saved.minutes if saved else 0,
                "next_step": saved.next_step if saved else None,
                "visibility": "public" if saved and saved.public else "internal",
                "solution": bool(saved and saved.solution),
                "state": done.state,
            }
        )
        return 0
    out.line(f"#{ticket.number} {ticket.title}")
    if saved is not None:
        who = "the client reads it" if saved.public else "internal"
        parts = [who, f"{saved.minutes} min" if saved.minutes else "no time"]
        out.line(" · ".join([*parts, f"next step: {saved.next_step}"] if saved.next_step else parts))
    out.line(words(desk, done))
    return 0

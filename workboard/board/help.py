"""Asking for help: a line on the ticket that the lead and the others can see. The work stays where it is."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.domain.errors import UsageError
from workboard.domain.intent import AddNote
from workboard.domain.note_lines import compose
from workboard.domain.text import clean
from workboard.store.database import Transaction

LONGEST = 200
"""A line that asks; what was tried so far belongs into a note."""


async def ask(desk: Desk, ticket_id: str, wanted: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """``wanted`` is who or what would help, in a few words. Internal: no client reads it."""
    words = " ".join(clean(wanted).split())
    if not words:
        raise UsageError("who or what would help? A few words: somebody who knows the dental software")
    if len(words) > LONGEST:
        raise UsageError(f"that is long for a line ({LONGEST} characters at most): write a note (n) first")

    def work(transaction: Transaction) -> None:
        ticket_of(transaction, ticket_id)
        wish(desk, transaction, desk.new_id(), AddNote(ticket_id, compose("", help_wanted=words)), hold_ms)

    await desk.database.awrite(work)

"""A client's own words, on the desk of this machine: by phone, by hand, or from a mail filter."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.notes import whole
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.text import clean, safe
from workboard.sync import at_desk

NAME_LIMIT = 200


def receive(desk: Desk, ticket_id: str, sender: str, text: str) -> str:
    """The words as they were stored. From now on the ticket is in the reply queue of whoever has it."""
    if desk.capabilities.network:
        raise UsageError(
            f"clients write to {desk.capabilities.label} itself, by mail or on its pages: workboard sync brings it here"
        )
    ticket = ticket_of(desk.database.read(), ticket_id)
    if ticket.category == "gone":
        raise ImpossibleAct(f"#{ticket.number} was deleted: open a new ticket for these words")
    words, name = clean(whole(text)).strip(), safe(sender)[:NAME_LIMIT].strip()
    if not words:
        raise UsageError("there are no words: give the text, or - for standard input")
    if not name:
        raise UsageError("--from is empty: whose words are they?")
    at_desk.receive(desk.database, desk.slug, desk.now, ticket_id, name, words, desk.new_id())
    return words

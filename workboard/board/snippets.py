"""The technician's own texts, filled in for a ticket."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.domain.snippets import Facts, called, fill, matching
from workboard.domain.text import safe
from workboard.domain.typed import NamedTuple


class Called(NamedTuple):
    """A snippet that is being called: its name, its text for this ticket, and how many characters call it."""

    name: str
    text: str
    typed: int


def at_cursor(desk: Desk, ticket_id: str, line: str, column: int) -> Called | None:
    """The snippet whose name ends at ``column`` of the line that is typed, if any."""
    own = desk.config.notes.snippets
    letters = called(line, column) if own else None
    if letters is None:
        return None
    found = matching(letters, own)
    if not found:
        return None
    name, text = found[0]
    return Called(name, fill(text, facts(desk, ticket_id)), len(letters) + 1)


def facts(desk: Desk, ticket_id: str) -> Facts:
    """What a placeholder stands for on this ticket; safe text."""
    ticket = ticket_of(desk.database.read(), ticket_id)
    known = (ticket.contact_name, ticket.company, ticket.number, ticket.title, desk.me.name)
    return Facts(*(safe(word or "") for word in known))

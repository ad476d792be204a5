"""What slips through: work without a verb, and open tickets that are nobody's work."""

from __future__ import annotations

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.offer import shown_title, undecided
from workboard.domain.finding import Finding
from workboard.domain.note_lines import read as read_lines
from workboard.domain.replies import queue
from workboard.domain.ticket import DERIVING, Ticket
from workboard.store import findings, last_word, overlay, texts, to_do
from workboard.store.database import Reader

LET_GO = frozenset({"finished", "away"})


def undecided_work(desk: Desk) -> list[Finding]:
    """My open activities for which the board would ask for the next step. Other people's notes are not all here."""
    reader, me = desk.database.read(), desk.me.id
    answered = frozenset(one.ticket.id for one in queue(last_word.threads(reader, me), desk.now()))
    found: dict[str, Finding] = {}
    for one in to_do.candidates(reader, me, answered):
        step = None if one.state in LET_GO else to_do.next_step(reader, one.ticket.id)
        if one.state not in LET_GO and undecided(one, step):
            number = one.ticket.number
            what = f"#{number} {shown_title(one, step)}"
            found[one.ticket.id] = Finding("no-next-step", what, f'workboard note {number} ">Call …"')
    return list(found.values())


def lost_tickets(desk: Desk) -> list[Finding]:
    """Open tickets having neither activity, reply nor reason: they must be none at the end of the day."""
    reader, now = desk.database.read(), desk.now()
    answered = {one.ticket.id for one in queue(last_word.threads(reader, desk.me.id), now)}
    carries_sums = teams.team_ticket(desk, reader)
    return [
        Finding("lost", f"#{one.number} {one.title} ({_whose(one)})", _remedy(one))
        for one in findings.on_no_board(reader)
        if one.id not in {*answered, carries_sums} and _still_open(reader, one) and not _has_reason(reader, one.id)
    ]


def _whose(ticket: Ticket) -> str:
    return "nobody's" if ticket.owner_id is None else "yours, let go while it stayed open"


def _remedy(ticket: Ticket) -> str:
    if ticket.owner_id is None:
        return "give it an owner at the help desk, or close it"
    return f'workboard note {ticket.number} ">Call …", or close it'


def _still_open(reader: Reader, ticket: Ticket) -> bool:
    """With what is still on its way to the help desk."""
    shown = overlay.ticket(reader, ticket.id)
    return shown is not None and shown.category in DERIVING


def _has_reason(reader: Reader, ticket_id: str) -> bool:
    """Somebody wrote what it waits for, and nobody has written a next step since."""
    for one in texts.messages(reader, ticket_id):
        lines = read_lines(one.body)
        if one.visibility == "internal" and (lines.blocked or lines.help_wanted):
            return True
        if one.next_step is not None:
            return False
    return False

"""The question behind *lost*: open tickets that no board will ever show."""

from __future__ import annotations

from workboard.domain.ticket import Ticket
from workboard.store import rows
from workboard.store.database import Reader


def on_no_board(reader: Reader) -> list[Ticket]:
    """Open on our side, without an open activity, and without an owner for whom they would be work of their own;
    of mine, those whose derived activity was let go here. Oldest first."""
    found = reader.all(
        f"""SELECT {rows.columns(Ticket, "t")} FROM ticket t
        WHERE t.presence IN ('mine','team') AND t.category IN ('new','open','planned')
        AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.ticket_id = t.id AND a.remote_state = 'open')
        AND (t.owner_id IS NULL OR (t.presence = 'mine' AND EXISTS (
            SELECT 1 FROM work w WHERE w.ticket_id = t.id AND w.state IN ('finished','away')
                AND w.activity_id = replace(t.id, ':ticket:', ':derived:'))))
        ORDER BY t.created_at, t.id"""
    )
    return [rows.ticket(row) for row in found]

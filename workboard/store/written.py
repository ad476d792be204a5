"""What I wrote here, by this machine's clock, sent or not: the newest note, the newest wish, a next step said."""

from workboard.store.database import Reader


def last_note_at(reader: Reader, ticket_id: str) -> int | None:
    """When I last wrote on this ticket from here, by this machine's clock (a note's own time follows the remote's,
    which may be ahead). A note about a call books that call, and not what was worked before it."""
    found: int | None = reader.value(
        "SELECT max(o.created_at) FROM note n JOIN outbox o ON o.id = n.id WHERE n.ticket_id = ?"
        " AND coalesce(json_extract(o.payload, '$.kind'), 'work') = 'work'",
        (ticket_id,),
    )
    return found


def last_wish_at(reader: Reader) -> int:
    """When anything was last written here, by this machine's clock: whoever writes is there. 0 for never."""
    return int(reader.value("SELECT max(created_at) FROM outbox") or 0)


def notes_since(reader: Reader, ticket_id: str, since_at: int) -> list[tuple[int, str]]:
    """(when, body) of what I wrote here on a ticket, sent or not, oldest first."""
    found = reader.all(
        """SELECT o.created_at, n.body FROM note n JOIN outbox o ON o.id = n.id
        WHERE n.ticket_id = ? AND o.created_at >= ? AND o.state <> 'dropped' ORDER BY o.seq""",
        (ticket_id, since_at),
    )
    return [(row[0], row[1]) for row in found]


def step_since(reader: Reader, ticket_id: str, since_at: int) -> tuple[int, str] | None:
    """(when, words) of the newest next step I wrote here on a ticket since an instant."""
    row = reader.one(
        """SELECT o.created_at, n.next_step FROM note n JOIN outbox o ON o.id = n.id
        WHERE n.ticket_id = ? AND o.created_at >= ? AND o.state <> 'dropped' AND n.next_step IS NOT NULL
        ORDER BY o.seq DESC LIMIT 1""",
        (ticket_id, since_at),
    )
    return None if row is None else (row[0], row[1])

"""The technician's own log: stretches of work and interruptions, with the tickets behind them."""

from typing import NamedTuple

from workboard.store.database import Reader


class Stretch(NamedTuple):
    """``ended_at`` is ``None`` while it lasts; ``number`` and ``title`` of the ticket where there is one."""

    kind: str
    """*activity* or *interruption*"""
    started_at: int
    ended_at: int | None
    source: str | None
    who: str | None
    sorted: bool
    number: str | None
    title: str | None


def between(reader: Reader, start: int, end: int) -> list[Stretch]:
    """Every stretch that touches the period, in the order in which they began."""
    found = reader.all(
        """SELECT i.kind, i.started_at, i.ended_at, i.source, i.who, i.sorted, t.number, t.title FROM interval i
        LEFT JOIN activity a ON a.id = i.ref LEFT JOIN work w ON w.activity_id = i.ref
        LEFT JOIN ticket t ON t.id = coalesce(a.ticket_id, w.ticket_id, replace(i.ref, ':derived:', ':ticket:'))
        WHERE i.started_at < ? AND (i.ended_at IS NULL OR i.ended_at > ? OR i.started_at >= ?)
        ORDER BY i.started_at, i.id""",
        (end, start, start),
    )
    return [Stretch._make((*row[:5], bool(row[5]), *row[6:])) for row in found]

"""What a lead asks of whoever waits: clients for us, tickets for others, colleagues for help. Each over the views of
``team_views`` only; nothing here groups by a person."""

from __future__ import annotations

from typing import Final

from workboard.store.connection import Reader, Row

LINES_KEPT_MS: Final = 180 * 86_400_000
"""A request or a reason older than half a year says nothing about today."""


def conversations(reader: Reader) -> list[Row]:
    """Of each open ticket whose client may wait: (id, number, category, created_at, updated_at, signal, client at,
    its origin, staff at, reply since, dismissed until, first unanswered)."""
    # the limit is none; it keeps SQLite from working the instants out again at each place they are used
    return reader.all(
        """SELECT id, number, category, created_at, updated_at, reply_signal, client_at,
            (SELECT m.origin FROM said_in_public m WHERE m.ticket_id = said.id AND m.author = 'client'
                AND m.at = client_at ORDER BY m.id DESC LIMIT 1),
            staff_at,
            (SELECT s.from_at FROM ticket_span s WHERE s.ticket_id = said.id AND s.category = 'reply'
                AND s.until_at IS NULL),
            dismissed,
            (SELECT min(m.at) FROM said_in_public m WHERE m.ticket_id = said.id AND m.author = 'client'
                AND m.origin <> 'create' AND m.at > max(coalesce(staff_at, 0), coalesce(dismissed, 0)))
        FROM (SELECT t.id, t.number, t.category, t.created_at, t.updated_at, t.reply_signal,
            (SELECT max(m.at) FROM said_in_public m WHERE m.ticket_id = t.id AND m.author = 'client') AS client_at,
            (SELECT max(m.at) FROM said_in_public m WHERE m.ticket_id = t.id AND m.author = 'staff') AS staff_at,
            (SELECT d.until_at FROM dismissed d WHERE d.ticket_id = t.id) AS dismissed
            FROM team_open t LIMIT -1) said
        WHERE category = 'reply' OR (reply_signal <> 'status' AND client_at > coalesce(staff_at, 0))"""
    )


def waiting_tickets(reader: Reader) -> list[tuple[str, str]]:
    """(id, category) of open tickets that wait for the client, or for others."""
    found = reader.all("SELECT id, category FROM team_open WHERE category IN ('waiting_client','waiting_other')")
    return [(row[0], row[1]) for row in found]


def noted(reader: Reader, now: int) -> list[Row]:
    """(ticket, at, body, category, newest next step at) of notes on open tickets with lines for machines, newest
    first."""
    return reader.all(
        """SELECT n.ticket_id, n.at, n.body, t.category,
            (SELECT max(s.at) FROM next_step s WHERE s.ticket_id = n.ticket_id)
        FROM noted n JOIN team_open t ON t.id = n.ticket_id WHERE n.at >= ? ORDER BY n.at DESC""",
        (now - LINES_KEPT_MS,),
    )


def asked_help(reader: Reader, bands: tuple[str, list[object]], now: int) -> list[Row]:
    """(ticket, number, band, at, name, body, newest next step at) of notes on open tickets with lines for machines,
    newest first."""
    return reader.all(
        f"""SELECT t.id, t.number, {bands[0]}, n.at, n.name, n.body,
            (SELECT max(s.at) FROM next_step s WHERE s.ticket_id = n.ticket_id)
        FROM asked_help n JOIN team_open t ON t.id = n.ticket_id WHERE n.at >= ? ORDER BY n.at DESC""",
        (*bands[1], now - LINES_KEPT_MS),
    )

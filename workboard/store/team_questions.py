"""What a lead asks, one question a function, each over the views of ``team_views`` only. Nothing here groups by a
person; ``planned_today`` alone names people, for dispatch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from workboard.domain.rules import BandRule
from workboard.store.connection import Reader, Row

LINES_KEPT_MS: Final = 180 * 86_400_000
"""A request or a reason older than half a year says nothing about today."""


_ON_US: Final = "('new','open','planned','reply')"


class Plans(NamedTuple):
    due: int
    done: int


def band_sql(rules: Sequence[BandRule], alias: str = "t") -> tuple[str, list[object]]:
    """The policy's ``[[band]]`` rules as an expression: the same answer as ``domain.bands.band``."""
    cases: list[str] = []
    values: list[object] = []
    for rule in rules:
        terms: list[str] = []
        for column in ("urgent", "impact", "tier", "type", "queue"):
            wanted = getattr(rule, column)
            if wanted is not None:
                terms.append(f"{alias}.{column} IS ?")
                values.append(int(wanted) if isinstance(wanted, bool) else wanted)
        for sign, bound in ((">=", rule.priority_min), ("<=", rule.priority_max)):
            if bound is not None:
                terms.append(f"as_number({alias}.priority) {sign} ?")
                values.append(bound)
        cases.append(f"WHEN {' AND '.join(terms) or '1'} THEN {rule.band}")
    return (f"CASE {' '.join(cases)} ELSE {alias}.default_band END" if cases else f"{alias}.default_band"), values


# -- done, planned, time ------------------------------------------------------------------------------------


def done(reader: Reader, start: int, end: int) -> list[tuple[str | None, str | None]]:
    """(ticket, activity) of each closure that still holds."""
    found = reader.all(
        "SELECT ticket_id, activity_id FROM team_done WHERE at >= ? AND at < ?"
        " AND (activity_id IS NOT NULL OR category IS NULL OR category IN ('done','gone'))",
        (start, end),
    )
    return [(row[0], row[1]) for row in found]


def minutes(reader: Reader, start: int, end: int, kinds: Sequence[str] = ("work", "interruption", "quick_fix")) -> int:
    """Booked by the team."""
    marks = ", ".join("?" for _ in kinds)
    sql = f"SELECT sum(minutes) FROM team_time WHERE ended_at >= ? AND ended_at < ? AND kind IN ({marks})"
    return int(reader.value(sql, (start, end, *kinds)) or 0)


def billable(reader: Reader, start: int, end: int) -> int:
    sql = "SELECT sum(billable_minutes) FROM team_time WHERE ended_at >= ? AND ended_at < ?"
    return int(reader.value(sql, (start, end)) or 0)


def plans_kept(reader: Reader, start: int, until: int, end: int) -> Plans:
    """Of the work that was to begin between ``start`` and ``until``: how many, and how many finished before ``end``
    of that day."""
    row = reader.one(
        """SELECT count(*), coalesce(sum(EXISTS (
            SELECT 1 FROM any_done d WHERE d.activity_id = p.id AND d.at >= :start AND d.at < :end)), 0)
        FROM team_day p WHERE p.start_at >= :start AND p.start_at < :until AND p.remote_state <> 'cancelled'""",
        {"start": start, "until": until, "end": end},
    )
    assert row is not None
    return Plans(*row)


def planned_minutes(reader: Reader, end: int, default: int) -> int:
    """Estimates of open work planned for before ``end``."""
    sql = """SELECT sum(coalesce(estimate_minutes, ?)) FROM team_plan
        WHERE remote_state = 'open' AND start_at IS NOT NULL AND start_at < ?"""
    return int(reader.value(sql, (default, end)) or 0)


def planned_today(reader: Reader, end: int, default: int) -> list[tuple[str, str, int]]:
    """(id, name, minutes planned) of everybody, for dispatch."""
    found = reader.all(
        """SELECT person_id, name, coalesce(sum(CASE WHEN start_at < ? THEN coalesce(estimate_minutes, ?) END), 0)
        FROM dispatch GROUP BY person_id, name""",
        (end, default),
    )
    return [(row[0], row[1], row[2]) for row in found]


# -- flow ---------------------------------------------------------------------------------------------------


def came(reader: Reader, start: int, end: int) -> int:
    return int(reader.value("SELECT count(*) FROM team_ticket WHERE created_at >= ? AND created_at < ?", (start, end)))


def went(reader: Reader, start: int, end: int) -> int:
    """Tickets closed for the first time."""
    sql = """SELECT count(DISTINCT d.ticket_id) FROM team_done d WHERE d.at >= :start AND d.at < :end
        AND d.ticket_id IS NOT NULL AND d.category IN ('done','gone')
        AND NOT EXISTS (SELECT 1 FROM any_done e WHERE e.ticket_id = d.ticket_id AND e.at < :start)"""
    return int(reader.value(sql, {"start": start, "end": end}))


def queue(reader: Reader, default: int) -> tuple[int, int]:
    """Open tickets, and the work in them: what is planned on a ticket, else ``default`` minutes."""
    row = reader.one(
        """SELECT count(*), coalesce(sum(coalesce((SELECT sum(coalesce(p.estimate_minutes, :default))
            FROM ticket_plan p WHERE p.ticket_id = t.id), :default)), 0) FROM team_open t""",
        {"default": default},
    )
    assert row is not None
    return row[0], row[1]


def oldest(reader: Reader, bands: tuple[str, list[object]]) -> Row | None:
    """(id, number, band, created_at, category) of the open ticket that is longest here."""
    return reader.one(
        f"SELECT t.id, t.number, {bands[0]}, t.created_at, t.category FROM team_open t"
        " ORDER BY t.created_at, t.id LIMIT 1",
        bands[1],
    )


# -- targets ------------------------------------------------------------------------------------------------


def due_between(reader: Reader, start: int, end: int) -> int:
    """Open on us, with a time of the remote's own in this stretch."""
    sql = f"SELECT count(*) FROM team_open WHERE due_at >= ? AND due_at < ? AND category IN {_ON_US}"
    return int(reader.value(sql, (start, end)))


def past_due(reader: Reader, bands: tuple[str, list[object]], now: int) -> dict[int, int]:
    """Band → how many are past the remote's own time."""
    sql = f"""SELECT {bands[0]} AS band, count(*) FROM team_open t
        WHERE t.due_at < ? AND t.category IN {_ON_US} GROUP BY band"""
    return dict(reader.all(sql, (*bands[1], now)))


def open_without_due(reader: Reader, bands: tuple[str, list[object]], before: Sequence[int]) -> list[Row]:
    """(id, band, created_at, category) of tickets on us that only the policy gives a target, and that are so old that
    they may be past it: created before the instant of their band."""
    sql = f"""SELECT * FROM (SELECT t.id, {bands[0]} AS band, t.created_at, t.category FROM team_open t
        WHERE t.due_at IS NULL AND t.category IN {_ON_US} AND t.created_at < ?)
        WHERE created_at < CASE band WHEN 1 THEN ? WHEN 2 THEN ? WHEN 3 THEN ? ELSE ? END"""
    return reader.all(sql, (*bands[1], max(before), *before))


def spans(reader: Reader, ticket_ids: Sequence[str]) -> list[Row]:
    """(ticket, category, from, until) of these tickets, where the stretches are known."""
    found: list[Row] = []
    for at in range(0, len(ticket_ids), 500):
        some = ticket_ids[at : at + 500]
        marks = ", ".join("?" for _ in some)
        sql = f"SELECT ticket_id, category, from_at, until_at FROM ticket_span WHERE ticket_id IN ({marks})"
        found += reader.all(sql, some)
    return found


# -- who waits for what -------------------------------------------------------------------------------------


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


# -- the system ---------------------------------------------------------------------------------------------


def day_notes(reader: Reader, since: int) -> list[str]:
    """Bodies of the notes of sums on the team ticket."""
    return [row[0] for row in reader.all("SELECT body FROM day_note WHERE at >= ?", (since,))]


def titles(reader: Reader, since: int, most: int) -> list[Row]:
    """(title, tickets, companies in lines, whether one was marked as solved for good)."""
    return reader.all(
        """SELECT t.title, count(*), group_concat(DISTINCT replace(t.company, ',', ' ')),
            max(t.id IN (SELECT ticket_id FROM solved))
        FROM team_ticket t WHERE t.created_at >= ? GROUP BY t.title ORDER BY 2 DESC, 1 LIMIT ?""",
        (since, most),
    )

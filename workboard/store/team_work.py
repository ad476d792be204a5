"""What a lead asks of the work: done, booked, planned, told in sums, coming again. Each over the views of
``team_views`` only; nothing here groups by a person; ``planned_today`` alone names people, for dispatch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workboard.store.connection import Reader, Row


class Plans(NamedTuple):
    due: int
    done: int


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


def known_by(reader: Reader, end: int) -> bool:
    """Whether anything booked or finished before ``end`` is known here."""
    sql = """SELECT EXISTS (SELECT 1 FROM team_time WHERE ended_at < :end)
        OR EXISTS (SELECT 1 FROM team_done WHERE at < :end)"""
    return bool(reader.value(sql, {"end": end}))


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

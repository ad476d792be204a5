"""Goals set here, goals said on the team ticket, and what of one's own days is shared."""

from __future__ import annotations

from workboard.domain.rules import GoalRule
from workboard.domain.typed import NamedTuple
from workboard.store.database import Reader, Transaction
from workboard.store.schema import FOR_THE_TEAM


class Kept(NamedTuple):
    """A goal as it was set on this machine. ``source``: *own*, *proposed* or *lead*; ``team`` the team's name."""

    scope: str
    rule: GoalRule | None
    """``None``: from then on what the policy says holds again"""
    source: str
    from_at: int
    team: str | None = None


class Said(NamedTuple):
    """A note for machines on the team ticket."""

    at: int
    author_id: str | None
    body: str


def kept(reader: Reader) -> list[Kept]:
    """All goals ever set here, oldest first."""
    found = reader.all("SELECT scope, metric, target, period, source, from_at, team FROM goal ORDER BY from_at, id")
    return [Kept(row[0], GoalRule(*row[1:4]) if row[1] else None, row[4], row[5], row[6]) for row in found]


def keep(transaction: Transaction, one: Kept) -> None:
    metric, target, period = one.rule or ("", 0, "day")
    transaction.run(
        "INSERT INTO goal (scope, metric, target, period, source, from_at, team) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.scope, metric, target, period, one.source, one.from_at, one.team),
    )
    transaction.touch("progress")


def ticket_named(reader: Reader, name: str) -> str | None:
    """Id of the team ticket; ``None`` while it is not known here."""
    found: str | None = reader.value("SELECT id FROM ticket WHERE number = ? OR id = ? LIMIT 1", (name, name))
    return found


def said(reader: Reader, ticket_id: str, since_at: int = 0) -> list[Said]:
    """The notes for machines on the team ticket, oldest first; mine that are still on their way among them."""
    found = reader.all(
        f"SELECT at, author_id, body FROM message WHERE ticket_id = ? AND at >= ? AND {FOR_THE_TEAM}"
        " UNION ALL SELECT n.created_at, (SELECT remote_user_id FROM account), n.body FROM outbox o JOIN note n"
        " ON n.id = o.id WHERE o.ticket_id = ? AND o.state NOT IN ('done','dropped') AND n.created_at >= ?"
        " AND n.body LIKE 'Workboard %' ORDER BY 1",
        (ticket_id, since_at, ticket_id, since_at),
    )
    return [Said(*row) for row in found]


# -- my own days --------------------------------------------------------------------------------------------


class Interrupted(NamedTuple):
    """One stretch of an interruption of mine that is over."""

    source: str
    started_at: int
    ended_at: int
    first: bool
    """whether the interruption began with it"""


def interruptions(reader: Reader, start: int, end: int) -> list[Interrupted]:
    """Of mine, begun in this period."""
    found = reader.all(
        """SELECT coalesce(source, 'none'), started_at, ended_at, id = ref FROM interval
        WHERE kind = 'interruption' AND started_at >= ? AND started_at < ? AND ended_at IS NOT NULL""",
        (start, end),
    )
    return [Interrupted._make((*row[:3], bool(row[3]))) for row in found]


def focus_blocks(reader: Reader, start: int, end: int) -> tuple[int, int]:
    """(kept, all) of mine that began in this period and are over; kept: nothing came in between."""
    row = reader.one(
        """SELECT coalesce(sum(NOT EXISTS (SELECT 1 FROM interval i WHERE i.kind = 'interruption'
            AND i.started_at >= f.started_at AND i.started_at < f.ended_at)), 0), count(*)
        FROM focus_session f WHERE f.started_at >= ? AND f.started_at < ? AND f.ended_at IS NOT NULL""",
        (start, end),
    )
    assert row is not None
    return row[0], row[1]


def answered(reader: Reader, me: str, start: int, end: int) -> list[tuple[int, int]]:
    """(waiting since, answered at) of the clients I answered in this period, or said that nothing is to be answered.

    They waited since their first message after the last public word of one of us; what opened a ticket is no reply."""
    waited = """(SELECT min(c.at) FROM message c WHERE c.ticket_id = {0}.ticket_id AND c.visibility = 'public'
        AND c.author = 'client' AND c.origin <> 'create' AND c.at < {1} AND c.at > coalesce((SELECT max(s.at)
            FROM message s WHERE s.ticket_id = {0}.ticket_id AND s.visibility = 'public' AND s.author = 'staff'
            AND s.at < {1}), 0))"""
    sql = f"""SELECT {waited.format("m", "m.at")} AS since, m.at FROM message m
        WHERE m.author_id = ? AND m.at >= ? AND m.at < ? AND m.visibility = 'public' AND since IS NOT NULL
        UNION ALL SELECT {waited.format("d", "d.at")} AS since, d.at FROM dismissal d
        WHERE d.at >= ? AND d.at < ? AND since IS NOT NULL"""
    return [(row[0], row[1]) for row in reader.all(sql, (me, start, end, start, end))]


def articles(reader: Reader, start: int, end: int) -> int:
    """Notes of mine marked as a solution (``#kb``)."""
    return int(
        reader.value(
            "SELECT count(*) FROM note n JOIN outbox o ON o.id = n.id WHERE n.solution = 1 AND o.state <> 'dropped'"
            " AND n.created_at >= ? AND n.created_at < ?",
            (start, end),
        )
    )


def skipped(reader: Reader, reason: str, start: int, end: int) -> int:
    """How often I skipped something for this reason, of those reasons that are counted."""
    sql = (
        "SELECT count(*) FROM place WHERE name >= 'skipped ' AND name < 'skipped!' AND value = ? AND at >= ? AND at < ?"
    )
    return int(reader.value(sql, (reason, start, end)))


def first_own_day(reader: Reader, since: int) -> int | None:
    """When the first stretch of time or block of focus of mine began, or something was skipped that counts, from
    ``since`` on."""
    sql = """SELECT min(at) FROM (SELECT min(started_at) AS at FROM interval WHERE started_at >= ?
        UNION ALL SELECT min(started_at) FROM focus_session WHERE started_at >= ?
        UNION ALL SELECT min(at) FROM place WHERE name >= 'skipped ' AND name < 'skipped!' AND at >= ?)"""
    found: int | None = reader.value(sql, (since, since, since))
    return found


def shared_days(reader: Reader) -> frozenset[str]:
    return frozenset(row[0] for row in reader.all("SELECT day FROM shared_day"))


def share(transaction: Transaction, day: str, op: str, now: int) -> bool:
    """Whether this day is now shared by ``op``, and was not before."""
    sql = "INSERT OR IGNORE INTO shared_day (day, op, at) VALUES (?, ?, ?)"
    return transaction.run(sql, (day, op, now)) == 1


# -- records behind a figure --------------------------------------------------------------------------------


class Record(NamedTuple):
    """Something of mine that counts: ``minutes`` booked, or a closure (0)."""

    at: int
    minutes: int
    kind: str
    number: str | None
    title: str | None


def booked(reader: Reader, me: str, start: int, end: int) -> list[Record]:
    """Minutes of mine, those on their way among them, newest first."""
    found = reader.all(
        """SELECT e.ended_at, e.minutes, e.kind, t.number, t.title FROM time_entry e LEFT JOIN ticket t
            ON t.id = e.ticket_id WHERE e.ended_at >= ? AND e.ended_at < ? AND e.person_id = ?
        UNION ALL SELECT n.created_at, n.minutes, iif(coalesce(json_extract(o.payload, '$.kind'), 'work') = 'work',
            'waiting', json_extract(o.payload, '$.kind')), t.number, t.title FROM note n JOIN outbox o ON o.id = n.id
            LEFT JOIN ticket t ON t.id = n.ticket_id WHERE o.state NOT IN ('done','dropped') AND n.minutes > 0
            AND n.created_at >= ? AND n.created_at < ?
        ORDER BY 1 DESC""",
        (start, end, me, start, end),
    )
    return [Record(*row) for row in found]


def closed(reader: Reader, me: str, start: int, end: int) -> list[Record]:
    """Closures of mine, newest first."""
    found = reader.all(
        """SELECT d.at, 0, 'done', t.number, t.title FROM done_event d LEFT JOIN ticket t ON t.id = d.ticket_id
        WHERE d.at >= ? AND d.at < ? AND d.person_id = ? ORDER BY 1 DESC""",
        (start, end, me),
    )
    return [Record(*row) for row in found]

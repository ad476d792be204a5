"""What should be true, worked out from Request Tracker's own tables and nothing of workboard.

Plain and slow on purpose: a second opinion is worth something only when it shares no code with the first.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NEVER = "1970-01-01 00:00:00"
CLOSED = {"resolved", "rejected", "deleted"}
WAITING = {"waiting-client", "stalled"}


def rows(directory: Path, sql: str, *parameters: object) -> list[dict[str, Any]]:
    """A query on the server's database, past all of its code."""
    with closing(sqlite3.connect(f"file:{directory / 'rt.sqlite3'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql, parameters)]


def wall() -> datetime:
    """The server's clock is the machine's own."""
    return datetime.now(UTC)  # noqa: TID251 (there is no other clock to agree with a real server)


def instant(text: str | None) -> datetime | None:
    if not text or text == NEVER:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def tickets_of(directory: Path, user: str) -> list[dict[str, Any]]:
    """Open tickets of a user, reminders left out."""
    found = rows(
        directory,
        "SELECT t.*, q.Lifecycle FROM Tickets t JOIN Users u ON u.id = t.Owner JOIN Queues q ON q.id = t.Queue"
        " WHERE u.Name = ? AND t.Type = 'ticket' AND t.id = t.EffectiveId",
        user,
    )
    return [row for row in found if row["Status"] not in CLOSED]


def reminders_of(directory: Path, user: str) -> list[dict[str, Any]]:
    """Open reminders of a user with the ticket each belongs to."""
    return rows(
        directory,
        "SELECT t.*, l.LocalTarget AS Parent FROM Tickets t JOIN Users u ON u.id = t.Owner"
        " JOIN Links l ON l.LocalBase = t.id AND l.Type = 'RefersTo'"
        " WHERE u.Name = ? AND t.Type = 'reminder' AND t.Status NOT IN ('resolved', 'rejected', 'deleted')",
        user,
    )


def talk(directory: Path, ticket_id: int) -> list[dict[str, Any]]:
    """Public messages of a ticket in order: who wrote them and whether that is a client."""
    return rows(
        directory,
        "SELECT x.id, x.Type, x.Created, u.Name, EXISTS (SELECT 1 FROM Principals p JOIN CachedGroupMembers c"
        " ON c.MemberId = p.id JOIN Groups g ON g.id = c.GroupId WHERE p.id = u.id AND g.Domain = 'SystemInternal'"
        " AND g.Name = 'Privileged') AS Staff FROM Transactions x JOIN Users u ON u.id = x.Creator"
        " WHERE x.ObjectType = 'RT::Ticket' AND x.ObjectId IN (SELECT id FROM Tickets WHERE EffectiveId = ?)"
        " AND x.Type IN ('Create', 'Correspond') ORDER BY x.id",
        ticket_id,
    )


def waiting_clients(directory: Path, user: str) -> dict[str, datetime]:
    """Number → since when, for every ticket on which a client waits for this user."""
    found: dict[str, datetime] = {}
    for ticket in tickets_of(directory, user):
        said = talk(directory, ticket["id"])
        answers = [one for one in said if one["Type"] == "Correspond"]
        after = next((i for i in range(len(said), 0, -1) if said[i - 1]["Staff"]), 0)
        unanswered = [one for one in said[after:] if one["Type"] == "Correspond" and not one["Staff"]]
        by_author = bool(answers) and not said[-1]["Staff"] and said[-1]["Type"] == "Correspond"
        waits = ticket["Status"] == "mail-reply" if ticket["Lifecycle"] == "msp" else by_author
        if waits and unanswered:
            at = instant(unanswered[0]["Created"])
            assert at is not None
            found[str(ticket["id"])] = at
    return found


def band(ticket: dict[str, Any]) -> int:
    priority = int(ticket["Priority"])
    return 1 if priority >= 90 else 2 if priority >= 60 else 3 if priority >= 30 else 4


def order(directory: Path, user: str, now: datetime) -> list[tuple[str, str]]:
    """(kind, remote id) of everything that may be offered now, best first, by the rules as a person reads them.

    Only for tickets with a due time (the seed gives every one of them one)."""
    tickets = {one["id"]: one for one in tickets_of(directory, user)}
    replies = waiting_clients(directory, user)
    end_of_day = now.replace(hour=23, minute=59, second=59)
    found: list[tuple[Any, ...]] = []
    busy: set[int] = set()
    for one in reminders_of(directory, user):
        parent = tickets.get(one["Parent"]) or _any_open(directory, one["Parent"])
        if parent is None:
            continue
        busy.add(parent["id"])
        due = instant(one["Due"])
        minutes = one["TimeEstimated"] or 15
        if due is not None and (now.timestamp() < due.timestamp() - 300 or due > end_of_day):
            continue
        fixed = due is not None and now.timestamp() < due.timestamp() + minutes * 60
        found.append(_entry(parent, now, "reminder", one["id"], due, fixed))
    for one in tickets.values():
        start = instant(one["Starts"])
        if start is not None:
            busy.add(one["id"])
            if start <= end_of_day:
                found.append(_entry(one, now, "dated", one["id"], start, False))
    found += [
        _entry(one, now, "derived", one["id"], None, False)
        for one in tickets.values()
        if one["id"] not in busy and one["Status"] not in WAITING | {"mail-reply"} and str(one["id"]) not in replies
    ]
    return [(entry[-2], entry[-1]) for entry in sorted(found)]


def _any_open(directory: Path, ticket_id: int) -> dict[str, Any] | None:
    found = rows(directory, "SELECT * FROM Tickets WHERE id = ?", ticket_id)
    return found[0] if found and found[0]["Status"] not in CLOSED else None


def _entry(ticket: dict[str, Any], now: datetime, kind: str, remote: int, start: Any, fixed: bool) -> tuple[Any, ...]:
    due, created = instant(ticket["Due"]), instant(ticket["Created"])
    assert created is not None
    base = band(ticket)
    steps = 0
    if due is not None and now > due:
        steps = 2 if now - due > due - created else 1
    climbed = 1 if base == 1 else max(2, base - steps)
    return (
        climbed != 1, not fixed, climbed, created, start is None, start or now, ticket["id"],
        f"helpdesk:{kind}:{remote}", kind, str(remote),
    )  # fmt: skip


def minutes_today(directory: Path, users: list[str], now: datetime) -> int:
    """Booked since midnight UTC by these people."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    marks = ", ".join("?" for _ in users)
    found = rows(
        directory,
        "SELECT coalesce(sum(x.TimeTaken), 0) AS Minutes FROM Transactions x JOIN Users u ON u.id = x.Creator"
        f" WHERE x.ObjectType = 'RT::Ticket' AND x.TimeTaken > 0 AND x.Created >= ? AND u.Name IN ({marks})",
        f"{midnight:%Y-%m-%d %H:%M:%S}",
        *users,
    )
    return int(found[0]["Minutes"])


def markers(directory: Path) -> list[str]:
    """Every marker of ours that stands anywhere on the server, in the order it arrived."""
    found = rows(directory, "SELECT Subject, Content, Headers FROM Attachments ORDER BY id")
    text = "\n".join(f"{one['Subject']}\n{one['Content']}" for one in found)
    return re.findall(r"wb:[0-9A-HJKMNP-TV-Z]{12}", text)

"""What these people did in a period: minutes booked, closures that still hold."""

from workboard.domain.ticket import DoneEvent, TimeEntry
from workboard.store.database import Reader
from workboard.store.overlay import CATEGORY


def time_entries(reader: Reader, people: tuple[str, ...], start: int, end: int) -> list[TimeEntry]:
    """Booked minutes of these people in a period (start included, end not)."""
    marks = ", ".join("?" for _ in people)
    found = reader.all(
        "SELECT id, person_id, ended_at, minutes, ticket_id, kind, billable_minutes, marker FROM time_entry"
        f" WHERE ended_at >= ? AND ended_at < ? AND person_id IN ({marks})",
        (start, end, *people),
    )
    return [TimeEntry(*row) for row in found]


def minutes_of(
    reader: Reader, people: tuple[str, ...], start: int, end: int, kinds: tuple[str, ...] | None = None
) -> int:
    """Booked by these people in a period, of these kinds (all): one sum."""
    marks = ", ".join("?" for _ in people)
    of_kind = f" AND kind IN ({', '.join('?' for _ in kinds)})" if kinds else ""
    sql = (
        f"SELECT sum(minutes) FROM time_entry WHERE ended_at >= ? AND ended_at < ? AND person_id IN ({marks}){of_kind}"
    )
    return int(reader.value(sql, (start, end, *people, *(kinds or ()))) or 0)


def billable_of(reader: Reader, people: tuple[str, ...], start: int, end: int) -> int:
    """Minutes of theirs that are billed."""
    marks = ", ".join("?" for _ in people)
    sql = (
        f"SELECT sum(billable_minutes) FROM time_entry WHERE ended_at >= ? AND ended_at < ? AND person_id IN ({marks})"
    )
    return int(reader.value(sql, (start, end, *people)) or 0)


def waiting_minutes(reader: Reader, start: int, end: int, *, planned: bool = False) -> int:
    """Minutes of mine that are on their way: they count at once. ``planned``: without interruptions and quick fixes."""
    plain = " AND coalesce(json_extract(o.payload, '$.kind'), 'work') = 'work'" if planned else ""
    return int(
        reader.value(
            "SELECT coalesce(sum(n.minutes), 0) FROM note n JOIN outbox o ON o.id = n.id"
            f" WHERE o.state NOT IN ('done','dropped') AND n.created_at >= ? AND n.created_at < ?{plain}",
            (start, end),
        )
    )


def team_of_the_period(reader: Reader, start: int, end: int) -> tuple[str, ...]:
    """Everybody who booked time: the team where neither the policy nor the remote names one."""
    found = reader.all("SELECT DISTINCT person_id FROM time_entry WHERE ended_at >= ? AND ended_at < ?", (start, end))
    return tuple(sorted(row[0] for row in found))


def done_events(reader: Reader, people: tuple[str, ...], start: int, end: int) -> list[DoneEvent]:
    """Closures that still hold: a ticket opened again drops out."""
    marks = ", ".join("?" for _ in people)
    found = reader.all(
        f"SELECT d.id, d.person_id, d.at, d.ticket_id, d.activity_id, {CATEGORY} FROM done_event d"
        " LEFT JOIN ticket t ON t.id = d.ticket_id"
        f" WHERE d.at >= ? AND d.at < ? AND d.person_id IN ({marks})",
        (start, end, *people),
    )
    return [DoneEvent(*row[:5]) for row in found if row[4] is not None or row[5] is None or row[5] in ("done", "gone")]

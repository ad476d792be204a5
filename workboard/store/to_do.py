"""What there is to do: my open activities with what ordering them needs, and the next step somebody wrote."""

from workboard.domain.activity import GOES_ALONG, Activity, Kind, Work, derived_id, split_id
from workboard.domain.policy import Candidate, Moved
from workboard.domain.ticket import DERIVING, StatusSpan, Ticket
from workboard.domain.typed import Final
from workboard.store import overlay, rows
from workboard.store.database import Reader, Row
from workboard.store.overlay import NOT_CLOSED, TICKET
from workboard.store.schema import MOVED_UP

_WAITING: Final = frozenset({"waiting_client", "waiting_other"})
_OPEN_CATEGORIES: Final = frozenset({"new", "open", "planned", "reply", *_WAITING})
_ACTIVITY: Final = f"SELECT {rows.columns(Activity, 'a')}, {TICKET} FROM activity a JOIN ticket t ON t.id = a.ticket_id"
_WIDTH: Final = len(Activity._fields)

_Job = tuple[Activity, Ticket]


def candidates(reader: Reader, me: str, answered: frozenset[str]) -> list[Candidate]:
    """All open activities of mine, scheduled and derived, with what ordering needs.

    ``answered`` are the tickets in the reply queue: they yield no derived activity, the reply is the work.
    """
    works = {work.activity_id: work for work in _works(reader)}
    scheduled = _scheduled(reader, me)
    busy = {activity.ticket_id for activity, _ in scheduled if _state(works, activity.id) not in ("finished", "away")}
    derived = [
        (_derived(ticket), ticket)
        for ticket in _mine(reader, me)
        if (ticket.category in DERIVING or _to_ask_again(works, ticket))
        and ticket.id not in busy
        and ticket.id not in answered
    ]
    spans, moved = _spans(reader, me), moved_up(reader, me)
    return [
        _candidate(activity, ticket, spans.get(ticket.id, ()), works.get(activity.id), moved.get(ticket.id))
        for activity, ticket in (*scheduled, *derived)
        if ticket.category in _OPEN_CATEGORIES and not _goes_with(activity, ticket)
    ]


def candidate(reader: Reader, activity_id: str) -> Candidate | None:
    """One activity by its id, whatever its state; a derived one is made from its ticket. One that the remote no
    longer has but this desk worked on is *cancelled* there and still in hand here."""
    work = _work_on(reader, activity_id)
    job = _known_there(reader, activity_id) or _made_of_its_ticket(reader, activity_id) or _in_hand(reader, work)
    if job is None or job[0].id != activity_id:
        return None
    activity, ticket = job
    spans = reader.all(f"SELECT {rows.columns(StatusSpan)} FROM status_span WHERE ticket_id = ?", (ticket.id,))
    moved = moved_up(reader, ticket.owner_id or "", ticket.id).get(ticket.id)
    return _candidate(activity, ticket, tuple(map(rows.span, spans)), work, moved)


def next_step(reader: Reader, ticket_id: str) -> str | None:
    """The newest next step anybody wrote; one of mine still on its way wins."""
    waiting: str | None = reader.value(
        "SELECT n.next_step FROM note n JOIN outbox o ON o.id = n.id WHERE n.ticket_id = ?"
        " AND o.state NOT IN ('done','dropped') AND n.next_step <> '' ORDER BY n.created_at DESC, o.seq DESC LIMIT 1",
        (ticket_id,),
    )
    if waiting:
        return waiting
    found: str | None = reader.value(
        "SELECT next_step FROM message WHERE ticket_id = ? AND next_step IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1",
        (ticket_id,),
    )
    return found


def moved_up(reader: Reader, me: str, ticket_id: str | None = None) -> dict[str, Moved]:
    """Of my tickets (or of one of them) that a lead moved up: the newest word on it."""
    one = " AND t.id = ?" if ticket_id is not None else ""
    found = reader.all(
        "SELECT m.ticket_id, m.at, m.author_name, m.body FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id"
        f" WHERE {MOVED_UP} AND t.owner_id = ? AND t.category IN {NOT_CLOSED}{one} ORDER BY m.at",
        (me,) if ticket_id is None else (me, ticket_id),
    )
    if not found:
        return {}
    from workboard.domain.note_lines import read  # only where somebody moved something

    said = ((row[0], Moved(row[1], row[2], read(row[3]).moved_up or "")) for row in found)
    return {ticket: moved for ticket, moved in said if moved.reason}


# -- all of mine --------------------------------------------------------------------------------------------


def _scheduled(reader: Reader, me: str) -> list[_Job]:
    """Planned by the help desk, on tickets that are not closed."""
    found = reader.all(
        f"{_ACTIVITY} WHERE a.owner_id = ? AND a.remote_state = 'open' AND t.presence <> 'gone'"
        f" AND t.category IN {NOT_CLOSED}",
        (me,),
    )
    return [_job(row) for row in found]


def _job(row: Row) -> _Job:
    return rows.activity(row[:_WIDTH]), rows.ticket(row[_WIDTH:])


def _goes_with(activity: Activity, ticket: Ticket) -> bool:
    return ticket.presence == "left" and activity.kind in GOES_ALONG


def _works(reader: Reader) -> list[Work]:
    return [rows.work(row) for row in reader.all(f"SELECT {rows.columns(Work)} FROM work")]


def _state(works: dict[str, Work], activity_id: str) -> str:
    return works[activity_id].state if activity_id in works else "planned"


def _to_ask_again(works: dict[str, Work], ticket: Ticket) -> bool:
    """Skipped because it waits for somebody: it must come up again when its sleep is over, or nobody asks."""
    return ticket.category in _WAITING and _state(works, derived_id(ticket.id)) == "skipped"


def _derived(ticket: Ticket) -> Activity:
    return Activity(derived_id(ticket.id), "derived", ticket.id, ticket.owner_id, ticket.title)


def _mine(reader: Reader, me: str) -> list[Ticket]:
    found = reader.all(
        f"SELECT {TICKET} FROM ticket t WHERE t.presence = 'mine' AND t.owner_id = ? AND t.category IN {NOT_CLOSED}",
        (me,),
    )
    return [one for one in map(rows.ticket, found) if one.presence == "mine"]


def _spans(reader: Reader, me: str) -> dict[str, tuple[StatusSpan, ...]]:
    found: dict[str, list[StatusSpan]] = {}
    for row in reader.all(
        f"SELECT {rows.columns(StatusSpan, 's')} FROM ticket t CROSS JOIN status_span s ON s.ticket_id = t.id"
        f" WHERE t.presence = 'mine' AND t.owner_id = ? AND t.category IN {NOT_CLOSED} AND t.due_at IS NULL",
        (me,),
    ):
        found.setdefault(row[0], []).append(rows.span(row))
    return {ticket_id: tuple(spans) for ticket_id, spans in found.items()}


# -- one of them --------------------------------------------------------------------------------------------


def _known_there(reader: Reader, activity_id: str) -> _Job | None:
    row = reader.one(f"{_ACTIVITY} WHERE a.id = ?", (activity_id,))
    return None if row is None else _job(row)


def _made_of_its_ticket(reader: Reader, activity_id: str) -> _Job | None:
    found = overlay.ticket(reader, activity_id.replace(":derived:", ":ticket:", 1))
    return None if found is None else (_derived(found), found)


def _in_hand(reader: Reader, work: Work | None) -> _Job | None:
    """The remote has it no more; this desk works on it."""
    found = None if work is None else overlay.ticket(reader, work.ticket_id)
    if work is None or found is None:
        return None
    kind: Kind = split_id(work.activity_id)[1]  # type: ignore[assignment]
    return Activity(work.activity_id, kind, found.id, None, found.title, remote_state="cancelled"), found


def _work_on(reader: Reader, activity_id: str) -> Work | None:
    row = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE activity_id = ?", (activity_id,))
    return None if row is None else rows.work(row)


def _candidate(
    activity: Activity, ticket: Ticket, spans: tuple[StatusSpan, ...], work: Work | None, moved: Moved | None
) -> Candidate:
    if work is None:
        return Candidate(activity, ticket, spans, moved=moved)
    if moved is not None and work.since_at >= moved.at and work.state not in ("planned", "running", "interrupted"):
        moved = None  # it was before the others, and was let go of
    return Candidate(activity, ticket, spans, work.state, work.sleep_until_at, work.wake_on, None, work.reason, moved)

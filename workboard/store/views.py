"""What the panes read: server truth overlaid with the wishes still on their way. One indexed query a question.

Needs nothing but sqlite3, so that the one-shot commands and the first paint stay quick.
"""

from typing import Final, NamedTuple

from workboard.domain.activity import Activity, Kind, Work, derived_id, split_id
from workboard.domain.people import Person
from workboard.domain.policy import Candidate, Moved
from workboard.domain.replies import Thread
from workboard.domain.ticket import DERIVING, DoneEvent, Message, StatusSpan, Ticket, TimeEntry
from workboard.store import rows
from workboard.store.database import Reader, Row
from workboard.store.schema import MOVED_UP

# the second half is what lets SQLite use the index of the open rows: without it every row ever sent is read
_ON_THE_WAY: Final = "o.state IN ('pending','held','inflight','uncertain') AND o.state NOT IN ('done','dropped')"
_NOT_CLOSED: Final = "('new','open','planned','reply','waiting_client','waiting_other')"

# what the ticket will be once the wishes on their way have arrived
_CATEGORY: Final = f"""coalesce((SELECT o.category FROM outbox o WHERE o.ticket_id = t.id AND o.category IS NOT NULL
    AND {_ON_THE_WAY} ORDER BY o.seq DESC LIMIT 1), t.category)"""
_TICKET: Final = rows.columns(Ticket, "t").replace("t.category", _CATEGORY)
_WIDTH: Final = len(Ticket._fields)

GLANCE: Final = 20_000
"""Characters of a message in which its newest words are looked for; a mail may have ten million."""
_LAST_MESSAGE: Final = rows.columns(Message, "last").replace("last.body", f"substr(last.body, 1, {GLANCE})")
_MESSAGE: Final = rows.columns(Message).replace("body", "substr(body, 1, :longest)")


class Pending(NamedTuple):
    """A note or answer of mine that the remote does not have yet."""

    id: str
    ticket_id: str
    at: int
    body: str
    minutes: int
    public: bool
    state: str
    next_step: str | None


def ticket(reader: Reader, ticket_id: str) -> Ticket | None:
    row = reader.one(f"SELECT {_TICKET} FROM ticket t WHERE t.id = ?", (ticket_id,))
    return None if row is None else rows.ticket(row)


def tickets_named(reader: Reader, name: str) -> list[Ticket]:
    """By number or by id."""
    found = reader.all(f"SELECT {_TICKET} FROM ticket t WHERE t.number = ? OR t.id = ?", (name, name))
    return [rows.ticket(row) for row in found]


def open_tickets_of(reader: Reader, letters: str, limit: int) -> list[Ticket]:
    """Open tickets of a client some word of whose name begins with ``letters``, or the company's; mine first, then
    the newest. Case does not matter."""
    literal = letters.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = " OR ".join(
        f"t.{column} LIKE :{how} ESCAPE '\\'" for column in ("contact_name", "company") for how in ("first", "later")
    )
    found = reader.all(
        f"SELECT {_TICKET} FROM ticket t WHERE t.category IN {_NOT_CLOSED} AND ({named})"
        " ORDER BY t.presence = 'mine' DESC, t.updated_at DESC, t.id LIMIT :limit",
        {"first": f"{literal}%", "later": f"% {literal}%", "limit": limit},
    )
    return [rows.ticket(row) for row in found]


def candidates(reader: Reader, me: str, answered: frozenset[str]) -> list[Candidate]:
    """All open activities of mine, scheduled and derived, with what ordering needs.

    ``answered`` are the tickets in the reply queue: they yield no derived activity, the reply is the work.
    """
    works = {work.activity_id: work for work in _works(reader)}
    scheduled = [
        (rows.activity(row[:9]), rows.ticket(row[9:]))
        for row in reader.all(
            f"SELECT {rows.columns(Activity, 'a')}, {_TICKET} FROM activity a JOIN ticket t ON t.id = a.ticket_id"
            " WHERE a.owner_id = ? AND a.remote_state = 'open' AND t.presence <> 'gone'"
            f" AND t.category IN {_NOT_CLOSED}",
            (me,),
        )
    ]
    busy = {activity.ticket_id for activity, _ in scheduled if _state(works, activity.id) not in ("finished", "away")}
    derived = [
        (_derived(ticket), ticket)
        for ticket in _mine(reader, me)
        if (ticket.category in DERIVING or _to_ask_again(works, ticket))
        and ticket.id not in busy
        and ticket.id not in answered
    ]
    spans, moved = _spans(reader, me), moved_up(reader, me)
    found = ((activity, ticket) for activity, ticket in (*scheduled, *derived) if ticket.category in _OPEN_CATEGORIES)
    return [
        _candidate(activity, ticket, spans.get(ticket.id, ()), works.get(activity.id), moved.get(ticket.id))
        for activity, ticket in found
    ]


_WAITING: Final = frozenset({"waiting_client", "waiting_other"})
_OPEN_CATEGORIES: Final = frozenset({"new", "open", "planned", "reply", "waiting_client", "waiting_other"})


def candidate(reader: Reader, activity_id: str) -> Candidate | None:
    """One activity by its id, whatever its state; a derived one is made from its ticket. One that the remote no
    longer has but this desk worked on is *cancelled* there and still in hand here."""
    row = reader.one(
        f"SELECT {rows.columns(Activity, 'a')}, {_TICKET} FROM activity a JOIN ticket t ON t.id = a.ticket_id"
        " WHERE a.id = ?",
        (activity_id,),
    )
    known = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE activity_id = ?", (activity_id,))
    work = None if known is None else rows.work(known)
    if row is not None:
        activity, its_ticket = rows.activity(row[:9]), rows.ticket(row[9:])
    elif (found := ticket(reader, activity_id.replace(":derived:", ":ticket:", 1))) is not None:
        activity, its_ticket = _derived(found), found
        if activity.id != activity_id:
            return None
    elif work is not None and (found := ticket(reader, work.ticket_id)) is not None:
        kind: Kind = split_id(activity_id)[1]  # type: ignore[assignment]
        activity, its_ticket = Activity(activity_id, kind, found.id, None, found.title, remote_state="cancelled"), found
    else:
        return None
    spans = reader.all(f"SELECT {rows.columns(StatusSpan)} FROM status_span WHERE ticket_id = ?", (its_ticket.id,))
    moved = moved_up(reader, its_ticket.owner_id or "", its_ticket.id).get(its_ticket.id)
    return _candidate(activity, its_ticket, tuple(map(rows.span, spans)), work, moved)


def _candidate(
    activity: Activity, ticket: Ticket, spans: tuple[StatusSpan, ...], work: Work | None, moved: Moved | None
) -> Candidate:
    if work is None:
        return Candidate(activity, ticket, spans, moved=moved)
    if moved is not None and work.since_at >= moved.at and work.state not in ("planned", "running", "interrupted"):
        moved = None  # it was before the others, and was let go of
    return Candidate(activity, ticket, spans, work.state, work.sleep_until_at, work.wake_on, None, work.reason, moved)


def moved_up(reader: Reader, me: str, ticket_id: str | None = None) -> dict[str, Moved]:
    """Of my tickets (or of one of them) that a lead moved up: the newest word on it."""
    one = " AND t.id = ?" if ticket_id is not None else ""
    found = reader.all(
        "SELECT m.ticket_id, m.at, m.author_name, m.body FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id"
        f" WHERE {MOVED_UP} AND t.owner_id = ? AND t.category IN {_NOT_CLOSED}{one} ORDER BY m.at",
        (me,) if ticket_id is None else (me, ticket_id),
    )
    if not found:
        return {}
    from workboard.domain.note_lines import read  # only where somebody moved something

    said = ((row[0], Moved(row[1], row[2], read(row[3]).moved_up or "")) for row in found)
    return {ticket: moved for ticket, moved in said if moved.reason}


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
        f"SELECT {_TICKET} FROM ticket t WHERE t.presence = 'mine' AND t.owner_id = ? AND t.category IN {_NOT_CLOSED}",
        (me,),
    )
    return [rows.ticket(row) for row in found]


def _spans(reader: Reader, me: str) -> dict[str, tuple[StatusSpan, ...]]:
    found: dict[str, list[StatusSpan]] = {}
    for row in reader.all(
        f"SELECT {rows.columns(StatusSpan, 's')} FROM ticket t CROSS JOIN status_span s ON s.ticket_id = t.id"
        f" WHERE t.presence = 'mine' AND t.owner_id = ? AND t.category IN {_NOT_CLOSED} AND t.due_at IS NULL",
        (me,),
    ):
        found.setdefault(row[0], []).append(rows.span(row))
    return {ticket_id: tuple(spans) for ticket_id, spans in found.items()}


# -- the conversation ---------------------------------------------------------------------------------------

_LAST: Final = (
    "SELECT m.{what} FROM message m WHERE m.ticket_id = t.id AND m.visibility = 'public' AND m.author = '{who}'"
)
# a refused answer is none: the client still waits. Messages carry the remote's time, so this one is put into it,
# unless it was (a note is dated after all that is on its ticket, see ``outbox.enqueue``)
_PENDING_ANSWER: Final = (
    "SELECT max(n.created_at + iif(n.created_at > o.created_at, 0,"
    " coalesce((SELECT clock_offset_ms FROM account), 0))) FROM note n JOIN outbox o ON o.id = n.id"
    f" WHERE n.ticket_id = t.id AND n.visibility = 'public' AND {_ON_THE_WAY}"
)


def threads(reader: Reader, me: str) -> list[Thread]:
    """The public conversation of each open ticket of mine, brought down to what the reply queue asks."""
    newest = " ORDER BY m.at DESC, m.id DESC LIMIT 1"
    client = _LAST.format(what="{what}", who="client")
    staff_at = _LAST.format(what="at", who="staff") + newest
    mine_at = _LAST.format(what="at", who="staff") + " AND m.author_id = :me" + newest
    found = reader.all(
        f"""SELECT {_TICKET},
            ({client.format(what="at")}{newest}), ({client.format(what="origin")}{newest}),
            ({staff_at}), ({mine_at}), ({_PENDING_ANSWER}),
            (SELECT s.from_at FROM status_span s WHERE s.ticket_id = t.id AND s.category = 'reply'
                AND s.until_at IS NULL),
            (SELECT d.until_at FROM dismissal d WHERE d.ticket_id = t.id),
            {_LAST_MESSAGE}
        FROM ticket t LEFT JOIN message last
            ON last.id = ({client.format(what="id")} AND m.origin <> 'create'{newest})
        WHERE t.presence = 'mine' AND t.owner_id = :me AND t.category IN {_NOT_CLOSED}""",
        {"me": me},
    )
    return [_thread(reader, row) for row in found]


def _thread(reader: Reader, row: Row) -> Thread:
    client_at, client_origin, staff_at, mine_at, pending_at, reply_since, dismissed, *message = row[_WIDTH:]
    ticket = rows.ticket(row[:_WIDTH])
    answered_at = max((at for at in (staff_at, pending_at) if at is not None), default=None)
    client_wrote_last = client_at is not None and (answered_at is None or client_at > answered_at)
    last = None if message[0] is None else rows.message(tuple(message))
    first = None
    if last is not None and client_wrote_last:
        after = max(at for at in (answered_at, dismissed, 0) if at is not None)
        first = reader.value(
            "SELECT min(at) FROM message WHERE ticket_id = ? AND visibility = 'public' AND author = 'client'"
            " AND origin <> 'create' AND at > ?",
            (ticket.id, after),
        )
    return Thread(
        ticket,
        "client" if client_wrote_last else None if answered_at is None else "staff",
        client_origin if client_wrote_last else None,
        last,
        first,
        max((at for at in (mine_at, pending_at) if at is not None), default=None),
        reply_since,
        dismissed,
    )


def messages(reader: Reader, ticket_id: str, limit: int = 50, longest: int = GLANCE) -> list[Message]:
    """The newest messages the remote has, newest first, each with the first ``longest`` characters of its body."""
    sql = f"SELECT {_MESSAGE} FROM message WHERE ticket_id = :ticket ORDER BY at DESC, id DESC LIMIT :limit"
    found = reader.all(sql, {"ticket": ticket_id, "limit": limit, "longest": longest})
    return [rows.message(row) for row in found]


def body_from(reader: Reader, identifier: str, start: int, longest: int) -> tuple[str, int]:
    """Of a message, or of a note of mine, up to ``longest`` characters from the ``start``-th on, and how many come
    after them."""
    sql = "SELECT substr({0}, :start + 1, :longest), length({0}) FROM {1} WHERE id = :id"
    given = {"id": identifier, "start": start, "longest": longest}
    found = reader.one(sql.format("body", "message"), given) or reader.one(sql.format("body", "note"), given)
    text, length = found or ("", 0)
    return text, max(0, length - start - len(text))


def pending_notes(reader: Reader, ticket_id: str) -> list[Pending]:
    """Texts of mine on their way (or refused), newest first."""
    found = reader.all(
        "SELECT n.id, n.ticket_id, n.created_at, n.body, n.minutes, n.visibility = 'public', o.state, n.next_step"
        " FROM note n JOIN outbox o ON o.id = n.id WHERE n.ticket_id = ? AND o.state NOT IN ('done','dropped')"
        " ORDER BY n.created_at DESC, o.seq DESC",
        (ticket_id,),
    )
    return [Pending._make((*row[:5], bool(row[5]), *row[6:])) for row in found]


def next_step(reader: Reader, ticket_id: str) -> str | None:
    """The newest next step anybody wrote; one of mine still on its way wins."""
    waiting = [one.next_step for one in pending_notes(reader, ticket_id) if one.next_step]
    if waiting:
        return waiting[0]
    found: str | None = reader.value(
        "SELECT next_step FROM message WHERE ticket_id = ? AND next_step IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1",
        (ticket_id,),
    )
    return found


def person(reader: Reader, person_id: str) -> Person | None:
    row = reader.one(f"SELECT {rows.columns(Person)} FROM person WHERE id = ?", (person_id,))
    return None if row is None else Person(*row)


def names_of(reader: Reader, people: tuple[str, ...]) -> list[tuple[str, str]]:
    """(id, name) of these people, as far as they are known."""
    marks = ", ".join("?" for _ in people)
    found = reader.all(f"SELECT id, name FROM person WHERE id IN ({marks})", people)
    me = reader.all(f"SELECT remote_user_id, me_name FROM account WHERE remote_user_id IN ({marks})", people)
    return [(row[0], row[1]) for row in (*me, *found)]


# -- progress -----------------------------------------------------------------------------------------------


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
        f"SELECT d.id, d.person_id, d.at, d.ticket_id, d.activity_id, {_CATEGORY} FROM done_event d"
        " LEFT JOIN ticket t ON t.id = d.ticket_id"
        f" WHERE d.at >= ? AND d.at < ? AND d.person_id IN ({marks})",
        (start, end, *people),
    )
    return [DoneEvent(*row[:5]) for row in found if row[4] is not None or row[5] is None or row[5] in ("done", "gone")]


def contact(reader: Reader, name: str) -> Person | None:
    """A client by mail address or full name (case does not matter); ``None`` for none and for several."""
    found = reader.all(
        f"SELECT {rows.columns(Person)} FROM person WHERE kind = 'client'"
        " AND (mail = :name COLLATE NOCASE OR name = :name COLLATE NOCASE) LIMIT 2",
        {"name": name},
    )
    return Person(*found[0]) if len(found) == 1 else None

"""What happened at this desk: the activity machine, intervals, drafts, dismissals, where the technician was."""

from typing import NamedTuple

from workboard.domain.activity import Work
from workboard.domain.ticket import DoneEvent
from workboard.store import focus, intervals, rows
from workboard.store.database import Reader, Transaction


class Draft(NamedTuple):
    """Typing not yet saved as a note; ``kind`` is *note*, *answer* or *finish*. Bytes come back as they were."""

    ticket_id: str
    kind: str
    body: str
    row: int = 0
    column: int = 0
    public: bool = False
    saved_at: int = 0


def work_of(reader: Reader, activity_id: str) -> Work | None:
    row = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE activity_id = ?", (activity_id,))
    return None if row is None else rows.work(row)


def running(reader: Reader) -> Work | None:
    """The one running activity, if any."""
    row = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE state = 'running'")
    return None if row is None else rows.work(row)


def work_on(reader: Reader, ticket_id: str) -> list[Work]:
    found = reader.all(f"SELECT {rows.columns(Work)} FROM work WHERE ticket_id = ?", (ticket_id,))
    return [rows.work(row) for row in found]


def set_work(transaction: Transaction, work: Work) -> None:
    names = rows.columns(Work)
    marks = ", ".join("?" for _ in Work._fields)
    changes = ", ".join(f"{name} = excluded.{name}" for name in Work._fields[1:])
    # not OR REPLACE: that would quietly take the place of another running one
    transaction.run(
        f"INSERT INTO work ({names}) VALUES ({marks}) ON CONFLICT (activity_id) DO UPDATE SET {changes}", work
    )
    transaction.touch("work", "activities")


def clear_work(transaction: Transaction, activity_id: str) -> None:
    """Back to *planned*: no row is that state."""
    transaction.run("DELETE FROM work WHERE activity_id = ?", (activity_id,))
    transaction.touch("work", "activities")


def forget_tickets(transaction: Transaction, now: int) -> None:
    """Another account: what was made of the former one's tickets says nothing about its own."""
    focus.end_block(transaction, now)
    intervals.end(transaction, now)
    transaction.run("DELETE FROM work")
    transaction.run("DELETE FROM dismissal")
    transaction.run("DELETE FROM place WHERE name LIKE 'undo %'")
    transaction.touch("work", "activities", "replies")


def wake_others(transaction: Transaction, reason: str) -> None:
    """Skipped for this reason: the sleep is over with the next letting go."""
    transaction.run("UPDATE work SET sleep_until_at = NULL WHERE state = 'skipped' AND reason = ?", (reason,))


def segments(reader: Reader, activity_id: str, since_at: int = 0) -> list[tuple[int, int | None]]:
    """(started, ended or ``None``) stretches on an activity that reach past ``since_at``."""
    return [
        (row[0], row[1])
        for row in reader.all(
            "SELECT started_at, ended_at FROM interval WHERE ref = ? AND (ended_at IS NULL OR ended_at > ?)"
            " ORDER BY started_at",
            (activity_id, since_at),
        )
    ]


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


def interrupted(reader: Reader) -> list[Work]:
    """What waits for one to come back, innermost first."""
    found = reader.all(f"SELECT {rows.columns(Work)} FROM work WHERE state = 'interrupted' ORDER BY since_at DESC")
    return [rows.work(row) for row in found]


def add_done(transaction: Transaction, event: DoneEvent) -> None:
    transaction.run(rows.upsert(DoneEvent), event)
    transaction.touch("progress")


def not_done(transaction: Transaction, activity_id: str) -> None:
    """The far side will not hear that it is done: it is work again, and counts no more."""
    transaction.run("DELETE FROM work WHERE activity_id = ? AND state = 'finished'", (activity_id,))
    transaction.run("DELETE FROM done_event WHERE activity_id = ? AND id LIKE 'local:%'", (activity_id,))
    transaction.touch("work", "activities", "progress")


def dismiss(transaction: Transaction, ticket_id: str, until_at: int, now: int, reason: str) -> None:
    transaction.run(
        "INSERT OR REPLACE INTO dismissal (ticket_id, until_at, at, reason) VALUES (?, ?, ?, ?)",
        (ticket_id, until_at, now, reason),
    )
    transaction.touch("replies", "tickets")


def forget_dismissal(transaction: Transaction, ticket_id: str) -> None:
    """The client waits again."""
    if transaction.run("DELETE FROM dismissal WHERE ticket_id = ?", (ticket_id,)):
        transaction.touch("replies", "tickets")


def draft(reader: Reader, ticket_id: str, kind: str) -> Draft | None:
    row = reader.one(
        "SELECT ticket_id, kind, body, row, col, public, saved_at FROM draft WHERE ticket_id = ? AND kind = ?",
        (ticket_id, kind),
    )
    return None if row is None else Draft._make((*row[:5], bool(row[5]), row[6]))


def save_draft(transaction: Transaction, one: Draft) -> None:
    transaction.run(
        "INSERT OR REPLACE INTO draft (ticket_id, kind, body, row, col, public, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.ticket_id, one.kind, one.body, one.row, one.column, int(one.public), one.saved_at),
    )
    transaction.touch("drafts")


def drafts(reader: Reader) -> int:
    """How many; not those whose words are in the outbox already."""
    return int(reader.value("SELECT count(*) FROM draft WHERE promote_at IS NULL"))


def keep_draft(transaction: Transaction, one: Draft, identifier: str, promote_at: int) -> None:
    """What was typed, as it was, for as long as row ``identifier`` of the outbox may still be taken back."""
    save_draft(transaction, one._replace(kind=f"{one.kind} {identifier}"))
    transaction.run(
        "UPDATE draft SET promote_at = ? WHERE ticket_id = ? AND kind = ?",
        (promote_at, one.ticket_id, f"{one.kind} {identifier}"),
    )


def draft_back(transaction: Transaction, identifier: str) -> str | None:
    """The bytes kept for a row are a draft again; its kind. ``None`` without any, or where a newer draft stands."""
    row = transaction.one(
        "SELECT ticket_id, kind FROM draft WHERE promote_at IS NOT NULL AND kind LIKE ?", (f"% {identifier}",)
    )
    if row is None:
        return None
    kind = str(row[1]).split(" ")[0]
    if draft(transaction, row[0], kind) is not None:
        return None
    transaction.run("UPDATE draft SET kind = ?, promote_at = NULL WHERE ticket_id = ? AND kind = ?", (kind, *row))
    transaction.touch("drafts")
    return kind


MOST_UNDONE = 20
"""acts that can be taken back one after the other"""


def remember_act(transaction: Transaction, act: str, inverse: str, now: int) -> None:
    """What takes this act back, for as long as nothing of it was sent."""
    set_place(transaction, f"undo {act}", inverse, now)
    transaction.run(
        "DELETE FROM place WHERE name LIKE 'undo %' AND name NOT IN"
        " (SELECT name FROM place WHERE name LIKE 'undo %' ORDER BY rowid DESC LIMIT ?)",
        (MOST_UNDONE,),
    )


def last_act(reader: Reader) -> str | None:
    """The inverse of the newest act."""
    found: str | None = reader.value("SELECT value FROM place WHERE name LIKE 'undo %' ORDER BY rowid DESC LIMIT 1")
    return found


def forget_act(transaction: Transaction, act: str) -> None:
    set_place(transaction, f"undo {act}", None, 0)


def open_interval_id(reader: Reader) -> str | None:
    found: str | None = reader.value("SELECT id FROM interval WHERE ended_at IS NULL")
    return found


def reopen_interval(transaction: Transaction, identifier: str) -> None:
    """It was not over after all."""
    transaction.run("UPDATE interval SET ended_at = NULL WHERE id = ?", (identifier,))


def drop_interval(transaction: Transaction, identifier: str) -> None:
    """It never began."""
    transaction.run("DELETE FROM interval WHERE id = ?", (identifier,))


def dismissal_of(reader: Reader, ticket_id: str) -> tuple[int, int, str] | None:
    """(until, at, reason) of the word that a reply needs no answer."""
    row = reader.one("SELECT until_at, at, reason FROM dismissal WHERE ticket_id = ?", (ticket_id,))
    return None if row is None else (row[0], row[1], row[2] or "")


def drop_done(transaction: Transaction, identifier: str) -> None:
    transaction.run("DELETE FROM done_event WHERE id = ?", (identifier,))
    transaction.touch("progress")


def drop_draft(transaction: Transaction, ticket_id: str, kind: str) -> None:
    if transaction.run("DELETE FROM draft WHERE ticket_id = ? AND kind = ?", (ticket_id, kind)):
        transaction.touch("drafts")


def place(reader: Reader, name: str) -> str | None:
    """Where the technician was; also the last valid policy (``policy``)."""
    found: str | None = reader.value("SELECT value FROM place WHERE name = ?", (name,))
    return found


def places(reader: Reader, beginning: str) -> dict[str, str]:
    """All whose name begins so, by the rest of it."""
    found = reader.all(
        "SELECT name, value FROM place WHERE name >= ? AND name < ?", (beginning, f"{beginning}\U0010ffff")
    )
    return {name.removeprefix(beginning): value for name, value in found}


def set_place(transaction: Transaction, name: str, value: str | None, now: int) -> None:
    if value is None:
        transaction.run("DELETE FROM place WHERE name = ?", (name,))
    else:
        transaction.run("INSERT OR REPLACE INTO place (name, value, at) VALUES (?, ?, ?)", (name, value, now))

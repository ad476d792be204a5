"""What happened at this desk: the activity machine, what was done, replies let go, where the technician was."""

from workboard.domain.activity import Work
from workboard.domain.ticket import DoneEvent
from workboard.store import focus, intervals, rows
from workboard.store.database import Reader, Transaction

MOST_UNDONE = 20
"""acts that can be taken back one after the other"""
MOST_SKIPS = 999
"""that are remembered to be counted: more than a fortnight has"""


def work_of(reader: Reader, activity_id: str) -> Work | None:
    row = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE activity_id = ?", (activity_id,))
    return None if row is None else rows.work(row)


def running(reader: Reader) -> Work | None:
    """The one running activity, if any."""
    row = reader.one(f"SELECT {rows.columns(Work)} FROM work WHERE state = 'running'")
    return None if row is None else rows.work(row)


def interrupted(reader: Reader) -> list[Work]:
    """What waits for one to come back, innermost first."""
    found = reader.all(f"SELECT {rows.columns(Work)} FROM work WHERE state = 'interrupted' ORDER BY since_at DESC")
    return [rows.work(row) for row in found]


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


def count_skip(transaction: Transaction, act: str, reason: str, now: int) -> None:
    """For the sums of the day: how often, whatever becomes of the work afterwards."""
    set_place(transaction, f"skipped {act}", reason, now)
    transaction.run(
        "DELETE FROM place WHERE name LIKE 'skipped %' AND name NOT IN"
        " (SELECT name FROM place WHERE name LIKE 'skipped %' ORDER BY rowid DESC LIMIT ?)",
        (MOST_SKIPS,),
    )


def forget_skip(transaction: Transaction, act: str) -> None:
    set_place(transaction, f"skipped {act}", None, 0)


def add_done(transaction: Transaction, event: DoneEvent) -> None:
    transaction.run(rows.upsert(DoneEvent), event)
    transaction.touch("progress")


def drop_done(transaction: Transaction, identifier: str) -> None:
    transaction.run("DELETE FROM done_event WHERE id = ?", (identifier,))
    transaction.touch("progress")


def not_done(transaction: Transaction, activity_id: str) -> None:
    """The far side will not hear that it is done: it is work again, and counts no more."""
    transaction.run("DELETE FROM work WHERE activity_id = ? AND state = 'finished'", (activity_id,))
    transaction.run("DELETE FROM done_event WHERE activity_id = ? AND id LIKE 'local:%'", (activity_id,))
    transaction.touch("work", "activities", "progress")


def dismissal_of(reader: Reader, ticket_id: str) -> tuple[int, int, str] | None:
    """(until, at, reason) of the word that a reply needs no answer."""
    row = reader.one("SELECT until_at, at, reason FROM dismissal WHERE ticket_id = ?", (ticket_id,))
    return None if row is None else (row[0], row[1], row[2] or "")


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

"""The only window a lead's questions look through: views of the team in which nobody has a name.

A connection of its own, read-only, on one moment of the file. Its views know who is in the team (tables that exist
on this connection alone) and let out what happened, never who did it; SQLite itself refuses every other column
(``_Guard``). Three views do have names, because a person put theirs there or is needed for dispatch: ``asked_help``,
``moved_up`` and ``dispatch``. The own log, drafts, notes and the outbox are in no view at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from workboard.domain.ticket import STAND_IN
from workboard.store.connection import Reader, connect
from workboard.store.database import Database
from workboard.store.schema import FOR_THE_TEAM, KNOWN_FIX, LINES_FOR_MACHINES

NAMED: Final = frozenset({"asked_help", "dispatch"})
"""Views with names in them."""
PERSONAL: Final = frozenset({"person_id", "owner_id", "author_id", "author_name", "contact_mail", "me_name", "name"})
"""Columns no other view has."""


class Scope(NamedTuple):
    """Whose figures: (id, name) of the people, the queues whose unowned tickets count (none: all), and the team
    ticket, which is no work. Neither is one that stands for an appointment."""

    people: tuple[tuple[str, str], ...]
    queues: tuple[str, ...] = ()
    team_ticket_id: str | None = None


_SCOPE: Final = (
    "CREATE TEMP TABLE member (person_id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE its_queue (title TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE team_ticket_itself (ticket_id TEXT PRIMARY KEY) WITHOUT ROWID",
)
_MEMBERS: Final = "(SELECT person_id FROM temp.member)"
_ITS_TICKETS: Final = f"""t.presence <> 'gone' AND t.id NOT IN (SELECT ticket_id FROM temp.team_ticket_itself)
    AND t.id NOT LIKE '%:ticket:{STAND_IN}%'
    AND (t.owner_id IN {_MEMBERS} OR (t.owner_id IS NULL AND
        (NOT EXISTS (SELECT 1 FROM temp.its_queue) OR t.queue IN (SELECT title FROM temp.its_queue))))"""
_TICKET: Final = """t.id, t.number, t.title, t.category, t.queue, t.company, t.priority, t.urgent, t.impact, t.tier,
    t.type, t.created_at, t.updated_at, t.due_at, t.default_band, t.reply_signal"""

VIEWS: Final[dict[str, str]] = {
    "team_ticket": f"SELECT {_TICKET} FROM main.ticket t WHERE {_ITS_TICKETS}",
    "team_open": f"SELECT {_TICKET} FROM main.ticket t WHERE t.category NOT IN ('done','gone') AND {_ITS_TICKETS}",
    "team_plan": f"""SELECT a.id, a.ticket_id, a.start_at, a.estimate_minutes, a.remote_state FROM main.activity a
        WHERE a.owner_id IN {_MEMBERS}""",
    # the plus keeps SQLite from the index by owner: a day of plans is fewer rows than years of one person's
    "team_day": f"""SELECT a.id, a.start_at, a.remote_state FROM main.activity a
        WHERE +a.owner_id IN {_MEMBERS} AND a.start_at IS NOT NULL""",
    "ticket_plan": "SELECT a.ticket_id, a.estimate_minutes FROM main.activity a WHERE a.remote_state = 'open'",
    "team_done": f"""SELECT d.at, d.ticket_id, d.activity_id, t.category FROM main.done_event d
        LEFT JOIN main.ticket t ON t.id = d.ticket_id WHERE d.person_id IN {_MEMBERS}""",
    "any_done": "SELECT d.id, d.at, d.ticket_id, d.activity_id FROM main.done_event d",
    "team_time": f"""SELECT e.ended_at, e.minutes, e.kind, e.billable_minutes FROM main.time_entry e
        WHERE e.person_id IN {_MEMBERS}""",
    "ticket_span": "SELECT s.ticket_id, s.category, s.from_at, s.until_at FROM main.status_span s",
    "said_in_public": """SELECT m.id, m.ticket_id, m.at, m.author, m.origin FROM main.message m
        WHERE m.visibility = 'public'""",
    "next_step": "SELECT m.ticket_id, m.at FROM main.message m WHERE m.next_step IS NOT NULL",
    "noted": f"SELECT m.ticket_id, m.at, m.body FROM main.message m WHERE {LINES_FOR_MACHINES}",
    "dismissed": "SELECT d.ticket_id, d.until_at FROM main.dismissal d",
    "solved": f"SELECT m.ticket_id FROM main.message m WHERE {KNOWN_FIX}",
    # of each technician and day the newest note only: one that was written again counts once (the plus: one ticket has
    # fewer notes than a team)
    "day_note": f"""SELECT body, at FROM (SELECT m.body, m.at, row_number() OVER (
        PARTITION BY m.author_id, substr(m.body, 1, 27) ORDER BY m.at DESC, m.id DESC) AS place
        FROM main.message m WHERE m.ticket_id IN (SELECT ticket_id FROM temp.team_ticket_itself)
        AND +m.author_id IN {_MEMBERS} AND {FOR_THE_TEAM})
        WHERE place = 1""",
    "asked_help": f"""SELECT m.ticket_id, m.at, m.author_name AS name, m.body FROM main.message m
        WHERE {LINES_FOR_MACHINES} AND m.author = 'staff'""",
    "dispatch": """SELECT p.person_id, p.name, a.start_at, a.estimate_minutes FROM temp.member p
        LEFT JOIN main.activity a ON a.owner_id = p.person_id AND a.remote_state = 'open'
            AND a.start_at IS NOT NULL""",
}


class _Guard:
    """SQLite's authorizer: a question may read views, a view may read what it is made of, and that is all."""

    allowed: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION})
    of_the_file: Final = frozenset({"user_version", "database_list"})
    """asked, never set, by ``trouble``, which has to tell damage from a newer schema, and where the file is"""

    def __call__(self, action: int, table: str | None, column: str | None, schema: str | None, view: str | None) -> int:
        if action in self.allowed:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and (table in VIEWS or view in VIEWS or not column):
            return sqlite3.SQLITE_OK  # without a column: that there is a row, and nothing of it
        if action == sqlite3.SQLITE_READ and table == "sqlite_master":
            return sqlite3.SQLITE_OK  # the names of tables; nobody's data
        if action == sqlite3.SQLITE_PRAGMA and table in self.of_the_file and column is None:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


def as_number(text: object) -> float | None:
    """A priority as a number, the way the policy's bands read it; anything else is none."""
    try:
        return float(str(text))
    except ValueError:
        return None


@contextmanager
def team(database: Database, scope: Scope) -> Iterator[Reader]:
    """A reader that sees the team through ``VIEWS`` alone, all questions on one moment of the file.

    The connection waits for the next look at the same team: what SQLite has prepared and permitted stays so."""
    connection = database.idle.take(scope) or _window(database.path, scope)
    try:
        connection.execute("BEGIN")
        yield Reader(connection)
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    database.idle.give(scope, connection)


def _window(path: str, scope: Scope) -> sqlite3.Connection:
    connection = connect(path)
    try:
        _look_through(connection, scope)
    except sqlite3.Error as error:
        from workboard.store.trouble import in_words

        connection.close()
        raise in_words(path, error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _look_through(connection: sqlite3.Connection, scope: Scope) -> None:
    for statement in _SCOPE:
        connection.execute(statement)
    connection.executemany("INSERT OR IGNORE INTO member VALUES (?, ?)", scope.people)
    connection.executemany("INSERT OR IGNORE INTO its_queue VALUES (?)", [(one,) for one in scope.queues])
    if scope.team_ticket_id is not None:
        connection.execute("INSERT INTO team_ticket_itself VALUES (?)", (scope.team_ticket_id,))
    for name, sql in VIEWS.items():
        connection.execute(f"CREATE TEMP VIEW {name} AS {sql}")
    connection.create_function("as_number", 1, as_number, deterministic=True)
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_Guard())

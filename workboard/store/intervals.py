"""Stretches of time: work and interruptions. At most one is open, none overlaps another, whatever a clock does.

A stretch begins no earlier than the newest one ended, and ends no earlier than it began. ``parent`` says what it
interrupted, so that the way back is in the file and not in anybody's memory.
"""

from workboard.domain.interruption import Stretch
from workboard.domain.typed import NamedTuple
from workboard.store.database import Reader, Transaction

_FIELDS = ", ".join(Stretch._fields)
_CHAIN = f"""WITH RECURSIVE chain AS (
    SELECT {_FIELDS}, 0 AS depth FROM interval WHERE ended_at IS NULL
    UNION ALL
    SELECT {", ".join(f"i.{name}" for name in Stretch._fields)}, c.depth + 1
    FROM interval i JOIN chain c ON i.id = c.parent WHERE c.depth < 100
) SELECT {_FIELDS} FROM chain ORDER BY depth"""


def _stretch(row: tuple[object, ...]) -> Stretch:
    values = dict(zip(Stretch._fields, row, strict=True))
    return Stretch(**{**values, "sorted": bool(values["sorted"]), "ref": values["ref"] or values["id"]})  # type: ignore[arg-type]


def current(reader: Reader) -> Stretch | None:
    """The open one."""
    row = reader.one(f"SELECT {_FIELDS} FROM interval WHERE ended_at IS NULL")
    return None if row is None else _stretch(row)


def open_id(reader: Reader) -> str | None:
    found: str | None = reader.value("SELECT id FROM interval WHERE ended_at IS NULL")
    return found


def newest_id(reader: Reader) -> str | None:
    """Of the one that began last, open or not."""
    found: str | None = reader.value("SELECT id FROM interval ORDER BY rowid DESC LIMIT 1")
    return found


def chain(reader: Reader) -> list[Stretch]:
    """The open one first, then what it interrupted, outwards."""
    return [_stretch(row) for row in reader.all(_CHAIN)]


def one(reader: Reader, identifier: str) -> Stretch | None:
    row = reader.one(f"SELECT {_FIELDS} FROM interval WHERE id = ?", (identifier,))
    return None if row is None else _stretch(row)


def begin(transaction: Transaction, stretch: Stretch) -> None:
    """It is open from ``started_at`` on, or from the end of the newest, if a clock went back meanwhile."""
    newest = transaction.value("SELECT coalesce(ended_at, started_at) FROM interval ORDER BY rowid DESC LIMIT 1") or 0
    values = stretch._replace(started_at=max(stretch.started_at, newest), ended_at=None)
    transaction.run(
        f"INSERT INTO interval ({_FIELDS}) VALUES ({', '.join('?' for _ in Stretch._fields)})",
        [int(value) if isinstance(value, bool) else value for value in values],
    )
    transaction.touch("work")


def end(transaction: Transaction, now: int) -> None:
    """The open stretch ends; never before it began."""
    if transaction.run("UPDATE interval SET ended_at = max(started_at, ?) WHERE ended_at IS NULL", (now,)):
        transaction.touch("work")


def reopen(transaction: Transaction, identifier: str) -> None:
    """It was not over after all."""
    transaction.run("UPDATE interval SET ended_at = NULL WHERE id = ?", (identifier,))


def drop(transaction: Transaction, identifier: str) -> None:
    """It never began."""
    transaction.run("DELETE FROM interval WHERE id = ?", (identifier,))


def describe(transaction: Transaction, ref: str, **what: object) -> None:
    """Say more of an interruption, in all its stretches: ``source``, ``who``, ``coming_back``, ``sorted``,
    ``ticket_id``, ``asked_at``."""
    changes = ", ".join(f"{name} = ?" for name in what)
    values = [int(value) if isinstance(value, bool) else value for value in what.values()]
    transaction.run(f"UPDATE interval SET {changes} WHERE kind = 'interruption' AND ref = ?", (*values, ref))
    transaction.touch("work")


def spent_on(reader: Reader, ref: str, now: int) -> int:
    """Milliseconds of all stretches of one interruption or activity, so far."""
    found = reader.value("SELECT sum(coalesce(ended_at, ?) - started_at) FROM interval WHERE ref = ?", (now, ref))
    return max(0, int(found or 0))


def began(reader: Reader, ref: str) -> int:
    """When an interruption began."""
    return int(reader.value("SELECT min(started_at) FROM interval WHERE ref = ?", (ref,)) or 0)


def newest_on(reader: Reader, ticket_id: str) -> str | None:
    """The last interruption that was made into something on a ticket."""
    sql = "SELECT ref FROM interval WHERE kind = 'interruption' AND ticket_id = ? ORDER BY rowid DESC LIMIT 1"
    found: str | None = reader.value(sql, (ticket_id,))
    return found


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


def coming_back_since(reader: Reader, activity_id: str, since_at: int) -> tuple[int, str] | None:
    """(when, words) of the newest *coming back I will* that somebody wrote when called away from an activity."""
    row = reader.one(
        """SELECT i.started_at, i.coming_back FROM interval i JOIN interval p ON p.id = i.parent
        WHERE i.kind = 'interruption' AND p.ref = ? AND i.started_at >= ? AND i.coming_back <> ''
        ORDER BY i.rowid DESC LIMIT 1""",
        (activity_id, since_at),
    )
    return None if row is None else (row[0], row[1])


def unsorted(reader: Reader, since_at: int, *, also_asked: bool = False) -> list[Stretch]:
    """Interruptions that are over, of which nobody said what they were for, and nobody was asked: oldest first."""
    found = reader.all(
        f"""SELECT {_FIELDS} FROM interval i WHERE kind = 'interruption' AND sorted = 0 AND (? OR asked_at IS NULL)
        AND id = ref AND started_at >= ? AND NOT EXISTS
            (SELECT 1 FROM interval o WHERE o.ref = i.ref AND o.ended_at IS NULL)
        AND id NOT IN (WITH RECURSIVE up AS (
            SELECT parent FROM interval WHERE ended_at IS NULL
            UNION SELECT p.parent FROM interval p JOIN up ON p.id = up.parent
        ) SELECT ref FROM interval WHERE id IN (SELECT parent FROM up))
        ORDER BY started_at""",
        (int(also_asked), since_at),
    )
    return [_stretch(row) for row in found]


# -- the own log --------------------------------------------------------------------------------------------


class Logged(NamedTuple):
    """``ended_at`` is ``None`` while it lasts; ``number`` and ``title`` of the ticket where there is one."""

    kind: str
    """*activity* or *interruption*"""
    started_at: int
    ended_at: int | None
    source: str | None
    who: str | None
    sorted: bool
    number: str | None
    title: str | None
    company: str | None = None
    ref: str | None = None
    """the same for all stretches of one interruption"""


def between(reader: Reader, start: int, end: int) -> list[Logged]:
    """Every stretch that touches the period, in the order in which they began."""
    found = reader.all(
        """SELECT i.kind, i.started_at, i.ended_at, i.source, i.who, i.sorted, t.number, t.title, t.company, i.ref
        FROM interval i
        LEFT JOIN activity a ON a.id = i.ref LEFT JOIN work w ON w.activity_id = i.ref
        LEFT JOIN ticket t ON t.id = coalesce(i.ticket_id, a.ticket_id, w.ticket_id,
            replace(i.ref, ':derived:', ':ticket:'))
        WHERE i.started_at < ? AND (i.ended_at IS NULL OR i.ended_at > ? OR i.started_at >= ?)
        ORDER BY i.started_at, i.id""",
        (end, start, start),
    )
    return [Logged._make((*row[:5], bool(row[5]), *row[6:])) for row in found]

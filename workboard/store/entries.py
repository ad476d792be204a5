"""Wishes in the outbox as values, and how they are found."""

import json

from workboard.domain.intent import Intent, revive
from workboard.domain.ticket import TimeKind
from workboard.domain.typed import NamedTuple
from workboard.store.database import Reader, Row
from workboard.store.mirror import chunks
from workboard.store.states import PROMISED

_COLUMNS = (
    "seq, id, act, ticket_id, verb, payload, base, marker, state, attempts, created_at, sendable_at, sent_at, "
    "next_at, fence, reason, remote_id"
)


class Entry(NamedTuple):
    """One row of the outbox. ``*_at`` are milliseconds UTC; ``sendable_at``, ``next_at`` by the wall clock."""

    seq: int
    id: str
    act: str
    """rows of one act of the technician share it"""
    ticket_id: str
    verb: str
    intent: Intent
    base: str | None
    marker: str
    state: str
    attempts: int
    """how often it left and nobody could tell at once what became of it"""
    created_at: int
    sendable_at: int
    sent_at: int | None
    next_at: int | None
    fence: str | None
    reason: str | None
    remote_id: str | None

    @property
    def promised(self) -> bool:
        """A client would read it, and it may still be taken back; ``next_at`` is when it is to leave."""
        return self.sendable_at >= PROMISED and self.attempts == 0

    @property
    def frozen(self) -> bool:
        """Its words may have reached the far side: they stay as they are."""
        return self.attempts > 0 or self.state in ("inflight", "uncertain")


class Wish(NamedTuple):
    """An intent about to enter the outbox, with the names made for it."""

    id: str
    act: str
    marker: str
    intent: Intent
    next_step: str | None = None


def entry(row: Row) -> Entry:
    fields = json.loads(row[5])
    return Entry._make((*row[:5], revive(row[4], fields), *row[6:]))


def open_entries(reader: Reader) -> list[Entry]:
    """Everything not yet done or dropped, oldest first."""
    found = reader.all(
        f"SELECT {_COLUMNS} FROM outbox INDEXED BY outbox_open WHERE state NOT IN ('done','dropped') ORDER BY seq"
    )
    return [entry(row) for row in found]


def recent(reader: Reader, limit: int = 200) -> list[Entry]:
    """The newest rows whatever their state, newest first."""
    found = reader.all(f"SELECT {_COLUMNS} FROM outbox ORDER BY seq DESC LIMIT ?", (limit,))
    return [entry(row) for row in found]


def find(reader: Reader, identifier: str) -> Entry | None:
    """By id, or by its place in the outbox."""
    row = reader.one(f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", (identifier,))
    if row is None and identifier.isascii() and identifier.isdecimal() and len(identifier) < 19:
        row = reader.one(f"SELECT {_COLUMNS} FROM outbox WHERE seq = ?", (int(identifier),))
    return None if row is None else entry(row)


def by_marker(reader: Reader, markers: list[str]) -> list[Entry]:
    """Rows not yet done whose marker was seen on the far side."""
    seen = frozenset(markers)
    return [one for one in open_entries(reader) if one.marker in seen] if seen else []


def dropped_of(reader: Reader, markers: list[str]) -> list[str]:
    """Ids of rows a person dropped that were seen on the far side all the same."""
    found: list[str] = []
    for part in chunks(markers):
        marks = ", ".join("?" for _ in part)
        sql = f"SELECT id FROM outbox WHERE marker IN ({marks}) AND state = 'dropped'"
        found += [row[0] for row in reader.all(sql, part)]
    return found


def kinds_of_time(reader: Reader, markers: list[str]) -> dict[str, TimeKind]:
    """Marker → what its minutes went to, of notes of mine that booked anything but plain work, whatever became of
    them. No help desk has a field for it."""
    found: dict[str, TimeKind] = {}
    kind = "json_extract(payload, '$.kind')"
    for part in chunks(markers):
        marks = ", ".join("?" for _ in part)
        sql = f"SELECT marker, {kind} FROM outbox WHERE marker IN ({marks}) AND verb = 'note' AND {kind} <> 'work'"
        found |= dict(reader.all(sql, part))
    return found


def of_act(reader: Reader, act: str, since: int) -> list[Entry]:
    """The rows of one act from a place in the outbox on, whatever their state."""
    found = reader.all(f"SELECT {_COLUMNS} FROM outbox WHERE seq >= ? AND act = ? ORDER BY seq", (since, act))
    return [entry(row) for row in found]


def newest_since(reader: Reader, since: int = 0, but: str = "") -> Entry | None:
    """The newest row from a place in the outbox on that is not of act ``but``; what was dropped does not count."""
    row = reader.one(
        f"SELECT {_COLUMNS} FROM outbox WHERE seq >= ? AND act <> ? AND state <> 'dropped' ORDER BY seq DESC LIMIT 1",
        (since, but),
    )
    return None if row is None else entry(row)


def any_promised(reader: Reader) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state NOT IN ('done','dropped') AND sendable_at >= ?)"
    return bool(reader.value(sql, (PROMISED,)))


def may_have_arrived(reader: Reader, one: Entry) -> bool:
    """Whether an answer of it was ever lost: then it can be on the ticket, whatever was said of it later."""
    if one.state in ("inflight", "uncertain"):
        return True
    sql = "SELECT EXISTS (SELECT 1 FROM outbox_log WHERE op = ? AND to_state = 'uncertain')"
    return bool(reader.value(sql, (one.id,)))


REFUSED_LOOK = "the look was refused: "


def refused_looks(reader: Reader, one: Entry) -> int:
    """How often the remote would not even let us look, since it was last sent or asked for by hand."""
    return int(
        reader.value(
            "SELECT count(*) FROM outbox_log WHERE op = :op AND instr(cause, :refused) = 1 AND id > coalesce(("
            " SELECT max(id) FROM outbox_log WHERE op = :op AND (to_state = 'inflight' OR cause = :asked)), 0)",
            {"op": one.id, "refused": REFUSED_LOOK, "asked": ASKED},
        )
    )


ASKED = "retried by hand"
SEEN = "seen on the ticket"


def was_seen(reader: Reader, one: Entry) -> bool:
    """Whether its words were read on the far side, so that they must never leave again."""
    sql = "SELECT EXISTS (SELECT 1 FROM outbox_log WHERE op = ? AND cause = ?)"
    return bool(reader.value(sql, (one.id, SEEN)))


def owners_in_conflict(reader: Reader, one: Entry) -> tuple[str, str] | None:
    """Ids of whom a ticket belonged to when it was given away, and of who has it by now, where these are not the same
    and a person has to choose; empty for nobody."""
    row = reader.one(
        "SELECT base, theirs FROM conflict WHERE op = ? AND field = 'owner' AND resolution IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (one.id,),
    )
    return None if row is None else (row[0] or "", row[1] or "")


def insisted(reader: Reader, one: Entry) -> bool:
    """Whether a person has chosen *mine* after the ticket was given away."""
    sql = "SELECT EXISTS (SELECT 1 FROM conflict WHERE op = ? AND field = 'owner' AND resolution = 'mine')"
    return bool(reader.value(sql, (one.id,)))

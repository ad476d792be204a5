"""Blocks of focus: what the screen shows is frozen with the block, and the world outside as it was then."""

from workboard.domain.focus import Block, Outside
from workboard.domain.typed import TYPE_CHECKING, Any, NamedTuple
from workboard.domain.working_time import MINUTE
from workboard.store.database import Reader, Transaction

if TYPE_CHECKING:  # a question makes no news
    from workboard.domain.event import What

OVER = "focus_over"
"""the place with the newest block whose end was told: whoever notices it first tells it, and nobody else"""
_COLUMNS = "id, activity_id, started_at, until_at, coalesce(rule, 'focus.block'), ended_at, card, before, told"


class Session(NamedTuple):
    """One block. ``card`` are the words of the screen, ``before`` the world outside as it was when it began, ``told``
    the keys of what has broken through. It lasts while ``ended_at`` is ``None`` and its bound has not come."""

    id: str
    activity_id: str
    block: Block
    ended_at: int | None
    card: dict[str, str | None]
    before: Outside
    told: tuple[str, ...] = ()

    def over_at(self, now: int) -> int | None:
        """When it ended, if it has."""
        if self.ended_at is not None:
            return self.ended_at
        return self.block.until_at if now >= self.block.until_at else None


def newest(reader: Reader) -> Session | None:
    """The block that lasts, else the last one there was."""
    row = reader.one(f"SELECT {_COLUMNS} FROM focus_session WHERE ended_at IS NULL") or reader.one(
        f"SELECT {_COLUMNS} FROM focus_session ORDER BY ended_at DESC, rowid DESC LIMIT 1"
    )
    return None if row is None else _session(row)


def still_open(reader: Reader) -> Session | None:
    """The block that is open, also when its bound has come."""
    session = newest(reader)
    return None if session is None or session.ended_at is not None else session


def blocks(reader: Reader, start: int, now: int) -> list[tuple[int, int]]:
    """(start, end) of every block that touches the time from ``start`` to ``now``, cut to it; one that lasts is as
    long as it has come."""
    found = reader.all(
        """SELECT max(started_at, :start), min(coalesce(ended_at, until_at), :now) FROM focus_session
        WHERE started_at < :now AND coalesce(ended_at, until_at) > :start ORDER BY started_at""",
        {"start": start, "now": now},
    )
    return [(row[0], row[1]) for row in found]


def open_id(reader: Reader) -> str | None:
    """The block that is open, if one is."""
    return reader.value("SELECT id FROM focus_session WHERE ended_at IS NULL")  # type: ignore[no-any-return]


def lasts(reader: Reader, now: int) -> bool:
    """Whether somebody concentrates: a block is open, its bound has not come, and its work runs (during an
    interruption nobody does)."""
    return bool(
        reader.value(
            """SELECT EXISTS (SELECT 1 FROM focus_session f JOIN work w ON w.activity_id = f.activity_id
            WHERE f.ended_at IS NULL AND f.until_at > ? AND w.state = 'running')""",
            (now,),
        )
    )


def open_block(
    transaction: Transaction, identifier: str, activity_id: str, block: Block, card: dict[str, str | None],
    before: Outside,
) -> None:  # fmt: skip
    """A new block; one that was still open ends where this one begins."""
    end_block(transaction, block.started_at)
    transaction.run(
        "INSERT INTO focus_session (id, activity_id, started_at, until_at, rule, card, before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            identifier, activity_id, block.started_at, block.until_at, block.rule,
            _written(card), _frozen(before),
        ),
    )  # fmt: skip
    transaction.touch("work", "focus")
    _tell(transaction, "on_focus_start", block.started_at, card, block, block.until_at)


def end_block(transaction: Transaction, now: int, activity_id: str | None = None) -> None:
    """The open block is over, at its bound at the latest; with ``activity_id`` only if it is on that."""
    session = newest(transaction)
    if session is None or session.ended_at is not None or activity_id not in (None, session.activity_id):
        return
    ended_at = max(session.block.started_at, min(session.block.until_at, now))
    transaction.run("UPDATE focus_session SET ended_at = ? WHERE id = ?", (ended_at, session.id))
    transaction.touch("work", "focus")
    _tell_end(transaction, session, ended_at)


def reopen_block(transaction: Transaction, activity_id: str, now: int) -> None:
    """The newest block on an activity goes on, if it ended only because another one began."""
    identifier = transaction.value(
        """SELECT id FROM (SELECT id, ended_at, rowid AS at FROM focus_session WHERE activity_id = ?
            ORDER BY rowid DESC LIMIT 1) f
        WHERE EXISTS (SELECT 1 FROM focus_session n WHERE n.rowid > f.at AND n.started_at = f.ended_at)""",
        (activity_id,),
    )
    if identifier is not None:
        end_block(transaction, now)
        reopen(transaction, str(identifier))


def reopen(transaction: Transaction, identifier: str) -> None:
    """The end of a block is taken back; none other is open. Its bound stays, and is told again when it comes."""
    transaction.run("UPDATE focus_session SET ended_at = NULL WHERE id = ?", (identifier,))
    transaction.run("DELETE FROM place WHERE name = ? AND value = ?", (OVER, identifier))
    transaction.touch("work", "focus")
    session = newest(transaction)
    assert session is not None
    _tell(transaction, "on_focus_start", session.block.started_at, session.card, session.block, session.block.until_at)


def until(reader: Reader, now: int) -> int | None:
    """When the open block ends at the latest; ``None`` without one, or past it. It may be interrupted."""
    found: int | None = reader.value(
        "SELECT until_at FROM focus_session WHERE ended_at IS NULL AND until_at > ?", (now,)
    )
    return found


def notice_bound(transaction: Transaction, now: int) -> None:
    """The open block has come to its bound, if it has: that is told, once. It stays open until somebody goes on."""
    session = newest(transaction)
    if session is not None and session.ended_at is None and now >= session.block.until_at:
        _tell_end(transaction, session, session.block.until_at)


def bound_unnoticed(reader: Reader, now: int) -> bool:
    """Whether there is something to notice: asked often, so it writes nothing."""
    return bool(
        reader.value(
            "SELECT EXISTS (SELECT 1 FROM focus_session WHERE ended_at IS NULL AND until_at <= ?"
            f" AND id <> coalesce((SELECT value FROM place WHERE name = '{OVER}'), ''))",
            (now,),
        )
    )


def _tell_end(transaction: Transaction, session: Session, ended_at: int) -> None:
    if transaction.value("SELECT value FROM place WHERE name = ?", (OVER,)) == session.id:
        return
    transaction.run("INSERT OR REPLACE INTO place (name, value, at) VALUES (?, ?, ?)", (OVER, session.id, ended_at))
    _tell(transaction, "on_focus_end", ended_at, session.card, session.block, ended_at)


def _tell(
    transaction: Transaction, what: "What", at: int, card: dict[str, str | None], block: Block, until_at: int
) -> None:
    from workboard.domain.event import Moment

    minutes = (until_at - block.started_at) // MINUTE
    until = None if what == "on_focus_end" else until_at
    transaction.tell(Moment(what, at, card.get("number"), card.get("title"), until, minutes, rule=block.rule))


def tell(transaction: Transaction, session: Session, keys: tuple[str, ...]) -> None:
    """These have broken through as well: each does so once in a block."""
    told = "\n".join((*session.told, *keys))
    transaction.run("UPDATE focus_session SET told = ? WHERE id = ?", (told, session.id))
    transaction.touch("focus")


def _session(row: tuple[object, ...]) -> Session:
    identifier, activity, started, until, rule, ended, card, before, told = row
    block = Block(started, until, rule)  # type: ignore[arg-type]
    keys = tuple(str(told).split("\n")) if told else ()
    return Session(identifier, activity, block, ended, _read(str(card)), _thawed(str(before)), keys)  # type: ignore[arg-type]


def _written(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Any:
    import json  # only where there was a block

    return json.loads(text)


def _frozen(outside: Outside) -> str:
    return _written({name: sorted(values) for name, values in outside._asdict().items()})


def _thawed(text: str) -> Outside:
    found = _read(text)
    pairs = {name: frozenset((one, at) for one, at in found.get(name, ())) for name in ("replies", "fixed")}
    return Outside(mine=frozenset(found.get("mine", ())), emergencies=frozenset(found.get("emergencies", ())), **pairs)

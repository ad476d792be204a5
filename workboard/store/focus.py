"""Blocks of focus: what the screen shows is frozen with the block, and the world outside as it was then."""

import json
from typing import NamedTuple

from workboard.domain.focus import Block, Outside
from workboard.store.database import Reader, Transaction

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
    row = reader.one(f"SELECT {_COLUMNS} FROM focus_session ORDER BY rowid DESC LIMIT 1")
    return None if row is None else _session(row)


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
            json.dumps(card, ensure_ascii=False), _frozen(before),
        ),
    )  # fmt: skip
    transaction.touch("work", "focus")


def end_block(transaction: Transaction, now: int) -> None:
    """The open block is over, at its bound at the latest."""
    changed = transaction.run(
        "UPDATE focus_session SET ended_at = max(started_at, min(until_at, ?)) WHERE ended_at IS NULL", (now,)
    )
    if changed:
        transaction.touch("work", "focus")


def tell(transaction: Transaction, identifier: str, keys: tuple[str, ...]) -> None:
    """These have broken through: each does so once in a block."""
    transaction.run("UPDATE focus_session SET told = ? WHERE id = ?", ("\n".join(keys), identifier))
    transaction.touch("focus")


def _session(row: tuple[object, ...]) -> Session:
    identifier, activity, started, until, rule, ended, card, before, told = row
    block = Block(started, until, rule)  # type: ignore[arg-type]
    keys = tuple(str(told).split("\n")) if told else ()
    return Session(identifier, activity, block, ended, json.loads(str(card)), _thawed(str(before)), keys)  # type: ignore[arg-type]


def _frozen(outside: Outside) -> str:
    return json.dumps({name: sorted(values) for name, values in outside._asdict().items()})


def _thawed(text: str) -> Outside:
    found = json.loads(text)
    pairs = {name: frozenset((one, at) for one, at in found.get(name, ())) for name in ("replies", "fixed")}
    return Outside(mine=frozenset(found.get("mine", ())), emergencies=frozenset(found.get("emergencies", ())), **pairs)

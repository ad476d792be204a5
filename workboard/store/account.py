"""The one remote identity of this data folder, its cursors and what went wrong with its rows."""

from collections.abc import Iterable

from workboard.domain.people import Me
from workboard.domain.typed import Final, NamedTuple
from workboard.store.database import Reader, Transaction

_COLUMNS = (
    "id, backend, base_url, remote_user_id, me_name, members, generation, clock_offset_ms, state, reason, state_at, "
    "synced_at, first_done, first_total"
)

CLOCKS_DIFFER_MS: Final = 300_000
"""From here on a person should know that the clocks differ."""
_CLOCK_NOTICED_MS: Final = 5_000
"""Less is the way of an answer through the network, and no news."""
_ASIDE_AT_MOST: Final = 1000


class Account(NamedTuple):
    """``state``: *never* signed in, *ok*, *auth* (the secret is no longer good), *throttled*, *offline*."""

    id: str
    backend: str
    base_url: str | None = None
    remote_user_id: str | None = None
    me_name: str | None = None
    members: tuple[str, ...] = ()
    generation: str | None = None
    clock_offset_ms: int = 0
    """how far the remote's clock was ahead of this machine's when it last told the time"""
    state: str = "never"
    reason: str | None = None
    state_at: int | None = None
    synced_at: int | None = None
    """end of the last complete pull, by the domain's clock"""
    first_done: int | None = None
    """tickets read of the first sync, of ``first_total``; ``None`` when it is over"""
    first_total: int | None = None

    @property
    def me(self) -> Me:
        """Who I am here; an empty id before the first sign-in."""
        return Me(self.remote_user_id or "", self.me_name or "", self.members)

    @property
    def clocks_differ_minutes(self) -> int | None:
        """How far the remote's clock is ahead of this machine's, when that is worth a word; else ``None``."""
        apart = abs(self.clock_offset_ms) > CLOCKS_DIFFER_MS
        return round(self.clock_offset_ms / 60_000) if apart else None


class SetAside(NamedTuple):
    """A row of the remote that could not be read: what it would have been, its id there, and why."""

    stream: str
    remote_id: str
    why: str
    at: int


def load(reader: Reader) -> Account | None:
    row = reader.one(f"SELECT {_COLUMNS} FROM account")
    if row is None:
        return None
    members = tuple(row[5].split("\n")) if row[5] else ()
    return Account._make((*row[:5], members, *row[6:]))


def save(transaction: Transaction, account: Account) -> None:
    """The account as it is now; one per folder."""
    marks = ", ".join("?" for _ in Account._fields)
    transaction.run("DELETE FROM account WHERE id <> ?", (account.id,))
    transaction.run(
        f"INSERT OR REPLACE INTO account ({_COLUMNS}) VALUES ({marks})",
        account._replace(members="\n".join(account.members)),  # type: ignore[arg-type]
    )
    transaction.touch("account")


def set_state(transaction: Transaction, state: str, reason: str | None, now: int) -> None:
    """Only a change is written; ``state_at`` says since when it is this state, whatever the reason."""
    changed = transaction.run(
        "UPDATE account SET state = :state, reason = :reason,"
        " state_at = CASE state WHEN :state THEN state_at ELSE :now END"
        " WHERE state <> :state OR reason IS NOT :reason",
        {"state": state, "reason": reason, "now": now},
    )
    if changed:
        transaction.touch("account")


def first_sync(transaction: Transaction, done: int | None, total: int | None) -> None:
    transaction.run("UPDATE account SET first_done = ?, first_total = ?", (done, total))
    transaction.touch("account")


def synced(transaction: Transaction, now: int) -> None:
    transaction.run(
        "UPDATE account SET synced_at = ?, state = 'ok', reason = NULL, state_at = CASE state WHEN 'ok' THEN state_at"
        " ELSE ? END, first_done = NULL, first_total = NULL",
        (now, now),
    )
    transaction.touch("account")


def watermark(reader: Reader, account: str, stream: str) -> str | None:
    """How far a stream was read; opaque outside its backend."""
    found: str | None = reader.value("SELECT watermark FROM cursor WHERE account = ? AND stream = ?", (account, stream))
    return found


def set_watermark(
    transaction: Transaction, account: str, stream: str, mark: str, run: str, generation: str | None
) -> None:
    transaction.run(
        "INSERT INTO cursor (account, stream, watermark, generation, run_id) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (account, stream) DO UPDATE SET watermark = excluded.watermark,"
        " generation = excluded.generation, run_id = excluded.run_id",
        (account, stream, mark, generation, run),
    )


def forget_cursors(transaction: Transaction, account: str) -> None:
    transaction.run("DELETE FROM cursor WHERE account = ?", (account,))


def full_listing_at(reader: Reader, account: str, stream: str = "changes") -> int | None:
    """When a stream was last compared as a whole (wall clock)."""
    found: int | None = reader.value(
        "SELECT last_full_at FROM cursor WHERE account = ? AND stream = ?", (account, stream)
    )
    return found


def set_full_listing(transaction: Transaction, account: str, wall: int, stream: str = "changes") -> None:
    transaction.run("UPDATE cursor SET last_full_at = ? WHERE account = ? AND stream = ?", (wall, account, stream))


def set_clock_offset(transaction: Transaction, offset_ms: int) -> None:
    """What the remote's clock shows more than ours; a tiny change is none."""
    changed = transaction.run(
        "UPDATE account SET clock_offset_ms = :now WHERE abs(clock_offset_ms - :now) > :little",
        {"now": offset_ms, "little": _CLOCK_NOTICED_MS},
    )
    if changed:
        transaction.touch("account")


def set_aside(transaction: Transaction, account: str, spoiled: tuple[tuple[str, str, str, str], ...], now: int) -> None:
    """Rows that failed validation: (stream, remote id, why, raw). The newest thousand are kept."""
    transaction.many(
        "INSERT OR REPLACE INTO quarantine (account, stream, remote_id, why, raw, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(account, stream, remote_id, why, raw[:65536], now) for stream, remote_id, why, raw in spoiled],
    )
    transaction.run(
        "DELETE FROM quarantine WHERE rowid NOT IN (SELECT rowid FROM quarantine ORDER BY rowid DESC LIMIT ?)",
        (_ASIDE_AT_MOST,),
    )


def read_well(transaction: Transaction, account: str, rows: Iterable[tuple[str, str]]) -> None:
    """These rows, (stream, remote id), can be read by now."""
    transaction.many(
        "DELETE FROM quarantine WHERE account = ? AND stream = ? AND remote_id = ?", [(account, *one) for one in rows]
    )


def aside(reader: Reader, account: str) -> set[tuple[str, str]]:
    """(stream, remote id) of every row that is set aside."""
    found = reader.all("SELECT stream, remote_id FROM quarantine WHERE account = ?", (account,))
    return {(row[0], row[1]) for row in found}


def forget_aside(transaction: Transaction, account: str) -> None:
    transaction.run("DELETE FROM quarantine WHERE account = ?", (account,))


def start_run(transaction: Transaction, run: str, account: str, now: int) -> None:
    transaction.run("INSERT INTO sync_run (id, account, started_at) VALUES (?, ?, ?)", (run, account, now))
    # by the order of writing: a clock set back must not make this run the oldest
    transaction.run(
        "DELETE FROM sync_run WHERE rowid NOT IN (SELECT rowid FROM sync_run ORDER BY rowid DESC LIMIT 500)"
    )


def end_run(transaction: Transaction, run: str, now: int, outcome: str, counts: str) -> None:
    transaction.run(
        "UPDATE sync_run SET ended_at = ?, outcome = ?, counts = ? WHERE id = ?", (now, outcome, counts, run)
    )


def quarantined(reader: Reader) -> int:
    """How many rows of the remote were set aside."""
    return int(reader.value("SELECT count(*) FROM quarantine"))


def quarantine(reader: Reader, limit: int = 5) -> list[SetAside]:
    """The rows that were set aside, newest first: enough of each to report it."""
    found = reader.all("SELECT stream, remote_id, why, at FROM quarantine ORDER BY rowid DESC LIMIT ?", (limit,))
    return [SetAside(*row) for row in found]

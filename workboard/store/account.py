"""The one remote identity of this data folder, its cursors and what went wrong with its rows."""

from typing import NamedTuple

from workboard.domain.people import Me
from workboard.store.database import Reader, Transaction

_COLUMNS = (
    "id, backend, base_url, remote_user_id, me_name, members, generation, clock_offset_ms, state, reason, state_at, "
    "synced_at, first_done, first_total"
)


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


def full_listing_at(reader: Reader, account: str) -> int | None:
    """When the ids of mine were last compared (wall clock)."""
    found: int | None = reader.value(
        "SELECT last_full_at FROM cursor WHERE account = ? AND stream = 'changes'", (account,)
    )
    return found


def set_full_listing(transaction: Transaction, account: str, wall: int) -> None:
    transaction.run("UPDATE cursor SET last_full_at = ? WHERE account = ? AND stream = 'changes'", (wall, account))


def set_aside(transaction: Transaction, account: str, spoiled: tuple[tuple[str, str, str, str], ...], now: int) -> None:
    """Rows that failed validation: (stream, remote id, why, raw)."""
    transaction.many(
        "INSERT OR REPLACE INTO quarantine (account, stream, remote_id, why, raw, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(account, stream, remote_id, why, raw[:65536], now) for stream, remote_id, why, raw in spoiled],
    )


def start_run(transaction: Transaction, run: str, account: str, now: int) -> None:
    transaction.run("INSERT INTO sync_run (id, account, started_at) VALUES (?, ?, ?)", (run, account, now))
    transaction.run(
        "DELETE FROM sync_run WHERE id NOT IN (SELECT id FROM sync_run ORDER BY started_at DESC, id DESC LIMIT 500)"
    )


def end_run(transaction: Transaction, run: str, now: int, outcome: str, counts: str) -> None:
    transaction.run(
        "UPDATE sync_run SET ended_at = ?, outcome = ?, counts = ? WHERE id = ?", (now, outcome, counts, run)
    )


def quarantined(reader: Reader) -> int:
    """How many rows of the remote were set aside."""
    return int(reader.value("SELECT count(*) FROM quarantine"))

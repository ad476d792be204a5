"""What the spool knows and a restored database does not, put into it; and which lines a backup makes needless.

Kinds of lines: a wish (``id``, ``verb``, ``payload`` …), what became of one (``of``, ``ended``), and a ticket that
got its real id (``was``, ``is``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from workboard.domain.intent import revive
from workboard.store import following, outbox
from workboard.store.connection import Reader, Row, Transaction
from workboard.store.entries import Wish
from workboard.store.spool import Line
from workboard.store.states import PROMISED

CAUSE: Final = "from the spool, after the database was restored"
ASK: Final = "the database was restored: see whether the client has it, then retry or drop it"
_WISH: Final = ("id", "act", "marker", "verb", "payload", "next_step", "created_at", "sendable_at")
_ENDED: Final = ("done", "dropped")


def restore(transaction: Transaction, lines: tuple[Line, ...], now: int, settle_ms: int, *, network: bool) -> int:
    """Make the outbox whole again; how many texts and acts came back. ``network``: there is a help desk that has
    what was delivered, so that a look decides before anything is sent a second time; without one every wish since
    the backup is carried out anew."""
    ended = {line["of"]: line["ended"] for line in lines if "ended" in line}
    if network:
        _doubt(transaction, ended, now, now + settle_ms)
    _drop(transaction, ended, now)
    back = 0
    for line in lines:
        if "was" in line:
            _rename(transaction, line)
        elif "verb" in line and _missing(transaction, line) and not _over(ended.get(line["id"]), network=network):
            back += _again(transaction, line, now, now + settle_ms)
    if back:
        _account(transaction, lines)
    return back


def missing(reader: Reader, lines: Iterable[Line]) -> list[Line]:
    """Wishes the database does not have."""
    return [line for line in lines if "verb" in line and _missing(reader, line)]


def still_needed(copy: Reader, lines: tuple[Line, ...]) -> list[Line]:
    """The spool beside this backup: without the wishes that are over in it, and with every open one it lacks."""
    rows = {row[0]: row for row in copy.all("SELECT id, state, seq FROM outbox")}
    over = {key for key, row in rows.items() if row[1] in _ENDED}
    kept = [line for line in lines if line.get("id", line.get("of")) not in over]
    tickets = {_ticket(line) for line in kept if "verb" in line}
    kept = [line for line in kept if "was" not in line or line["was"] in tickets]
    here = {line.get("id") for line in kept}
    lacking = [key for key, row in rows.items() if key not in over and key not in here]
    return [*(_line(copy, key) for key in lacking), *kept]


def _missing(reader: Reader, line: Line) -> bool:
    return reader.value("SELECT 1 FROM outbox WHERE id = ?", (line["id"],)) is None


def _over(ended: str | None, *, network: bool) -> bool:
    return ended == "dropped" or (network and ended == "done")


def _again(transaction: Transaction, line: Line, now: int, next_at: int) -> int:
    """One wish as it was, uncertain: it may have been sent any time after it was made."""
    try:
        intent = revive(line["verb"], json.loads(line["payload"]))
        wish = Wish(line["id"], line["act"], line["marker"], intent, line["next_step"])
    except (KeyError, TypeError, ValueError):
        return 0
    outbox.enqueue(transaction, wish, line["created_at"], line["sendable_at"])
    earliest = min(line["created_at"], line["sendable_at"])
    transaction.run("UPDATE outbox SET sent_at = ? WHERE id = ?", (earliest, wish.id))
    _uncertain(transaction, wish.id, "pending", line["sendable_at"], now, next_at)
    return 1


def _doubt(transaction: Transaction, ended: dict[str, str], now: int, next_at: int) -> None:
    """A backup remembers as waiting what may have arrived since."""
    for key, state, sendable_at in transaction.all(
        "SELECT id, state, sendable_at FROM outbox WHERE state IN ('pending', 'held', 'inflight', 'uncertain')"
    ):
        if ended.get(key) == "done":
            transaction.run("UPDATE outbox SET state = 'done', next_at = NULL WHERE id = ?", (key,))
            _log(transaction, key, now, state, "done")
        else:
            _uncertain(transaction, key, state, sendable_at, now, next_at)


def _drop(transaction: Transaction, ended: dict[str, str], now: int) -> None:
    for key, state in ended.items():
        before = transaction.value("SELECT state FROM outbox WHERE id = ?", (key,))
        if state == "dropped" and before is not None and before not in _ENDED:
            transaction.run("UPDATE outbox SET state = 'dropped', next_at = NULL WHERE id = ?", (key,))
            _log(transaction, key, now, before, "dropped")


def _uncertain(transaction: Transaction, key: str, before: str, sendable_at: int, now: int, next_at: int) -> None:
    """A look decides. A text for a client that might have been taken back goes to a person, unless it is seen on
    the ticket."""
    promised = sendable_at >= PROMISED
    state, reason, later = ("rejected", ASK, None) if promised else ("uncertain", CAUSE, next_at)
    transaction.run(
        "UPDATE outbox SET state = ?, reason = ?, next_at = ?, attempts = max(attempts, 1),"
        " sent_at = coalesce(sent_at, created_at), sendable_at = min(sendable_at, ?) WHERE id = ?",
        (state, reason, later, now, key),
    )
    _log(transaction, key, now, before, state)


def _log(transaction: Transaction, key: str, now: int, before: str | None, after: str) -> None:
    transaction.run(
        "INSERT INTO outbox_log (op, at, from_state, to_state, cause) VALUES (?, ?, ?, ?, ?)",
        (key, now, before, after, CAUSE),
    )


def _rename(transaction: Transaction, line: Line) -> None:
    following.rename_ticket(transaction, line["was"], line["is"])


def _account(transaction: Transaction, lines: tuple[Line, ...]) -> None:
    """A new file knows no account; with the one these words were meant for, they can reach no other help desk."""
    known = [line["account"] for line in lines if line.get("account")]
    if known and transaction.value("SELECT 1 FROM account") is None:
        transaction.run("INSERT INTO account (id, backend, base_url, generation) VALUES (?, ?, ?, ?)", known[-1])


def _ticket(line: Line) -> Any:
    return json.loads(line["payload"]).get("ticket_id")


def _line(copy: Reader, key: str) -> Line:
    """A wish of the database as the spool has it."""
    row: Row | None = copy.one(
        "SELECT o.id, o.act, o.marker, o.verb, o.payload, n.next_step, o.created_at, o.sendable_at"
        " FROM outbox o LEFT JOIN note n ON n.id = o.id WHERE o.id = ?",
        (key,),
    )
    account = copy.one("SELECT id, backend, base_url, generation FROM account")
    return {**dict(zip(_WISH, row or (), strict=True)), "account": None if account is None else list(account)}

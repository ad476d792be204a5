"""Lines left for whoever looks at the board next, from whatever process: each kind has one, for a while."""

import json
from typing import Final

from workboard.board.desk import Desk
from workboard.domain.text import safe
from workboard.domain.working_time import MINUTE
from workboard.store import journal
from workboard.store.database import Reader, Transaction

KINDS: Final = ("gap", "hook")
"""the one that says most first"""
FOR_MS: Final[dict[str, int]] = {"gap": 30 * MINUTE, "hook": 5 * MINUTE}


def leave(desk: Desk, kind: str, words: str) -> None:
    """Blocks; for a thread of its own."""
    desk.database.write(lambda transaction: put(desk, transaction, kind, words), durable=False)


def put(desk: Desk, transaction: Transaction, kind: str, words: str | None) -> None:
    """The same inside another transaction; ``None`` takes it away."""
    now = desk.now()
    value = None if words is None else json.dumps([now, safe(words)], ensure_ascii=False)
    journal.set_place(transaction, f"line {kind}", value, now)
    transaction.touch("account")


def line(desk: Desk, reader: Reader) -> str | None:
    """The one to be shown now."""
    found = journal.places(reader, "line ")
    for kind in (one for one in KINDS if one in found):
        at, words = json.loads(found[kind])
        if 0 <= desk.now() - at < FOR_MS[kind]:
            return str(words)
    return None

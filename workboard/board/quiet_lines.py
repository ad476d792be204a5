"""Lines left for whoever looks at the board next, from whatever process: each kind has one, for a while."""

from workboard.board.desk import Desk
from workboard.domain.text import safe
from workboard.domain.typed import Final
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
    value = None if words is None else _kept(now, words)
    journal.set_place(transaction, f"line {kind}", value, now)
    transaction.touch("account")


def line(desk: Desk, reader: Reader) -> str | None:
    """The one to be shown now."""
    found = journal.places(reader, "line ")
    for kind in (one for one in KINDS if one in found):
        at, words = _read(found[kind])
        if 0 <= desk.now() - at < FOR_MS[kind]:
            return words
    return None


def _kept(at: int, words: str) -> str:
    import json

    return json.dumps([at, safe(words)], ensure_ascii=False)


def _read(kept: str) -> tuple[int, str]:
    import json  # only where a line was left

    at, words = json.loads(kept)
    return at, words

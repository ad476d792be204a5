"""Every move of a row from one state to another: one that there is (``states.MOVES``), logged, and told to the spool
when it is the last."""

from workboard.domain.errors import ImpossibleAct
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import MOVES, WORDS

ALL_THE_SAME = "dropped here, but it had arrived: it is on the ticket all the same"


def move(
    transaction: Transaction, one: Entry, state: str, now: int, cause: str, status: int | None = None, **columns: object
) -> bool:
    """Bring the row into another state, and log it. False, and nothing is changed, when it has moved meanwhile;
    ``ImpossibleAct`` for a move that there is not."""
    if state not in MOVES[one.state]:
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: it cannot be {WORDS[state]} now")
    names = "".join(f", {name} = :{name}" for name in columns)
    values = {"id": one.id, "before": one.state, "after": state, **columns}
    if not transaction.run(f"UPDATE outbox SET state = :after{names} WHERE id = :id AND state = :before", values):
        return False
    log(transaction, one.id, now, one.state, state, cause, status)
    if state in ("done", "dropped"):
        transaction.keep({"of": one.id, "ended": state})
    transaction.touch("outbox")
    return True


def log(
    transaction: Transaction,
    identifier: str,
    now: int,
    before: str | None,
    after: str,
    cause: str,
    status: int | None = None,
) -> None:
    transaction.run(
        "INSERT INTO outbox_log (op, at, from_state, to_state, cause, http_status) VALUES (?, ?, ?, ?, ?, ?)",
        (identifier, now, before, after, cause, status),
    )


def arrived_all_the_same(transaction: Transaction, identifier: str) -> None:
    """No move: it stays dropped, and says so."""
    transaction.run(
        "UPDATE outbox SET reason = ? WHERE id = ? AND state = 'dropped' AND reason IS NOT ?",
        (ALL_THE_SAME, identifier, ALL_THE_SAME),
    )

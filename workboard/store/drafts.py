"""Words typed and not yet saved: drafts, and those kept for as long as what became of them may be taken back."""

from workboard.domain.typed import NamedTuple
from workboard.store.database import Reader, Transaction


class Draft(NamedTuple):
    """Typing not yet saved as a note; ``kind`` is *note*, *answer* or *finish*. Bytes come back as they were."""

    ticket_id: str
    kind: str
    body: str
    row: int = 0
    column: int = 0
    public: bool = False
    saved_at: int = 0


def find(reader: Reader, ticket_id: str, kind: str) -> Draft | None:
    row = reader.one(
        "SELECT ticket_id, kind, body, row, col, public, saved_at FROM draft WHERE ticket_id = ? AND kind = ?",
        (ticket_id, kind),
    )
    return None if row is None else Draft._make((*row[:5], bool(row[5]), row[6]))


def save(transaction: Transaction, one: Draft) -> None:
    transaction.run(
        "INSERT OR REPLACE INTO draft (ticket_id, kind, body, row, col, public, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.ticket_id, one.kind, one.body, one.row, one.column, int(one.public), one.saved_at),
    )
    transaction.touch("drafts")


def drop(transaction: Transaction, ticket_id: str, kind: str) -> None:
    if transaction.run("DELETE FROM draft WHERE ticket_id = ? AND kind = ?", (ticket_id, kind)):
        transaction.touch("drafts")


def count(reader: Reader) -> int:
    """How many; not those whose words are in the outbox already."""
    return int(reader.value("SELECT count(*) FROM draft WHERE promote_at IS NULL"))


def keep(transaction: Transaction, one: Draft, identifier: str, promote_at: int) -> None:
    """What was typed, as it was, for as long as row ``identifier`` of the outbox may still be taken back."""
    save(transaction, one._replace(kind=f"{one.kind} {identifier}"))
    transaction.run(
        "UPDATE draft SET promote_at = ? WHERE ticket_id = ? AND kind = ?",
        (promote_at, one.ticket_id, f"{one.kind} {identifier}"),
    )


def take_back(transaction: Transaction, identifier: str) -> str | None:
    """The bytes kept for a row are a draft again; its kind. ``None`` without any, or where a newer draft stands."""
    row = transaction.one(
        "SELECT ticket_id, kind FROM draft WHERE promote_at IS NOT NULL AND kind LIKE ?", (f"% {identifier}",)
    )
    if row is None:
        return None
    kind = str(row[1]).split(" ")[0]
    if find(transaction, row[0], kind) is not None:
        return None
    transaction.run("UPDATE draft SET kind = ?, promote_at = NULL WHERE ticket_id = ? AND kind = ?", (kind, *row))
    transaction.touch("drafts")
    return kind

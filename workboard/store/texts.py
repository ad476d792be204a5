"""The texts of a ticket: messages the remote has, and mine on their way there."""

from workboard.domain.ticket import Message
from workboard.domain.typed import Final, NamedTuple
from workboard.store import rows
from workboard.store.database import Reader
from workboard.store.last_word import GLANCE

_MESSAGE: Final = rows.columns(Message).replace("body", "substr(body, 1, :longest)")


class Pending(NamedTuple):
    """A note or answer of mine that the remote does not have yet."""

    id: str
    ticket_id: str
    at: int
    body: str
    minutes: int
    public: bool
    state: str
    next_step: str | None


def messages(reader: Reader, ticket_id: str, limit: int = 50, longest: int = GLANCE) -> list[Message]:
    """The newest messages the remote has, newest first, each with the first ``longest`` characters of its body."""
    sql = f"SELECT {_MESSAGE} FROM message WHERE ticket_id = :ticket ORDER BY at DESC, id DESC LIMIT :limit"
    found = reader.all(sql, {"ticket": ticket_id, "limit": limit, "longest": longest})
    return [rows.message(row) for row in found]


def body_from(reader: Reader, identifier: str, start: int, longest: int) -> tuple[str, int]:
    """Of a message, or of a note of mine, up to ``longest`` characters from the ``start``-th on, and how many come
    after them."""
    sql = "SELECT substr({0}, :start + 1, :longest), length({0}) FROM {1} WHERE id = :id"
    given = {"id": identifier, "start": start, "longest": longest}
    found = reader.one(sql.format("body", "message"), given) or reader.one(sql.format("body", "note"), given)
    text, length = found or ("", 0)
    return text, max(0, length - start - len(text))


def pending_notes(reader: Reader, ticket_id: str) -> list[Pending]:
    """Texts of mine on their way (or refused), newest first."""
    found = reader.all(
        "SELECT n.id, n.ticket_id, n.created_at, n.body, n.minutes, n.visibility = 'public', o.state, n.next_step"
        " FROM note n JOIN outbox o ON o.id = n.id WHERE n.ticket_id = ? AND o.state NOT IN ('done','dropped')"
        " ORDER BY n.created_at DESC, o.seq DESC",
        (ticket_id,),
    )
    return [Pending._make((*row[:5], bool(row[5]), *row[6:])) for row in found]

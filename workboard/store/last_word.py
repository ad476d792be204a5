"""Who spoke last on each open ticket of mine: its public conversation, brought down to what the reply queue asks."""

from workboard.domain.replies import Thread
from workboard.domain.ticket import Message, Ticket
from workboard.domain.typed import Final
from workboard.store import rows
from workboard.store.database import Reader, Row
from workboard.store.overlay import NOT_CLOSED, ON_THE_WAY, TICKET

GLANCE: Final = 20_000
"""Characters of a message in which its newest words are looked for; a mail may have ten million."""
_LAST_MESSAGE: Final = rows.columns(Message, "last").replace("last.body", f"substr(last.body, 1, {GLANCE})")
_WIDTH: Final = len(Ticket._fields)


def _last(what: str, who: str, besides: str = "") -> str:
    """Of the newest public message of that side (at, id, origin …)."""
    return (
        f"SELECT m.{what} FROM message m WHERE m.ticket_id = t.id AND m.visibility = 'public' AND m.author = '{who}'"
        f"{besides} ORDER BY m.at DESC, m.id DESC LIMIT 1"
    )


# a refused answer is none: the client still waits. Messages carry the remote's time, so this one is put into it,
# unless it was (a note is dated after all that is on its ticket, see ``outbox.enqueue``)
_PENDING_ANSWER: Final = (
    "SELECT max(n.created_at + iif(n.created_at > o.created_at, 0,"
    " coalesce((SELECT clock_offset_ms FROM account), 0))) FROM note n JOIN outbox o ON o.id = n.id"
    f" WHERE n.ticket_id = t.id AND n.visibility = 'public' AND {ON_THE_WAY}"
)
_THREADS: Final = f"""SELECT {TICKET},
        ({_last("at", "client")}), ({_last("origin", "client")}),
        ({_last("at", "staff")}), ({_last("at", "staff", " AND m.author_id = :me")}), ({_PENDING_ANSWER}),
        (SELECT s.from_at FROM status_span s WHERE s.ticket_id = t.id AND s.category = 'reply'
            AND s.until_at IS NULL),
        (SELECT d.until_at FROM dismissal d WHERE d.ticket_id = t.id),
        {_LAST_MESSAGE}
    FROM ticket t LEFT JOIN message last
        ON last.id = ({_last("id", "client", " AND m.origin <> 'create'")})
    WHERE t.presence = 'mine' AND t.owner_id = :me AND t.category IN {NOT_CLOSED}"""


def threads(reader: Reader, me: str) -> list[Thread]:
    """The public conversation of each open ticket of mine."""
    found = reader.all(_THREADS, {"me": me})
    split = ((rows.ticket(row[:_WIDTH]), row[_WIDTH:]) for row in found)
    return [_thread(reader, ticket, said) for ticket, said in split if ticket.presence == "mine"]


def _thread(reader: Reader, ticket: Ticket, said: Row) -> Thread:
    client_at, client_origin, staff_at, mine_at, pending_at, reply_since, dismissed, *message = said
    answered_at = _latest(staff_at, pending_at)
    client_wrote_last = client_at is not None and (answered_at is None or client_at > answered_at)
    last = None if message[0] is None else rows.message(tuple(message))
    unanswered = last is not None and client_wrote_last
    return Thread(
        ticket,
        "client" if client_wrote_last else None if answered_at is None else "staff",
        client_origin if client_wrote_last else None,
        last,
        _first_after(reader, ticket, _latest(answered_at, dismissed, 0)) if unanswered else None,
        _latest(mine_at, pending_at),
        reply_since,
        dismissed,
    )


def _latest(*instants: int | None) -> int | None:
    return max((at for at in instants if at is not None), default=None)


def _first_after(reader: Reader, ticket: Ticket, after: int | None) -> int | None:
    """When the client's first message after that came; what opened the ticket is none."""
    found: int | None = reader.value(
        "SELECT min(at) FROM message WHERE ticket_id = ? AND visibility = 'public' AND author = 'client'"
        " AND origin <> 'create' AND at > ?",
        (ticket.id, after),
    )
    return found

"""A ticket as it will be: server truth overlaid with the wishes still on their way.

Needs nothing but sqlite3, so that the one-shot commands and the first paint stay quick.
"""

from workboard.domain.ticket import Ticket
from workboard.domain.typed import Final
from workboard.store import rows
from workboard.store.database import Reader

# the second half is what lets SQLite use the index of the open rows: without it every row ever sent is read
ON_THE_WAY: Final = "o.state IN ('pending','held','inflight','uncertain') AND o.state NOT IN ('done','dropped')"
NOT_CLOSED: Final = "('new','open','planned','reply','waiting_client','waiting_other')"

# what the ticket will be once the wishes on their way have arrived
CATEGORY: Final = f"""coalesce((SELECT o.category FROM outbox o WHERE o.ticket_id = t.id AND o.category IS NOT NULL
    AND {ON_THE_WAY} ORDER BY o.seq DESC LIMIT 1), t.category)"""
# and who will have it; one of mine that is being given away counts as gone with its new owner
_OWNER: Final = f"""coalesce((SELECT json_extract(o.payload, '$.person_id') FROM outbox o WHERE o.ticket_id = t.id
    AND o.verb = 'assign' AND {ON_THE_WAY} ORDER BY o.seq DESC LIMIT 1), t.owner_id)"""
_PRESENCE: Final = f"CASE WHEN t.presence = 'mine' AND {_OWNER} <> t.owner_id THEN 'left' ELSE t.presence END"
TICKET: Final = (
    rows.columns(Ticket, "t")
    .replace("t.category", CATEGORY)
    .replace("t.owner_id", _OWNER)
    .replace("t.presence", _PRESENCE)
)
"""the columns of a ticket ``t``, overlaid"""


def ticket(reader: Reader, ticket_id: str) -> Ticket | None:
    row = reader.one(f"SELECT {TICKET} FROM ticket t WHERE t.id = ?", (ticket_id,))
    return None if row is None else rows.ticket(row)


def tickets_named(reader: Reader, name: str) -> list[Ticket]:
    """By number or by id."""
    found = reader.all(f"SELECT {TICKET} FROM ticket t WHERE t.number = ? OR t.id = ?", (name, name))
    return [rows.ticket(row) for row in found]


def open_tickets_of(reader: Reader, letters: str, limit: int) -> list[Ticket]:
    """Open tickets of a client some word of whose name begins with ``letters``, or the company's; mine first, then
    the newest. Case does not matter."""
    literal = letters.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = " OR ".join(
        f"t.{column} LIKE :{how} ESCAPE '\\'" for column in ("contact_name", "company") for how in ("first", "later")
    )
    found = reader.all(
        f"SELECT {TICKET} FROM ticket t WHERE t.category IN {NOT_CLOSED} AND ({named})"
        " ORDER BY t.presence = 'mine' DESC, t.updated_at DESC, t.id LIMIT :limit",
        {"first": f"{literal}%", "later": f"% {literal}%", "limit": limit},
    )
    return [rows.ticket(row) for row in found]

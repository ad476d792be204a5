"""Who gave a ticket to whom, as its notes say."""

from workboard.domain.typed import Final, NamedTuple
from workboard.store.connection import Reader

_LINE: Final = "visibility = 'internal' AND instr(body, 'Assigned: ') > 0"
_FEW: Final = 5
"""notes that may only speak of such a line, before one has it"""


class Given(NamedTuple):
    """``at`` by the remote's clock; ``by`` and ``to`` are names."""

    at: int
    by: str
    to: str


def given(reader: Reader, ticket_id: str) -> Given | None:
    """The newest word on it; of one ticket, so that its own messages are all that is read."""
    found = reader.all(
        f"SELECT at, author_name, body FROM message WHERE ticket_id = ? AND {_LINE} ORDER BY at DESC, id DESC LIMIT ?",
        (ticket_id, _FEW),
    )
    if not found:
        return None
    from workboard.domain.note_lines import read  # only where somebody gave something

    said = ((row[0], row[1], read(row[2]).assigned) for row in found)
    return next((Given(at, by, to) for at, by, to in said if to), None)

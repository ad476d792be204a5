"""What was said on one ticket, with what of mine is still on its way; long messages part by part."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.words import when, who
from workboard.domain.text import safe_block
from workboard.domain.ticket import Author, Visibility
from workboard.domain.typed import Literal, NamedTuple
from workboard.store import texts
from workboard.store.database import Reader

PART = 65_536
"""Characters of one message that are read at a time."""


class ThreadMessage(NamedTuple):
    """Something said on the ticket; ``body`` is the first ``PART`` of it, safe text of several lines."""

    when: str
    who: str
    author: Author
    visibility: Visibility
    body: str
    state: str | None = None
    """``waiting``, ``refused`` for a text of mine the remote does not have"""
    id: str = ""
    left: int = 0
    """characters that are not in ``body``: ``more`` reads them"""


def thread(desk: Desk, ticket_id: str, limit: int = 50) -> list[ThreadMessage]:
    """The newest messages, oldest first, with what of mine is still on its way."""
    reader = desk.database.read()
    me = desk.me
    said = [
        (one.at, ThreadMessage(when(desk, one.at), who(one, me.id), one.author, one.visibility, one.body, id=one.id))
        for one in texts.messages(reader, ticket_id, limit, PART + 1)
    ]
    for one in texts.pending_notes(reader, ticket_id):
        state = "refused" if one.state in ("rejected", "conflict") else "waiting"
        visibility: Literal["public", "internal"] = "public" if one.public else "internal"
        said.append((one.at, ThreadMessage(when(desk, one.at), "you", "staff", visibility, one.body, state, one.id)))
    return [_first_part(reader, message) for _, message in sorted(said, key=lambda pair: pair[0])][-limit:]


def _first_part(reader: Reader, one: ThreadMessage) -> ThreadMessage:
    if len(one.body) <= PART:
        return one._replace(body=safe_block(one.body))
    body, left = texts.body_from(reader, one.id, 0, PART)
    return one._replace(body=safe_block(body), left=left)


def more(desk: Desk, identifier: str, left: int) -> tuple[str, int]:
    """Of a message of which ``left`` characters are still unread the next ``PART``, and how many are left then."""
    reader = desk.database.read()
    _, length = texts.body_from(reader, identifier, 0, 0)
    body, left = texts.body_from(reader, identifier, length - left, PART)
    return safe_block(body), left

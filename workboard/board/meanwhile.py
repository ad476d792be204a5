"""What others did to a ticket while somebody wrote to its client: nobody should write past it unknowingly."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.words import when, who
from workboard.domain.text import safe_block, unquoted
from workboard.domain.ticket import CLOSED, Message
from workboard.domain.typed import NamedTuple
from workboard.store import account, texts


class Standing(NamedTuple):
    """How a ticket stood at one moment."""

    said: frozenset[str] = frozenset()
    """ids of what others had said"""
    closed: bool = False
    left: bool = False


class Said(NamedTuple):
    """A new message: its newest words, safe text of several lines."""

    when: str
    who: str
    internal: bool
    words: str


class Meanwhile(NamedTuple):
    """What is new, ``said`` oldest first, and how the ticket stands by now."""

    standing: Standing
    said: tuple[Said, ...] = ()
    news: str | None = None
    """``It was closed.``"""

    def __bool__(self) -> bool:
        return bool(self.said or self.news)


LOOKED_BACK = 20
"""Messages among which a new one is looked for."""


def standing(desk: Desk, ticket_id: str, at: int | None = None) -> Standing:
    """How it stands, or as far as is known how it stood at the instant ``at`` of this machine's clock."""
    now = meanwhile(desk, ticket_id, Standing()).standing
    if at is None:
        return now
    found = account.load(desk.database.read())
    there = at + (found.clock_offset_ms if found is not None else 0)  # messages carry the remote's time
    newer = {one.id for one in texts.messages(desk.database.read(), ticket_id, LOOKED_BACK) if one.at > there}
    return now._replace(said=now.said - newer)


def meanwhile(desk: Desk, ticket_id: str, since: Standing) -> Meanwhile:
    """What is new on a ticket against how it stood."""
    reader, me = desk.database.read(), desk.me.id
    ticket = ticket_of(reader, ticket_id)
    found = texts.messages(reader, ticket_id, LOOKED_BACK)
    others = [one for one in found if one.author != "system" and one.author_id != me]
    now = Standing(
        since.said | {one.id for one in others}, ticket.category in CLOSED, ticket.presence in ("left", "gone")
    )
    new = tuple(_said(desk, one) for one in reversed(others) if one.id not in since.said)
    return Meanwhile(now, new, _news(since, now))


def _said(desk: Desk, one: Message) -> Said:
    words = safe_block(unquoted(one.body) or one.body)
    return Said(when(desk, one.at), who(one, desk.me.id), one.visibility == "internal", words)


def _news(since: Standing, now: Standing) -> str | None:
    if now.left and not since.left:
        return "Somebody else has this ticket now."
    return "It was closed." if now.closed and not since.closed else None

"""What happened: facts the store publishes after a commit."""

from typing import Final, NamedTuple

TOPICS: Final[frozenset[str]] = frozenset(
    {
        "tickets",
        "activities",
        "messages",
        "replies",
        "progress",
        "notes",
        "outbox",
        "work",
        "account",
        "sync",
        "drafts",
        "focus",
    }
)


class ReplyArrived(NamedTuple):
    """A client wrote on a ticket of mine; ``at`` in milliseconds UTC."""

    ticket_id: str
    message_id: str
    at: int


class TicketAssigned(NamedTuple):
    """A ticket became mine; ``band`` 1..4 by the backend's default rule."""

    ticket_id: str
    band: int


class TicketLeft(NamedTuple):
    """A ticket of mine went to somebody else, was closed elsewhere, or is gone."""

    ticket_id: str
    presence: str


class Delivered(NamedTuple):
    """A wish reached the remote."""

    ticket_id: str
    verb: str


class NeedsAttention(NamedTuple):
    """A wish was refused or is in conflict; its text is kept."""

    ticket_id: str
    verb: str
    reason: str


Event = ReplyArrived | TicketAssigned | TicketLeft | Delivered | NeedsAttention


class Changed(NamedTuple):
    """Published once per committed write: which views to read anew, and what was worth telling.

    ``foreign`` is true when another process wrote, so that the topics are a guess (all of them).
    """

    topics: frozenset[str]
    events: tuple[Event, ...] = ()
    foreign: bool = False

"""What happened: facts the store publishes after a commit."""

from workboard.domain.typed import Final, Literal, NamedTuple

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


What = Literal["on_focus_start", "on_focus_end", "on_interrupted", "on_back", "on_breakthrough"]


class Moment(NamedTuple):
    """A turn in the technician's own day, for programs of theirs: ``what`` is the hook's name. Of a ticket only its
    number and the title of the work; nothing a client wrote, and nobody's name."""

    what: What
    at: int
    ticket: str | None = None
    title: str | None = None
    until_at: int | None = None
    """when the block of focus ends at the latest, while there is one"""
    minutes: int | None = None
    """of the block that is over, or of the time away"""
    source: str | None = None
    """of an interruption"""
    rule: str | None = None
    """what bounds the block, or what may break through"""


Event = ReplyArrived | TicketAssigned | TicketLeft | Delivered | NeedsAttention | Moment


class Changed(NamedTuple):
    """Published once per committed write: which views to read anew, and what was worth telling.

    ``foreign`` is true when another process wrote, so that the topics are a guess (all of them).
    """

    topics: frozenset[str]
    events: tuple[Event, ...] = ()
    foreign: bool = False

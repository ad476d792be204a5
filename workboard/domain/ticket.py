"""The ticket and what hangs on it, as the remote tells it (server truth).

Instants are milliseconds UTC (``*_at``), booked time is minutes, dates ``YYYY-MM-DD``. ``None`` is unknown.
"""

from workboard.domain.typed import Final, Literal, NamedTuple

Category = Literal["new", "open", "planned", "reply", "waiting_client", "waiting_other", "done", "gone"]
CATEGORIES: Final[tuple[Category, ...]] = (
    "new", "open", "planned", "reply", "waiting_client", "waiting_other", "done", "gone",
)  # fmt: skip
ON_US: Final[frozenset[str]] = frozenset({"new", "open", "planned", "reply"})
CLOSED: Final[frozenset[str]] = frozenset({"done", "gone"})
DERIVING: Final[frozenset[str]] = frozenset({"new", "open", "planned"})
"""Categories in which a ticket without an activity still yields a derived one."""

Presence = Literal["mine", "team", "left", "gone"]
Author = Literal["client", "staff", "system"]
Visibility = Literal["public", "internal"]
Origin = Literal["create", "reply", "note"]
ReplySignal = Literal["status", "author", "either"]


STAND_IN: Final = "appointment-"
"""How the remote id of a ticket begins that stands for an appointment: it has a title and a thread, and nobody opened
it."""


class Ticket(NamedTuple):
    """The record behind the work. ``id`` is ``{account}:ticket:{remote id}``; ``number`` is what people say."""

    id: str
    number: str
    title: str
    status: str
    """the remote's own word"""
    category: Category
    queue: str | None = None
    owner_id: str | None = None
    company: str | None = None
    contact_name: str | None = None
    contact_mail: str | None = None
    priority: str | None = None
    """the remote's value, as text"""
    urgent: bool = False
    impact: Literal["person", "site"] | None = None
    tier: str | None = None
    type: Literal["incident", "request"] | None = None
    created_at: int = 0
    updated_at: int = 0
    due_at: int | None = None
    window_from_at: int | None = None
    window_until_at: int | None = None
    url: str | None = None
    presence: Presence = "team"
    default_band: int = 4
    """1..4 by the backend's own rule; the policy's ``[[band]]`` entries go before it"""
    reply_signal: ReplySignal = "author"
    """how this ticket's queue shows that a client answered (the lifecycle decides)"""


class StatusSpan(NamedTuple):
    """A stretch in one category; ``until_at`` ``None`` while it lasts. Gives *time on us*."""

    ticket_id: str
    category: Category
    from_at: int
    until_at: int | None = None


class Message(NamedTuple):
    """Something written on a ticket. ``body`` is clean text, all of it."""

    id: str
    ticket_id: str
    at: int
    author_id: str | None
    author_name: str
    author: Author
    visibility: Visibility
    origin: Origin
    body: str
    minutes: int = 0
    marker: str | None = None
    next_step: str | None = None
    """its ``Next step:`` line, read once when it came in"""


TimeKind = Literal["work", "interruption", "quick_fix"]


class TimeEntry(NamedTuple):
    """Minutes booked by one person; ``ended_at`` decides the day they count for."""

    id: str
    person_id: str
    ended_at: int
    minutes: int
    ticket_id: str | None = None
    kind: TimeKind = "work"
    billable_minutes: int | None = None
    marker: str | None = None


class DoneEvent(NamedTuple):
    """A closure by a person: of a ticket, or of an activity on it."""

    id: str
    person_id: str
    at: int
    ticket_id: str | None = None
    activity_id: str | None = None

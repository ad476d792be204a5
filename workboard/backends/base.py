"""The one door to a help desk: what every backend offers, in values of the domain.

A backend reads (``changes``, ``mine``, ``fetch``) and writes (``apply``), and can look whether a write whose
answer was lost arrived after all (``probe``). It keeps no state that matters: what it must remember between
calls is the ``cursor`` it hands out. It knows no store; what is already known comes in as ``Known``.

Errors are those of ``domain.errors``: ``Unreachable`` (surely not applied), ``Uncertain`` (perhaps applied),
``Throttled``, ``SignInFailed``, ``Refused``, ``Conflicting``, ``Garbled``. Nothing else may leave a backend.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple, Protocol

from workboard.domain.activity import Activity
from workboard.domain.capabilities import Capabilities
from workboard.domain.intent import Intent
from workboard.domain.people import Me, Person
from workboard.domain.rules import GoalRule
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, Ticket, TimeEntry


class Identity(NamedTuple):
    """Who the secret belongs to, and what the remote calls things."""

    me: Person
    members: tuple[Person, ...] = ()
    statuses: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 (a NamedTuple's default is shared, and never changed)
    """category → the remote's words, first is written; a proposal for the settings"""
    generation: str = ""
    """changes when the remote is another one (URL, user, restored): then everything is read anew"""
    server_time_at: int | None = None
    warnings: tuple[str, ...] = ()
    goal: GoalRule | None = None
    """what the remote itself has as my goal"""
    keepsake: str = ""
    """what else was learnt, for ``Backend.resume`` of a later process; never anything of the secret"""


class Spoiled(NamedTuple):
    """A remote row that failed validation: kept aside and counted, never in the way of the others.

    ``stream`` is the field of ``Page`` that the row would have filled, ``remote_id`` the last part of the id that
    its value would have had: once a page brings that value, the row is no longer set aside.
    """

    stream: str
    remote_id: str
    why: str
    raw: str


class Page(NamedTuple):
    """A batch of facts, stored in one transaction together with its cursor.

    ``complete`` names tickets whose messages, spans and activities are listed in full here: an activity of
    such a ticket that is not in the page exists no longer. ``cursor`` is valid once the page is stored;
    ``None`` leaves the stored one alone.
    """

    tickets: tuple[Ticket, ...] = ()
    spans: tuple[StatusSpan, ...] = ()
    """all stretches of the tickets they name: they replace what was stored for those"""
    messages: tuple[Message, ...] = ()
    activities: tuple[Activity, ...] = ()
    time_entries: tuple[TimeEntry, ...] = ()
    done_events: tuple[DoneEvent, ...] = ()
    people: tuple[Person, ...] = ()
    gone: tuple[str, ...] = ()
    """ids of tickets of which the remote itself says that they are deleted or merged away: believed at once"""
    missing: tuple[str, ...] = ()
    """ids of tickets asked for and not shown (not found, forbidden): that may be a passing fault, so it takes two
    readings that agree until such a ticket is taken for gone"""
    complete: frozenset[str] = frozenset()
    spoiled: tuple[Spoiled, ...] = ()
    anew: bool = False
    """the remote is not the one that was read before (restored from a backup): what was mirrored of it is forgotten
    with this page, and a reading from the beginning starts"""
    server_time_at: int | None = None
    """the remote's own clock when it answered, where it tells"""
    cursor: str | None = None
    done: int = 0
    """tickets of a first sync read so far, of ``total``"""
    total: int = 0


class Op(NamedTuple):
    """A wish on its way. ``marker`` was stored before the first attempt; ``fence`` is the cursor at that moment,
    so that a probe need only look at what came after."""

    id: str
    ticket_id: str
    intent: Intent
    marker: str
    created_at: int
    attempts: int = 0
    sent_at: int | None = None
    fence: str | None = None


class Receipt(NamedTuple):
    """Proof of a write. ``page`` holds what is now true on the far side (read back, or known for certain)."""

    remote_id: str | None = None
    page: Page = Page()
    ticket_id: str | None = None
    """for a new ticket: its real id"""
    note: str | None = None
    """something the person should know (for instance *the portal shows it; no mail unless a rule sends one*)"""


class Meter(Protocol):
    """Who counts calls, so that one technician's board never costs the others the help desk."""

    def call(self, *, write: bool) -> None:
        """One request has left for the remote."""
        ...

    def told(self, used: int, limit: int) -> None:
        """What the remote itself says: so many calls of its current hour are used, by everybody."""
        ...


class Known(Protocol):
    """Server truth as mirrored here, to look things up without asking the remote again."""

    def me(self) -> Me: ...

    def now(self) -> int:
        """The domain clock, milliseconds UTC."""
        ...

    def ticket(self, ticket_id: str) -> Ticket | None: ...

    def activities(self, ticket_id: str) -> Sequence[Activity]: ...

    def messages(self, ticket_id: str) -> Sequence[Message]:
        """Oldest first."""
        ...

    def spans(self, ticket_id: str) -> Sequence[StatusSpan]:
        """Oldest first."""
        ...

    def notes_by_me(self, since_at: int) -> Sequence[Message]:
        """What I wrote anywhere at or after an instant, oldest first."""
        ...

    def highest_number(self) -> int:
        """Greatest ticket number that is a plain integer; 0 without tickets."""
        ...

    def person_by_mail(self, mail: str) -> Person | None: ...


class Backend(Protocol):
    """A help desk."""

    @property
    def capabilities(self) -> Capabilities: ...

    async def whoami(self) -> Identity:
        """Sign in and tell who one is: the cheapest call that proves URL, secret and rights."""
        ...

    def resume(self, generation: str, keepsake: str, /) -> bool:
        """Take up the sign-in of another process without a call. True only where the secret at hand is surely that of
        the person whom ``whoami`` told with this generation and keepsake; in doubt one signs in."""
        ...

    def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        """Everything since ``cursor`` (``None``: from the beginning), in pages that may each be the last one
        stored: taking up again from the last stored cursor reads the rest, and repeats are harmless."""
        ...

    async def mine(self) -> frozenset[str]:
        """Ids of all tickets that are mine and not closed, read independently of the cursor."""
        ...

    async def fetch(self, ticket_ids: Sequence[str], known: Known) -> Page:
        """These tickets anew, each by its own number and in full: an answer that does not depend on the one
        ``mine`` gives, so that the two can be held against each other. Those not there stand in ``gone`` or
        ``missing``."""
        ...

    async def apply(self, op: Op, known: Known) -> Receipt:
        """Carry one wish out, once. A status write is read back: an answer of *fine* is no proof."""
        ...

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        """Did this wish arrive after all? ``None`` is a clean miss; ``NeedsPerson`` when it cannot be told."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


__all__ = ["Backend", "Capabilities", "Identity", "Known", "Meter", "Op", "Page", "Receipt", "Spoiled"]

"""Local wishes as values: what the technician wants the ticket system to hold.

One intent is one write on the far side, so that what is half delivered can be seen and finished. An *act*
(start, finish, skip …, in ``board/work.py``) becomes a short list of them, sent in order per ticket.
Every text here is already clean; minutes are 0..1440; ids are workboard's own.
"""

from workboard.domain.ticket import Category, TimeKind
from workboard.domain.typed import Final, Literal, NamedTuple


class AddNote(NamedTuple):
    """An internal note: no client ever gets it. ``text`` already carries its machine lines."""

    ticket_id: str
    text: str
    minutes: int = 0
    solution: bool = False
    kind: TimeKind = "work"
    """what the minutes were; known here alone, no help desk has a field for it"""


class Answer(NamedTuple):
    """A text the client reads. ``then`` is the category the ticket should stand in afterwards."""

    ticket_id: str
    text: str
    minutes: int = 0
    then: Category | None = "waiting_client"


class SetCategory(NamedTuple):
    """Bring the ticket into a category. An absolute value, sent only while the remote still shows ``base``."""

    ticket_id: str
    category: Category
    base: str
    """the remote's status when the wish was made; another one by now makes a conflict. Empty: from whatever it is (a
    ticket opened in the same breath)"""


class Dismiss(NamedTuple):
    """No answer needed: the status before the client wrote comes back; nothing is sent to anybody."""

    ticket_id: str
    base: str


class CompleteActivity(NamedTuple):
    """The scheduled piece of work is done; the ticket itself stays as it is."""

    ticket_id: str
    activity_id: str
    start_at: int | None = None
    """when it was to begin; another date by now is another appointment, and stays"""


class Claim(NamedTuple):
    """Take an unowned ticket; the loser of a race is told."""

    ticket_id: str


class Assign(NamedTuple):
    """Give the ticket to a colleague. Sent only while it belongs to whom it belonged to when the wish was made."""

    ticket_id: str
    person_id: str
    """who has it then, as ``Ticket.owner_id`` names people"""
    base: str = ""
    """the owner's id when the wish was made, empty for nobody; another one by now makes a conflict"""


class Schedule(NamedTuple):
    """A piece of work of mine on this ticket gets a date, and with it an activity of its own."""

    ticket_id: str
    title: str
    start_at: int
    minutes: int | None = None
    """how long it takes, 1..1440"""
    fixed: bool = False
    """the time is promised to somebody"""


class OpenTicket(NamedTuple):
    """A new ticket. ``ticket_id`` is provisional (``{account}:ticket:new-<ulid>``) until the remote numbers it."""

    ticket_id: str
    title: str
    body: str
    contact_name: str
    contact_mail: str | None = None
    urgent: bool = False
    impact: Literal["person", "site"] | None = None
    mine: bool = False
    queue: str | None = None


Intent = AddNote | Answer | SetCategory | Dismiss | CompleteActivity | Claim | Assign | Schedule | OpenTicket

VERBS: Final[dict[str, type[Intent]]] = {
    "note": AddNote,
    "answer": Answer,
    "status": SetCategory,
    "dismiss": Dismiss,
    "complete": CompleteActivity,
    "claim": Claim,
    "assign": Assign,
    "schedule": Schedule,
    "open": OpenTicket,
}
"""The word an outbox row carries for each intent."""

_VERB_OF: Final[dict[type[Intent], str]] = {kind: verb for verb, kind in VERBS.items()}


def verb(intent: Intent) -> str:
    """The outbox's word for this intent."""
    return _VERB_OF[type(intent)]


def revive(word: str, fields: dict[str, object]) -> Intent:
    """The intent an outbox row holds; ``fields`` are its ``_asdict()``. Unknown words raise ``KeyError``."""
    return VERBS[word](**fields)  # type: ignore[arg-type]

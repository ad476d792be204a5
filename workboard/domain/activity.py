"""Activities: scheduled pieces of work for one technician, and what the technician made of them."""

from workboard.domain.typed import Final, Literal, NamedTuple

Kind = Literal["dated", "reminder", "derived", "call", "appointment", "scheduled"]
RemoteState = Literal["open", "done", "cancelled"]
State = Literal["planned", "running", "interrupted", "parked", "skipped", "finished", "away"]

SLEEPING: Final[frozenset[str]] = frozenset({"parked", "skipped"})
"""States that can be offered again once their sleep is over."""
GOES_ALONG: Final[frozenset[str]] = frozenset({"derived", "dated", "scheduled"})
"""Kinds that change hands with their ticket; what was promised or noted by somebody stays theirs."""
LET_GO: Final[frozenset[str]] = frozenset({"finished", "away"})


class Activity(NamedTuple):
    """Server truth. ``id`` is ``{account}:{kind}:{remote id}``; a derived one carries its ticket's remote id."""

    id: str
    kind: Kind
    ticket_id: str
    owner_id: str | None
    title: str
    start_at: int | None = None
    estimate_minutes: int | None = None
    fixed: bool = False
    remote_state: RemoteState = "open"


class Work(NamedTuple):
    """Local: what this technician did with an activity; no row means *planned*."""

    activity_id: str
    ticket_id: str
    state: State
    since_at: int
    sleep_until_at: int | None = None
    wake_on: Literal["client"] | None = None
    reason: str | None = None


def derived_id(ticket_id: str) -> str:
    """``rt:ticket:7`` → ``rt:derived:7``: the activity an open ticket without one still yields."""
    account, _, remote = split_id(ticket_id)
    return f"{account}:derived:{remote}"


def split_id(identifier: str) -> tuple[str, str, str]:
    """``rt:ticket:7`` → ``("rt", "ticket", "7")``; a remote id may hold colons of its own."""
    account, kind, remote = identifier.split(":", 2)
    return account, kind, remote

"""The desk: everything the board's rooms need, put together once by ``bootstrap`` and handed in."""

from collections.abc import Callable

from workboard.domain.capabilities import Capabilities
from workboard.domain.errors import ImpossibleAct, NotFoundError
from workboard.domain.marks import ulid
from workboard.domain.people import Me
from workboard.domain.rules import Policy, Shift
from workboard.domain.ticket import Ticket
from workboard.domain.typed import TYPE_CHECKING, NamedTuple
from workboard.settings.config import Config
from workboard.store import account, journal, overlay
from workboard.store.database import Database, Reader

if TYPE_CHECKING:  # a question makes no news, promises nothing, has no keys, and ranks only what it must
    from workboard.board.promises import Promises
    from workboard.domain.event import Changed
    from workboard.domain.policy import Candidate
    from workboard.settings.keymap import Keymap


class Desk(NamedTuple):
    """``now`` is the domain clock, ``wall`` the machine's, both milliseconds UTC; ``chance`` gives random bits."""

    database: Database
    config: Config
    policy: Policy
    capabilities: Capabilities
    now: Callable[[], int]
    wall: Callable[[], int]
    chance: Callable[[int], int]
    warnings: tuple[str, ...] = ()
    """one-line findings from the start (a policy file that could not be read)"""
    keymap: "Keymap | None" = None
    """other keys for the commands of the screens, from ``keys.toml``"""
    promises: "Promises | None" = None
    """of a board: what a client would read can be taken back for ``limits.undo_send``, and leaves only if this
    process lives that long; ``None``: whatever is written here is sent"""

    @property
    def slug(self) -> str:
        return self.config.account.name

    @property
    def zone(self) -> str:
        return self.config.time.zone

    @property
    def shift(self) -> Shift:
        """My own hours: the policy's for me, else those of my shift; less the days off of my own settings."""
        mine = self.config.me
        shift = self.policy.hours_of(self.me.id, mine.shift) if self.policy.people else self.policy.shift(mine.shift)
        return shift.without(mine.off)

    @property
    def me(self) -> Me:
        found = account.load(self.database.read())
        return Me("", self.config.me.name or "") if found is None else found.me

    def subscribe(self, listener: "Callable[[Changed], None]") -> Callable[[], None]:
        """``listener`` is called on another thread after each change; the result takes it off again."""
        return self.database.subscribe(listener)

    def look_around(self) -> bool:
        """Whether another process changed the database; then listeners are told."""
        return self.database.notice_foreign()

    def new_id(self) -> str:
        return ulid(self.now(), self.chance(80))

    def place(self, name: str) -> str | None:
        """What was remembered under this name (which screen was open)."""
        return journal.place(self.database.read(), name)

    async def set_place(self, name: str, value: str | None) -> None:
        now = self.now()
        await self.database.awrite(lambda tx: journal.set_place(tx, name, value, now))


def ticket_named(desk: Desk, name: str) -> Ticket:
    """A ticket by number, ``#number`` or id; ``NotFoundError`` for none and for several."""
    found = overlay.tickets_named(desk.database.read(), name.removeprefix("#"))
    if not found:
        raise NotFoundError(f"no ticket {name} here: check the number, or run workboard sync")
    if len(found) > 1:
        raise NotFoundError(f"{name} names {len(found)} tickets: give the id, for instance {found[0].id}")
    return found[0]


def ticket_of(reader: Reader, ticket_id: str) -> Ticket:
    found = overlay.ticket(reader, ticket_id)
    if found is None:
        raise NotFoundError("this ticket is no longer known here: run workboard sync")
    return found


def candidate_of(reader: Reader, activity_id: str) -> "Candidate":
    from workboard.store import to_do  # not every question is about an activity

    found = to_do.candidate(reader, activity_id)
    if found is None:
        raise NotFoundError(f"no activity {activity_id}: see workboard next --json for its id")
    if found.state == "finished":
        raise ImpossibleAct(f"#{found.ticket.number} is finished already: add a note instead")
    return found

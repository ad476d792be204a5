"""What the rest of the house may know of a backend before it is built: nothing here loads a network library."""

from collections.abc import Awaitable, Callable

from workboard.domain.activity import Work
from workboard.domain.capabilities import Capabilities
from workboard.domain.people import Person
from workboard.domain.rules import Policy
from workboard.domain.ticket import CATEGORIES, Category
from workboard.domain.typed import TYPE_CHECKING, NamedTuple, Protocol
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:  # the door itself is needed by whoever goes through it
    from workboard.backends.base import Backend, Meter


class Build(Protocol):
    """Settings, the person's name here, the secret or ``None``, and who counts the calls → the backend."""

    def __call__(
        self, settings: AccountSettings, me_name: str, secret: str | None, meter: "Meter | None" = None, /
    ) -> "Backend": ...


class StatusFound(NamedTuple):
    """A status of the remote's, and what it probably means; ``None``: nobody knows."""

    label: str
    category: Category | None = None


class Survey(NamedTuple):
    """What ``init`` learns of a remote whose secret does not tell who one is."""

    people: tuple[Person, ...]
    """whom one may be"""
    likely: str | None = None
    """the key of the one who probably asks"""
    statuses: tuple[StatusFound, ...] = ()
    lacking: tuple[str, ...] = ()
    """rights to ask the administrator for, a line each"""
    vital: bool = False
    """without one of them there is no board"""
    place: str = ""
    """what was found there, for people"""


class Look(Protocol):
    """Settings and the secret → what there is to choose from; writes nothing."""

    def __call__(self, settings: AccountSettings, secret: str | None, /) -> Awaitable[Survey]: ...


class Sent(NamedTuple):
    """A request that goes to the remote: its method and path (``N`` for a number), the fields of its body and of its
    query, and what they hold."""

    request: str
    body: tuple[str, ...]
    query: tuple[str, ...]
    what: str


class Kind(NamedTuple):
    """One sort of help desk."""

    build: Build
    capabilities: Callable[[AccountSettings], Capabilities]
    needs_secret: bool = False
    needs_url: bool = False
    policy: Callable[[], Policy] | None = None
    """rules that come with it where the person has none"""
    local_work: Callable[[AccountSettings], tuple[Work, ...]] | None = None
    """rows that exist on this machine only and belong to its first day"""
    base_at: Callable[[int], int] | None = None
    """wall clock → the instant its make-believe day begins (milliseconds UTC); ``None``: real time"""
    asks: tuple[tuple[str, str], ...] = ()
    """fields of ``AccountSettings`` that have to be said beside the secret, and how to ask for each"""
    survey: Look | None = None
    """where one has to be picked from the people who work there"""
    zone: str | None = None
    """the zone its day is told in, where it has one of its own"""
    sends: Callable[[], tuple[Sent, ...]] | None = None
    """every request there is, for whoever wants to know what leaves the machine; ``None``: not written down yet"""
    headers: Callable[[], tuple[str, ...]] | None = None
    """the names of what stands above each of them"""


def local_capabilities(label: str) -> Capabilities:
    """What a desk on this machine can do: everything, at once."""
    return Capabilities(
        label=label,
        immediate=True,
        network=False,
        writes=frozenset(CATEGORIES),
        claims=True,
        assigns=True,
        dates="any",
        tickets_offline=False,
        calls_per_hour=None,
    )

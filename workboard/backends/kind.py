"""What the rest of the house may know of a backend before it is built: nothing here loads a network library."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from workboard.domain.activity import Work
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import Policy
from workboard.domain.ticket import CATEGORIES
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:  # the door itself is needed by whoever goes through it
    from workboard.backends.base import Backend, Meter


class Build(Protocol):
    """Settings, the person's name here, the secret or ``None``, and who counts the calls → the backend."""

    def __call__(
        self, settings: AccountSettings, me_name: str, secret: str | None, meter: "Meter | None" = None, /
    ) -> "Backend": ...


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
    zone: str | None = None
    """the zone its day is told in, where it has one of its own"""


def local_capabilities(label: str) -> Capabilities:
    """What a desk on this machine can do: everything, at once."""
    return Capabilities(
        label=label,
        immediate=True,
        network=False,
        writes=frozenset(CATEGORIES),
        claims=True,
        tickets_offline=False,
        calls_per_hour=None,
    )

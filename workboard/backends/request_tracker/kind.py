"""Request Tracker for the registry; httpx is loaded when the first call is made, not here."""

from __future__ import annotations

from workboard.backends.kind import Kind, Sent
from workboard.domain.capabilities import Capabilities
from workboard.domain.errors import SettingsError, SignInFailed
from workboard.domain.typed import TYPE_CHECKING
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:
    from workboard.backends.base import Backend, Meter

STOCK_WRITES = frozenset({"new", "open", "waiting_client", "done"})
"""What every lifecycle can say; the rest needs a status named in ``[account.status]``."""

CALLS_PER_HOUR = 240
"""Request Tracker counts nothing, and it asks for more calls than others do: every status is read back."""


def _build(settings: AccountSettings, me_name: str, secret: str | None, meter: Meter | None = None, /) -> Backend:
    from workboard.backends.request_tracker.backend import RequestTracker

    if not settings.url:
        raise SettingsError("[account] url is missing: name the server, for instance https://rt.example.org")
    if secret is None:
        raise SignInFailed("no token: set WORKBOARD_TOKEN, name a command in [account.secret], or run workboard login")
    return RequestTracker(settings, secret, meter=meter)


def _capabilities(settings: AccountSettings) -> Capabilities:
    named = frozenset(category for category, words in settings.status if words)
    return Capabilities(
        "Request Tracker", writes=STOCK_WRITES | named, claims=True, assigns=True, dates="fixed",
        calls_per_hour=CALLS_PER_HOUR,
    )  # fmt: skip


def _sends() -> tuple[Sent, ...]:
    from workboard.backends.request_tracker.sends import SENDS

    return SENDS


def _headers() -> tuple[str, ...]:
    from workboard.backends.request_tracker.sends import HEADERS

    return HEADERS


KIND = Kind(_build, _capabilities, needs_secret=True, needs_url=True, sends=_sends, headers=_headers)

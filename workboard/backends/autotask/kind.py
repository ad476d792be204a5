"""Autotask for the registry; httpx is loaded when the first call is made, not here."""

from __future__ import annotations

from workboard.backends.kind import Kind, Sent, Survey
from workboard.domain.capabilities import Capabilities
from workboard.domain.errors import SignInFailed
from workboard.domain.typed import TYPE_CHECKING
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:
    from workboard.backends.base import Backend, Meter

LABEL = "Autotask"
CALLS_PER_HOUR = 75
"""Ten thousand an hour are all that a whole tenant has, for every program together: fifty technicians stay below four
thousand whatever they do."""
LEADS_CALLS_PER_HOUR = 120
"""a lead reads what all of them write"""
ANSWER_NOTE = "on the portal; no mail unless a rule sends one"
STOCK_WRITES = frozenset({"new", "open", "planned", "reply", "waiting_client", "waiting_other", "done"})
"""what Autotask is delivered with; which of it a tenant has is known once it was asked"""


def capabilities(settings: AccountSettings, writes: frozenset[str] = STOCK_WRITES) -> Capabilities:
    return Capabilities(
        label=LABEL,
        writes=writes,
        billable=True,
        claims=True,
        assigns=True,
        dates="fixed",
        answer_note=ANSWER_NOTE,
        locks_out=True,
        learns_daily=True,
        calls_per_hour=LEADS_CALLS_PER_HOUR if settings.whole_team else CALLS_PER_HOUR,
    )


def _build(settings: AccountSettings, me_name: str, secret: str | None, meter: Meter | None = None, /) -> Backend:
    from workboard.backends.autotask.backend import Autotask

    if secret is None:
        raise SignInFailed("no secret: set WORKBOARD_TOKEN, name a command in [account.secret], or run workboard login")
    return Autotask(settings, secret, meter=meter)


async def _survey(settings: AccountSettings, secret: str | None, /) -> Survey:
    from workboard.backends.autotask.survey import survey

    return await survey(settings, secret)


def _sends() -> tuple[Sent, ...]:
    from workboard.backends.autotask.sends import SENDS

    return SENDS


def _headers() -> tuple[str, ...]:
    from workboard.backends.autotask.sends import HEADERS

    return HEADERS


KIND = Kind(
    _build,
    capabilities,
    needs_secret=True,
    asks=(("user", "API user (its login name)"), ("integration_code", "Tracking identifier of the API user")),
    survey=_survey,
    sends=_sends,
    headers=_headers,
)

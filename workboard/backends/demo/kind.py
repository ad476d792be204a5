"""The demo for the registry: its own rules, its own first day, its own clock."""

from __future__ import annotations

from workboard.backends.kind import Kind, local_capabilities
from workboard.domain.activity import Work
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import Policy
from workboard.domain.typed import TYPE_CHECKING
from workboard.domain.working_time import DAY, at_minute, local
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:
    from workboard.backends.base import Backend, Meter

ZONE = "Europe/London"
TEAM_TICKET = "47001"
TEAM = "Service desk"
"""the number of ``sums.team_ticket``"""


def _build(settings: AccountSettings, me_name: str, secret: str | None, meter: Meter | None = None, /) -> Backend:
    from workboard.backends.demo.backend import Demo

    return Demo(settings)


def _capabilities(settings: AccountSettings) -> Capabilities:
    return local_capabilities("the demo")._replace(team_ticket=TEAM_TICKET, team=TEAM)


def _policy() -> Policy:
    from workboard.backends.demo.calendar import demo_policy

    return demo_policy()


def _local_work(settings: AccountSettings) -> tuple[Work, ...]:
    from workboard.backends.demo.backend import local_work

    return local_work(settings)


def tuesday(now: int) -> int:
    """Tuesday 10:42 of the current week in London: a working morning whenever somebody looks."""
    today = local(now, ZONE).date()
    return at_minute(today + (1 - today.weekday()) * DAY, 10 * 60 + 42, ZONE)


KIND = Kind(_build, _capabilities, policy=_policy, local_work=_local_work, base_at=tuesday, zone=ZONE)

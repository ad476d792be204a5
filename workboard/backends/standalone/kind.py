"""Standalone for the registry."""

from __future__ import annotations

from workboard.backends.kind import Kind, local_capabilities
from workboard.domain.capabilities import Capabilities
from workboard.domain.typed import TYPE_CHECKING
from workboard.settings.config import AccountSettings

if TYPE_CHECKING:
    from workboard.backends.base import Backend, Meter


def _build(settings: AccountSettings, me_name: str, secret: str | None, meter: Meter | None = None, /) -> Backend:
    from workboard.backends.standalone.backend import Standalone

    return Standalone(settings, me_name)


def _capabilities(settings: AccountSettings) -> Capabilities:
    return local_capabilities("this machine")


KIND = Kind(_build, _capabilities)

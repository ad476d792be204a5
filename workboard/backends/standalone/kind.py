"""Standalone for the registry."""

from __future__ import annotations

from workboard.backends.base import Backend, Capabilities
from workboard.backends.kind import Kind
from workboard.backends.local import local_capabilities
from workboard.settings.config import AccountSettings


def _build(settings: AccountSettings, me_name: str, secret: str | None) -> Backend:
    from workboard.backends.standalone.backend import Standalone

    return Standalone(settings, me_name)


def _capabilities(settings: AccountSettings) -> Capabilities:
    return local_capabilities("this machine")


KIND = Kind(_build, _capabilities)

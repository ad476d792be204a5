"""The settings of ``workboard init``, tried at the help desk itself before anything is written."""

from __future__ import annotations

import asyncio
import os
from typing import NamedTuple

from workboard.backends.base import Backend, Identity
from workboard.backends.kind import Kind, Look, Survey
from workboard.cli import init_asked
from workboard.cli.init_asked import Ask, Mapped
from workboard.domain.errors import SignInFailed
from workboard.host import secrets
from workboard.settings.config import AccountSettings, Config


class Found(NamedTuple):
    """What the help desk said, and the settings that follow."""

    config: Config
    identity: Identity
    statuses: dict[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    survey: Survey | None = None


def secret_for(settings: AccountSettings, kind: Kind, *, quiet: bool) -> str | None:
    """By the order of the settings; asked for only where a person sits and did not ask for JSON."""
    if not kind.needs_secret:
        return None
    secret = secrets.find(settings, os.environ, None if quiet else secrets.terminal_prompt())
    if secret is None:
        raise SignInFailed("no token to try: set WORKBOARD_TOKEN for this call, then keep it with workboard login")
    return secret.reveal()


def tried(config: Config, kind: Kind, secret: str | None, mapped: Mapped, ask: Ask | None) -> Found:
    """Looks around where the secret does not tell who one is, then signs in."""
    if kind.survey is None:
        return asyncio.run(_signed_in(config, kind, secret, mapped))
    survey = asyncio.run(_surveyed(kind.survey, config, secret))
    init_asked.checked(survey)
    chosen = init_asked.chosen(survey, config.account.resource, mapped, ask)
    config = config._replace(account=config.account._replace(resource=chosen.me))
    return asyncio.run(_signed_in(config, kind, secret, chosen.statuses))._replace(survey=survey)


async def _surveyed(look: Look, config: Config, secret: str | None) -> Survey:
    return await look(config.for_backend(), secret)


async def _signed_in(config: Config, kind: Kind, secret: str | None, mapped: Mapped) -> Found:
    """Signs in with these settings; what the help desk calls things is proposed, ``--map`` goes before it."""
    login = os.environ.get("LOGNAME") or os.environ.get("USER") or os.environ.get("USERNAME") or "me"
    network = kind.capabilities(config.account).network
    trying = config.for_backend()._replace(status=tuple(mapped.items()))
    backend = kind.build(trying, login, secret)
    try:
        identity = await backend.whoami()
        await _check_rights(backend)
    finally:
        await backend.aclose()
    statuses = {**identity.statuses, **mapped}
    kept = tuple(statuses.items()) if network else ()
    return Found(config._replace(account=config.account._replace(status=kept)), identity, statuses, identity.warnings)


async def _check_rights(backend: Backend) -> None:
    """Signing in proves the secret; reading the own tickets proves that there is something it may do."""
    if backend.capabilities.network:
        await backend.mine()

"""The engine of a session: the secret found, the backend built, and another one when another secret has come."""

import os
from collections.abc import Callable, Mapping

from workboard.backends.base import Backend, Meter
from workboard.backends.kind import Kind
from workboard.board.desk import Desk
from workboard.domain.ticket import Ticket
from workboard.host import chance
from workboard.host.clock import beat
from workboard.host.paths import Places
from workboard.settings.config import Config
from workboard.store import focus
from workboard.store.lock import SyncLock
from workboard.sync.budget import Budget
from workboard.sync.context import Context
from workboard.sync.engine import Engine
from workboard.sync.turned_away import TurnedAway


class Builder:
    """Joins it once; ``SignInFailed`` and ``SettingsError`` say what is missing."""

    def __init__(self, places: Places, config: Config, kind: Kind, desk: Desk, environ: Mapping[str, str]) -> None:
        self._places, self._config, self._kind, self._desk, self._environ = places, config, kind, desk, environ
        self._secret: str | None = None
        """the one its backend has"""

    def engine(self) -> Engine:
        desk = self._desk
        budget = Budget(desk.database, desk.wall, beat, desk.capabilities.calls_per_hour)
        self._secret = secret(self._config, self._kind, self._environ)
        context = self._context(budget)
        lock = SyncLock(os.path.join(self._places.data_dir, "sync.lock"))
        away = TurnedAway(desk.database, self._fingerprint(), lambda: f"{chance.bits(64):016x}")
        return Engine(
            context, lock, budget, beat=beat, focused=self._focused, renew=lambda: self._renewed(budget),
            turned_away=away,
        )  # fmt: skip

    def _context(self, budget: Budget) -> Context:
        settings = self._config.account
        return Context(
            self._desk.database,
            self._backend(self._secret, budget),
            settings.name,
            self._desk.now,
            self._desk.wall,
            chance.fraction,
            settings.settle_s,
            settings.settle_public_s,
            settings.backend,
            settings.url,
            self._client_note(),
        )

    def _focused(self) -> bool:
        return focus.lasts(self._desk.database.read(), self._desk.now())

    def _backend(self, found: str | None, meter: Meter) -> Backend:
        return self._kind.build(
            self._config.for_backend(), self._config.me.name or _login_name(self._environ), found, meter
        )

    def _renewed(self, meter: Meter) -> Backend | None:
        """One with the secret as it is now, unless that is the one at hand."""
        found = secret(self._config, self._kind, self._environ)
        if found == self._secret:
            return None
        made = self._backend(found, meter)
        self._secret = found
        return made

    def _fingerprint(self) -> Callable[[str], str] | None:
        """A few bits of what is shown at the door, where showing it twice could lock the user."""
        if not self._desk.capabilities.locks_out:
            return None
        from workboard.host.secrets import few_bits

        one = self._config.account
        beside = (one.url or "", one.user or "", one.integration_code or "")
        return lambda salt: few_bits((self._secret or "", *beside), salt)

    def _client_note(self) -> Callable[[Ticket, str], str | None] | None:
        """The hook, where nobody else would bring the text to the client."""
        argv = self._config.hooks.on_client_note
        if not argv or self._desk.capabilities.network:
            return None
        from workboard.host.hooks import run_hook

        def told(ticket: Ticket, text: str) -> str | None:
            value = {
                "ticket": ticket.number,
                "title": ticket.title,
                "to": ticket.contact_mail,
                "contact": ticket.contact_name,
                "text": text,
            }
            return run_hook("on_client_note", argv, value, self._environ)

        return told


def secret(config: Config, kind: Kind, environ: Mapping[str, str]) -> str | None:
    """The account's secret as it is now; ``None`` where it needs none, or there is none."""
    if not kind.needs_secret:
        return None
    from workboard.host import secrets

    found = secrets.find(config.account, environ)
    return found.reveal() if found is not None else None


def _login_name(environ: Mapping[str, str]) -> str:
    return environ.get("LOGNAME") or environ.get("USER") or environ.get("USERNAME") or "me"

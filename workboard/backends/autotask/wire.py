"""One account's line to Autotask: its zone, its three secret headers, and who is on the line.

One call of a kind is on its way at a time (three of everybody's together are all that Autotask takes). After the
first 401 none is made any more: a second with the same secret might lock the user. Only that the account has moved to
another zone is looked for, which takes no secret.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from workboard.backends.autotask import zone
from workboard.backends.autotask.errors import judge
from workboard.backends.autotask.zone import Zone
from workboard.backends.base import Meter
from workboard.backends.http import Answer, Client, Secret
from workboard.domain.errors import Garbled, Refused, SettingsError, SignInFailed, Unreachable
from workboard.settings.config import AccountSettings


class Wire:
    """Nothing is connected before the first call."""

    def __init__(
        self,
        settings: AccountSettings,
        secret: str,
        transport: httpx.AsyncBaseTransport | None = None,
        meter: Meter | None = None,
    ) -> None:
        if not settings.user or not settings.integration_code:
            raise SettingsError("[account] user and integration_code are missing: run workboard init")
        self.user = settings.user
        self._secrets = {
            "ApiIntegrationCode": Secret(settings.integration_code),
            "UserName": Secret(settings.user),
            "Secret": Secret(secret),
        }
        self._ask_url = zone.lookup_url(settings.url)
        self._ca_file, self._transport, self._meter = settings.ca_file, transport, meter
        self._client: Client | None = None
        self._moved = False
        self._turn: dict[str, asyncio.Lock] = {}
        self._refused: SignInFailed | None = None
        self.known_zone: Zone | None = None

    def settle(self, known: Zone) -> bool:
        """Take up a zone that was found before; whether it is one that may be spoken to."""
        allowed = zone.allowed(known.base, self._ask_url)
        if self.known_zone is None and allowed:
            self.known_zone = known
        return allowed

    async def zone(self) -> Zone:
        if self.known_zone is None:
            self.known_zone = await self._asked_zone()
        return self.known_zone

    def server_time_at(self) -> int | None:
        return self._client.server_time_at() if self._client else None

    async def ask(
        self, entity: str, method: str, path: str, *values: int, body: object = None,
        headers: Mapping[str, str] | None = None, write: bool = False,
    ) -> Answer:  # fmt: skip
        """One call about an entity, below the zone's address."""
        async with self._turn.setdefault(entity, asyncio.Lock()):
            for _ in range(2):
                client = await self._ready()
                try:
                    return await client.ask(method, path, *values, body=body, headers=headers, write=write)
                except SignInFailed as error:
                    if not await self._has_moved():
                        self._refused = error
                        raise
        raise self._refused or SignInFailed("Autotask moves the account from zone to zone: try again later")

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _ready(self) -> Client:
        if self._refused is not None:
            raise SignInFailed(str(self._refused), status=self._refused.status)
        if self._client is None:
            self._client = self._to((await self.zone()).base, self._secrets)
        return self._client

    def _to(self, base: str, secrets: Mapping[str, Secret]) -> Client:
        return Client(
            base, secrets, ca_file=self._ca_file, transport=self._transport, meter=self._meter, judge=judge
        )  # fmt: skip

    async def _asked_zone(self) -> Zone:
        lookup = self._to(self._ask_url, {})
        try:
            answer = await lookup.ask("GET", zone.LOOKUP, params={"user": self.user})
        except (Refused, Unreachable) as error:
            if error.status == 500:
                stranger = f"Autotask knows no API user {self.user}: check [account] user"
                raise SignInFailed(stranger, status=500) from None
            raise
        finally:
            await lookup.aclose()
        if not isinstance(answer.data, Mapping):
            raise Garbled("Autotask's answer about the zone is not an object: check the url")
        return zone.told(answer.data, self._ask_url)

    async def _has_moved(self) -> bool:
        """Whether the account lives in another zone than the one that turned us away; looked for once."""
        before = self.known_zone
        if before is None or self._moved:
            return False
        try:
            now = await self._asked_zone()
        except (Refused, Unreachable, SignInFailed, Garbled):
            return False
        if now.base == before.base:
            return False
        await self.aclose()
        self.known_zone, self._moved = now, True
        return True

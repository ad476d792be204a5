"""The connections to one origin: made at the first call, kept for the next. And a call on its way over one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import httpx

from workboard.backends.http_origin import OriginAuth, is_loopback
from workboard.backends.http_trust import certificates, no_certificates
from workboard.domain.errors import SettingsError

CONNECTIONS: Final = 2


class Call:
    """One request on its way: ``left`` once its first byte may have gone out, so that a deadline before that can
    say *not applied*; ``kept`` while it goes over a connection from before."""

    def __init__(self, method: str, path: str, write: bool) -> None:
        self.method = method
        self.path = path
        self.write = write
        self.left = False
        self.kept = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event.startswith("connection.connect_tcp"):
            self.left = self.kept = False
        elif event.endswith("send_request_headers.started"):
            self.left = True


class Connections:
    """``auth`` is shown to nobody but the origin of ``base``; ``transport`` is for tests."""

    def __init__(
        self, base: httpx.URL, auth: OriginAuth, ca_file: str | None, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self._base = base
        self._auth = auth
        self._ca_file = ca_file
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()

    async def ready(self) -> httpx.AsyncClient:
        async with self._building:
            if self._client is None:
                self._client = await asyncio.to_thread(self._built)
                self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
            return self._client

    async def sent(self, client: httpx.AsyncClient, request: httpx.Request, call: Call) -> httpx.Response:
        """The head of the answer. A server that closes a kept connection without a word is asked again, for a read
        only: of a write nobody knows whether it arrived. As often as there are connections to have gone stale."""
        call.left = self._transport is not None  # ours tells when it connects and sends, another may not
        for _ in range(CONNECTIONS):
            call.kept = self._transport is None
            try:
                return await client.send(request, stream=True, auth=self._auth)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                if call.write or not (call.kept and _closed(error)):
                    raise
        return await client.send(request, stream=True, auth=self._auth)

    async def aclose(self) -> None:
        """Let go of them; the next call makes new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _built(self) -> httpx.AsyncClient:
        trusted = certificates(self._ca_file) if self._base.scheme == "https" else no_certificates()
        try:
            return httpx.AsyncClient(
                verify=trusted,
                transport=self._transport,
                follow_redirects=False,
                trust_env=not is_loopback(self._base.host),
                limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            )
        except (httpx.InvalidURL, ValueError, ImportError):
            pass  # what it says would quote the proxy's address, and that may hold a password
        raise SettingsError("the proxy named in the environment cannot be used: check HTTPS_PROXY and ALL_PROXY")


def _closed(error: httpx.TransportError) -> bool:
    """Whether the connection ended where an answer should have begun; one that is no HTTP is an answer."""
    return not isinstance(error, httpx.RemoteProtocolError) or str(error).startswith("Server disconnected")

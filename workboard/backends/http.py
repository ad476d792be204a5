"""One HTTP client for all backends: who may get the secret, how long, how much, and what an error means.

Nothing here knows a remote's dialect. Every call ends in an ``Answer`` or in one of ``domain.errors``
(``http_answers`` says which).

There is no retry in here: the outbox and the pull loop are the one place that tries again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import ssl
import time
from collections.abc import Generator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import httpx

from workboard import __version__
from workboard.backends.http_answers import Answer, TooLarge, http_date, judged, network_error, read_body
from workboard.domain.errors import Garbled, SettingsError, Uncertain, Unreachable

INTERACTIVE_S: Final = 10.0
BACKGROUND_S: Final = 60.0
BODY_CAP: Final = 8 * 1024 * 1024
CONNECTIONS: Final = 2

_log = logging.getLogger("workboard.http")
for _name in ("httpx", "httpcore"):  # at INFO they write whole URLs
    logging.getLogger(_name).setLevel(logging.WARNING)


class Secret:
    """A token that shows itself only when asked; logs, locals in tracebacks and ``repr`` get stars."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"


Origin = tuple[str, str, int]


def origin(url: httpx.URL) -> Origin:
    """Scheme, host and port, the default port filled in."""
    return url.scheme, url.host.lower(), url.port or {"https": 443, "http": 80}.get(url.scheme, 0)


def checked_url(text: str | None) -> httpx.URL:
    """The account's address, fit to be used. Raises ``SettingsError`` with the remedy."""
    if not text:
        raise SettingsError("[account] url is missing: set it to the address of the help desk, https://…")
    try:
        url = httpx.URL(text.rstrip("/"))
    except (httpx.InvalidURL, ValueError) as error:
        raise SettingsError("[account] url cannot be read: write it as https://host/path") from error
    if url.userinfo or url.query or url.fragment or not url.host:
        raise SettingsError("[account] url must be a plain address, https://host/path, without user or query")
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise SettingsError("[account] url must begin with https:// (plain http goes to this machine alone)")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host name means this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class _OriginAuth(httpx.Auth):
    """Attaches the secret headers to requests for the account's own origin, and to no other."""

    def __init__(self, own: Origin, headers: Mapping[str, Secret]) -> None:
        self._own = own
        self._headers = headers

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if origin(request.url) == self._own:
            for name, secret in self._headers.items():
                request.headers[name] = secret.reveal()
        yield request


class Client:
    """Calls to one account's origin; connections are made at the first call.

    ``secrets`` are headers (``{"Authorization": Secret("token …")}``). ``transport`` is for tests.
    """

    def __init__(
        self,
        url: str | None,
        secrets: Mapping[str, Secret],
        *,
        ca_file: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        cap: int = BODY_CAP,
    ) -> None:
        self.base = checked_url(url)
        self._auth = _OriginAuth(origin(self.base), secrets)
        self._ca_file = ca_file
        self._transport = transport
        self._cap = cap
        self._client: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()
        self._server_at: tuple[int, float] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        write: bool = False,
        deadline_s: float | None = None,
    ) -> Answer:
        """One call below the account's address. ``write`` decides what a lost answer means.

        The deadline (default: 10 s for a write, 60 s for a read) is for the whole call, body included.
        """
        deadline_s = deadline_s or (INTERACTIVE_S if write else BACKGROUND_S)
        client = await self._ready()
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        request = client.build_request(
            method,
            f"{self.base}{path}",
            params=params,
            data=form,
            content=None if body is None else json.dumps(body).encode(),
            headers=sent,
            timeout=deadline_s,
        )
        return await self._sent(client, request, _Phase(request), write, deadline_s)

    async def aclose(self) -> None:
        """Let go of connections; the next call makes new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def server_time_at(self) -> int | None:
        """The remote's clock now, milliseconds UTC, from its last ``Date``; ``None`` before any answer."""
        if self._server_at is None:
            return None
        at, heard = self._server_at
        return at + int((time.monotonic() - heard) * 1000)

    def clock_offset_ms(self, now: int) -> int:
        """How far the remote's clock is ahead of ours; 0 while unknown."""
        server = self.server_time_at()
        return 0 if server is None else server - now

    async def _sent(
        self, client: httpx.AsyncClient, request: httpx.Request, phase: _Phase, write: bool, deadline_s: float
    ) -> Answer:
        began = time.monotonic()
        try:
            async with asyncio.timeout(deadline_s):
                response = await client.send(request, stream=True, auth=self._auth)
                try:
                    content = await read_body(response, self._cap)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            if phase.connecting or not write:
                raise Unreachable("the help desk did not answer in time: try again later") from error
            raise Uncertain("the help desk did not answer in time: it will be checked") from error
        except httpx.HTTPError as error:
            raise network_error(error, write) from error
        except Garbled as error:
            if write:
                raise Uncertain("the answer cannot be read: it will be checked") from error
            raise
        spent = int((time.monotonic() - began) * 1000)
        _log.debug("%s %s %s %s ms %s bytes", request.method, request.url.path, response.status_code, spent,
                   len(content))  # fmt: skip
        self._hear_the_time(response.headers.get("Date"))
        return judged(response, content, write)

    def _hear_the_time(self, date: str | None) -> None:
        at = http_date(date)
        if at is not None:
            self._server_at = (int(at * 1000), time.monotonic())

    async def _ready(self) -> httpx.AsyncClient:
        async with self._building:
            if self._client is None:
                self._client = await asyncio.to_thread(self._built)
                self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
            return self._client

    def _built(self) -> httpx.AsyncClient:
        local = is_loopback(self.base.host)
        return httpx.AsyncClient(
            verify=_certificates(self._ca_file) if self.base.scheme == "https" else _no_certificates(),
            transport=self._transport,
            follow_redirects=False,
            trust_env=not local,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            headers={"User-Agent": f"workboard/{__version__}", "Accept-Encoding": "identity"},
        )


class _Phase:
    """Whether a request is still on its way to a connection, so that a deadline can say *not applied*."""

    def __init__(self, request: httpx.Request) -> None:
        self.connecting = False
        request.extensions["trace"] = self._trace

    async def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event.startswith("connection.connect_tcp"):
            self.connecting = True
        elif event.endswith("send_request_headers.started"):
            self.connecting = False


def _certificates(ca_file: str | None) -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError("[account] ca_file cannot be used: name a readable PEM file") from error
    return context


def _no_certificates() -> ssl.SSLContext:
    """Plain http needs none, and loading them takes longer than the call."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


__all__ = ["Answer", "Client", "Secret", "TooLarge", "checked_url"]

"""One HTTP client for all backends: who may get the secret, how long, how much, and what an error means.

Nothing here knows a remote's dialect. Every call ends in an ``Answer`` or in one of ``domain.errors``
(``http_answers`` says which).

There is no retry in here, not even for a connection that could not be made: the outbox and the pull loop are the
one place that tries again, so that there is one place to count it. A connection kept from before, which the server
had closed unsaid, is no try: a read then takes another. Errors are raised with nothing behind them
(no cause, no context): what the HTTP library says may quote a header or an address.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import httpx

from workboard import __version__
from workboard.backends.base import Meter
from workboard.backends.http_answers import Answer, TooLarge, http_date, judged, network_error, read_body, too_late
from workboard.backends.http_origin import OriginAuth, Secret, address, checked_url, is_loopback, origin
from workboard.backends.http_trust import certificates, no_certificates
from workboard.backends.patience import patience
from workboard.domain.errors import Garbled, RemoteError, SettingsError, Uncertain

BODY_CAP: Final = 8 * 1024 * 1024
CONNECTIONS: Final = 2

Judge = Callable[[httpx.Response, bytes, bool], Answer]
"""A response, its content, and whether it was a write → the answer; raises what the response stands for."""

_log = logging.getLogger("workboard.http")
for _name in ("httpx", "httpcore"):  # at INFO they write whole URLs
    logging.getLogger(_name).setLevel(logging.WARNING)


class Client:
    """Calls to one account's origin; connections are made at the first call.

    ``secrets`` are headers (``{"Authorization": Secret("token …")}``). ``transport`` is for tests. ``judge`` is for a
    remote whose errors say more than HTTP does.
    """

    def __init__(
        self,
        url: str | None,
        secrets: Mapping[str, Secret],
        *,
        ca_file: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        cap: int = BODY_CAP,
        meter: Meter | None = None,
        judge: Judge = judged,
    ) -> None:
        self.base = checked_url(url)
        self._auth = OriginAuth(origin(self.base), secrets)
        self._ca_file = ca_file
        self._transport = transport
        self._cap = cap
        self._meter = meter
        self._judge = judge
        self._client: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()
        self._server_at: tuple[int, float] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        *values: str | int,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        write: bool = False,
        deadline_s: float | None = None,
    ) -> Answer:
        """One call below the account's address; ``values`` go into the ``{}`` of ``path``. ``write`` decides what
        a lost answer means.

        The deadline (default: the ``patience`` of whoever waits) is for the whole call: making the client, waiting
        for a free connection, the name, the handshake, and the body to its end.
        """
        url = address(self.base, path, values)
        call = _Call(method, path if path.startswith("/") else "(link)", write)
        sent = {"Accept": "application/json", **(headers or {})}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            sent["Content-Type"] = "application/json"
        mine = patience()
        deadline_s = deadline_s or (mine.write_s if write else mine.read_s)
        timeout = httpx.Timeout(deadline_s, connect=min(deadline_s, mine.connect_s))
        request = httpx.Request(
            method, url, params=params, data=form, content=content, headers={**_HEADERS, **sent},
            extensions={"trace": call.trace, "timeout": timeout.as_dict()},
        )  # fmt: skip
        outcome = await self._tried(request, call, deadline_s)
        if isinstance(outcome, RemoteError):
            raise outcome
        return outcome

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

    async def _tried(self, request: httpx.Request, call: _Call, deadline_s: float) -> Answer | RemoteError:
        """The answer, or what is to be raised once no exception of the library is being handled any more."""
        try:
            async with asyncio.timeout(deadline_s):
                response, content = await self._exchange(request, call)
            return self._judge(response, content, call.write)
        except TimeoutError:
            outcome: RemoteError = too_late(call.write and call.left)
        except Garbled as error:
            unread = Uncertain("the answer cannot be read: it will be checked", status=error.status)
            outcome = unread if call.write else error
        except RemoteError as error:
            outcome = error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as error:
            _log.info("%s %s %s", call.method, call.path, type(error).__name__)
            outcome = network_error(error, call.write and call.left)
        finally:
            if call.left and self._meter is not None:
                self._meter.call(write=call.write)
        outcome.__context__ = outcome.__cause__ = None
        return outcome.with_traceback(None)

    async def _exchange(self, request: httpx.Request, call: _Call) -> tuple[httpx.Response, bytes]:
        client = await self._ready()
        call.left = self._transport is not None  # ours tells when it connects and sends, another may not
        began = time.monotonic()
        response = await self._sent(client, request, call)
        call.left = True
        try:
            content = await read_body(response, self._cap)
        finally:
            await response.aclose()
        spent = int((time.monotonic() - began) * 1000)
        _log.debug("%s %s %s %s ms %s bytes", call.method, call.path, response.status_code, spent, len(content))
        self._hear_the_time(response.headers.get("Date"))
        return response, content

    async def _sent(self, client: httpx.AsyncClient, request: httpx.Request, call: _Call) -> httpx.Response:
        """The head of the answer. A server that closes a kept connection without a word is asked again, for a read
        only: of a write nobody knows whether it arrived. As often as there are connections to have gone stale."""
        for _ in range(CONNECTIONS):
            call.kept = self._transport is None
            try:
                return await client.send(request, stream=True, auth=self._auth)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                if call.write or not (call.kept and _closed(error)):
                    raise
        return await client.send(request, stream=True, auth=self._auth)

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
        trusted = certificates(self._ca_file) if self.base.scheme == "https" else no_certificates()
        try:
            return httpx.AsyncClient(
                verify=trusted,
                transport=self._transport,
                follow_redirects=False,
                trust_env=not is_loopback(self.base.host),
                limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            )
        except (httpx.InvalidURL, ValueError, ImportError):
            pass  # what it says would quote the proxy's address, and that may hold a password
        raise SettingsError("the proxy named in the environment cannot be used: check HTTPS_PROXY and ALL_PROXY")


def _closed(error: httpx.TransportError) -> bool:
    """Whether the connection ended where an answer should have begun; one that is no HTTP is an answer."""
    return not isinstance(error, httpx.RemoteProtocolError) or str(error).startswith("Server disconnected")


_HEADERS: Final = {"User-Agent": f"workboard/{__version__}", "Accept-Encoding": "identity", "Connection": "keep-alive"}


class _Call:
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


__all__ = ["Answer", "Client", "Secret", "TooLarge", "checked_url"]

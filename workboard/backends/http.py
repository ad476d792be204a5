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
from typing import Final

import httpx

from workboard import __version__
from workboard.backends.base import Meter
from workboard.backends.http_answers import Answer, TooLarge, http_date, judged, network_error, read_body, too_late
from workboard.backends.http_connections import Call, Connections
from workboard.backends.http_origin import OriginAuth, Secret, address, checked_url, origin
from workboard.backends.patience import patience
from workboard.domain.errors import Garbled, RemoteError, Uncertain

BODY_CAP: Final = 8 * 1024 * 1024

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
        self._connections = Connections(self.base, OriginAuth(origin(self.base), secrets), ca_file, transport)
        self._cap = cap
        self._meter = meter
        self._judge = judge
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
        call = Call(method, path if path.startswith("/") else "(link)", write)
        mine = patience()
        deadline_s = deadline_s or (mine.write_s if write else mine.read_s)
        timeout = httpx.Timeout(deadline_s, connect=min(deadline_s, mine.connect_s))
        content, typed = _json(body)
        request = httpx.Request(
            method, url, params=params, data=form, content=content,
            headers={**_HEADERS, "Accept": "application/json", **(headers or {}), **typed},
            extensions={"trace": call.trace, "timeout": timeout.as_dict()},
        )  # fmt: skip
        outcome = await self._tried(request, call, deadline_s)
        if isinstance(outcome, RemoteError):
            raise outcome
        return outcome

    async def aclose(self) -> None:
        """Let go of connections; the next call makes new ones."""
        await self._connections.aclose()

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

    async def _tried(self, request: httpx.Request, call: Call, deadline_s: float) -> Answer | RemoteError:
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

    async def _exchange(self, request: httpx.Request, call: Call) -> tuple[httpx.Response, bytes]:
        client = await self._connections.ready()
        began = time.monotonic()
        response = await self._connections.sent(client, request, call)
        call.left = True
        try:
            content = await read_body(response, self._cap)
        finally:
            await response.aclose()
        spent = int((time.monotonic() - began) * 1000)
        _log.debug("%s %s %s %s ms %s bytes", call.method, call.path, response.status_code, spent, len(content))
        self._hear_the_time(response.headers.get("Date"))
        return response, content

    def _hear_the_time(self, date: str | None) -> None:
        at = http_date(date)
        if at is not None:
            self._server_at = (int(at * 1000), time.monotonic())


def _json(body: object) -> tuple[bytes | None, dict[str, str]]:
    """A body, and the header that goes with it."""
    return (None, {}) if body is None else (json.dumps(body).encode(), {"Content-Type": "application/json"})


_HEADERS: Final = {"User-Agent": f"workboard/{__version__}", "Accept-Encoding": "identity", "Connection": "keep-alive"}


__all__ = ["Answer", "Client", "Secret", "TooLarge", "checked_url"]

"""The fake help desk on a socket: HTTP/1.1 by asyncio alone, one dialect over one state, faults by plan.

    async with Server(RequestTracker(), desk, faults) as server: ...      # in this loop
    with on_thread(Server(RequestTracker(), desk, faults)) as server: ...  # beside a loop of the product
    python -m tests.desk.process                                           # a process of its own

Loopback only, on any free port; ``server.url`` tells it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Final, Self

from tests.desk.plan import Faults
from tests.desk.state import HelpDesk
from tests.desk.wire import Answer, Dialect, Gate, Request, body_of, head_of, parsed

LINGER_NOT: Final = struct.pack("ii", 1, 0)
"""Closing a socket set so sends RST instead of FIN."""
BODY_LIMIT: Final = 32 * 1024 * 1024


class Exchange:
    """One request and what becomes of it; a fault plays on this instead of the plain answer."""

    def __init__(self, server: Server, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.server = server
        self.request = request
        self.keep = True
        """whether the connection goes on after this"""
        self._reader = reader
        self._writer = writer

    def take(self) -> Answer:
        """The desk carries it out."""
        return self.server.carry_out(self.request)

    def take_later(self, seconds: float | None) -> None:
        """The desk carries it out when the client is long gone; ``None``: when ``commit_late`` says so."""
        self.server.later(self.request, seconds)

    async def answer(self, answer: Answer) -> None:
        body = body_of(answer)
        await self.send(head_of(answer, self.server.desk.now(), len(body)) + body)

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def head(self, answer: Answer, length: int | None) -> bytes:
        return head_of(answer, self.server.desk.now(), length)

    async def end(self) -> None:
        """A close in good manners, wherever the answer stands."""
        self.keep = False
        self._writer.close()

    def reset(self) -> None:
        """A close in none."""
        self.keep = False
        raw = self._writer.get_extra_info("socket")
        with suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self._writer.transport.abort()

    async def gone(self, within: float | None = None) -> bool:
        """Whether the client hung up (within so many seconds)."""
        try:
            async with asyncio.timeout(within):
                return not await self._reader.read(1)
        except TimeoutError:
            return False
        except ConnectionError:
            return True


class Server:
    """``requests`` are all that came in, in order; ``desk`` and ``faults`` may be changed at any time."""

    def __init__(
        self, dialect: Dialect, desk: HelpDesk, faults: Faults | None = None, *, tls: ssl.SSLContext | None = None
    ) -> None:
        self.dialect = dialect
        self.desk = desk
        self.faults = faults or Faults()
        self.requests: list[Request] = []
        self.port = 0
        self.gate: Gate | None = getattr(dialect, "gate", None)
        self._tls = tls
        self._late: list[Request] = []
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def carry_out(self, request: Request) -> Answer:
        with self.desk.lock:
            return self.dialect.answer(request, self.desk)

    def later(self, request: Request, seconds: float | None) -> None:
        if seconds is None:
            self._late.append(request)
        else:
            asyncio.get_running_loop().call_later(seconds, self.carry_out, request)

    def commit_late(self) -> int:
        """What was on its way inside the desk takes effect now; how many these were."""
        late, self._late = self._late, []
        for request in late:
            self.carry_out(request)
        return len(late)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
                await self._converse(reader, writer)
        finally:
            self._open.discard(task)
            with suppress(Exception):
                writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request = parsed(head[:-4], self.dialect.root)
            length = min(int(request.headers.get("content-length", "0")), BODY_LIMIT)
            request = request._replace(body=await reader.readexactly(length))
            exchange = Exchange(self, request, reader, writer)
            await self._play(exchange)
            if not exchange.keep:
                return

    async def _play(self, exchange: Exchange) -> None:
        self.requests.append(exchange.request)
        if self.gate is None:
            await self._answer(exchange)
            return
        refusal = self.gate.enter(exchange.request, self.desk)
        if refusal is not None:
            await exchange.answer(refusal)
            return
        try:
            await _as_slow_as(self.gate.wait_s(self.desk))
            await self._answer(exchange)
        finally:
            self.gate.leave(exchange.request)

    async def _answer(self, exchange: Exchange) -> None:
        fault = self.faults.next(exchange.request.site)
        if fault is None:
            await exchange.answer(exchange.take())
        else:
            await fault.play(exchange)


async def _as_slow_as(seconds: float) -> None:
    """The desk's own slowness: part of what it imitates, and nothing a test waits for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()


@contextmanager
def on_thread(server: Server) -> Iterator[Server]:
    """The same server on a thread and a loop of its own, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="help-desk", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
        yield server
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

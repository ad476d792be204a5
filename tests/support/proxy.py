"""A bad line: a TCP proxy in front of a real server that breaks one request at a time, by plan.

    with Proxy(tracker.port) as line:
        line.plan(Toxic("cut before answer", "POST", "/comment"))

Each connection carries one request, so that a toxic hits the request it is meant for and no other. What came
and what became of it is in ``line.passed``, in order.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Literal, NamedTuple, Self

Kind = Literal[
    "reset before",  # the server never sees the request
    "cut before answer",  # the server has answered; its answer gets lost
    "cut in answer",  # half of the answer arrives
    "delay",  # the request arrives after ``seconds``
    "swallow",  # the server has answered; nobody hears of it, and the line stays up until the client hangs up
    "hold",  # the server never sees the request, and the line stays up until the client hangs up
    "late",  # the line breaks at once; the request arrives at the server when ``release`` is called
    "drip",  # the answer comes byte by byte, ``seconds`` apart
]
BROKEN: Final = (OSError, asyncio.IncompleteReadError, ValueError)


class Toxic(NamedTuple):
    """What goes wrong with the next request of this method whose path ends in ``path``."""

    kind: Kind
    method: str = "POST"
    path: str = ""
    seconds: float = 0.2


class Passed(NamedTuple):
    """A request, the toxic that it met, and whether the server gave an answer to it."""

    line: str
    kind: Kind | None
    answered: bool


class Proxy:
    """Listens on a port of its own, on loopback, in a thread of its own; ``upstream`` is the server's port."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.passed: list[Passed] = []
        self.seen: list[str] = []
        """requests read whole, before anything is done with them"""
        self.answers: list[str] = []
        """requests that the server has answered, whoever got to hear of it"""
        self._plan: list[Toxic] = []
        self._loop = asyncio.new_event_loop()
        self._released = asyncio.Event()
        self._up = threading.Event()
        self._down = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def plan(self, toxic: Toxic, times: int = 1) -> None:
        self._plan += [toxic] * times

    def clear(self) -> None:
        """The line is good again, and nobody remembers what went over it."""
        self._plan.clear()
        self.passed.clear()
        self.seen.clear()
        self.answers.clear()

    def release(self) -> None:
        """What was held back (*late*) reaches the server now."""
        self._loop.call_soon_threadsafe(self._released.set)

    def met(self, kind: Kind) -> list[Passed]:
        """The requests that this happened to and that are over."""
        return [one for one in self.passed if one.kind == kind]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._up.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._down.set)
        self._thread.join(10)

    # --- inside, on the proxy's own thread --------------------------------------------------------

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._up.set()
        await self._down.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*BROKEN):
            head, request = await _request(reader)
            toxic = self._toxic_for(head)
            self.seen.append(head)
            answered = await self._carried(toxic, head, request, reader, writer)
            self.passed.append(Passed(head, toxic.kind if toxic else None, answered))
        writer.close()

    def _toxic_for(self, line: str) -> Toxic | None:
        method, path, _ = line.split(" ", 2)
        found = next(
            (one for one in self._plan if one.method == method and path.partition("?")[0].endswith(one.path)), None
        )
        if found is not None:
            self._plan.remove(found)
        return found

    async def _carried(
        self, toxic: Toxic | None, head: str, request: bytes, client: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request through the line; whether the server answered it."""
        match toxic.kind if toxic else None:
            case "reset before":
                _reset(writer)
                return False
            case "late":
                _reset(writer)
                await self._released.wait()
                self._released.clear()
                return bool(await self._asked(head, request))
            case "hold":
                await client.read(-1)
                return False
            case "delay":
                assert toxic is not None
                await self._hold_up(toxic.seconds)
        try:
            answer = await self._asked(head, request)
        except BROKEN:
            _reset(writer)  # the server is away: the client finds nobody either
            return False
        await self._answer(toxic, answer, client, writer)
        return bool(answer)

    async def _answer(
        self, toxic: Toxic | None, answer: bytes, client: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        match toxic.kind if toxic else None:
            case "cut before answer":
                _reset(writer)
            case "cut in answer":
                await _said(writer, answer[: len(answer) // 2])
                _reset(writer)
            case "swallow":
                await client.read(-1)
            case "drip":
                assert toxic is not None
                for byte in answer:
                    await _said(writer, bytes([byte]))
                    await self._hold_up(toxic.seconds)
            case _:
                await _said(writer, answer)

    async def _hold_up(self, seconds: float) -> None:
        """So long, or until nobody needs the line any more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._down.wait(), seconds)

    async def _asked(self, head: str, request: bytes) -> bytes:
        """The server's whole answer; empty when it broke off without one."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(request)
            await writer.drain()
            answer = await reader.read(-1)
            if answer:
                self.answers.append(head)
            return answer
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """The request line and the whole request, told to be the connection's last."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length:\s*(\d+)", head)
    body = await reader.readexactly(int(length[1])) if length else b""
    first, rest = head.split(b"\r\n", 1)
    kept = re.sub(rb"(?im)^connection:.*\r\n", b"", rest)
    return first.decode(), first + b"\r\nConnection: close\r\n" + kept + body


async def _said(writer: asyncio.StreamWriter, part: bytes) -> None:
    writer.write(part)
    await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Hang up without a goodbye: the client's next read is a *connection reset*."""
    connection: socket.socket | None = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()

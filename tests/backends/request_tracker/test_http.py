"""The client of all backends: what an answer, or none, means; who gets the secret; how much and how long."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from workboard.backends.http import Client, Secret, TooLarge, checked_url
from workboard.backends.http_answers import retry_after
from workboard.domain.errors import (
    Garbled,
    Refused,
    RemoteError,
    SettingsError,
    SignInFailed,
    Throttled,
    Uncertain,
    Unreachable,
)

BASE = "https://desk.example/rt"


def client(handler: Callable[[httpx.Request], Any], **more: Any) -> Client:
    secrets = {"Authorization": Secret("token canary")}
    return Client(BASE, secrets, transport=httpx.MockTransport(handler), **more)


def answering(
    status: int, content: bytes = b"{}", headers: dict[str, str] | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, content=content, headers=headers)


def failing(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


async def outcome(handler: Callable[[httpx.Request], Any], *, write: bool) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        await client(handler).ask("POST", "/x", write=write)
    return caught.value


@pytest.mark.parametrize(
    ("error", "of_a_write", "of_a_read"),
    [
        (httpx.ConnectError("refused"), Unreachable, Unreachable),
        (httpx.ConnectTimeout("slow"), Unreachable, Unreachable),
        (httpx.PoolTimeout("busy"), Unreachable, Unreachable),
        (httpx.ReadError("reset"), Uncertain, Unreachable),
        (httpx.ReadTimeout("silent"), Uncertain, Unreachable),
        (httpx.WriteError("reset"), Uncertain, Unreachable),
        (httpx.WriteTimeout("stuck"), Uncertain, Unreachable),
        (httpx.RemoteProtocolError("cut short"), Uncertain, Unreachable),
        (httpx.LocalProtocolError("bad header"), Refused, Refused),
    ],
)
async def test_a_broken_connection(error: Exception, of_a_write: type, of_a_read: type) -> None:
    assert type(await outcome(failing(error), write=True)) is of_a_write
    assert type(await outcome(failing(error), write=False)) is of_a_read


@pytest.mark.parametrize(
    ("status", "of_a_write", "of_a_read"),
    [
        *((status, Uncertain, Unreachable) for status in (408, 500, 502, 503, 504)),
        *((status, Refused, Refused) for status in (400, 403, 404, 409, 412, 413, 415, 422)),
        *((status, Refused, Refused) for status in (300, 301, 302, 303, 305, 307, 308)),
        *((status, Uncertain, Garbled) for status in (100, 101, 103, 199, 304)),
        (401, SignInFailed, SignInFailed),
        (429, Throttled, Throttled),
    ],
)
async def test_a_status(status: int, of_a_write: type, of_a_read: type) -> None:
    written, read = await outcome(answering(status), write=True), await outcome(answering(status), write=False)
    assert (type(written), type(read)) == (of_a_write, of_a_read)
    assert written.status == read.status == status


@pytest.mark.parametrize("content", [b"<html>log in</html>", b'{"cut": ', b"\xff\xfe", b"[" * 100_000])
async def test_an_unreadable_answer(content: bytes) -> None:
    assert type(await outcome(answering(200, content), write=True)) is Uncertain
    assert type(await outcome(answering(200, content), write=False)) is Garbled


async def test_a_redirect_is_not_followed_and_says_so() -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://evil.example/"})

    error = await outcome(handler, write=False)
    assert str(error) == "redirected: check the url"
    assert asked == ["desk.example"]


async def test_the_remedy_is_named_and_nothing_secret() -> None:
    body = json.dumps({"message": "no\x1b[2J such\nqueue " + "x" * 500}).encode()
    error = await outcome(answering(403, body), write=True)
    assert "no�[2J such queue" in str(error)
    assert len(str(error)) < 200
    assert "canary" not in str(error)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("17", None, 17.0),
        ("-5", None, 0.0),
        ("999999999", None, 3600.0),
        ("nan", None, None),
        ("soon", None, None),
        (None, None, None),
        ("Wed, 25 Nov 2026 16:00:30 GMT", "Wed, 25 Nov 2026 16:00:00 GMT", 30.0),
        ("Wed, 25 Nov 2026 16:00:30 GMT", None, None),
        ("Wed, 25 Nov 2025 16:00:30 GMT", "Wed, 25 Nov 2026 16:00:00 GMT", 0.0),
    ],
)
def test_retry_after(value: str | None, date: str | None, seconds: float | None) -> None:
    assert retry_after(value, date) == seconds


async def test_throttled_carries_the_wait() -> None:
    error = await outcome(answering(429, headers={"Retry-After": "17"}), write=True)
    assert isinstance(error, Throttled)
    assert error.retry_after_s == 17.0


# --- how much, how long ---------------------------------------------------------------------------


class Dripping(httpx.AsyncByteStream):
    """A body that never ends by itself."""

    def __init__(self, chunk: bytes, count: int, wait: asyncio.Event | None = None) -> None:
        self.chunk, self.count, self.wait, self.given = chunk, count, wait, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self.count):
            self.given += 1
            yield self.chunk
        if self.wait is not None:
            await self.wait.wait()


async def test_a_large_body_is_given_up_early() -> None:
    body = Dripping(b"x" * 1000, 1_000_000)
    with pytest.raises(TooLarge):
        await client(lambda request: httpx.Response(200, stream=body), cap=10_000).ask("GET", "/x")
    assert body.given <= 12


async def test_a_bomb_is_not_unfolded() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    answer = httpx.Response(200, stream=Dripping(bomb, 1), headers={"Content-Encoding": "gzip"})
    with pytest.raises(TooLarge):
        await client(lambda request: answer, cap=1_000_000).ask("GET", "/x")


async def test_a_packed_answer_is_read_all_the_same() -> None:
    packed = gzip.compress(b'{"a": 1}')
    answer = httpx.Response(200, stream=Dripping(packed, 1), headers={"Content-Encoding": "gzip"})
    assert (await client(lambda request: answer).ask("GET", "/x")).data == {"a": 1}


async def test_an_unknown_packing_is_garbled() -> None:
    answer = httpx.Response(200, stream=Dripping(b"??", 1), headers={"Content-Encoding": "br"})
    with pytest.raises(Garbled):
        await client(lambda request: answer).ask("GET", "/x")


@pytest.mark.parametrize(("write", "kind"), [(True, Uncertain), (False, Unreachable)])
async def test_the_deadline_counts_for_the_whole_call(write: bool, kind: type) -> None:
    body = Dripping(b" ", 3, wait=asyncio.Event())
    mine = client(lambda request: httpx.Response(200, stream=body))
    await mine._connections.ready()
    with pytest.raises(kind):
        await mine.ask("GET", "/x", write=write, deadline_s=0.02)


async def test_a_deadline_before_there_is_a_connection_means_not_applied() -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await request.extensions["trace"]("connection.connect_tcp.started", {})
        await asyncio.Event().wait()
        raise AssertionError

    mine = client(handler)
    await mine._connections.ready()
    with pytest.raises(Unreachable):
        await mine.ask("POST", "/x", write=True, deadline_s=0.02)


async def test_over_a_real_socket() -> None:
    """A server that takes the request and hangs up: a write is uncertain; nobody there: it is not."""
    taken = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    mine = Client(f"http://127.0.0.1:{port}", {"Authorization": Secret("token canary")})
    async with server:
        with pytest.raises(Uncertain):
            await mine.ask("POST", "/x", body={"a": 1}, write=True)
    with pytest.raises(Unreachable):
        await mine.ask("POST", "/x", body={"a": 1}, write=True)
    await mine.aclose()
    head = taken[0].decode().lower()
    assert "authorization: token canary" in head
    assert "accept-encoding: identity" in head
    assert "user-agent: workboard/" in head
    assert "mozilla" not in head


# --- who gets the secret --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example",
        "ftp://desk.example",
        "https://me:pw@desk.example",
        "https://desk.example/?a=1",
        "https://desk.example/#x",
        "https://",
        "desk.example",
        "http://127.0.0.1.evil.example",
        "http://192.168.0.1",
        "",
        None,
    ],
)
def test_an_address_that_is_not_safe(url: str | None) -> None:
    with pytest.raises(SettingsError, match=r"\[account\] url"):
        checked_url(url)


@pytest.mark.parametrize("url", ["https://desk.example/", "http://localhost:80", "http://127.9.9.9", "http://[::1]:1"])
def test_an_address_that_is(url: str) -> None:
    assert not str(checked_url(url)).endswith("/")


async def test_the_secret_goes_to_the_own_origin_alone() -> None:
    seen = {}

    def handler(request: httpx.Request) -> httpx.Response:
        seen[str(request.url)] = request.headers.get("Authorization")
        return httpx.Response(200, json={})

    mine = client(handler)
    await mine.ask("GET", "/x")
    inner = await mine._connections.ready()
    for url in ("https://evil.example/", "http://desk.example/", "https://desk.example:444/"):
        await inner.get(url, auth=mine._connections._auth)
    assert seen.pop("https://desk.example/rt/x") == "token canary"
    assert set(seen.values()) == {None}


async def test_no_cookie_is_kept() -> None:
    sent = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("Cookie"))
        return httpx.Response(200, json={}, headers={"Set-Cookie": "session=1; Path=/"})

    mine = client(handler)
    await mine.ask("GET", "/x")
    await mine.ask("GET", "/x")
    assert sent == [None, None]


async def test_nothing_secret_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mine = client(answering(200))
    await mine.ask("GET", "/x", params={"query": "canary-query"})
    assert "canary" not in caplog.text
    assert "canary" not in repr(mine.__dict__) + repr(vars(mine._connections)) + repr(vars(mine._connections._auth))
    assert f"{Secret('canary')} {Secret('canary')!r}" == "Secret(***) Secret(***)"


async def test_a_ca_file_that_is_none(tmp_path: Any) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("nonsense")
    with pytest.raises(SettingsError, match="ca_file"):
        await client(answering(200), ca_file=str(path)).ask("GET", "/x")


async def test_a_certificate_that_is_not_accepted() -> None:
    error = httpx.ConnectError("bad")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    told = await outcome(failing(error), write=True)
    assert type(told) is Unreachable
    assert "ca_file" in str(told)


async def test_the_remotes_clock() -> None:
    mine = client(answering(200, headers={"Date": "Wed, 25 Nov 2026 16:00:00 GMT"}))
    assert mine.clock_offset_ms(0) == 0
    await mine.ask("GET", "/x")
    server = 1_795_622_400_000
    assert 0 <= mine.clock_offset_ms(server - 5_000) - 5_000 < 2_000

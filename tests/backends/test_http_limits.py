"""How much and how long, over a real socket: every broken, endless or hostile answer ends as one of our errors."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.wire import Play, Wire, answer, dripping, hangs_up, says, silence, wire
from tests.support.until import until
from workboard.backends.http import BODY_CAP, Client, Secret, TooLarge
from workboard.backends.http_connections import Connections
from workboard.backends.http_json import DEEPEST, decoded
from workboard.domain.errors import Garbled, RemoteError, Uncertain, Unreachable

TINY_S = 0.3


@asynccontextmanager
async def calling(*plays: Play) -> AsyncIterator[tuple[Client, Wire]]:
    async with wire(*plays) as far:
        mine = Client(far.url, {"Authorization": Secret("token canary")})
        await mine._connections.ready()
        try:
            yield mine, far
        finally:
            await mine.aclose()


async def both(*plays: Play, deadline_s: float = 10) -> tuple[type, type]:
    """What becomes of a read and of a write."""
    kinds: list[type] = []
    for write in (False, True):
        async with calling(*plays) as (mine, _):
            with pytest.raises(RemoteError) as caught:
                await mine.ask("POST", "/x", body={}, write=write, deadline_s=deadline_s)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
        kinds.append(type(caught.value))
    return kinds[0], kinds[1]


# --- how much -------------------------------------------------------------------------------------


async def test_a_bomb_over_the_wire_costs_little_memory() -> None:
    """The memory is counted, not guessed."""
    packed = gzip.compress(b" " * (12 * BODY_CAP), 6)
    async with calling(says(answer(packed, "Content-Encoding: gzip"))) as (mine, _):
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                await mine.ask("GET", "/x")
            assert tracemalloc.get_traced_memory()[1] < 4 * BODY_CAP
        finally:
            tracemalloc.stop()


async def test_a_body_without_an_end_is_left_at_the_cap() -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()

    async with wire(flood) as far:
        mine = Client(far.url, {}, cap=1_000_000)
        with pytest.raises(TooLarge):
            await mine.ask("GET", "/x")
        await mine.aclose()


HEADS = {
    "one long header": b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 300_000 + b"\r\n\r\n{}",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 50_000 + b"\r\n{}",
    "a header folded into lines": b"HTTP/1.1 200 OK\r\nX-A: a\r\n" + b" a\r\n" * 50_000 + b"\r\n{}",
    "switching protocols": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "no status": b"HTTP/1.1 \r\n\r\n",
    "not http": b"\x16\x03\x01 what\r\n\r\n",
    "nul in a header": b"HTTP/1.1 200 OK\r\nX-A: \x00\r\n\r\n{}",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
    "a length in words": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length beyond all numbers": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "chunks that are none": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("data", HEADS.values(), ids=HEADS.keys())
async def test_a_head_that_is_none_breaks_the_call_and_nothing_else(data: bytes) -> None:
    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(data)(reader, writer)
        await hangs_up(reader, writer)

    assert await both(play) == (Unreachable, Uncertain)


CUT = {
    "a length too great": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
    "chunks without an end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-",
}


@pytest.mark.parametrize("data", CUT.values(), ids=CUT.keys())
async def test_what_is_cut_off_is_no_answer(data: bytes) -> None:
    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(data)(reader, writer)
        await hangs_up(reader, writer)

    assert await both(play) == (Unreachable, Uncertain)


UNREADABLE = {
    "a length too small": b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[1, 2, {"a": 3}]',
    "not modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "half a gzip": answer(gzip.compress(b'{"a": 1}' * 100)[:30], "Content-Encoding: gzip"),
    "gzip that is none": answer(b"{}", "Content-Encoding: gzip"),
    "brotli": answer(b"{}", "Content-Encoding: br"),
    "packed twice": answer(gzip.compress(gzip.compress(b"{}")), "Content-Encoding: gzip, gzip"),
    "a login page": answer(b"<html>log in</html>", "Content-Type: text/html"),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_an_answer_that_cannot_be_read(data: bytes) -> None:
    assert await both(says(data)) == (Garbled, Uncertain)


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content"])
async def test_an_answer_without_a_body_is_one(status: str) -> None:
    async with calling(says(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())) as (mine, _):
        assert (await mine.ask("PUT", "/x", body={}, write=True)).data is None


async def test_provisional_answers_are_passed_over_and_a_flood_of_them_ends_at_the_deadline() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3
    async with calling(says(early + answer(b'{"a": 1}'))) as (mine, _):
        assert (await mine.ask("GET", "/x")).data == {"a": 1}

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 10)
                await writer.drain()

    assert await both(flood, deadline_s=TINY_S) == (Unreachable, Uncertain)


# --- JSON -----------------------------------------------------------------------------------------


NOT_JSON = {
    "nested lists": b"[" * 200_000,
    "nested and closed": b"[" * 5_000 + b"]" * 5_000,
    "a level too deep": b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    "nested objects": b'{"a":' * 100_000,
    "a number without an end": b"[" + b"9" * 100_000 + b"]",
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "a number that overflows": b'{"a": 1e999}',
    "the same key twice": b'{"id": 1, "id": 2}',
    "latin 1": '{"a": "é"}'.encode("latin-1"),
    "utf-16 cut": '{"a": "é"}'.encode("utf-16")[:-1],
    "utf-8 cut": b'{"a": "\xc3"}',
    "two values": b"{} {}",
    "a control character": b'{"a": "\x00"}',
}


@pytest.mark.parametrize("content", NOT_JSON.values(), ids=NOT_JSON.keys())
async def test_json_that_is_none_is_garbled(content: bytes) -> None:
    assert await both(says(answer(content))) == (Garbled, Uncertain)


def test_half_a_pair_of_surrogates_goes_no_further() -> None:
    told = decoded(rb'{"half \ud800": "a\uDFFFb", "whole": "\ud83d\ude00", "plain": "\\ud800"}')
    assert told == {"half ?": "a?b", "whole": "😀", "plain": "\\ud800"}
    assert decoded(b'["a\xed\xa0\x80b", "\xed\x95\x9c"]') == ["a?b", "한"]
    json.dumps(told, ensure_ascii=False).encode()


def test_as_deep_as_it_may_be() -> None:
    assert decoded(b"[" * DEEPEST + b"]" * DEEPEST)


@given(st.binary(max_size=200))
def test_whatever_comes_it_is_a_value_or_a_value_error(content: bytes) -> None:
    with suppress(ValueError):
        decoded(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_is_json_is_read_as_it_is(value: Any) -> None:
    assert decoded(json.dumps(value).encode()) == value


# --- how long -------------------------------------------------------------------------------------


@pytest.mark.parametrize("play", [silence, dripping])
async def test_the_deadline_is_for_the_whole_call_and_the_connection_is_not_used_again(play: Play) -> None:
    async with calling(play, says(answer(b'{"second": 2}'))) as (mine, far):
        with pytest.raises(Uncertain):
            await mine.ask("POST", "/first", body={}, write=True, deadline_s=TINY_S)
        assert (await mine.ask("GET", "/second")).data == {"second": 2}
        assert len(far.connections) == 2


async def test_a_call_that_was_cancelled_leaves_nothing_behind_for_the_next() -> None:
    late = asyncio.Event()

    async def answers_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await late.wait()
        await says(answer(b'{"first": 1}'))(reader, writer)

    async with calling(answers_late, says(answer(b'{"second": 2}'))) as (mine, far):
        for _ in range(2):  # as many as there are connections
            far.heads.clear()
            task = asyncio.create_task(mine.ask("GET", "/first"))
            await until(lambda: far.heads)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
        late.set()
        far.heads.append(b"")
        assert (await mine.ask("GET", "/second")).data == {"second": 2}


async def test_waiting_for_a_free_connection_counts_and_means_not_applied() -> None:
    async with calling(silence) as (mine, far):
        busy = [asyncio.create_task(mine.ask("GET", "/busy")) for _ in range(2)]
        await until(lambda: len(far.heads) == 2)
        with pytest.raises(Unreachable):
            await mine.ask("POST", "/x", body={}, write=True, deadline_s=TINY_S)
        assert len(far.heads) == len(far.connections) == 2, "two calls at once, no more"
        for task in busy:
            task.cancel()
        await asyncio.wait(busy)


async def test_a_name_that_is_never_found_counts_and_means_not_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*given: object, **named: object) -> None:
        await asyncio.Event().wait()

    mine = Client("https://desk.example", {})
    await mine._connections.ready()
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
    with pytest.raises(Unreachable):
        await mine.ask("POST", "/x", body={}, write=True, deadline_s=TINY_S)
    await mine.aclose()


async def test_making_the_client_counts_and_means_not_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slowly(connections: Connections) -> httpx.AsyncClient:
        go_on.wait(10)
        return httpx.AsyncClient(trust_env=False)

    monkeypatch.setattr(Connections, "_built", slowly)
    with pytest.raises(Unreachable):
        await Client("http://127.0.0.1:1", {}).ask("POST", "/x", body={}, write=True, deadline_s=TINY_S)
    go_on.set()


async def test_a_refused_connection_is_not_applied_and_a_dead_one_perhaps() -> None:
    async with wire(hangs_up) as far:
        mine = Client(far.url, {})
        with pytest.raises(Uncertain):
            await mine.ask("POST", "/x", body={}, write=True)
    for write in (True, False):
        with pytest.raises(Unreachable):
            await mine.ask("POST", "/x", body={}, write=write)
    await mine.aclose()


async def test_a_kept_connection_that_the_server_had_closed_unsaid_costs_a_read_nothing() -> None:
    async with calling(says(answer()), hangs_up, says(answer(b'{"again": 1}'))) as (mine, far):
        await mine.ask("GET", "/first")
        assert (await mine.ask("GET", "/second")).data == {"again": 1}
        assert len(far.connections) == 2


async def test_a_new_connection_that_breaks_is_trouble_and_is_not_tried_again() -> None:
    async with calling(says(answer()), hangs_up, hangs_up, says(answer())) as (mine, far):
        await mine.ask("GET", "/first")
        with pytest.raises(Unreachable):
            await mine.ask("GET", "/second")
        assert len(far.heads) == 3


async def test_a_write_on_a_connection_closed_unsaid_is_never_sent_again() -> None:
    async with calling(says(answer()), hangs_up, says(answer())) as (mine, far):
        await mine.ask("GET", "/first")
        with pytest.raises(Uncertain):
            await mine.ask("POST", "/second", body={}, write=True)
        assert len(far.heads) == 2


# --- who counts -----------------------------------------------------------------------------------


class Counting:
    def __init__(self) -> None:
        self.calls: list[bool] = []

    def call(self, *, write: bool) -> None:
        self.calls.append(write)

    def told(self, used: int, limit: int) -> None:
        raise AssertionError


async def test_what_left_is_counted_whatever_came_back_and_what_did_not_is_not() -> None:
    meter = Counting()
    plays = (says(answer()), says(answer(status="500 Oh")), silence)
    async with wire(*plays) as far:
        mine = Client(far.url, {}, meter=meter)
        await mine.ask("GET", "/x")
        with pytest.raises(Uncertain):
            await mine.ask("POST", "/x", body={}, write=True)
        with pytest.raises(Unreachable):
            await mine.ask("GET", "/x", deadline_s=TINY_S)
    assert meter.calls == [False, True, False]
    with pytest.raises(Unreachable):
        await mine.ask("GET", "/x")
    with pytest.raises(Garbled):
        await mine.ask("GET", "https://elsewhere.example/x")
    assert meter.calls == [False, True, False]
    await mine.aclose()


async def test_one_call_is_one_request_however_it_fails() -> None:
    for play in (says(answer(status="503 Later")), says(answer(status="429 Slowly")), hangs_up):
        async with calling(play) as (mine, far):
            with pytest.raises(RemoteError):
                await mine.ask("GET", "/x")
            assert len(far.heads) == 1

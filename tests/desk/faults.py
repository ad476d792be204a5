"""Every way in which an answer can go wrong, as a value.

A fault *plays* on an exchange: it says whether the desk takes the request (``taken``) and what goes over the
wire. Faults of the address (nobody listens, no such name, certificates) are in ``addresses``; where and when a fault
plays is the ``plan``'s business.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tests.desk.plan import ANYWHERE as ANYWHERE
from tests.desk.plan import Fault as Fault
from tests.desk.plan import Faults as Faults
from tests.desk.spoil import full_page, missing_fields, twice, without_ids, wrong_types
from tests.desk.wire import Answer, body_of, http_date

if TYPE_CHECKING:
    from tests.desk.server import Exchange

DRIP_S: Final = 0.01
BOMB_MB: Final = 200
YEAR_S: Final = 31_536_000

# --- the connection -------------------------------------------------------------------------------


async def _reset(exchange: Exchange) -> None:
    exchange.reset()


async def _reset_after(exchange: Exchange) -> None:
    exchange.take()
    exchange.reset()


async def _hang_up(exchange: Exchange) -> None:
    await exchange.end()


async def _hang_up_after(exchange: Exchange) -> None:
    exchange.take()
    await exchange.end()


async def _reset_mid_body(exchange: Exchange) -> None:
    answer = exchange.take()
    body = body_of(answer)
    await exchange.send(exchange.head(answer, len(body) + 10) + body[: len(body) // 2])
    exchange.reset()


async def _cut_short(exchange: Exchange) -> None:
    answer = exchange.take()
    body = body_of(answer)
    await exchange.send(exchange.head(answer, len(body) + 1) + body)
    await exchange.end()


async def _chunk_error(exchange: Exchange) -> None:
    answer = exchange.take()
    await exchange.send(exchange.head(answer, None) + b"5\r\n" + body_of(answer)[:5] + b"\r\nzz\r\nwhat\r\n")
    await exchange.end()


async def _not_http(exchange: Exchange) -> None:
    exchange.take()
    await exchange.send(b"\x16\x03\x01 this is no answer at all\r\n\r\n")
    await exchange.end()


async def _drip(exchange: Exchange) -> None:
    """One byte at a time, for as long as anybody listens."""
    answer = exchange.take()
    body = body_of(answer) + b" " * 1_000_000
    await exchange.send(exchange.head(answer, len(body)))
    for place in range(len(body)):
        await exchange.send(body[place : place + 1])
        if await exchange.gone(within=DRIP_S):
            break
    exchange.keep = False


async def _silence(exchange: Exchange) -> None:
    await exchange.gone()
    exchange.keep = False


async def _silence_after(exchange: Exchange) -> None:
    exchange.take()
    await _silence(exchange)


def late(seconds: float | None) -> Fault:
    """The answer is lost, and the desk takes the request so much later (``None``: at ``commit_late``)."""

    async def play(exchange: Exchange) -> None:
        exchange.take_later(seconds)
        exchange.reset()

    return Fault("late commit", play, taken=True)


# --- the answer -----------------------------------------------------------------------------------


def says(name: str, answer: Answer, *, taken: bool = False) -> Fault:
    """Another answer than the desk's own."""

    async def play(exchange: Exchange) -> None:
        if taken:
            exchange.take()
        await exchange.answer(answer)

    return Fault(name, play, taken)


def throttled(status: int, after: str | Callable[[int], str], name: str) -> Fault:
    """Come back later; ``after`` is the header, or is made of the desk's clock."""

    async def play(exchange: Exchange) -> None:
        value = after if isinstance(after, str) else after(exchange.server.desk.now())
        await exchange.answer(Answer(status, {"message": "slow down"}, {"Retry-After": value}))

    return Fault(name, play)


def changed(name: str, change: Callable[[Any], Any]) -> Fault:
    """The desk's own answer with its JSON changed; errors and empty answers stay as they are."""

    async def play(exchange: Exchange) -> None:
        answer = exchange.take()
        told = json.loads(body_of(answer) or b"null")
        spoil = answer.status < 300 and told is not None
        await exchange.answer(answer._replace(data=change(told)) if spoil else answer)

    return Fault(name, play, taken=True)


def redirected(to: str) -> Fault:
    """To another host, which would like to see the secret."""
    return says("redirect to another host", Answer(302, {"message": "this way"}, {"Location": to}))


async def _half_json(exchange: Exchange) -> None:
    answer = exchange.take()
    body = body_of(answer) or b"[]"
    await exchange.answer(answer._replace(data=body[: max(1, len(body) // 2)]))


async def _bomb(exchange: Exchange) -> None:
    exchange.take()
    await exchange.answer(Answer(200, bomb(), {"Content-Encoding": "gzip"}))


_BOMB: list[bytes] = []


def bomb() -> bytes:
    """A few hundred kilobytes that unfold to ``BOMB_MB`` megabytes; made once."""
    if not _BOMB:
        machine, megabyte = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16), b" " * 1024 * 1024
        _BOMB.append(b"".join(machine.compress(megabyte) for _ in range(BOMB_MB)) + machine.flush())
    return _BOMB[0]


LOGIN_PAGE: Final = b"<!DOCTYPE html><html><head><title>Login</title></head><body><form>Log in</form></body></html>"
HTML: Final = {"Content-Type": "text/html; charset=utf-8"}

RESET_BEFORE: Final = Fault("reset before the request is taken", _reset)
RESET_AFTER: Final = Fault("reset after the request was taken", _reset_after, taken=True)
HANG_UP_BEFORE: Final = Fault("connection closed before the request is taken", _hang_up)
HANG_UP_AFTER: Final = Fault("connection closed after the request was taken", _hang_up_after, taken=True)
RESET_MID_BODY: Final = Fault("reset in the middle of the body", _reset_mid_body, taken=True)
CUT_SHORT: Final = Fault("body shorter than announced", _cut_short, taken=True)
HALF_JSON: Final = Fault("half the JSON", _half_json, taken=True)
CHUNK_ERROR: Final = Fault("a chunk that is none", _chunk_error, taken=True)
NOT_HTTP: Final = Fault("not HTTP at all", _not_http, taken=True)
DRIP: Final = Fault("one byte at a time", _drip, taken=True)
SILENCE: Final = Fault("no answer", _silence)
SILENCE_AFTER: Final = Fault("taken, and no answer", _silence_after, taken=True)
LATE: Final = late(None)
LOGIN: Final = says("200 with a login page", Answer(200, LOGIN_PAGE, HTML))
EMPTY: Final = says("200 with an empty body", Answer(200, None), taken=True)
NOT_UTF8: Final = says("200 with bytes that are no text", Answer(200, b'{"a": "\xff\xfe"}'), taken=True)
WRONG_TYPES: Final = changed("wrong JSON types", wrong_types)
WRONG_SHAPE: Final = changed("a list for an object", lambda data: [data])
MISSING_FIELDS: Final = changed("missing fields", missing_fields)
WITHOUT_IDS: Final = changed("rows without ids", without_ids)
TWICE: Final = changed("the same ids twice", twice)
ENDLESS: Final = changed("pages without end", full_page)
SLOW_DOWN: Final = throttled(429, "7", "429 with seconds")
SLOW_DOWN_UNTIL: Final = throttled(429, lambda now: http_date(now + 30_000), "429 with a date")
SLOW_DOWN_ABSURDLY: Final = throttled(429, str(100 * YEAR_S), "429 with an absurd wait")
SLOW_DOWN_BACKWARDS: Final = throttled(429, "-60", "429 with a negative wait")
BUSY: Final = throttled(503, "5", "503 with Retry-After")
BUSY_AFTER: Final = says("503 after the request was taken", Answer(503, {"message": "busy"}), taken=True)
NOT_SIGNED_IN: Final = says("401", Answer(401, {"message": "Unauthorized"}))
FORBIDDEN: Final = says("403", Answer(403, {"message": "Forbidden"}))
NOT_THERE: Final = says("404", Answer(404, {"message": "Resource does not exist"}))
BROKEN: Final = says("500 before anything", Answer(500, b"", HTML))
BROKEN_AFTER: Final = says("500 after the request was taken", Answer(500, b"", HTML), taken=True)
BAD_GATEWAY: Final = says("502 from a proxy", Answer(502, b"<html>Bad Gateway</html>", HTML))
DEAF: Final = says("200, and nothing done", Answer(200, ["That is not possible"]))
BOMB: Final = Fault("a gzip bomb", _bomb, taken=True)

KINDS: Final[tuple[Fault, ...]] = (
    RESET_BEFORE, RESET_AFTER, HANG_UP_BEFORE, HANG_UP_AFTER, RESET_MID_BODY, CUT_SHORT, HALF_JSON, CHUNK_ERROR,
    NOT_HTTP, DRIP, SILENCE, SILENCE_AFTER, LATE, LOGIN, EMPTY, NOT_UTF8, WRONG_TYPES, WRONG_SHAPE, MISSING_FIELDS,
    WITHOUT_IDS, TWICE, ENDLESS, SLOW_DOWN, SLOW_DOWN_UNTIL, SLOW_DOWN_ABSURDLY, SLOW_DOWN_BACKWARDS, BUSY, BUSY_AFTER,
    NOT_SIGNED_IN, FORBIDDEN, NOT_THERE, BROKEN, BROKEN_AFTER, BAD_GATEWAY, DEAF, BOMB,
)  # fmt: skip
"""All that can happen to any request of any dialect; ``redirected`` needs an address and is beside them."""

INSIDE_ROWS: Final[tuple[Fault, ...]] = (WRONG_TYPES, MISSING_FIELDS, WITHOUT_IDS)
"""What cannot be read of a single row is set aside, and comes back when the desk is read anew."""

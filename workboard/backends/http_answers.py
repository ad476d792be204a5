"""What came back over HTTP, read within its limits, or the error that it stands for.

=====================================================  ==========================================
no connection, TLS, DNS                                ``Unreachable``: surely not applied
answer lost, cut short, too late, 5xx                  a write: ``Uncertain``; a read: ``Unreachable``
unreadable, too large, 1xx or 304 for a last word      a write: ``Uncertain``; a read: ``Garbled``
401 / 429 / redirects, other 4xx                       ``SignInFailed`` / ``Throttled`` / ``Refused``
=====================================================  ==========================================

Here an unreadable answer is ``Garbled``; the client makes it ``Uncertain`` for a write. What cannot be read behind a
write that was taken is ``Uncertain`` as well (``read_back``).
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final, NamedTuple

import httpx

from workboard.backends.http_json import decoded
from workboard.domain.errors import (
    Garbled,
    Refused,
    RemoteError,
    SignInFailed,
    Throttled,
    Uncertain,
    Unreachable,
)
from workboard.domain.text import clean

RETRY_AFTER_CAP_S: Final = 3600.0
_NO_LAST_WORD: Final = frozenset({*range(100, 200), 304})
"""nobody asked to switch protocols, nor whether something had changed"""


class TooLarge(Garbled):
    """The answer is larger than ``BODY_CAP``; a smaller request may still do."""


class Answer(NamedTuple):
    """A 2xx: ``data`` is the decoded JSON, ``None`` for an empty body."""

    status: int
    headers: httpx.Headers
    data: Any


async def read_body(response: httpx.Response, cap: int) -> bytes:
    """The body, counted as it comes and as it unfolds; more than ``cap`` either way is ``TooLarge``."""
    inflate = _inflater(response.headers.get("Content-Encoding", "identity").strip().lower())
    raw = 0
    out = bytearray()
    async for chunk in _chunks(response):
        raw += len(chunk)
        out += inflate(chunk, cap + 1 - len(out))
        if raw > cap or len(out) > cap:
            raise TooLarge(f"the answer is larger than {cap // 1024 // 1024} MB: ask for less")
    return bytes(out)


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    if response.is_stream_consumed:  # a test's transport may hand over a finished answer
        yield response.content
        return
    async for chunk in response.aiter_raw():
        yield chunk


def _inflater(encoding: str) -> Callable[[bytes, int], bytes]:
    """We ask for no compression; a proxy that compresses all the same is read within the cap."""
    if encoding in {"identity", ""}:
        return lambda chunk, room: chunk
    if encoding not in {"gzip", "deflate"}:
        raise Garbled("the answer is packed in a way that was not asked for: check what stands in between")
    machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def inflate(chunk: bytes, room: int) -> bytes:
        try:
            return machine.decompress(chunk, max(room, 1))
        except zlib.error as error:
            raise Garbled("the answer arrived damaged: try again later") from error

    return inflate


def too_late(perhaps_applied: bool) -> RemoteError:
    """The deadline is over."""
    if perhaps_applied:
        return Uncertain("the help desk did not answer in time: it will be checked")
    return Unreachable("the help desk did not answer in time: try again later")


@contextmanager
def read_back() -> Iterator[None]:
    """Around what is read behind a write that was taken: where that cannot be read, nobody knows what the write did."""
    try:
        yield
    except RemoteError as error:
        raise Uncertain(f"it was sent and cannot be read back ({error}): it will be checked") from None


def network_error(error: Exception, perhaps_applied: bool) -> RemoteError:
    """What an exception of httpx, or of what is below it, says about the request."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        offline = "are you online, and is the url right?"
        cause = "its certificate was not accepted: check url and ca_file" if _is_tls(error) else offline
        return Unreachable(f"the help desk cannot be reached: {cause}")
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol | UnicodeEncodeError):
        return Refused("the request cannot be sent as it is: check url and token for stray characters")
    if perhaps_applied:
        return Uncertain("the connection broke before the answer came: it will be checked")
    return Unreachable("the connection broke before the answer came: try again later")


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError) or "CERTIFICATE" in str(error).upper():
            return True
        error = error.__cause__ or error.__context__
    return False


def judged(response: httpx.Response, content: bytes, write: bool) -> Answer:
    """The answer if it is a 2xx that can be read, else the error it stands for."""
    status = response.status_code
    if status in _NO_LAST_WORD:
        raise Garbled(f"the help desk's answer ({status}) is none: check what stands in between", status=status)
    if status >= 300:
        raise _status_error(status, response.headers, content, write)
    if not content:
        return Answer(status, response.headers, None)
    try:
        return Answer(status, response.headers, decoded(content))
    except ValueError:
        raise Garbled("the answer is not JSON: is this the address of the help desk's API?", status=status) from None


def _status_error(status: int, headers: httpx.Headers, content: bytes, write: bool) -> RemoteError:
    if status >= 500:
        sort = Uncertain if write else Unreachable
        return sort(f"the help desk has trouble of its own ({status}): try again later", status=status)
    if status == 429:
        wait = retry_after(headers.get("Retry-After"), headers.get("Date"))
        return Throttled("too many calls: the help desk asks to wait", status=status, retry_after_s=wait)
    if status == 401:
        return SignInFailed("the help desk does not accept the token: workboard login", status=status)
    if status == 408:
        sort = Uncertain if write else Unreachable
        return sort("the help desk waited in vain for the request: try again later", status=status)
    if status < 400:
        return Refused("redirected: check the url", status=status)
    return Refused(f"the help desk refused it ({status}{_said(content)})", status=status)


def _said(content: bytes) -> str:
    """What the remote says about its refusal, one short clean line."""
    try:
        told = decoded(content)["message"]
    except (ValueError, LookupError, TypeError):
        return ""
    line = " ".join(clean(str(told)).split())
    return f": {line[:119]}…" if len(line) > 120 else f": {line}"


def retry_after(value: str | None, date: str | None = None) -> float | None:
    """Seconds to wait, from either form of ``Retry-After``, 0 to 1 h; a date counts from the answer's own."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        until, now = http_date(value), http_date(date)
        if until is None or now is None:
            return None
        seconds = until - now
    return min(max(seconds, 0.0), RETRY_AFTER_CAP_S) if seconds == seconds else None


def http_date(value: str | None) -> float | None:
    """Seconds since 1970 for an HTTP date; ``None`` if it is none."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError, TypeError, LookupError):  # the parser of mails is not strict about numbers
        return None

"""What a dialect gets and gives: requests and answers as values, and the bytes they are on the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.desk.state import HelpDesk


class Request(NamedTuple):
    """``path`` has the dialect's root taken off (in whatever case it is written) and is decoded; header names are in
    lower case; ``target`` is what the request line said."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes = b""
    target: str = ""

    @property
    def site(self) -> str:
        """How fault rules name it: ``POST /ticket/7/comment``."""
        return f"{self.method} {self.path}"

    def first(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def json(self) -> Any:
        """Raises ``ValueError``."""
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


class Answer(NamedTuple):
    """``data`` becomes JSON unless it is bytes already; ``None`` is an empty body."""

    status: int
    data: Any = None
    headers: Mapping[str, str] = {}


class Dialect(Protocol):
    """One vendor's API over the shared state. ``root`` is what all its paths begin with."""

    root: str

    def answer(self, request: Request, desk: HelpDesk) -> Answer:
        """Carry it out and say so. Never raises, never waits; called with ``desk.lock`` held."""
        ...


class Gate(Protocol):
    """What stands in front of a dialect: how many may be inside at a time, and how slow it is."""

    def enter(self, request: Request, desk: HelpDesk) -> Answer | None:
        """The refusal, or ``None`` for *inside*: then ``leave`` follows when the answer has gone out."""
        ...

    def leave(self, request: Request) -> None: ...

    def wait_s(self, desk: HelpDesk) -> float:
        """Seconds that this call takes longer."""
        ...


def parsed(head: bytes, root: str) -> Request:
    """A request from its first lines, its body still to come. Raises ``ValueError``."""
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
    url = urlsplit(target)
    path = unquote(url.path)
    below = path[len(root) :] if path.casefold().startswith(root.casefold()) else path
    return Request(method, below, tuple(parse_qsl(url.query, True)), headers, target=target)


def body_of(answer: Answer) -> bytes:
    if answer.data is None:
        return b""
    return answer.data if isinstance(answer.data, bytes) else json.dumps(answer.data).encode()


def head_of(answer: Answer, at: int, length: int | None) -> bytes:
    """Status line and headers; ``length`` ``None`` leaves the length to the chunks. ``at``: milliseconds UTC."""
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = "Odd"
    headers = {
        "Date": http_date(at),
        "Content-Type": "application/json; charset=utf-8",
        **({"Transfer-Encoding": "chunked"} if length is None else {"Content-Length": str(length)}),
        **answer.headers,
    }
    lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def http_date(at: int) -> str:
    return format_datetime(datetime.fromtimestamp(at / 1000, UTC).replace(microsecond=0), usegmt=True)

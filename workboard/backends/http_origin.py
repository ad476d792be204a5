"""Where calls may go, and who gets the secret: the account's own origin (scheme, host and port), and nobody else."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Generator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

import httpx

from workboard.domain.errors import Garbled, SettingsError

Origin = tuple[str, bytes, int]

_PORTS: Final = {"https": 443, "http": 80}
_HOST: Final = re.compile(r"[\w.:-]+", re.ASCII)


class Secret:
    """A token that shows itself only when asked; logs, locals in tracebacks and ``repr`` get stars."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"


def origin(url: httpx.URL) -> Origin:
    """Scheme, host as it goes over the wire, and port, the default one filled in."""
    port = _PORTS.get(url.scheme, 0) if url.port is None else url.port
    return url.scheme, url.raw_host.lower(), port


def checked_url(text: str | None) -> httpx.URL:
    """The account's address, fit to be used. Raises ``SettingsError`` with the remedy."""
    if not text:
        raise SettingsError("[account] url is missing: set it to the address of the help desk, https://…")
    try:
        url = httpx.URL(text.rstrip("/"))
        host = url.raw_host.decode()
        readable = _HOST.fullmatch(host) and _resolvable(host) and url.host and 0 < origin(url)[2] < 65536
    except (httpx.InvalidURL, ValueError):  # the rules of foreign letters in a name are among the second
        readable = False
    if not readable:
        raise SettingsError("[account] url cannot be read: write it as https://host/path")
    if not _is_plain(text):
        raise SettingsError("[account] url must be a plain address, https://host/path, without user or query")
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise SettingsError("[account] url must begin with https:// (plain http goes to this machine alone)")
    return url


def _resolvable(host: str) -> bool:
    """Whether a name server could be asked for it at all: no label is empty or longer than 63, the whole than 253."""
    labels = host.removesuffix(".").split(".")
    return ":" in host or (len(host) <= 253 and all(0 < len(label) < 64 for label in labels))


def _is_plain(text: str) -> bool:
    """Neither a query nor a user, not even empty ones, and no backslash that others would read as a slash."""
    authority = text.partition("://")[2].partition("/")[0]
    return "@" not in authority and not any(mark in text for mark in "?#\\")


def is_loopback(host: str) -> bool:
    """Whether a host name means this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def address(base: httpx.URL, path: str, values: Sequence[str | int] = ()) -> httpx.URL:
    """``path`` below the account's address, each ``{}`` in it filled with a value, quoted; or a whole address that
    an answer named, if it is the account's own. ``Garbled`` for any other place."""
    elsewhere = Garbled("the help desk's answer points to another server: it is not followed; check the url")
    below = path.startswith("/")
    filled = f"{base}{path.format(*(quote(str(one), safe='') for one in values))}" if below else path
    try:
        url = httpx.URL(filled)
        own = origin(url) == origin(base) and not url.userinfo
    except (httpx.InvalidURL, ValueError):
        raise elsewhere from None
    if not own:
        raise elsewhere
    return url


class OriginAuth(httpx.Auth):
    """Attaches the secret headers to requests for the account's own origin, and to no other.

    Given with each call, so that nothing else (a password in ``.netrc``, say) is ever looked up.
    """

    def __init__(self, own: Origin, headers: Mapping[str, Secret]) -> None:
        self._own = own
        self._headers = headers

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if origin(request.url) == self._own:
            for name, secret in self._headers.items():
                request.headers[name] = secret.reveal()
        yield request

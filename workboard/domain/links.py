"""Addresses of pages: whose they are. Pure.

A link comes from the remote, and a browser is more lenient than any parser: a backslash, a user name or a
blank in it would let the two disagree about the host. Such an address is refused, not repaired.
"""

from urllib.parse import SplitResult, urlsplit

from workboard.domain.typed import Final

_PORTS: Final = {"https": 443, "http": 80}


def page_host(url: str, base: str) -> str:
    """The host of ``url`` in punycode, if it is a page of the help desk at ``base``; ``ValueError`` says why not."""
    found, own = origin(url), origin(base)
    if found != own:
        raise ValueError(f"it leads to {found[1]}, which is not this help desk ({own[1]})")
    return found[1]


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host in punycode and port; ``ValueError`` for what is no plain http(s) address."""
    if not url.isprintable() or any(char in url for char in '\\ "<>`') or any(char.isspace() for char in url):
        raise ValueError("it is not a plain address")
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("it is no web page")
    if "@" in parts.netloc or not parts.hostname:
        raise ValueError("it is not a plain address")
    return parts.scheme, _punycode(parts.hostname), _port(parts)


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]  # urlsplit raises ValueError where it is no number


def _punycode(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("its host has no spelling that is safe") from None

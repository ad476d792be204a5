"""Which of Autotask's servers an account lives on. It is asked for without a secret, and believed only if it is one
of Autotask's: whatever an answer names, the three secret headers go nowhere else.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import httpx

from workboard.backends.autotask.shapes import Row, line
from workboard.backends.http_origin import checked_url, is_loopback
from workboard.domain.errors import Garbled, SettingsError

ANY_ZONE: Final = "https://webservices2.autotask.net"
"""Any server of theirs tells everybody's zone."""
OURS: Final = ".autotask.net"
LOOKUP: Final = "/atservicesrest/v1.0/zoneInformation"
VERSION: Final = "V1.0"


class Zone(NamedTuple):
    """``base`` is what entities' names are put after; ``web`` is the address people open, ``None`` if not told."""

    base: str
    web: str | None = None
    name: str = ""
    database: str = ""


def lookup_url(setting: str | None) -> str:
    """The address to ask for the zone. Raises ``SettingsError`` unless it is Autotask's, or this very machine."""
    url = checked_url(setting or ANY_ZONE)
    if not is_theirs(url) and not is_loopback(url.host):
        raise SettingsError("[account] url is not one of Autotask's (https://….autotask.net): leave it out")
    return f"{url.scheme}://{url.netloc.decode()}"


def is_theirs(url: httpx.URL) -> bool:
    """``https`` and a host of Autotask's, on the port everybody uses."""
    return url.scheme == "https" and url.host.lower().endswith(OURS) and url.port in (None, 443)


def told(row: Row, asked: str) -> Zone:
    """The zone that an answer names. Raises ``Garbled`` for a place that is not Autotask's: nothing is sent there."""
    base = line(row, "url") or ""
    if not allowed(base, asked):
        raise Garbled("the zone that Autotask names is not one of its own servers: nothing is sent there")
    web = line(row, "webUrl") or ""
    return Zone(
        f"{base.rstrip('/')}/{VERSION}",
        f"{web.rstrip('/')}/" if web and allowed(web, asked) else None,
        line(row, "zoneName") or "",
        line(row, "ci") or "",
    )


def allowed(address: str, asked: str) -> bool:
    """Whether an address may be spoken to: Autotask's over https; where this very machine was asked, only it."""
    try:
        url = checked_url(address)
    except SettingsError:
        return False
    if is_loopback(httpx.URL(asked).host):
        return is_loopback(url.host)
    return is_theirs(url)

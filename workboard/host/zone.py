"""The time zone this machine is set to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress

from workboard.settings.zones import is_zone

UTC_BY_OTHER_NAMES = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
"""Debian names it ``Etc/UTC``: nobody should be told that this differs from ``UTC``."""


def local_zone(environ: Mapping[str, str], root: str = "/") -> str:
    """IANA name from ``TZ``, ``/etc/localtime`` or ``/etc/timezone``, the first that names one; else ``UTC``."""
    name = next((name for name in _candidates(environ, root) if is_zone(name)), "UTC")
    return "UTC" if name in UTC_BY_OTHER_NAMES else name


def _candidates(environ: Mapping[str, str], root: str) -> Iterator[str]:
    if named := environ.get("TZ", "").removeprefix(":"):
        yield _below_zoneinfo(named)
    with suppress(OSError):
        yield _below_zoneinfo(os.readlink(os.path.join(root, "etc/localtime")))
    with suppress(OSError), open(os.path.join(root, "etc/timezone"), encoding="ascii", errors="replace") as file:
        yield file.readline(100).strip()


def _below_zoneinfo(path: str) -> str:
    """``/usr/share/zoneinfo/posix/Europe/London`` → ``Europe/London``."""
    _, _, name = path.rpartition("zoneinfo/")
    return name.removeprefix("posix/").removeprefix("right/") or "UTC"

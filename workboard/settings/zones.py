"""Names of time zones."""

from __future__ import annotations


def is_zone(name: str) -> bool:
    """Whether it is an IANA zone name this machine knows."""
    if name == "UTC":
        return True
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True

"""The built-in policy, without any file."""

from __future__ import annotations

from workboard.domain.rules import Policy


def policy_in(zone: str) -> Policy:
    """The built-in policy with its shifts in this zone."""
    policy = Policy()
    return policy._replace(shifts=tuple((name, shift._replace(zone=zone)) for name, shift in policy.shifts))

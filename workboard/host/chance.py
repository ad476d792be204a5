"""Randomness, drawn in one place and handed in everywhere else."""

from __future__ import annotations

import secrets


def bits(count: int) -> int:
    """So many random bits, unguessable (markers and ids)."""
    return secrets.randbits(count)


def fraction() -> float:
    """0 ≤ x < 1, for jitter."""
    return secrets.randbits(53) / (1 << 53)

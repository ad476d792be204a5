"""Randomness, drawn in one place and handed in everywhere else."""

from __future__ import annotations


def bits(count: int) -> int:
    """So many random bits, unguessable (markers and ids)."""
    import secrets  # a question draws nothing, and this costs as much as a query

    return secrets.randbits(count)


def fraction() -> float:
    """0 ≤ x < 1, for jitter."""
    import secrets

    return secrets.randbits(53) / (1 << 53)

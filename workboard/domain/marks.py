"""Names for things made here: ULIDs for local records, markers for wishes.

Both are made from a number handed in, so that a test can choose it; ``host/chance.py`` draws it.
"""

from __future__ import annotations

from workboard.domain.typed import Final

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def base32(number: int, length: int) -> str:
    """The lowest ``5 * length`` bits of ``number`` in Crockford's alphabet."""
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def ulid(at: int, chance: int) -> str:
    """26 characters that sort by ``at`` (milliseconds UTC); ``chance`` gives 80 random bits."""
    return base32(at, 10) + base32(chance, 16)

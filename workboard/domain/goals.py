"""Days of a goal side by side, as a line of blocks. No colour says good or bad, and nobody else stands beside it."""

from collections.abc import Sequence
from datetime import date, timedelta

from workboard.domain.typed import Final

BLOCKS: Final = "▁▂▃▄▅▆▇"


def day_ends(today: date, days: int) -> list[date]:
    """The last so many days, today last."""
    return [today - timedelta(days=back) for back in range(days - 1, -1, -1)]


def spark(amounts: Sequence[int | None]) -> str:
    """One character a day, as high as its share of the greatest; a day off (``None``) is a blank."""
    most = max((one for one in amounts if one), default=0)
    return "".join(" " if one is None else BLOCKS[_height(one, most)] for one in amounts)


def _height(amount: int, most: int) -> int:
    """0..7; only nothing is the lowest of a line that has something."""
    if amount <= 0 or not most:
        return 0
    return max(1, round(amount / most * (len(BLOCKS) - 1)))

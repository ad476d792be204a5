"""Bands from the tenant's priorities: by the label where it is one of Autotask's own, else by the tenant's order.
Their numbers say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workboard.backends.autotask.picklists import Choice

LABELS: Final = {"critical": 1, "high": 2, "medium": 3, "low": 4}


def band(choices: Sequence[Choice], value: int | None) -> int:
    """1..4; a ticket without a priority waits with the last."""
    one = next((one for one in choices if one.value == value), None)
    if one is None:
        return 4
    by_label = LABELS.get(one.label.casefold())
    if by_label is not None:
        return by_label
    ordered = [each for each in choices if each.active] or list(choices)
    place = sum(1 for each in ordered if each.order < one.order)
    return min(4, 1 + 4 * place // max(1, len(ordered)))


def value_for(choices: Sequence[Choice], wanted: int) -> int | None:
    """The active priority that is this band, or comes nearest to it; ``None`` without any."""
    active = [one for one in choices if one.active]
    nearest = min(active, key=lambda one: (abs(band(choices, one.value) - wanted), one.order), default=None)
    return nearest.value if nearest else None

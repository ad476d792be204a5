"""Interruptions: where they come from, how they nest, and what the step of each is.

The chain of stretches is the whole truth: the one that is open, the one it interrupted, and so on. A crash, a second
terminal and another process read the same chain.
"""

from workboard.domain.typed import Final, Literal, NamedTuple
from workboard.domain.working_time import MINUTE

Source = Literal["phone", "walk-up", "chat", "mail", "alert", "self", "none"]
SOURCES: Final[dict[str, Source]] = {
    "p": "phone", "w": "walk-up", "c": "chat", "m": "mail", "a": "alert", "s": "self",
}  # fmt: skip
"""the key of each"""
WORDS: Final[dict[str, str]] = {"self": "myself", "none": "not said"}
LONG_MS: Final = 15 * MINUTE
"""away for longer: the client's last words help, too"""
GAP_MS: Final = 5 * MINUTE
"""no sign of life for longer: the machine slept or workboard had died, and nobody knows what was worked on"""

Step = Literal["source", "coming_back", "away"]


class Stretch(NamedTuple):
    """A stretch of time. ``ref`` is the activity, or the first stretch of the interruption it continues; ``parent``
    the stretch that was interrupted by it, and to which coming back leads."""

    id: str
    kind: Literal["activity", "interruption"]
    ref: str
    started_at: int
    ended_at: int | None = None
    source: Source | None = None
    who: str | None = None
    coming_back: str | None = None
    sorted: bool = False
    parent: str | None = None
    ticket_id: str | None = None
    asked_at: int | None = None


def step_of(one: Stretch) -> Step:
    """Where the sheet of an open interruption stands."""
    if one.source is None:
        return "source"
    return "coming_back" if one.coming_back is None else "away"


def word(source: str | None) -> str | None:
    """As a person reads it; ``None`` where nothing was said."""
    return None if source in (None, "none") else WORDS.get(source or "", source)

"""One's own day in figures: where the interruptions came from, for whom they were, and what they left of the focus.

Pure, and for one person only: nothing here knows anybody else, and nothing of it is sent. Instants are milliseconds
UTC; hours are those of the zone handed in.
"""

from collections.abc import Callable, Iterable, Sequence

from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE, local

HOUR_MS: Final = 60 * MINUTE
NOT_SAID: Final = "none"
"""the source of one nobody has named"""


class Piece(NamedTuple):
    """One stretch of an interruption; ``ref`` is the same in all of them. ``client`` is the company, or the name, it
    was for, as far as that was said. ``planned``: a pause one took on purpose."""

    ref: str
    started_at: int
    ended_at: int
    source: str = NOT_SAID
    client: str | None = None
    planned: bool = False


class Share(NamedTuple):
    """So many times, so many minutes: of one source, or for one client (``None``: not said)."""

    name: str | None
    times: int
    minutes: int


class OwnDay(NamedTuple):
    """``by_hour`` has the hours in which there was any, earliest first. Each sum of minutes is rounded for itself."""

    times: int = 0
    minutes: int = 0
    by_source: tuple[Share, ...] = ()
    """most minutes first; so is the next"""
    by_client: tuple[Share, ...] = ()
    by_hour: tuple[tuple[int, int], ...] = ()
    focus_minutes: int = 0
    focus_kept: int | None = None
    """percent of the focus minutes that nothing interrupted; ``None`` on a day without focus"""
    pause_minutes: int = 0
    """pauses one took on purpose: no interruptions"""

    @property
    def worst_hour(self) -> int | None:
        """The hour of the day with the most minutes, the earlier of two; ``None`` where nothing interrupted."""
        most = max((minutes for _, minutes in self.by_hour), default=0)
        return next((hour for hour, minutes in self.by_hour if minutes == most), None) if most else None


def own_day(pieces: Iterable[Piece], blocks: Iterable[tuple[int, int]], zone: str) -> OwnDay:
    """The figures of one day. ``blocks`` are the (start, end) of its focus, none over another."""
    every = list(pieces)
    called = [one for one in every if not one.planned]
    whole = list(blocks)
    focus = sum(end - start for start, end in whole)
    taken = sum(_overlap(one, start, end) for one in every for start, end in whole)
    return OwnDay(
        len({one.ref for one in called}),
        _minutes(sum(one.ended_at - one.started_at for one in called)),
        _shares(called, lambda one: one.source),
        _shares(called, lambda one: one.client),
        _by_hour(called, zone),
        _minutes(focus),
        round(100 * (focus - taken) / focus) if focus else None,
        _minutes(sum(one.ended_at - one.started_at for one in every if one.planned)),
    )


def _minutes(milliseconds: int) -> int:
    return (milliseconds + MINUTE // 2) // MINUTE


def _overlap(one: Piece, start: int, end: int) -> int:
    return max(0, min(one.ended_at, end) - max(one.started_at, start))


def _shares(called: Sequence[Piece], name_of: Callable[[Piece], str | None]) -> tuple[Share, ...]:
    lasted: dict[str | None, int] = {}
    refs: dict[str | None, set[str]] = {}
    for one in called:
        name = name_of(one)
        lasted[name] = lasted.get(name, 0) + one.ended_at - one.started_at
        refs.setdefault(name, set()).add(one.ref)
    shares = [Share(name, len(refs[name]), _minutes(spent)) for name, spent in lasted.items()]
    return tuple(sorted(shares, key=lambda one: (-one.minutes, -one.times, one.name is None, one.name or "")))


def _by_hour(called: Sequence[Piece], zone: str) -> tuple[tuple[int, int], ...]:
    """A stretch over the full hour counts in both."""
    spent: dict[int, int] = {}
    for one in called:
        at = one.started_at
        while at < one.ended_at:
            moment = local(at, zone)
            passed = (moment.minute * 60 + moment.second) * 1000 + moment.microsecond // 1000
            until = min(one.ended_at, at + HOUR_MS - passed)
            spent[moment.hour] = spent.get(moment.hour, 0) + until - at
            at = until
    return tuple((hour, _minutes(each)) for hour, each in sorted(spent.items()))

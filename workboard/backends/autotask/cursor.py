"""How far we have read, as a text that the mirror keeps.

``since`` is the newest stamp of the server's own that a whole reading has brought: our clock has no say, and the last
two minutes before it are read again each time, because stamps become visible out of order. While several pages are
walked, ``after`` says how to go on.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal, NamedTuple, cast

from workboard.backends.autotask.agenda import Meeting
from workboard.backends.autotask.planned import Link

OVERLAP_MS: Final = 120_000

Stage = Literal["mine", "plan", "team", "closed", "time"]
STAGES: Final[tuple[Stage, ...]] = ("mine", "plan", "team", "closed", "time")


class First(NamedTuple):
    """Where a first sync stands: in a stage, ``after`` the last row that was read in it."""

    stage: Stage = "mine"
    after: int | None = None
    done: int = 0
    total: int = 0

    def next_stage(self) -> First | None:
        place = STAGES.index(self.stage) + 1
        return self._replace(stage=STAGES[place], after=None) if place < len(STAGES) else None


class Cursor(NamedTuple):
    """Stamps in milliseconds UTC: of tickets, of time entries; by the domain clock, when booked time, the plan, and
    the plan of all weeks were last read."""

    since: int = 0
    time_since: int = 0
    time_at: int = 0
    plan_at: int = 0
    wide_at: int = 0
    links: tuple[Link, ...] = ()
    """open service calls of mine; for a lead those of the team as far as tomorrow, too"""
    meetings: tuple[Meeting, ...] = ()
    """appointments of mine that are not over"""
    after: int | None = None
    newest: int = 0
    young: int = 0
    """stamps from here on were so new at the last look that what they stand for may not have shown; 0: none was"""
    first: First | None = None
    whole_team: bool = False
    """whether it was read as a lead does"""
    team_ticket: int = 0
    """of which the notes were read from the beginning"""

    def text(self) -> str:
        return json.dumps({"v": 1, **self._asdict()})


def read(text: str | None) -> Cursor | None:
    """The cursor a text stands for; ``None`` (read everything) for none, or one that cannot be read."""
    try:
        data = cast("dict[str, Any]", json.loads(text or ""))
        if data.pop("v") != 1:
            return None
        first = First(*data.pop("first")) if data.get("first") else data.pop("first", None)
        if first is not None and first.stage not in STAGES:
            return None
        links = tuple(Link(*map(int, one)) for one in data.pop("links"))
        meetings = tuple(Meeting(*map(int, one)) for one in data.pop("meetings"))
        return Cursor(**data, first=first, links=links, meetings=meetings)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def fence(text: str | None) -> int:
    """A moment of the server's clock before which nothing of ours can be that was written after this cursor; 0 if
    there is no telling."""
    cursor = read(text)
    return max(0, cursor.since - 5 * OVERLAP_MS) if cursor and cursor.first is None else 0

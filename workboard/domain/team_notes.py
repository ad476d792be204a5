"""What travels on the team ticket: one note of sums a day by each technician, and goals. No names of clients, no texts.

The remote help desk is the only thing that machines share, and it has no field for these. So they are internal notes
on a ticket that nobody works on, each with a first line that says what it is, and in which version::

    Workboard sums 1 2026-11-24
    Interrupted: phone 4/22, walk-up 1/8
    By hour: 9 3/12, 10 2/18
    Focus: 4 of 5
    Replies: 5 of 6
    Articles: 1
    Wrong order: 0

``4/22`` is four times, 22 minutes together; ``4 of 5`` blocks of focus went by without an interruption; ``5 of 6``
replies came within the longest wait. A goal is one line::

    Workboard goal 1 team Service desk: 60 done per day
    Workboard goal 1 proposed: 5h planned per day
    Workboard goal 1 accepted ana: 5h planned per day

Another version, a line that is not understood, a number out of bounds: the note says nothing, and hurts nothing.
"""

import re
from collections.abc import Iterable

from workboard.domain.typed import Final, Literal, NamedTuple

VERSION: Final = 1
SUMS: Final = "Workboard sums"
GOAL: Final = "Workboard goal"
SOURCES: Final = ("phone", "walk-up", "chat", "mail", "alert", "self", "none")
NONE: Final = "nothing"
MOST_TIMES: Final = 999
MOST_MINUTES: Final = 1440
"""of one day; more was not measured by a person's day"""

_HEAD: Final = re.compile(rf"{SUMS} {VERSION} ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})")
_GOAL: Final = re.compile(rf"{GOAL} {VERSION} (?:(team) (.+)|(proposed)|(accepted) (\S+)): (.+)")
_PAIR: Final = re.compile(r"([a-z-]+|[0-9]{1,2}) ([0-9]{1,3})/([0-9]{1,4})")


class Times(NamedTuple):
    """So many times, so many minutes together."""

    times: int = 0
    minutes: int = 0

    def plus(self, other: "Times") -> "Times":
        return Times(self.times + other.times, self.minutes + other.minutes)


class DaySums(NamedTuple):
    """One technician's day, as sums. ``day`` is a date; hours are those of the technician's own zone."""

    day: str
    interrupted: tuple[tuple[str, Times], ...] = ()
    """by source, in the order of ``SOURCES``; only those there were"""
    by_hour: tuple[tuple[int, Times], ...] = ()
    focus_kept: int = 0
    focus_blocks: int = 0
    replies_in_time: int = 0
    replies: int = 0
    articles: int = 0
    wrong_order: int = 0


class GoalLine(NamedTuple):
    """A goal said on the team ticket. ``about`` is the team's name or, of one accepted, whose it is."""

    what: Literal["team", "proposed", "accepted"]
    about: str
    words: str
    """``60 done per day``"""


def compose_sums(sums: DaySums) -> str:
    """The note, byte for byte what leaves (the marker of its delivery comes on top of it)."""
    return "\n".join(
        (
            f"{SUMS} {VERSION} {sums.day}",
            f"Interrupted: {_pairs(sums.interrupted)}",
            f"By hour: {_pairs(sums.by_hour)}",
            f"Focus: {sums.focus_kept} of {sums.focus_blocks}",
            f"Replies: {sums.replies_in_time} of {sums.replies}",
            f"Articles: {sums.articles}",
            f"Wrong order: {sums.wrong_order}",
        )
    )


def _pairs(pairs: Iterable[tuple[object, Times]]) -> str:
    """None at all is a word, so that no line ends in a blank that a mail program would cut."""
    return (
        ", ".join(f"{name} {min(each.times, MOST_TIMES)}/{min(each.minutes, MOST_MINUTES)}" for name, each in pairs)
        or NONE
    )


def read_sums(text: str) -> DaySums | None:
    """What a note says; ``None`` for any other note."""
    lines = [line.strip() for line in text.split("\n")]
    head = _HEAD.fullmatch(lines[0])
    if head is None:
        return None
    said = dict(line.partition(": ")[::2] for line in lines[1:])
    kept, blocks = _of(said.get("Focus", ""))
    in_time, replies = _of(said.get("Replies", ""))
    sources = _times(said.get("Interrupted", ""))
    hours = _times(said.get("By hour", ""))
    return DaySums(
        head[1],
        tuple((name, sources[name]) for name in SOURCES if name in sources),
        tuple(sorted((int(hour), each) for hour, each in hours.items() if hour.isdecimal() and int(hour) < 24)),
        kept,
        blocks,
        in_time,
        replies,
        _count(said.get("Articles", "")),
        _count(said.get("Wrong order", "")),
    )


def _times(text: str) -> dict[str, Times]:
    found = (_PAIR.fullmatch(part.strip()) for part in text.split(","))
    pairs = {one[1]: Times(int(one[2]), int(one[3])) for one in found if one}
    return {name: each for name, each in pairs.items() if each.minutes <= MOST_MINUTES}


def _of(text: str) -> tuple[int, int]:
    """``4 of 5``; nonsense is 0 of 0."""
    part, _, whole = text.partition(" of ")
    some, most = _number(part), _number(whole)
    return (some, most) if some is not None and most is not None and some <= most else (0, 0)


def _count(text: str) -> int:
    return _number(text) or 0


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


def compose_goal(line: GoalLine) -> str:
    about = f" {line.about}" if line.what != "proposed" else ""
    return f"{GOAL} {VERSION} {line.what}{about}: {line.words}"


def read_goal(text: str) -> GoalLine | None:
    """What the first line of a note says of a goal; ``None`` for any other note."""
    found = _GOAL.fullmatch(text.split("\n", 1)[0].strip())
    if found is None:
        return None
    if found[1]:
        return GoalLine("team", found[2], found[6])
    return GoalLine("proposed", "", found[6]) if found[3] else GoalLine("accepted", found[5], found[6])

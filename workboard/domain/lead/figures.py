"""The figures of a lead screen as plain numbers: a team, its flow, its system. No technician's name but where a
technician asked for help, and where room is needed for dispatch.

Each is defined here in one place; ``docs/lead.md`` says the same in words, and a test counts each anew the slow way.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workboard.domain.lead.interruptions import Interruptions
from workboard.domain.lead.similar import Repeat
from workboard.domain.progress import Progress
from workboard.domain.rules import Period, Shift
from workboard.domain.working_time import working_minutes

BLOCKED_BY = ("client", "approval", "budget", "vendor", "daytime", "others")
"""*others*: somebody, and nobody wrote down who"""


class Kept(NamedTuple):
    """Planned work of today whose time has come: ``done`` on its day, of ``due``."""

    done: int = 0
    due: int = 0


class Load(NamedTuple):
    """What today asks, in minutes, of the working minutes of those who are here today."""

    planned: int = 0
    """estimates of open work that was planned for today or before"""
    interrupted: int = 0
    """booked as interruption so far today"""
    capacity: int = 0
    ceiling: float = 0.8

    @property
    def share(self) -> float | None:
        """Of the capacity; ``None`` on a day on which nobody works."""
        return (self.planned + self.interrupted) / self.capacity if self.capacity else None


class Oldest(NamedTuple):
    ticket_id: str
    number: str
    band: int
    created_at: int
    waits_for: str | None
    """one of ``BLOCKED_BY``; ``None``: it waits for us"""


class Flow(NamedTuple):
    """The last seven days, today being the last. ``queue_minutes`` is the estimated work of all open tickets."""

    came: tuple[int, ...] = ()
    went: tuple[int, ...] = ()
    queue: int = 0
    queue_minutes: int = 0
    worked_a_day: float = 0.0
    """minutes, mean of the last seven working days"""
    oldest: Oldest | None = None

    @property
    def days_to_clear(self) -> float | None:
        return self.queue_minutes / self.worked_a_day if self.worked_a_day else None


class Late(NamedTuple):
    """A ticket past its target, by so many minutes: by the wall clock where the help desk set the time, of working
    time on us where the policy did."""

    ticket_id: str
    number: str
    title: str
    band: int
    over: int


class Targets(NamedTuple):
    due_soon: int = 0
    """within the next two hours"""
    late: tuple[Late, ...] = ()
    """by band, P1 first, and then the latest"""

    @property
    def past(self) -> tuple[int, int, int, int]:
        """How many, by band."""
        one, two, three, four = (sum(late.band == band for late in self.late) for band in (1, 2, 3, 4))
        return one, two, three, four


class RepliesWaiting(NamedTuple):
    waiting: int = 0
    longest: int | None = None
    """minutes by the wall clock"""
    ticket_id: str | None = None
    """on which somebody waits longest"""


class Help(NamedTuple):
    """A request for help that nobody has answered: who asked signed it."""

    ticket_id: str
    number: str
    band: int
    wanted: str
    asked_by: str
    since_at: int


class Room(NamedTuple):
    """Somebody who could take work today. Those without room are not listed."""

    name: str
    minutes: int


class Figures(NamedTuple):
    team: str
    people: int
    goal: Progress | None = None
    period: Period = "day"
    """of the goal"""
    history: tuple[int | None, ...] = ()
    """of the goal (or of what was finished), by day, the last two weeks, today last; ``None``: a day on which nobody
    works and nothing came of it"""
    kept: Kept = Kept()
    load: Load = Load()
    flow: Flow = Flow()
    targets: Targets = Targets()
    replies: RepliesWaiting = RepliesWaiting()
    blocked: tuple[tuple[str, int], ...] = ()
    help: tuple[Help, ...] = ()
    interruptions: Interruptions = Interruptions()
    repeats: tuple[Repeat, ...] = ()
    room: tuple[Room, ...] = ()
    alone: bool = False
    """a team of one who is somebody else: what that person did is nobody else's figure, so all of that is empty"""


def capacity(shifts: Iterable[Shift], start: int, end: int) -> int:
    """Working minutes of these people between two instants."""
    return sum(working_minutes(shift, start, end) for shift in shifts)


def room(people: Sequence[tuple[str, Shift, int]], now: int, end: int) -> tuple[Room, ...]:
    """Of (name, hours, minutes planned for today): who has time left, by name."""
    left = ((name, working_minutes(shift, now, end) - planned) for name, shift, planned in people)
    return tuple(Room(name, minutes) for name, minutes in sorted(left) if minutes > 0)

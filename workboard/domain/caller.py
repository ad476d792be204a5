"""What a colleague may read out to a caller: who has the ticket, what comes next, when, and by when. Pure.

One sentence each. The next step is the technician's own phrase and meant to be said; nothing else that was
written inside the house comes near it.
"""

from workboard.domain.reason import length, moment
from workboard.domain.rules import Policy, Span
from workboard.domain.text import fit, safe
from workboard.domain.typed import Final, NamedTuple

STEP_CELLS: Final = 160
"""a longer next step is cut: it is read aloud"""


class Told(NamedTuple):
    """The parts of the sentence, each ready to be said; ``None`` leaves a part out."""

    number: str
    owner: str | None
    closed: bool
    next_step: str | None
    when: str
    due: str | None


def sentence(told: Told) -> str:
    """``Dana has #48213; next step: Call Ruth; today at 14:00; due by 16:00.``"""
    number = f"#{safe(told.number)}"
    if told.closed:
        had = f"; {safe(told.owner)} had it" if told.owner else ""
        return f"{number} is done{had}."
    who = f"{safe(told.owner)} has {number}" if told.owner else f"{number} is with nobody yet"
    parts = [who, _step(told.next_step), told.when, *([told.due] if told.due else [])]
    return "; ".join(parts) + "."


def _step(step: str | None) -> str:
    words = fit(safe(step or ""), STEP_CELLS).rstrip(" .;")
    return f"next step: {words}" if words else "its next step is not decided yet"


def spoken(at: int, zone: str, now: int) -> str:
    """``today at 14:00``, ``on Wed 14:00``, ``on 12 May``."""
    words = moment(at, zone, now)
    return f"on {words}" if " " in words or "-" in words else f"today at {words}"


def appointed(at: int, fixed: bool, zone: str, now: int) -> str:
    """``fixed for today at 14:00``, ``planned for Wed 14:00``: the same to a caller and to whoever asks why."""
    return ("fixed for " if fixed else "planned for ") + spoken(at, zone, now).removeprefix("on ")


def promise(policy: Policy, band: int | None = None) -> str:
    """When replies are read and how long a ticket may wait, as the company's policy says it.

    ``band`` (1..4) adds the target of a ticket of that band."""
    parts = [f"{_windows(policy.replies.windows)}, within {length(policy.replies.max_wait)} of working time at most"]
    if band is not None:
        parts.append(f"a ticket like this one (P{band}) should be done within {_long(policy.order.targets[band - 1])}")
    return f"{'; '.join(parts)}; what cannot wait is best phoned in."


def _windows(windows: tuple[int, ...]) -> str:
    times = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in windows]
    if not times:
        return "We answer messages as they come in"
    listed = f"{', '.join(times[:-1])} and {times[-1]}" if len(times) > 1 else times[0]
    return f"We answer messages at {listed}"


def _long(target: Span) -> str:
    minutes = f"{length(target.minutes)} of working time" if target.minutes else ""
    days = f"{target.days} working {'day' if target.days == 1 else 'days'}" if target.days else ""
    return " and ".join(part for part in (days, minutes) if part) or "no time at all"

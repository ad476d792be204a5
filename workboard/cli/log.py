"""``workboard log``: what your own day was made of. It never leaves this machine."""

from __future__ import annotations

from workboard.board import own_day
from workboard.board.desk import Desk
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import Shape, instant
from workboard.domain.goals import spark
from workboard.domain.interruption import word
from workboard.domain.own_day import OwnDay, Share
from workboard.domain.reason import clock, length
from workboard.domain.text import cell_width, fit, safe
from workboard.domain.typed import TYPE_CHECKING
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store.intervals import Logged, between

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = (
    "Your own log of today: the stretches of work and the interruptions, as they were measured; below, where the\n"
    "interruptions came from, whom they were for, the worst hour, and what they left of your focus. For your eyes;\n"
    "nothing of it is sent. Exit code 1 when there is none yet."
)
EXAMPLE = "workboard log"
PLAIN = ("json", "today")
"""its switches: read without argparse"""
LABEL, NAMES, BAR = 9, 20, 16
"""columns"""
MOST_SHARES = 8


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--today", action="store_true", help="today, which is what it shows anyway")


def run(args: Namespace) -> int:
    with reading(args) as session:
        desk = session.desk
        found = between(desk.database.read(), *day_bounds(desk.now(), desk.zone))
        if args.json:
            out.json_line([_shape(desk, one) for one in found])
        elif found:
            out.table(_row(desk, one) for one in found)
            figures(found_work(desk, found), own_day.today(desk))
        else:
            out.line("Nothing was measured today.")
        return 0 if found else 1


def _minutes(desk: Desk, one: Logged) -> int:
    """Of the whole stretch, to the nearest minute; so far where it still lasts."""
    end = desk.now() if one.ended_at is None else one.ended_at
    return max(0, end - one.started_at + MINUTE // 2) // MINUTE


def _shape(desk: Desk, one: Logged) -> Shape:
    return {
        "kind": one.kind,
        "started_at": instant(one.started_at),
        "ended_at": instant(one.ended_at),
        "minutes": _minutes(desk, one),
        "source": one.source,
        "who": one.who,
        "ticket": one.number,
        "sorted": one.sorted or one.kind == "activity",
    }


def _row(desk: Desk, one: Logged) -> tuple[str, str, str, str]:
    until = "now" if one.ended_at is None else clock(one.ended_at, desk.zone)
    about = f"#{one.number} {one.title}" if one.number else ""
    if one.kind == "interruption":
        named = " · ".join(part for part in (one.who, about) if part)
        about = named or ("" if one.sorted else "not sorted yet")
    what = word(one.source) or "not said" if one.kind == "interruption" else "work"
    return f"{clock(one.started_at, desk.zone)}-{until}", f"{_minutes(desk, one)} min", what, about


def found_work(desk: Desk, found: list[Logged]) -> int:
    """Minutes of work."""
    return sum(_minutes(desk, one) for one in found if one.kind == "activity")


def figures(work: int, day: OwnDay) -> None:
    """What it comes to; each line only where there is something to say."""
    calls = f" · {out.count(day.times, 'interruption')}, {length(day.minutes)}" if day.times else ""
    out.line(f"{length(work)} of work{calls}")
    _shares("From", [one._replace(name=word(one.name) or "not said") for one in day.by_source])
    _shares("For", [one for one in day.by_client if one.name is not None])
    if day.worst_hour is not None:
        minutes = dict(day.by_hour)
        hours = range(min(minutes), max(minutes) + 1)
        line = spark([minutes.get(hour, 0) for hour in hours]) if out.unicode() else "from"
        worst = f"worst {day.worst_hour:02}:00 to {(day.worst_hour + 1) % 24:02}:00, {length(minutes[day.worst_hour])}"
        out.line(f"{'By hour':<{LABEL}}{line} {hours[0]:02} to {hours[-1] + 1:02} h · {worst}")
    if day.focus_kept is not None:
        out.line(f"{'Focus':<{LABEL}}{day.focus_kept} % kept of {length(day.focus_minutes)}")
    if day.pause_minutes:
        out.line(f"{'Pauses':<{LABEL}}{length(day.pause_minutes)}, planned")


def _shares(label: str, shares: list[Share]) -> None:
    """The first few, each with a bar as long as its part of the greatest."""
    most = max((one.minutes for one in shares), default=0)
    for at, one in enumerate(shares[:MOST_SHARES]):
        name = fit(safe(one.name or ""), NAMES)
        head = f"{label if at == 0 else '':<{LABEL}}{name}{' ' * (NAMES - cell_width(name))}"
        bar = "#" * round(BAR * one.minutes / most) if most else ""
        out.line(f"{head}{one.times:>3} · {length(one.minutes):<8}{bar}".rstrip())
    if len(shares) > MOST_SHARES:
        out.line(f"{'':<{LABEL}}and {len(shares) - MOST_SHARES} more")

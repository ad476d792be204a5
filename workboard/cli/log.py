"""``workboard log``: what your own day was made of. It never leaves this machine."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from workboard.board.desk import Desk
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import Shape, instant
from workboard.domain.reason import clock, length
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store.intervals import Logged, between

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = (
    "Your own log of today: the stretches of work and the interruptions, as they were measured. For your eyes;\n"
    "nothing of it is sent. Exit code 1 when there is none yet."
)
EXAMPLE = "workboard log"
PLAIN = ("json", "today")
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--today", action="store_true", help="today, which is what it shows anyway")


def run(args: Namespace) -> int:
    with closing(reading(args)) as session:
        desk = session.desk
        found = between(desk.database.read(), *day_bounds(desk.now(), desk.zone))
        if args.json:
            out.json_line([_shape(desk, one) for one in found])
        elif found:
            out.table(_row(desk, one) for one in found)
            out.line(_sums(desk, found))
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
    what = one.source or "interruption" if one.kind == "interruption" else "work"
    return f"{clock(one.started_at, desk.zone)}-{until}", f"{_minutes(desk, one)} min", what, about


def _sums(desk: Desk, found: list[Logged]) -> str:
    calls = [one for one in found if one.kind == "interruption"]
    work = sum(_minutes(desk, one) for one in found if one.kind == "activity")
    if not calls:
        return f"{length(work)} of work"
    away = sum(_minutes(desk, one) for one in calls)
    return f"{length(work)} of work · {out.count(len(calls), 'interruption')}, {length(away)}"

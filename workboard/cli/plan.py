"""``workboard plan``: the day. On purpose not a pane of the board."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing
from typing import NamedTuple

from workboard.board.desk import Desk
from workboard.board.offer import offer, shown_title
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import activity_json
from workboard.domain.bands import band
from workboard.domain.policy import Candidate
from workboard.domain.reason import clock, why
from workboard.store import views

ABOUT = "The day in its order: what is shown now, what can be offered next, and the fixed times still to come."
EXAMPLE = "workboard plan"


class Item(NamedTuple):
    candidate: Candidate
    next_step: str | None
    why: str | None


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with closing(reading(args)) as session:
        desk = session.desk
        items = _items(desk)
        if args.json:
            out.json_line([activity_json(one, desk.policy, step, reason) for one, step, reason in items])
        elif items:
            out.table(_row(desk, one) for one in items)
        else:
            out.line("Nothing is planned.")
        return 0 if items else 1


def _items(desk: Desk) -> list[Item]:
    reader = desk.database.read()
    found = offer(desk, reader)
    ordered: dict[str, tuple[Candidate, str | None]] = {}
    if found.current is not None:
        ordered[found.current.activity.id] = (found.current, found.why)
    for at, one in enumerate(found.ranked):
        reason = why(found.ranked, at, desk.policy, desk.shift, desk.zone, desk.now())
        ordered.setdefault(one.activity.id, (one.candidate, reason))
    for later in found.later:
        at_time = f"Fixed at {clock(later.activity.start_at or desk.now(), desk.zone)}."
        ordered.setdefault(later.activity.id, (later, at_time))
    return [Item(one, views.next_step(reader, one.ticket.id), reason) for one, reason in ordered.values()]


def _row(desk: Desk, item: Item) -> tuple[str, str, str, str, str]:
    one = item.candidate
    start, fixed = one.activity.start_at, one.activity.fixed
    at = "now" if one.state == "running" else clock(start, desk.zone) if fixed and start is not None else ""
    minutes = one.activity.estimate_minutes
    title = shown_title(one, item.next_step)
    place = one.ticket.company or one.ticket.contact_name
    return (
        at,
        f"P{band(one.ticket, desk.policy)}",
        f"#{one.ticket.number}",
        f"{minutes} min" if minutes else "",
        f"{title} · {place}" if place else title,
    )

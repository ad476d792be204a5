"""``workboard plan``: the day. On purpose not a pane of the board."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.offer import offer, shown_title
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import activity_json
from workboard.domain.policy import Candidate, Ranked, place
from workboard.domain.reason import clock, why
from workboard.domain.typed import TYPE_CHECKING, NamedTuple
from workboard.store import to_do

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = "The day in its order: what is shown now, what can be offered next, and the fixed times still to come."
EXAMPLE = "workboard plan"
PLAIN = ("json",)
"""its switches: read without argparse"""


class Item(NamedTuple):
    candidate: Candidate
    band: str
    next_step: str | None
    why: str | None


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        desk = session.desk
        items = _items(desk)
        if args.json:
            out.json_line([activity_json(one, desk.policy, step, reason) for one, _, step, reason in items])
        elif items:
            out.table(_row(desk, one) for one in items)
        else:
            out.line("Nothing is planned.")
        return 0 if items else 1


def _items(desk: Desk) -> list[Item]:
    reader = desk.database.read()
    found = offer(desk, reader)
    ordered: dict[str, tuple[Ranked, str | None]] = {}
    if found.place is not None:
        ordered[found.place.activity.id] = (found.place, found.why)
    for at, one in enumerate(found.ranked):
        reason = why(found.ranked, at, desk.policy, desk.shift, desk.zone, desk.now())
        ordered.setdefault(one.activity.id, (one, reason))
    for later in found.later:
        at_time = f"Fixed at {clock(later.activity.start_at or desk.now(), desk.zone)}."
        ordered.setdefault(later.activity.id, (place(later, desk.policy, desk.shift, desk.now()), at_time))
    return [
        Item(one.candidate, _band(one), to_do.next_step(reader, one.ticket.id), reason)
        for one, reason in ordered.values()
    ]


def _band(one: Ranked) -> str:
    """``P4>P3``: past its target, so it counts as the band above."""
    return f"P{one.band}" if one.climbed == one.band else f"P{one.band}>P{one.climbed}"


def _row(desk: Desk, item: Item) -> tuple[str, str, str, str, str]:
    one = item.candidate
    start, fixed = one.activity.start_at, one.activity.fixed
    at = "now" if one.state == "running" else clock(start, desk.zone) if fixed and start is not None else ""
    minutes = one.activity.estimate_minutes
    title = shown_title(one, item.next_step)
    whose = one.ticket.company or one.ticket.contact_name
    return (
        at,
        item.band,
        f"#{one.ticket.number}",
        f"{minutes} min" if minutes else "",
        f"{title} · {whose}" if whose else title,
    )

"""``workboard next``: the one activity, and what comes after it."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.offer import Offer, offer
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import Shape, activity_json, instant
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = "The next activity and the rule that put it first. Exit code 1 when there is none."
EXAMPLE = "workboard next --json"
PLAIN = ("json",)
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        found = offer(session.desk)
        if args.json:
            out.json_line(shape(session.desk, found))
        else:
            _print(session.desk)
        return 0 if found.current is not None else 1


def shape(desk: Desk, found: Offer) -> Shape:
    current = found.current
    return {
        "activity": None if current is None else activity_json(current, desk.policy, found.next_step, found.why),
        "then": _then(desk, found),
        "planned": found.planned,
    }


def _then(desk: Desk, found: Offer) -> Shape | None:
    shown = found.current.activity.id if found.current else None
    later = next((one for one in found.later if one.activity.id != shown), None)
    if later is None:
        return None
    return {
        "fixed_at": instant(later.activity.start_at),
        "company": later.ticket.company or None,
        "minutes": later.activity.estimate_minutes or desk.policy.order.default_estimate,
    }


def _print(desk: Desk) -> None:
    """The board's card, in plain lines."""
    from workboard.board.look import next_card

    card, then = next_card(desk)
    label = "" if card.label == "NEXT" else f"{card.label}: "
    out.line(label + card.title)
    about = [part for part in (card.band, card.minutes, card.number, card.company, card.contact) if part]
    if about:
        out.line(" · ".join(about))
    facts = (
        ("Time", card.window),
        ("Meanwhile", card.meanwhile),
        ("Where", card.where),
        ("Next", card.next_step),
        ("Why", card.why),
        ("Read", card.counted),
    )
    out.table(((name, text) for name, text in facts if text), "  ")
    out.table((way for way in card.ways if len(way.key) > 1), "  ")
    if card.activity_id is not None:
        fixed = f"{then.fixed} {then.about} ({then.minutes})" if then.fixed else None
        more = f"{then.planned} more planned" if then.planned else None
        out.line("Then: " + (" · ".join(part for part in (fixed, more) if part) or "nothing more planned"))

"""``workboard park``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import work
from workboard.cli.activity import act, activity_flags
from workboard.cli.common import hold_flag, minutes_flag

ABOUT = "Put the running activity aside for a while; its next step is what brings you back."
EXAMPLE = 'workboard park --next "Call Ruth when the profile is copied"'


def arguments(parser: ArgumentParser) -> None:
    activity_flags(parser)
    parser.add_argument("--next", metavar="TEXT", help="the next step, a verb first")
    parser.add_argument("--time", metavar="15m", help="instead of what was measured; 0m books none")


def run(args: Namespace) -> int:
    minutes, hold = minutes_flag(args.time), hold_flag(args.hold)
    return act(
        args,
        "park",
        lambda desk, activity: work.park(desk, activity, next_step=args.next, minutes=minutes, hold_ms=hold),
    )

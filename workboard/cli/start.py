"""``workboard start``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import work
from workboard.cli.activity import act, activity_flags
from workboard.cli.common import hold_flag

ABOUT = "Begin the activity shown, or resume it. One at a time: park or finish what runs first."
EXAMPLE = "workboard start"


def arguments(parser: ArgumentParser) -> None:
    activity_flags(parser)


def run(args: Namespace) -> int:
    hold = hold_flag(args.hold)
    return act(args, "start", lambda desk, activity: work.start(desk, activity, hold_ms=hold))

"""``workboard skip``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import work
from workboard.board.desk import Desk
from workboard.cli.activity import act, activity_flags
from workboard.cli.common import hold_flag
from workboard.domain.errors import UsageError
from workboard.domain.skipping import REASONS

ABOUT = f"Not now, with a reason: {', '.join(REASONS)}. It comes back when the reason is likely to be over."
EXAMPLE = 'workboard skip --reason "needs approval"'


def arguments(parser: ArgumentParser) -> None:
    activity_flags(parser)
    parser.add_argument("--reason", metavar="R", help="one of the reasons, a word of it, or its key on the board")


def run(args: Namespace) -> int:
    hold = hold_flag(args.hold)
    return act(args, "skip", lambda desk, activity: work.skip(desk, activity, _reason(desk, args.reason), hold_ms=hold))


def _reason(desk: Desk, said: str | None) -> str:
    """The reason's full name; the board's room turns down what the policy does not know."""
    known = work.skip_reasons(desk)
    if said is None:
        raise UsageError(f"--reason is missing: choose one of {', '.join(one.name for one in known)}")
    said = said.strip().lower()
    exact = [one.name for one in known if said in (one.name.lower(), one.key)]
    close = exact or [one.name for one in known if len(said) > 2 and said in one.name.lower()]
    return close[0] if len(close) == 1 else said

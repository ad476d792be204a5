"""``workboard skip``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import skipping
from workboard.board.desk import Desk
from workboard.cli.activity import act, activity_flags
from workboard.cli.common import hold_flag, text_argument
from workboard.domain.errors import UsageError
from workboard.domain.skipping import REASONS

ABOUT = f"Not now, with a reason: {', '.join(REASONS)}. It comes back when the reason is likely to be over."
EXAMPLE = 'workboard skip --reason "needs approval" "Quote 4711 is with their manager"'


def arguments(parser: ArgumentParser) -> None:
    activity_flags(parser)
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a word for the internal note; - reads standard input")
    parser.add_argument("--reason", metavar="R", help="one of the reasons, a word of it, or its key on the board")
    parser.add_argument("--tell", action="store_true", help="the client gets the policy's text for it ([skip] tell)")


def run(args: Namespace) -> int:
    hold, words = hold_flag(args.hold), text_argument(args.text)

    async def skip(desk: Desk, activity: str) -> None:
        await skipping.skip(desk, activity, _reason(desk, args.reason), words=words, tell=args.tell, hold_ms=hold)

    return act(args, "skip", skip)


def _reason(desk: Desk, said: str | None) -> str:
    """The reason's full name; the board's room turns down what the policy does not know."""
    known = skipping.skip_reasons(desk)
    if said is None:
        raise UsageError(f"--reason is missing: choose one of {', '.join(one.name for one in known)}")
    said = said.strip().lower()
    exact = [one.name for one in known if said in (one.name.lower(), one.key)]
    close = exact or [one.name for one in known if len(said) > 2 and said in one.name.lower()]
    return close[0] if len(close) == 1 else said

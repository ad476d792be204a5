"""``workboard finish``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import finishing
from workboard.cli.activity import act, activity_flags
from workboard.cli.common import hold_flag, minutes_flag

ABOUT = "Let go of the activity shown: done. Books the time measured since its start, if it was running."
EXAMPLE = 'workboard finish --result "New profile, sync runs" --time 25m'


def arguments(parser: ArgumentParser) -> None:
    activity_flags(parser)
    parser.add_argument("--result", metavar="TEXT", default="Done.", help='what came of it; default "Done."')
    parser.add_argument("--time", metavar="15m", help="instead of what was measured; 0m books none")
    parser.add_argument("--next", metavar="TEXT", help="what remains, where the ticket stays open")
    parser.add_argument("--tell", action="store_true", help="the client reads the result")
    ticket = parser.add_argument_group("the ticket (default: what the kind of activity suggests)")
    ticket.add_argument("--ticket-done", dest="done", action="store_true", default=None, help="is done with it")
    ticket.add_argument("--ticket-open", dest="done", action="store_false", help="stays open")


def run(args: Namespace) -> int:
    minutes, hold = minutes_flag(args.time), hold_flag(args.hold)
    return act(
        args,
        "finish",
        lambda desk, activity: finishing.finish(
            desk, activity, result=args.result, minutes=minutes, tell=args.tell, ticket_done=args.done,
            next_step=args.next, hold_ms=hold,
        ),
    )  # fmt: skip

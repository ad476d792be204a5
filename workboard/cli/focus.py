"""``workboard focus start | stop | status``."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.held import Standing, standing
from workboard.cli import out
from workboard.cli.common import minutes_flag, reading, writing
from workboard.cli.shape import Shape, instant
from workboard.domain.errors import UsageError
from workboard.domain.reason import clock
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = (
    "Focus on what runs: everything else is held until the block ends, which the policy bounds. start begins a\n"
    "block, stop leaves it (the work goes on), status says what is held; exit code 1 when there is no block. An open\n"
    "board follows within a second."
)
EXAMPLE = "workboard focus start --for 45m"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["start", "stop", "status"], nargs="?", default="status")
    parser.add_argument("--for", dest="length", metavar="45m", help="with start: no longer than this")


def run(args: Namespace) -> int:
    minutes = minutes_flag(args.length, "--for", 1)
    if minutes is not None and args.action != "start":
        raise UsageError("--for goes with workboard focus start")
    if args.action == "status":
        with reading(args) as session:
            return _tell(session.desk, args)
    from workboard.board import focus  # a question begins and ends nothing

    with writing(args) as session:
        desk = session.desk
        if args.action == "start":
            session.database.write(lambda transaction: focus.begin(desk, transaction, minutes))
        else:
            session.database.write(lambda transaction: focus.end(desk, transaction))
        return _tell(desk, args, stopped=args.action == "stop")


def _tell(desk: Desk, args: Namespace, *, stopped: bool = False) -> int:
    found = standing(desk)
    if args.json:
        out.json_line(_shape(found))
    elif stopped:
        out.line("Out of focus; the work goes on.")
    else:
        out.line("There is no block of focus." if found is None else _words(desk, found))
    return 0 if found is not None or stopped else 1


def _shape(found: Standing | None) -> Shape:
    return {
        "focus": found is not None and found.lasts,
        "until": None if found is None else instant(found.until_at),
        "held": {
            "replies": 0 if found is None else found.verdict.replies,
            "assignments": 0 if found is None else found.verdict.assignments,
        },
        "rule": None if found is None else found.rule,
    }


def _words(desk: Desk, found: Standing) -> str:
    """``held: 3 replies, until 11:15, rule focus.max_hold``."""
    until = clock(found.until_at, desk.zone)
    bound = f"over since {until}" if found.verdict.over else f"until {until}"
    return f"held: {_held(found)}, {bound}, rule {found.rule}"


def _held(found: Standing) -> str:
    replies, assignments = found.verdict.replies, found.verdict.assignments
    parts = [out.count(replies, "reply", "replies")] if replies or not assignments else []
    parts += [out.count(assignments, "new ticket")] if assignments else []
    return " and ".join(parts)

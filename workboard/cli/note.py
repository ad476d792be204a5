"""``workboard note TICKET [TEXT or -]``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import notes
from workboard.board.desk import ticket_named
from workboard.cli.common import hold_flag, minutes_flag, text_argument, writing
from workboard.cli.deliver import perform
from workboard.cli.written import report

ABOUT = (
    "A note on a ticket, internal unless --public. TEXT may end in +15m (time), >Call Ruth (the next step) and\n"
    "#kb (this is the solution); no time is booked unless it is said."
)
EXAMPLE = 'workboard note 48213 "Profile copied +20m >Call Ruth"'


def arguments(parser: ArgumentParser) -> None:
    text_flags(parser)
    parser.add_argument("--public", action="store_true", help="the client reads it")


def text_flags(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="the words, or - for standard input")
    parser.add_argument("--time", metavar="15m", help="minutes to book")
    parser.add_argument("--next", metavar="TEXT", help="the next step, a verb first")
    parser.add_argument("--hold", metavar="D", help="keep it back this long, for instance 10s")


def run(args: Namespace) -> int:
    return write(args, public=args.public)


def write(args: Namespace, *, public: bool) -> int:
    minutes, hold = minutes_flag(args.time), hold_flag(args.hold)
    text = text_argument(args.text)
    with writing(args) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        saved, done = perform(
            session,
            lambda: notes.add(
                desk, ticket.id, text, public=public, hold_ms=hold, measure=False, minutes=minutes,
                next_step=args.next, draft=None,
            ),
        )  # fmt: skip
        return report(desk, ticket.id, saved, done, json=args.json)

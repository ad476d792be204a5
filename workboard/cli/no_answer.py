"""``workboard no-answer TICKET``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import replies
from workboard.board.desk import ticket_named
from workboard.cli.common import hold_flag, writing
from workboard.cli.deliver import perform
from workboard.cli.written import report

ABOUT = "This reply needs no answer: nothing is sent to anybody, the ticket's status before it comes back."
EXAMPLE = "workboard no-answer 48213"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")
    parser.add_argument("--hold", metavar="D", help="keep it back this long, for instance 10s")


def run(args: Namespace) -> int:
    hold = hold_flag(args.hold)
    with writing(args) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        _, done = perform(session, lambda: replies.no_answer(desk, ticket.id, hold_ms=hold))
        return report(desk, ticket.id, None, done, json=args.json)

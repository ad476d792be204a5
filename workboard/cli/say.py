"""``workboard say TICKET``: the sentence for a caller, so that nobody has to be disturbed for it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board.caller import of_ticket, policy_sentence
from workboard.board.desk import ticket_named
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import ticket_json
from workboard.domain.errors import UsageError

ABOUT = (
    "One sentence to read to a caller: who has the ticket, the next step, when, due by. From what is stored here,\n"
    "so it works offline. --policy says instead when messages are answered and how long a ticket may take."
)
EXAMPLE = "workboard say 48213"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", nargs="?", help="a number, #number or id; not needed with --policy")
    parser.add_argument("--policy", action="store_true", help="what the company promises its clients")


def run(args: Namespace) -> int:
    if args.ticket is None and not args.policy:
        raise UsageError(f"which ticket? for instance {EXAMPLE}")
    with reading(args) as session:
        desk = session.desk
        ticket = None if args.ticket is None else ticket_named(desk, args.ticket)
        text = of_ticket(desk, ticket) if ticket and not args.policy else policy_sentence(desk, ticket)
        if args.json:
            out.json_line({"ticket": ticket and ticket_json(ticket, desk.policy), "text": text})
            return 0
    out.line(text)
    return 0

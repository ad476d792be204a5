"""``workboard received TICKET --from NAME``: a client's words come in. A mail filter can call it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board.desk import ticket_named, ticket_of
from workboard.board.received import receive
from workboard.cli import out
from workboard.cli.common import text_argument, writing
from workboard.cli.shape import ticket_json

ABOUT = (
    "What a client wrote or said, into the desk of this machine; the ticket then waits for an answer. At a help desk\n"
    "with a network of its own, clients write there."
)
EXAMPLE = 'workboard received 1001 --from "Ruth Osei" "It works again, thank you"'


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="the words, or - for standard input")
    parser.add_argument("--from", metavar="NAME", dest="sender", required=True, help="the client, by name")


def run(args: Namespace) -> int:
    text = text_argument(args.text)
    with writing(args) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        words = receive(desk, ticket.id, args.sender, text)
        ticket = ticket_of(desk.database.read(), ticket.id)
        if args.json:
            said = {"text": words, "minutes": 0, "next_step": None, "visibility": "public", "solution": False}
            out.json_line({"ticket": ticket_json(ticket, desk.policy), **said, "state": "sent"})
            return 0
    out.line(f"#{ticket.number} {ticket.title}")
    out.line("Saved; the client waits for an answer." if ticket.category == "reply" else "Saved.")
    return 0

"""``workboard open TICKET``: its page at the help desk, in the browser."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board.desk import ticket_named
from workboard.board.pages import page_of
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import ticket_json
from workboard.host import browser

ABOUT = (
    "Open the ticket's page in the browser; the host is printed first. Only a page of the account's own help desk\n"
    "is opened. Exit code 1 when there is no page, or no browser to show it."
)
EXAMPLE = "workboard open 48213"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")


def run(args: Namespace) -> int:
    with reading(args) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        page = page_of(desk, ticket)
        shape = ticket_json(ticket, desk.policy)
    if not args.json:
        out.line(page.host)
    opened = browser.show(page.url)
    if args.json:
        out.json_line({"ticket": shape, "url": page.url, "host": page.host, "opened": opened})
    elif not opened:
        out.line(f"There is no browser here: {page.url}")
    return 0 if opened else 1

"""``workboard why TICKET``: the rule, not a person, decides."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from workboard.board.desk import ticket_named
from workboard.board.why import of_ticket
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import ticket_json

ABOUT = "The first rule in which a ticket differs from the one behind it."
EXAMPLE = "workboard why 48213"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")


def run(args: Namespace) -> int:
    with closing(reading(args)) as session:
        desk = session.desk
        found = of_ticket(desk, ticket_named(desk, args.ticket))
        if args.json:
            out.json_line(
                {
                    "ticket": ticket_json(found.ticket, desk.policy),
                    "band": found.band,
                    "climbed": found.climbed,
                    "rule": found.rule,
                    "why": found.sentence,
                    "before": found.before,
                }
            )
            return 0
    out.line(f"#{found.ticket.number} {found.ticket.title}")
    raised = "" if found.climbed == found.band else f", raised to P{found.climbed}"
    facts = [("Why", found.sentence), ("Rule", found.rule), ("Band", f"P{found.band}{raised}")]
    out.table([*facts, ("Before", f"#{found.before}")] if found.before else facts, "  ")
    return 0

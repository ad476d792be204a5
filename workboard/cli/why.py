"""``workboard why TICKET``: the rule, not a person, decides."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from workboard.board.desk import Desk, ticket_named
from workboard.board.why import Why, handover, of_ticket
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import instant, ticket_json
from workboard.store.given import Given

ABOUT = "The first rule in which a ticket differs from the one behind it, and who gave it to whom, where somebody did."
EXAMPLE = "workboard why 48213"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")


def run(args: Namespace) -> int:
    with reading(args) as session:
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
                    "given": None if found.given is None else _handed(found.given),
                }
            )
            return 0
        facts = list(_facts(desk, found))
    out.line(f"#{found.ticket.number} {found.ticket.title}")
    out.table(facts, "  ")
    return 0


def _facts(desk: Desk, found: Why) -> Iterator[tuple[str, str]]:
    raised = "" if found.climbed == found.band else f", raised to P{found.climbed}"
    yield from (("Why", found.sentence), ("Rule", found.rule), ("Band", f"P{found.band}{raised}"))
    if found.before:
        yield "Before", f"#{found.before}"
    if found.given is not None:
        yield "Given", handover(desk, found.given)


def _handed(found: Given) -> dict[str, object]:
    return {"at": instant(found.at), "by": found.by, "to": found.to}

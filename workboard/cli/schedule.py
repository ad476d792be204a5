"""``workboard schedule TICKET --at "14:00"``: a date for a piece of work."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from workboard.board.desk import candidate_of, ticket_named
from workboard.board.offer import shown_title
from workboard.board.scheduling import schedule
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.shape import activity_json
from workboard.domain.caller import spoken
from workboard.domain.errors import UsageError
from workboard.domain.moments import instant_of
from workboard.settings.values import minutes
from workboard.store import views

ABOUT = (
    "Work on a ticket gets a date, on the desk of this machine. TEXT is what is to be done, a verb first; without it\n"
    "the ticket's next step. --fixed is a promise: it is offered when its time has come, before everything but P1."
)
EXAMPLE = 'workboard schedule 1001 --at "tomorrow 14:00" --for 30m --fixed "Swap the router"'
LONGEST_MINUTES = 24 * 60


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ticket", metavar="TICKET", help="a number, #number or id")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="what is to be done")
    parser.add_argument("--at", metavar="TIME", required=True, help='"14:00", "tomorrow 9:30", "2026-12-01 14:00"')
    parser.add_argument("--for", metavar="30m", dest="length", help="how long it takes")
    parser.add_argument("--fixed", action="store_true", help="the time is promised to somebody")


def run(args: Namespace) -> int:
    length = _minutes(args.length)
    with closing(writing(args)) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        at = instant_of(args.at, desk.zone, desk.now())
        identifier = schedule(desk, ticket.id, at, minutes=length, fixed=args.fixed, title=" ".join(args.text))
        reader = desk.database.read()
        one = candidate_of(reader, identifier)
        step = views.next_step(reader, ticket.id)
        if args.json:
            out.json_line({"activity": activity_json(one, desk.policy, step, None), "outbox": "none"})
            return 0
        kind = "Fixed" if args.fixed else "Planned"
        out.line(f"{kind} {spoken(at, desk.zone, desk.now())}: {shown_title(one, step)} #{ticket.number}")
    return 0


def _minutes(text: str | None) -> int | None:
    if text is None:
        return None
    found = minutes(text)
    if not 1 <= found <= LONGEST_MINUTES:
        raise UsageError("--for wants between 1m and 24h")
    return found

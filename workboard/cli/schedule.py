"""``workboard schedule TICKET --at "14:00"``: a date for a piece of work."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from workboard.board import scheduling
from workboard.board.desk import Desk, candidate_of, ticket_named
from workboard.board.offer import shown_title
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.deliver import Done, perform, words
from workboard.cli.shape import activity_json
from workboard.domain.activity import Activity
from workboard.domain.caller import spoken
from workboard.domain.errors import UsageError
from workboard.domain.intent import Schedule
from workboard.domain.moments import instant_of
from workboard.domain.ticket import Ticket
from workboard.settings.values import minutes
from workboard.store import to_do

ABOUT = (
    "Work on a ticket gets a date; in Request Tracker that is a reminder of yours, which always counts as fixed.\n"
    "TEXT is what is to be done, a verb first; without it the ticket's next step. --fixed is a promise: it is\n"
    "offered when its time has come, before everything but P1."
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
    with writing(args) as session:
        desk = session.desk
        ticket = ticket_named(desk, args.ticket)
        at = instant_of(args.at, desk.zone, desk.now())
        title = " ".join(args.text)
        wish, done = perform(
            session,
            lambda: scheduling.schedule(desk, ticket.id, at, minutes=length, fixed=args.fixed, title=title),
        )
        made = scheduling.made(desk, done.ids)
        if args.json:
            out.json_line({"activity": None if made is None else _shape(desk, made), "outbox": done.state})
        else:
            _say(desk, ticket, wish, made, done)
    return 0


def _shape(desk: Desk, made: Activity) -> dict[str, Any]:
    reader = desk.database.read()
    step = to_do.next_step(reader, made.ticket_id)
    return activity_json(candidate_of(reader, made.id), desk.policy, step, None)


def _say(desk: Desk, ticket: Ticket, wish: Schedule, made: Activity | None, done: Done) -> None:
    """What it is called on the board, once it is there."""
    reader = desk.database.read()
    step = to_do.next_step(reader, ticket.id)
    title = wish.title if made is None else shown_title(candidate_of(reader, made.id), step)
    kind = "Fixed" if wish.fixed else "Planned"
    out.line(f"{kind} {spoken(wish.start_at, desk.zone, desk.now())}: {title} #{ticket.number}")
    if desk.capabilities.network:
        out.line(words(desk, done))


def _minutes(text: str | None) -> int | None:
    if text is None:
        return None
    found = minutes(text)
    if not 1 <= found <= LONGEST_MINUTES:
        raise UsageError("--for wants between 1m and 24h")
    return found

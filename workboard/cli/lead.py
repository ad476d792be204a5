"""``workboard lead``: a team, its flow, its system; and what a lead does about it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable

from workboard.board import lead_acts, teams
from workboard.board.desk import Desk, ticket_named
from workboard.board.dispatch import Colleague
from workboard.board.lead import figures
from workboard.board.lead_json import shape
from workboard.board.lead_view import columns, side_by_side
from workboard.board.lead_words import TEAMS, Section
from workboard.board.teams import Team
from workboard.cli import out
from workboard.cli.common import reading, writing
from workboard.cli.deliver import perform
from workboard.cli.written import report
from workboard.domain.errors import UsageError
from workboard.domain.text import cell_width, safe

ABOUT = (
    "The team in figures: its goal, what came and went, what is due, who asked for help, what comes again and again.\n"
    "Sums only; a name stands where somebody asked for help, and where room is for dispatch. With an act:\n"
    "  step TICKET TEXT   the next step of that ticket, whoever has it (--to: and who gets it)\n"
    "  give TICKET WHOM   the ticket goes to a colleague (--next: and its next step)\n"
    "  answer TICKET TEXT an answer to a request for help (--next: and the next step)\n"
    "  up TICKET TEXT     before the others of whoever has it; TEXT is the reason they read in why"
)
EXAMPLE = 'workboard lead up 48213 "the hearing is today"'
ACTS = ("step", "give", "answer", "up")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", nargs="?", choices=ACTS, help="without: the figures")
    parser.add_argument("ticket", nargs="?", metavar="TICKET", help="number or id")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="one line; with give: who gets it")
    parser.add_argument("--team", metavar="NAME", help="which team, where there are several")
    parser.add_argument("--next", metavar="TEXT", default="", help="with answer or give: the next step as well")
    parser.add_argument("--to", metavar="WHOM", help="with step: who gets the ticket")


def run(args: Namespace) -> int:
    if args.act is None:
        with reading(args) as session:
            return _show(session.desk, args)
    with writing(args) as session:
        desk = session.desk
        lead_acts.need_lead(desk)
        if args.ticket is None:
            raise UsageError(f"which ticket? workboard lead {args.act} 48213 …")
        ticket = ticket_named(desk, args.ticket)
        taker, done = perform(session, _act(desk, ticket.id, args))
        code = report(desk, ticket.id, None, done, json=args.json)
        if taker is not None and not args.json:
            out.line(f"For {safe(taker.name)}.")
        return code


def _act(desk: Desk, ticket_id: str, args: Namespace) -> Callable[[], Awaitable[Colleague | None]]:
    """What is to be done; it tells who gets the ticket, where somebody does."""
    text = " ".join(args.text)
    if args.team is not None:
        raise UsageError("--team goes with the figures: whoever gets a ticket is found in your teams and the ticket's")
    if args.to is not None and args.act != "step":
        raise UsageError("--to goes with step; the ticket alone: workboard lead give 48213 ben")
    if args.act == "give" and not text.strip():
        raise UsageError(f"to whom? workboard lead give {args.ticket} ben")
    acts: dict[str, Callable[[], Awaitable[Colleague | None]]] = {
        "step": lambda: lead_acts.assign_step(desk, ticket_id, text, args.to, hold_ms=0),
        "give": lambda: lead_acts.assign_step(desk, ticket_id, args.next, text, hold_ms=0),
        "answer": lambda: lead_acts.give_help(desk, ticket_id, text, args.next, hold_ms=0),
        "up": lambda: lead_acts.move_up(desk, ticket_id, text, hold_ms=0),
    }
    return acts[args.act]


def team_named(desk: Desk, name: str | None) -> Team:
    """By name; without one the first."""
    found = teams.teams(desk, desk.database.read())
    if name is None:
        return found[0]
    named = next((one for one in found if one.name.casefold() == name.casefold()), None)
    if named is None:
        raise UsageError(f"there is no team {safe(name)}; there is: {', '.join(safe(one.name) for one in found)}")
    return named


def _show(desk: Desk, args: Namespace) -> int:
    lead_acts.need_lead(desk)
    team = team_named(desk, args.team)
    found = figures(desk, team)
    if args.json:
        out.json_line(shape(found))
        return 0
    out.line(f"{safe(found.team)} · {'1 person' if found.people == 1 else f'{found.people} people'}")
    for one in columns(desk, found, side_by_side(desk, team, found.goal)).sections:
        _print(one._replace(aside="--team NAME: another one") if one.title == TEAMS else one)
    return 0


def _print(one: Section) -> None:
    out.line()
    out.line(f"{one.title}  {one.aside}".rstrip())
    wide = max((cell_width(row.label) for row in one.rows), default=0)
    for row in one.rows:
        said = "  ".join(part for part in (row.words, row.spark, row.note) if part)
        out.print_line(f"  {row.label}{' ' * (wide - cell_width(row.label))}  {said}".rstrip())

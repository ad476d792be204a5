"""``workboard ticket new``: three fields, and the number to give to the caller."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from typing import Any

from workboard.board import tickets
from workboard.board.desk import Desk
from workboard.board.tickets import Opened
from workboard.cli import out
from workboard.cli.common import text_argument, writing
from workboard.cli.deliver import perform, words
from workboard.cli.shape import instant, ticket_json
from workboard.domain.errors import UsageError
from workboard.store import entries, overlay

ABOUT = "Open a ticket: who, whether it is urgent, what is wrong. Prints its number on a line of its own."
EXAMPLE = 'workboard ticket new --name "Ruth Osei" --no-urgent --problem "Outlook hangs at start"'


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["new"], metavar="new")
    parser.add_argument("--name", metavar="NAME", help="the contact, by name or mail")
    parser.add_argument("--urgent", action=BooleanOptionalAction, default=False, help="does it stop somebody?")
    parser.add_argument("--problem", metavar="TEXT", help="what is wrong; its first line is the title; - reads stdin")
    parser.add_argument("--impact", choices=["person", "site"], help="who is stopped")
    parser.add_argument("--mine", action=BooleanOptionalAction, default=None, help="I do it (a desk of one: always)")


def run(args: Namespace) -> int:
    for flag in ("name", "problem"):
        if not getattr(args, flag):
            raise UsageError(f"--{flag} is missing: {EXAMPLE}")
    problem = text_argument([args.problem])
    with writing(args) as session:
        desk = session.desk
        mine = tickets.alone(desk) if args.mine is None else args.mine
        opened, done = perform(
            session,
            lambda: tickets.open_ticket(
                desk, name=args.name, problem=problem, urgent=args.urgent, impact=args.impact, mine=mine
            ),
            wait=True,
        )
        shape = _shape(desk, opened)
        if args.json:
            out.json_line({"ticket": shape, "state": done.state})
            return 0
        out.line(f"#{shape['number']}" if shape["number"] else "(no number yet)")
        out.line(str(shape["title"]))
        out.line(words(desk, done))
    return 0


def _shape(desk: Desk, opened: Opened) -> dict[str, Any]:
    """The ticket as the remote numbered it, or what is known while it waits."""
    reader = desk.database.read()
    real = tickets.real_id(desk, opened)
    found = overlay.ticket(reader, real) if real else None
    if found is not None:
        return ticket_json(found, desk.policy)
    entry = entries.find(reader, opened.ids[0])
    wish: dict[str, Any] = entry.intent._asdict() if entry is not None else {}
    return {
        "id": opened.ticket_id, "number": None, "title": wish.get("title"), "company": None,
        "contact": wish.get("contact_name") or None, "priority": None, "urgent": bool(wish.get("urgent")),
        "status": None, "category": "new", "created_at": instant(entry.created_at if entry else None),
        "due_at": None, "url": None,
    }  # fmt: skip

"""What *start*, *finish*, *park* and *skip* share: which activity is meant, and what is printed afterwards."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable

from workboard.board.desk import Desk
from workboard.board.offer import current_id, shown_title
from workboard.cli import out
from workboard.cli.common import Nothing, writing
from workboard.cli.deliver import perform, words
from workboard.cli.shape import activity_json
from workboard.domain.errors import NotFoundError
from workboard.store import to_do

Act = Callable[[Desk, str], Awaitable[None]]
"""(desk, activity id): what is to be done with it"""


def activity_flags(parser: ArgumentParser) -> None:
    parser.add_argument("--id", metavar="A", help="the activity's id; else the one shown (workboard next)")
    parser.add_argument("--hold", metavar="D", help="keep it back this long, for instance 10s")


def act(args: Namespace, verb: str, work: Act) -> int:
    with writing(args) as session:
        desk = session.desk
        identifier = args.id or current_id(desk)
        if identifier is None:
            raise Nothing(f"nothing to {verb}: workboard plan shows the day")
        _, done = perform(session, lambda: work(desk, identifier))
        reader = desk.database.read()
        one = to_do.candidate(reader, identifier)
        if one is None:
            raise NotFoundError("this activity is no longer known here: run workboard sync")
        step = to_do.next_step(reader, one.ticket.id)
        if args.json:
            out.json_line({"activity": activity_json(one, desk.policy, step, None), "outbox": done.state})
        else:
            out.line(f"{one.state}: {shown_title(one, step)} #{one.ticket.number}")
            out.line(words(desk, done))
    return 0

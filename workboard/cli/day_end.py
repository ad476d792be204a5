"""``workboard day-end``: what was each interruption for? Asked once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from workboard.board import unsorted
from workboard.board.desk import ticket_named
from workboard.board.unsorted import Unsorted
from workboard.bootstrap.session import Session
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.shape import instant
from workboard.domain.errors import NotFoundError
from workboard.domain.text import safe
from workboard.store import intervals

ABOUT = (
    "Today's interruptions of which nobody said what they were for. In a terminal each is asked about: a ticket's\n"
    "number, d to drop it, or Enter to leave it as it is. Elsewhere they are listed, with exit code 1. Either way\n"
    "that was the one time: workboard log still shows them, and --drop lets go of all of them."
)
EXAMPLE = "workboard day-end"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--drop", action="store_true", help="all that is not sorted yet was for nothing to be kept")


def run(args: Namespace) -> int:
    with writing(args) as session:
        if args.drop:
            return _drop(session, args)
        found = unsorted.of_today(session.desk)
        asks = not args.json and sys.stdin.isatty() and sys.stdout.isatty()
        refs = [one.ref for one in found]
        session.database.write(lambda transaction: unsorted.were_asked(session.desk, transaction, refs))
        if args.json:
            out.json_line([_shape(one) for one in found])
        elif not found:
            out.line("Every interruption of today is sorted, or was asked about.")
        elif asks:
            return _ask(session, found, input)
        else:
            out.table(_row(one) for one in found)
        return 1 if found else 0


def _drop(session: Session, args: Namespace) -> int:
    """Also those that were asked about before."""
    dropped = session.database.write(lambda transaction: unsorted.drop(session.desk, transaction))
    if args.json:
        out.json_line({"dropped": dropped})
    else:
        out.line(f"{out.count(dropped, 'interruption')} dropped." if dropped else "There was none to drop.")
    return 0


def _ask(session: Session, found: list[Unsorted], answer: Callable[[str], str]) -> int:
    """One line each. Ctrl+D leaves the rest as it is."""
    for one in found:
        out.line(" · ".join(part for part in _row(one) if part))
        try:
            while not _sorted(session, one, answer("  ticket number, d drop, Enter leaves it: ").strip()):
                pass
        except EOFError:
            out.line()
            break
    return 0


def _sorted(session: Session, one: Unsorted, said: str) -> bool:
    """Whether the answer was one."""
    ticket_id: str | None = None
    if not said:
        return True
    if said.lower() not in ("d", "drop"):
        try:
            ticket_id = ticket_named(session.desk, said).id
        except NotFoundError as error:
            out.line(f"  {error}")
            return False
    session.database.write(
        lambda transaction: intervals.describe(transaction, one.ref, sorted=True, ticket_id=ticket_id)
    )
    if ticket_id is not None and one.minutes:
        number = safe(said.removeprefix("#"))
        out.line(f"  Kept with it. To book the time: workboard note {number} --time {one.minutes}m TEXT")
    return True


def _shape(one: Unsorted) -> dict[str, object]:
    return {
        "started_at": instant(one.started_at), "minutes": one.minutes, "source": one.key, "who": one.who,
        "ticket": None, "sorted": False,
    }  # fmt: skip


def _row(one: Unsorted) -> tuple[str, ...]:
    return one.since, f"{one.minutes} min", one.source or "not said", one.who or ""

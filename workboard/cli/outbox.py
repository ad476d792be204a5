"""``workboard outbox``: what is on its way, what is stuck, and the two things to say about it."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from contextlib import closing

from workboard.board import outbox
from workboard.board.outbox import OutboxRow
from workboard.bootstrap import Session
from workboard.cli import out
from workboard.cli.common import reading, writing
from workboard.cli.deliver import send
from workboard.cli.shape import Shape, instant
from workboard.domain.errors import UsageError
from workboard.domain.text import first_line

ABOUT = (
    "What is on its way to the help desk. show ID prints one whole; retry ID sends it again (of a conflict: mine\n"
    "counts); drop ID does not send it (theirs counts) and prints its text."
)
EXAMPLE = "workboard outbox retry 7"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=["show", "retry", "drop"], default="show", metavar="ACTION")
    parser.add_argument("row", nargs="?", metavar="ID", help="the row's id, or its number in the list")
    parser.add_argument("--all", action="store_true", help="the newest that have arrived too")


def run(args: Namespace) -> int:
    if args.row is None and args.action != "show":
        raise UsageError(f"which row? workboard outbox lists them; then workboard outbox {args.action} ID")
    with closing(reading(args) if args.action == "show" else writing(args)) as session:
        rows = _rows(session, args)
        if args.json:
            out.json_line([_shape(one) for one in rows])
        elif args.row is not None:
            for one in rows:
                _whole(one)
        elif rows:
            out.table(_row(one) for one in rows)
        else:
            out.line("Nothing waits.")
    return 0


def _rows(session: Session, args: Namespace) -> list[OutboxRow]:
    desk = session.desk
    if args.row is None:
        return outbox.rows(desk, every=args.all)
    if args.action == "retry":
        asyncio.run(_retry(session, args.row))
    if args.action == "drop":
        asyncio.run(_drop(session, args.row))
    return [outbox.row(desk, args.row)]


async def _retry(session: Session, row: str) -> None:
    await outbox.retry(session.desk, row)
    await send(session)


async def _drop(session: Session, row: str) -> None:
    await outbox.drop(session.desk, row)


def _row(one: OutboxRow) -> tuple[str, str, str, str, str]:
    about = first_line(one.text)
    ticket = "new" if one.number is None else f"#{one.number}"
    return str(one.seq), one.state, one.verb, ticket, f"{about} ({one.reason})" if one.reason else about


def _whole(one: OutboxRow) -> None:
    facts = [("State", one.state), ("What", one.verb), ("Ticket", f"#{one.number}" if one.number else "new")]
    facts += [("Written", instant(one.created_at) or ""), ("Attempts", str(one.attempts))]
    out.table([*facts, ("Why", one.reason)] if one.reason else facts)
    out.line()
    out.block(one.text)


def _shape(one: OutboxRow) -> Shape:
    return {
        "id": one.id,
        "seq": one.seq,
        "verb": one.verb,
        "ticket": one.number,
        "state": one.state,
        "attempts": one.attempts,
        "reason": one.reason,
        "created_at": instant(one.created_at),
        "text": one.text,
    }

"""``workboard outbox``: what is on its way, what is stuck, and the three things to say about it."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace

from workboard.board import other_words, outbox, stuck
from workboard.board.desk import Desk
from workboard.board.outbox import OutboxRow
from workboard.bootstrap.session import Session
from workboard.cli import out
from workboard.cli.common import reading, text_argument, writing
from workboard.cli.deliver import outcome, send
from workboard.cli.shape import Shape, instant
from workboard.domain.errors import UsageError
from workboard.domain.text import first_line

ABOUT = (
    "What is on its way to the help desk. show ID prints one whole; retry ID sends it again (of a conflict: mine\n"
    "counts); edit ID [TEXT or -] sends other words in its place, from your editor where none are given; drop ID\n"
    "does not send it (theirs counts) and prints its text. A row is never dropped in any other way."
)
EXAMPLE = "workboard outbox retry 7"


def arguments(parser: ArgumentParser) -> None:
    actions = ["show", "retry", "edit", "drop"]
    parser.add_argument("action", nargs="?", choices=actions, default="show", metavar="ACTION")
    parser.add_argument("row", nargs="?", metavar="ID", help="the row's id, or its number in the list")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="edit: the new words, or - for standard input")
    parser.add_argument("--all", action="store_true", help="the newest that have arrived too")
    parser.add_argument("--force", action="store_true", help="edit: also where the former words may have arrived")


def run(args: Namespace) -> int:
    if args.row is None and args.action != "show":
        raise UsageError(f"which row? workboard outbox lists them; then workboard outbox {args.action} ID")
    if args.text and args.action != "edit":
        raise UsageError(f"outbox {args.action} takes no text: workboard outbox edit ID TEXT")
    with reading(args) if args.action == "show" else writing(args) as session:
        rows = _rows(session, args)
        if args.json:
            out.json_line([_shape(one) for one in rows])
        elif args.row is not None:
            for one in rows:
                _whole(one)
            _also(session.desk, args)
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
    if args.action == "edit":
        return [outbox.row(desk, asyncio.run(_edit(session, args.row, _new_text(session, args), args.force)))]
    if args.action == "drop":
        return _dropped(desk, args)
    return [outbox.row(desk, args.row)]


async def _retry(session: Session, row: str) -> None:
    await stuck.retry(session.desk, row)
    await send(session)


def _dropped(desk: Desk, args: Namespace) -> list[OutboxRow]:
    args.without = outbox.goes_without(desk, args.row)
    return [asyncio.run(stuck.drop(desk, args.row))]


def _also(desk: Desk, args: Namespace) -> None:
    """What will go without a text that was dropped: nobody should find that out from the client."""
    for one in getattr(args, "without", []):
        out.line(f"Goes without it: {first_line(one.text)} (row {one.seq}); workboard outbox drop {one.seq} stops it.")


def _new_text(session: Session, args: Namespace) -> str:
    words = other_words.editable(session.desk, args.row, force=args.force)
    if args.text:
        return text_argument(args.text)
    if args.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the new words are missing: workboard outbox edit ID TEXT, or - for standard input")
    from workboard.host import editor

    text = editor.edit(words, os.environ)
    if text.strip() == words.strip():
        raise UsageError("nothing was changed, so nothing is sent")
    return text


async def _edit(session: Session, row: str, text: str, force: bool) -> str:
    identifier = await other_words.edit(session.desk, row, text, force=force)
    await send(session)
    outcome(session.desk, (identifier,))
    return identifier


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

"""``workboard export``: what is stored here, in a file of your own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Final

from workboard.board.desk import Desk
from workboard.board.exporting import as_csv, as_json
from workboard.cli import out
from workboard.cli.common import reading
from workboard.domain.errors import UsageError
from workboard.host.written import write_pieces

ABOUT = (
    "What is stored here as JSON: each ticket as workboard import reads it, and every table, notes, drafts and what\n"
    "waits to be sent among them. --tickets leaves the tables out. CSV holds the tickets alone, in cells that no\n"
    "spreadsheet takes for a formula. No secret is in it, but all that clients wrote is. What colleagues booked,\n"
    "finished and summed up is in none of them; workboard backup copies the file as it is."
)
EXAMPLE = "workboard export desk.json"
MARK: Final = b"\xef\xbb\xbf"
"""by it Excel knows that a CSV file is UTF-8"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="where to; - (also without) is the output")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--tickets", action="store_true", help="the tickets alone")
    what.add_argument("--all", action="store_true", help="the tables too (JSON has them anyway)")
    parser.add_argument("--format", choices=["json", "csv"], default="json", help="json if nothing is said")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")


def run(args: Namespace) -> int:
    if args.format == "csv" and args.all:
        raise UsageError("CSV holds the tickets alone; everything is in --format json")
    if args.json and args.file == "-":
        raise UsageError("--json tells about the file that was written: name a FILE, or leave --json out")
    # the pieces are let go of first: they read until their end
    with reading(args) as session, closing(_pieces(session.desk, args)) as pieces:
        if args.file == "-":
            _print(map(_seen, pieces) if sys.stdout.isatty() else pieces)
            return 0
        size = write_pieces(args.file, _encoded(pieces, args.format), force=args.force)
    if args.json:
        out.json_line({"file": args.file, "format": args.format, "bytes": size})
    else:
        out.line(f"{args.file}: {size} bytes")
    return 0


def _pieces(desk: Desk, args: Namespace) -> Generator[str, None, None]:
    if args.format == "csv":
        return as_csv(desk)
    return as_json(desk, out.json_text, everything=not args.tickets)


def _seen(piece: str) -> str:
    """For eyes: a tab inside a cell would make one cell look like two. A file and a pipe get it as it is."""
    return piece.replace("\t", " ")


def _encoded(pieces: Iterable[str], form: str) -> Iterator[bytes]:
    if form == "csv":
        yield MARK
    for piece in pieces:
        yield piece.encode()


def _print(pieces: Iterable[str]) -> None:
    """Bytes as they are, whatever the locale: it is a file that happens to go through a pipe."""
    sys.stdout.flush()
    to = getattr(sys.stdout, "buffer", None)
    for piece in pieces:
        sys.stdout.write(piece) if to is None else to.write(piece.encode())
    sys.stdout.flush()

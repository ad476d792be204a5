"""``workboard import FILE``: tickets from another system's export."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from workboard.board import importing
from workboard.board.importing import Imported
from workboard.cli import out
from workboard.cli.common import writing
from workboard.domain.errors import UsageError
from workboard.domain.import_columns import FIELDS
from workboard.domain.importing import Read, parse
from workboard.host.paths import plain_path

ABOUT = (
    "Tickets from a CSV or JSON export into the standalone desk. Column names of the usual help desks are known.\n"
    "A row that cannot be read is told with its line, the others come in; exit code 1 when there was one."
)
EXAMPLE = 'workboard import tickets.csv --map "Kunde=company" --dry-run'

MOST_BYTES: Final = 200_000_000
SHOWN: Final = 20


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="CSV with a header line, or JSON; - reads standard input")
    parser.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], help=f"a field is one of {', '.join(FIELDS)}"
    )
    parser.add_argument(
        "--dates", choices=["dmy", "mdy"], help="24/11/2026 or 11/24/2026, where the file does not tell"
    )
    parser.add_argument("--me", metavar="NAME", help="the owner in the file who is you; a ticket without one is yours")
    parser.add_argument("--dry-run", action="store_true", help="read and tell, store nothing")


def run(args: Namespace) -> int:
    maps = dict(_pair(one) for one in args.map)
    text = _decoded(_raw(args.file))
    with writing(args) as session:
        desk = session.desk
        found = parse(text, maps, desk.zone, args.dates)
        done = importing.store(desk, found, args.me, dry_run=args.dry_run)
    if args.json:
        rejected = [one._asdict() for one in done.rejected]
        out.json_line({"read": done.read, "imported": done.imported, "rejected": rejected})
    else:
        _print(found, done, dry_run=args.dry_run)
    return 1 if done.rejected else 0


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column:
        raise UsageError(f"--map: {text} is not COLUMN=FIELD; for instance {EXAMPLE}")
    return column.strip(), field.strip()


def _raw(name: str) -> bytes:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open(name, "rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such name"
        raise UsageError(f"{plain_path(name)} cannot be read ({why.lower()})") from None
    if len(raw) > MOST_BYTES:
        raise UsageError(f"{plain_path(name)} is too large: import it in parts")
    return raw


def _decoded(raw: bytes) -> str:
    """UTF-8, else what its first bytes say, else what Windows programs write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _print(found: Read, done: Imported, *, dry_run: bool) -> None:
    out.line("Columns: " + ", ".join(f"{column} = {field}" for column, field in found.columns))
    word = "would be imported" if dry_run else "imported"
    out.line(f"{done.read} read, {done.imported} {word}, {len(done.rejected)} rejected.")
    rows = [(f"line {one.line}", one.column or "", one.why) for one in done.rejected[:SHOWN]]
    out.table(rows, "  ")
    if len(done.rejected) > SHOWN:
        out.line(f"... and {len(done.rejected) - SHOWN} more; --json lists all.")

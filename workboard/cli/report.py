"""``workboard report --week``: the team's week, to be sent on."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from typing import Final

from workboard.board.desk import Desk
from workboard.board.lead_acts import need_lead
from workboard.board.lead_system import INTERRUPTIONS, interruptions
from workboard.board.lead_view import columns
from workboard.board.lead_words import ROOM
from workboard.board.report import Week, week
from workboard.board.report_text import UNKNOWN, as_csv, as_html, as_json, as_markdown
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.lead import team_named
from workboard.cli.main import complain
from workboard.domain.errors import UsageError
from workboard.host.written import write_pieces

ABOUT = (
    "A week of the team: what came and went by day, hours, planned work kept, and the figures of the lead screen.\n"
    "Sums only. Markdown, HTML (one file, plots inside), JSON, or CSV in cells that no spreadsheet takes for a formula."
)
EXAMPLE = "workboard report --week --format html week.html"
FORMATS: Final = ("md", "html", "json", "csv")
MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""by it Excel knows that a CSV file is UTF-8"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="where to; - or none: the output")
    parser.add_argument("--week", action="store_true", help="a week, Monday to Sunday (so far there is nothing else)")
    parser.add_argument("--day", metavar="DATE", help="the week with this day; without, this week")
    parser.add_argument("--team", metavar="NAME", help="which team, where there are several")
    parser.add_argument("--format", choices=FORMATS, help="md if neither this nor the file's ending says")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")


def run(args: Namespace) -> int:
    form = args.format or _by_name(args.file) or ("json" if args.json else "md")
    with reading(args) as session:
        desk = session.desk
        need_lead(desk)
        found = week(desk, team_named(desk, args.team), _day(args.day))
        text = _written(desk, found, form)
    if form == "csv" and not found.known:
        complain(UNKNOWN.rstrip(".").lower())  # a table has no place to say so
    if args.file == "-":
        for line in text.rstrip("\n").split("\n"):
            out.print_line(line.rstrip("\r"))
        return 0
    size = write_pieces(args.file, _pieces(text, form), force=args.force)
    if args.json:
        out.json_line({"file": args.file, "format": form, "bytes": size})
    else:
        out.line(f"{args.file}: {size} bytes")
    return 0


def _by_name(file: str) -> str | None:
    """By the ending; without one nothing is said."""
    ending = os.path.splitext(file)[1]
    form = ending[1:].casefold()
    if not ending or form in FORMATS:
        return form or None
    known = ", ".join(f".{one}" for one in FORMATS)
    raise UsageError(f"{ending} is no format of a report; name the file {known}, or say which with --format")


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--day: {text} is not a date; write one as 2026-11-24") from None


def _written(desk: Desk, found: Week, form: str) -> str:
    if form == "json":
        return out.json_text(as_json(found)) + "\n"
    if form == "csv":
        return as_csv(found)
    # whose time is free today is for whoever gives out work now, and for no paper
    now = tuple(one for one in columns(desk, found.now).sections if one.title not in (ROOM, INTERRUPTIONS))
    return (as_html if form == "html" else as_markdown)(found, (interruptions(desk, found.interruptions),), now)


def _pieces(text: str, form: str) -> Iterator[bytes]:
    yield ((MARK if form == "csv" else "") + text).encode()

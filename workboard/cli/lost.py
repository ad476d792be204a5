"""``workboard lost``: open tickets that nobody's board will show."""

from __future__ import annotations

from workboard.board.findings import lost_tickets
from workboard.cli.common import reading
from workboard.cli.findings import report
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = (
    "Open tickets, yours and the team's, with neither an activity, a client waiting for an answer, nor a reason.\n"
    "There should be none at the end of the day. Exit code 1 when there are any."
)
EXAMPLE = "workboard lost"
PLAIN = ("json",)
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        return report(lost_tickets(session.desk), "Nothing is lost.", json=args.json)

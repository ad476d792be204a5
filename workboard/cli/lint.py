"""``workboard lint``: work that nobody has put into a verb yet."""

from __future__ import annotations

from workboard.board.findings import undecided_work
from workboard.cli.common import reading
from workboard.cli.findings import report
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = "Your activities for which the board has to ask for the next step. Exit code 1 when there are any."
EXAMPLE = "workboard lint"
PLAIN = ("json",)
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        return report(undecided_work(session.desk), "Every activity has its next step.", json=args.json)

"""``workboard interrupted``: the clock stops, from anywhere."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import get_args

from workboard.board import interruption
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.now import now_json, now_words
from workboard.domain.interruption import Source

ABOUT = (
    "Called away: the clock of what runs stops now, and nothing is asked. Without --source an open board asks where\n"
    "it came from; with it you are away at once. workboard back takes the work up again. Made for a key binding."
)
EXAMPLE = "workboard interrupted --source phone"


def arguments(parser: ArgumentParser) -> None:
    sources = list(get_args(Source))
    parser.add_argument("--source", choices=sources, metavar="S", help=f"one of {', '.join(sources)}")
    parser.add_argument("--who", metavar="NAME", help="who it is; stays on this machine")


def run(args: Namespace) -> int:
    with writing(args) as session:
        desk = session.desk
        session.database.write(lambda transaction: interruption.begin(desk, transaction, args.source, args.who))
        out.json_line(now_json(desk)) if args.json else out.line(now_words(desk))
    return 0

"""``workboard progress``: done against goal."""

from __future__ import annotations

from workboard.board import progress
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import Shape
from workboard.domain.progress import PACE_WORDS, Progress
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = "Done against goal: your own, and with --team the team's as one sum."
EXAMPLE = "workboard progress --team"
PLAIN = ("json", "team")
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--team", action="store_true", help="the team's goal too (JSON always has it)")


def run(args: Namespace) -> int:
    with reading(args) as session:
        both = progress.both(session.desk)
    if args.json:
        named = [{"name": name, **_shape(one)} for name, one in both.teams]
        team = None if both.team is None else _shape(both.team)
        out.json_line({"me": _shape(both.me), "team": team, "teams": named})
        return 0
    rows = [_row("You", both.me)]
    if args.team:
        several = len(both.teams) > 1
        rows += [_row(name if several else "Team", one) for name, one in both.teams] or [("Team", "no goal", "")]
    out.table(rows)
    return 0


def _row(label: str, one: Progress) -> tuple[str, str, str]:
    return label, progress.words(one), PACE_WORDS[one.pace]


def _shape(one: Progress) -> Shape:
    return {"metric": one.metric, "done": one.done, "target": one.target, "unit": one.unit, "pace": one.pace}

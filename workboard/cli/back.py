"""``workboard back``: the interruption is over."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.board import interruption
from workboard.board.way_back import back_card
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.now import now_json, now_words

ABOUT = (
    "Back from an interruption: what it interrupted goes on, the way it was. Of nested ones the innermost ends.\n"
    "Exit code 4 when there is none."
)
EXAMPLE = "workboard back"


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with writing(args) as session:
        desk = session.desk
        card = back_card(desk)
        session.database.write(lambda transaction: interruption.end(desk, transaction))
        assert card is not None  # else there was nothing to end
        if args.json:
            out.json_line({**now_json(desk, card.wanted_to), "away_minutes": card.minutes})
        else:
            out.line(f"back after {card.minutes} min; {now_words(desk)}")
            if card.wanted_to and not card.outer:
                out.line(f"you wanted to: {card.wanted_to}")
    return 0

"""``workboard replies``: who waits for an answer."""

from __future__ import annotations

from workboard.board import who_waits
from workboard.board.desk import Desk
from workboard.board.who_waits import ReplyRow
from workboard.cli import out
from workboard.cli.common import reading
from workboard.cli.shape import Shape, instant, ticket_json
from workboard.domain.replies import Waiting
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

ABOUT = "The clients who answered, longest wait first. Exit code 1 when nobody waits."
EXAMPLE = "workboard replies"
PLAIN = ("json",)
"""its switches: read without argparse"""


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    with reading(args) as session:
        desk = session.desk
        rows = who_waits.rows(desk)
        if args.json:
            out.json_line([_shape(desk, *pair) for pair in zip(who_waits.queued(desk), rows, strict=True)])
        elif rows:
            out.table((f"#{one.number}", one.wait, one.contact, _words(one)) for one in rows)
        else:
            out.line("Nobody waits for an answer.")
        return 0 if rows else 1


def _words(one: ReplyRow) -> str:
    return f"{one.excerpt} (only a thank you?)" if one.courtesy else one.excerpt or one.title


def _shape(desk: Desk, one: Waiting, row: ReplyRow) -> Shape:
    return {
        "ticket": ticket_json(one.ticket, desk.policy),
        "from": row.contact or None,
        "waiting_since": instant(one.since_at),
        "waiting_minutes": one.minutes,
        "excerpt": row.excerpt,
        "courtesy": row.courtesy,
    }

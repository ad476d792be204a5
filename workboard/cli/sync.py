"""``workboard sync``: send what waits, read what is new."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Final

from workboard.backends.patience import ASKED, waiting
from workboard.board.sharing import share_due
from workboard.bootstrap.session import Session
from workboard.cli import out
from workboard.cli.common import writing
from workboard.cli.main import complain
from workboard.cli.shape import Shape
from workboard.domain.errors import NeedsPerson
from workboard.store.states import counts
from workboard.sync.engine import Engine
from workboard.sync.report import Report

ABOUT = (
    "Send what waits, read what is new. --watch goes on until Ctrl+C. Exit code 3 when the help desk cannot be\n"
    "reached, 4 when something was not accepted: workboard outbox says what."
)
EXAMPLE = "workboard sync --json"

PATIENCE_S: Final = 10.0
GLANCE_S: Final = 0.25


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help="go on, a line for each turn that brought something")


def run(args: Namespace) -> int:
    with writing(args, running=args.watch) as session:
        if args.watch:
            from workboard.host import log

            log.start(session.places.log_dir)
            asyncio.run(_watch(session, json=args.json))
        with waiting(ASKED):
            return asyncio.run(_once(session, json=args.json))


async def _once(session: Session, *, json: bool) -> int:
    await share_due(session.desk)
    engine = session.engine()
    if not await _hold(engine):
        complain("another workboard is open and does the sending")
        _print(_counts(session), json=json)
        return 0
    try:
        report = await engine.sync()
    finally:
        await engine.context.backend.aclose()
    if report.error is not None:
        raise report.error
    _print(report, json=json)
    return NeedsPerson.exit_code if report.rejected or report.conflicts else 0


async def _hold(engine: Engine) -> bool:
    """Another command holds the lock for a moment, an open board for hours."""
    for _ in range(int(PATIENCE_S / GLANCE_S)):
        if engine.hold():
            return True
        await asyncio.sleep(GLANCE_S)
    return engine.hold()


def _counts(session: Session) -> Report:
    states = counts(session.database.read())
    return Report(
        waiting=sum(states.get(state, 0) for state in ("pending", "held", "inflight")),
        uncertain=states.get("uncertain", 0),
        rejected=states.get("rejected", 0),
        conflicts=states.get("conflict", 0),
    )


async def _watch(session: Session, *, json: bool) -> None:
    """The board's own loop without the board: turn after turn, sooner when a wish comes in from another command;
    ends with Ctrl+C."""
    engine = session.engine()
    if not engine.hold():
        complain("another workboard is open and does the sending: this one waits")
    looking = asyncio.create_task(_look_around(session))
    try:
        await engine.run(_teller(json))
    finally:
        looking.cancel()
        await engine.context.backend.aclose()


def _teller(json: bool) -> Callable[[Report], None]:
    """A line for each turn that brought something; the same trouble is told once."""
    said: list[str] = []

    def told(report: Report) -> None:
        if report.error is None:
            said.clear()
            _print(report, json=json)
            sys.stdout.flush()
        elif said != [str(report.error)]:
            said[:] = [str(report.error)]
            complain(said[0])

    return told


async def _look_around(session: Session) -> None:
    while True:
        session.desk.look_around()
        await asyncio.sleep(GLANCE_S)


def _print(report: Report, *, json: bool) -> None:
    if json:
        out.json_line(shape(report))
        return
    pulled = report.pulled
    news = [out.count(pulled.tickets, "ticket"), out.count(pulled.messages, "message")]
    out.line(f"Read: {', '.join(news)}. Sent: {report.sent}.")
    stuck = report.rejected + report.conflicts
    if report.waiting or report.uncertain:
        out.line(f"Waiting: {report.waiting + report.uncertain}.")
    if stuck:
        out.line(f"Not accepted: {stuck}; workboard outbox says why.")


def shape(report: Report) -> Shape:
    return {
        "pulled": report.pulled._asdict(),
        "sent": report.sent,
        "waiting": report.waiting,
        "uncertain": report.uncertain,
        "rejected": report.rejected,
        "conflicts": report.conflicts,
    }

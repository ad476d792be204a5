"""``workboard``: the board itself, with the sync loop behind it."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from typing import Final

from workboard.board import outbox
from workboard.bootstrap import Session, open_session
from workboard.cli.common import options
from workboard.cli.deliver import send
from workboard.domain.errors import SettingsError, SignInFailed, UsageError, WorkboardError
from workboard.store import account
from workboard.store.account import Account
from workboard.store.database import Transaction

ABOUT = "The board: the next activity, the clients who answered, the progress."
EXAMPLE = "workboard"

AGAIN_S: Final = 60.0


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    need_terminal()
    with closing(open_session(options(args, running=True))) as session:
        show(session)
    return 0


def need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the board needs a terminal; workboard next prints the next activity anywhere")


def show(session: Session) -> None:
    """Open the board on a session; returns when it is closed."""
    from workboard.host import log
    from workboard.ui.app import run as run_board

    log.start(session.places.log_dir)
    run_board(session.desk, on_start=lambda: keep_in_step(session))
    left = asyncio.run(send_the_rest(session))
    if left and session.desk.capabilities.network:
        print(f"{left} saved here, sent when {session.desk.capabilities.label} answers again.")


async def send_the_rest(session: Session) -> int:
    """What was written in the last seconds leaves now and not tomorrow; how many still wait."""
    waiting = await outbox.release(session.desk)
    found = account.load(session.database.read())
    if waiting and found is not None and found.state not in ("offline", "auth"):
        await send(session)
        return await outbox.release(session.desk)
    return waiting


async def keep_in_step(session: Session) -> None:
    """The sync loop. A secret that is missing stops nothing: the board says so, and it is tried again."""
    while True:
        try:
            engine = await asyncio.to_thread(session.engine)
        except WorkboardError as error:
            await _note(session, error)
            await asyncio.sleep(AGAIN_S)
        else:
            try:
                await engine.run()
            finally:
                await engine.context.backend.aclose()
            return


async def _note(session: Session, error: WorkboardError) -> None:
    """Into the account, where the board's quiet line reads it."""
    desk = session.desk
    state = "auth" if isinstance(error, SignInFailed | SettingsError) else "offline"
    now, settings = desk.now(), desk.config.account

    def work(transaction: Transaction) -> None:
        if account.load(transaction) is None:
            account.save(transaction, Account(settings.name, settings.backend, settings.url))
        account.set_state(transaction, state, str(error), now)

    await desk.database.awrite(work)

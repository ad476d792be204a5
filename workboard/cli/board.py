"""``workboard``: the board itself, with the sync loop behind it."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workboard.board.desk import Desk
from workboard.bootstrap.session import Session, open_session
from workboard.cli.common import options
from workboard.domain.errors import SettingsError, SignInFailed, UsageError, WorkboardError
from workboard.store import account
from workboard.store.account import Account
from workboard.store.database import Transaction

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from workboard.board.alive import Alive

ABOUT = "The board: the next activity, the clients who answered, the progress."
EXAMPLE = "workboard"
PLAIN = ()
"""no switches of its own: read without argparse"""

AGAIN_S: Final = 60.0
GLANCE_S: Final = 0.5
HOUR_S: Final = 3600.0


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    need_terminal()
    with open_session(options(args, running=True)) as session:
        show(session)
    return 0


def need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the board needs a terminal; workboard next prints the next activity anywhere")


def show(session: Session, *, keeps: bool = True) -> None:
    """Open the board on a session; returns when it is closed. ``keeps``: its settings will be there next time."""
    from workboard.board.alive import Alive
    from workboard.board.promises import Promises
    from workboard.host import browser, config, editor, log, notifier
    from workboard.ui.app import run as run_board
    from workboard.ui.machine import Machine

    log.start(session.places.log_dir)
    session.desk = _with_own_keys(session.desk._replace(promises=Promises()), session.places.config_file)
    own_themes = Path(session.places.config_file).parent / "themes"
    machine = Machine(browser.show, lambda text: editor.edit(text, os.environ), own_themes)
    machine = machine._replace(notify=notifier.Notifier(os.environ).tell)
    if keeps:
        machine = machine._replace(keep_theme=lambda name: config.keep_theme(session.places, name))
    alive = Alive(session.desk)
    ended_by = run_board(session.desk, on_start=lambda: behind(session, alive), machine=machine)
    with suppress(WorkboardError):  # a full disk: then it looks like a crash, and no more
        asyncio.run(alive.leave())
    if ended_by:
        session.hurried = True
        raise SystemExit(128 + ended_by)  # whoever ends it waits for no network; what is saved leaves next time
    left = asyncio.run(send_the_rest(session))
    if left and session.desk.capabilities.network:
        print(f"{left} saved here, sent when {session.desk.capabilities.label} answers again.")


def _with_own_keys(desk: Desk, config_file: str) -> Desk:
    """The keys of ``keys.toml``, where there is one; what is wrong in it is said, what is right holds."""
    if not os.path.exists(os.path.join(os.path.dirname(config_file), "keys.toml")):
        return desk  # and no screen has to be looked at before the first one is drawn
    from workboard.cli.keys import own_keys

    found = own_keys(config_file)
    if found is None:
        return desk
    keymap, wrong = found
    said = tuple(f"{one.what}; workboard keys --check says more" for one in wrong[:1])
    return desk._replace(keymap=keymap, warnings=(*desk.warnings, *said))


async def send_the_rest(session: Session) -> int:
    """What was written in the last seconds leaves now and not tomorrow; how many still wait."""
    from workboard.board import outbox
    from workboard.cli.deliver import send

    waiting = await outbox.release(session.desk)
    found = account.load(session.database.read())
    if waiting and found is not None and found.state not in ("offline", "auth"):
        await send(session)
        return await outbox.release(session.desk)
    return waiting


async def behind(session: Session, alive: Alive) -> None:
    """What goes on behind the board for as long as it is open."""
    from workboard.board.watch import keep_watch

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_watch(session.desk, alive))
        tasks.create_task(keep_in_step(session))


async def keep_in_step(session: Session) -> None:
    """The sync loop. A secret that is missing stops nothing: the board says so, and it is tried again."""
    from workboard.sync.renewal import last_word

    while True:
        word = last_word(session.database.read())
        try:
            engine = await asyncio.to_thread(session.engine)
        except WorkboardError as error:
            await _note(session, error)
            await _a_while_or_a_login(session, word)
        else:
            sharing = asyncio.create_task(keep_sharing(session.desk))
            try:
                await engine.run()
            finally:
                sharing.cancel()
                await engine.context.backend.aclose()
            return


async def keep_sharing(desk: Desk) -> None:
    """Each day that is over becomes one note of sums for the team; looked at when the board opens, then hourly."""
    from workboard.board.sharing import share_due

    while True:
        try:
            await share_due(desk)
        except WorkboardError as error:  # a full disk: the day is still there in an hour
            logging.getLogger("workboard.cli").warning("the day was not shared", exc_info=error)
        await asyncio.sleep(HOUR_S)


async def _a_while_or_a_login(session: Session, word: str | None) -> None:
    """Until ``workboard login`` leaves another word than this, a minute at most."""
    from workboard.sync.renewal import last_word

    for _ in range(int(AGAIN_S / GLANCE_S)):
        if last_word(session.database.read()) != word:
            return
        await asyncio.sleep(GLANCE_S)


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

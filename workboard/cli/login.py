"""``workboard login``: the secret into the system's keyring, after it was tried."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress

from workboard.backends import registry
from workboard.backends.patience import PROMPT, waiting
from workboard.bootstrap.session import open_session
from workboard.cli import out
from workboard.cli.common import options
from workboard.domain.errors import SignInFailed, UsageError, WorkboardError
from workboard.host import config as files
from workboard.host import secrets
from workboard.host.log import hide
from workboard.host.paths import places
from workboard.host.secret import Secret
from workboard.settings.config import Config
from workboard.store.database import Transaction
from workboard.sync import renewal, turned_away

ABOUT = "Try a secret and keep it in the system's keyring. It is asked for, or read from standard input."
EXAMPLE = "pass show workboard/rt | workboard login"
LONGEST = 10_000


def arguments(parser: ArgumentParser) -> None:
    """None of its own: a secret on the command line would be seen by everybody on this machine."""


def run(args: Namespace) -> int:
    config = settings(args)
    secret = _asked(config)
    with waiting(PROMPT):
        name = asyncio.run(_tried(config, secret))
    secrets.store(config.account, secret)
    _leave_word(args)
    if args.json:
        out.json_line({"account": config.account.name, "me": name, "stored": True})
    else:
        out.line(f"Signed in as {name}; the secret is in the keyring.")
    return 0


def settings(args: Namespace) -> Config:
    """The settings, of an account that has a secret at all."""
    config = files.load(places(args.config, args.data_dir, os.environ), os.environ)
    if not registry.kind(config.account.backend).needs_secret:
        raise UsageError(f"{config.account.backend} has no secret; workboard init sets up a help desk that has")
    return config


def _leave_word(args: Namespace) -> None:
    """A board that was refused takes the new secret up at once; where there is no database, none is open."""
    if not os.path.exists(places(args.config, args.data_dir, os.environ).database_file):
        return
    with suppress(WorkboardError), open_session(options(args)) as session:
        wall = session.desk.wall()

        def work(transaction: Transaction) -> None:
            turned_away.forget(transaction)
            renewal.leave_word(transaction, wall)

        session.database.write(work)


def _asked(config: Config) -> Secret:
    prompt = secrets.terminal_prompt()
    text = prompt(f"Secret for {config.account.name}: ") if prompt else sys.stdin.readline(LONGEST)
    if not text.strip():
        raise SignInFailed(f"no secret came; for instance: {EXAMPLE}")
    return hide(Secret(text.strip()))


async def _tried(config: Config, secret: Secret) -> str:
    kind = registry.kind(config.account.backend)
    backend = kind.build(config.for_backend(), config.me.name or "", secret.reveal())
    try:
        me = (await backend.whoami()).me
    finally:
        await backend.aclose()
    return me.name or me.id

"""``workboard logout``: the secret out of the keyring."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.cli import out
from workboard.cli.login import settings
from workboard.host import secrets

ABOUT = "Take the secret out of the system's keyring. What is stored on this machine stays."
EXAMPLE = "workboard logout"


def arguments(parser: ArgumentParser) -> None:
    """None of its own."""


def run(args: Namespace) -> int:
    config = settings(args)
    was_there = secrets.forget(config.account)
    if args.json:
        out.json_line({"account": config.account.name, "removed": was_there})
    else:
        out.line("The secret is out of the keyring." if was_there else "There was none in the keyring.")
    return 0

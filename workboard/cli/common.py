"""What every subcommand shares: the door to a session, and the words of its flags. Light: no argparse."""

from __future__ import annotations

import os
import sys

from workboard.bootstrap.session import Options, Session, open_session
from workboard.domain.errors import UsageError, WorkboardError
from workboard.domain.text import clean, safe
from workboard.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:  # a question with plain flags is answered without argparse
    from argparse import Namespace

MOST_STDIN = 4_000_000
LONGEST_HOLD_S = 3600


class Nothing(WorkboardError):
    """There is nothing to show or to act on."""

    exit_code = 1


def options(args: Namespace, *, running: bool = False) -> Options:
    return Options(args.config, args.data_dir, args.now, running, os.environ)


def reading(args: Namespace, *, quiet: bool = False) -> Session:
    """For a question: makes no file where there is none. ``quiet``: a policy that cannot be used is told otherwise."""
    session = open_session(options(args), writes=False)
    if session.policy_warning is not None and not quiet:
        _tell_of_the_policy(args, session.policy_warning)
    return session


def writing(args: Namespace, *, running: bool = False) -> Session:
    """For an act. What had to be done to the file first is said on stderr."""
    from workboard.host import log

    log.hush()
    from workboard.cli.main import complain

    session = open_session(options(args, running=running))
    session.complain = complain
    for one in session.database.warnings:
        complain(one)
    if session.policy_warning is not None:
        _tell_of_the_policy(args, session.policy_warning)
    return session


def _tell_of_the_policy(args: Namespace, warning: str) -> None:
    """Which policy is in use instead, and what is wrong with the file; to people, not to programs."""
    if getattr(args, "json", False) or getattr(args, "porcelain", False):
        return
    from workboard.cli.main import complain

    complain(f"{warning}; workboard policy check says more")


def text_argument(words: list[str]) -> str:
    """What was typed after the ticket; ``-`` reads standard input."""
    if words != ["-"]:
        return " ".join(words)
    raw = sys.stdin.buffer.read(MOST_STDIN + 1) if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    if len(raw) > MOST_STDIN:
        raise UsageError("standard input is too long for a note: attach it as a file in the help desk")
    return clean(raw.decode("utf-8", "replace")).rstrip("\n")


def minutes_flag(text: str | None, flag: str = "--time", least: int = 0) -> int | None:
    """``15m``, ``1h30``, ``1.5h``, ``0m``: the same words as in a note."""
    if text is None:
        return None
    from workboard.domain.quick_note import parse

    found = parse("+" + text.strip())
    if found.minutes is None or found.text or found.minutes < least:
        raise UsageError(f"{flag}: {safe(text)} is no time; write 15m, 1h30{'' if least else ' or 0m'}")
    return found.minutes


def hold_flag(text: str | None) -> int:
    """``--hold 10s`` in milliseconds; none: it may leave at once."""
    if text is None:
        return 0
    from workboard.settings.values import seconds

    held = seconds(text)
    if held > LONGEST_HOLD_S:
        raise UsageError(f"--hold: {safe(text)} is too long; an hour (60m) at most")
    return 1000 * held

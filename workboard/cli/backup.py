"""``workboard backup``: a copy of the database that can be carried away."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from workboard.cli import out
from workboard.cli.common import Nothing, reading
from workboard.domain.errors import NotStored, UsageError
from workboard.host.clock import Clock
from workboard.host.paths import plain_path
from workboard.store import backup
from workboard.store.connection import create_private
from workboard.store.schema import VERSION

ABOUT = (
    "A copy of the database as it is now, also while a board is open; checked, and readable by nobody else. Without\n"
    "FILE it goes to backups/ in the data folder, where workboard puts one of its own every day."
)
EXAMPLE = "workboard backup /media/stick/workboard.db"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to; never over something, but with --force")
    parser.add_argument("--force", action="store_true", help="replace FILE")


def run(args: Namespace) -> int:
    with reading(args) as session:
        database = session.places.database_file
        if session.database.path != database:
            raise Nothing(f"there is no database in {plain_path(session.places.data_dir)} yet; nothing to copy")
        copy = _copy(database, args)
    size, tickets = os.path.getsize(copy), backup.tickets_in(copy)
    if args.json:
        out.json_line({"file": copy, "bytes": size, "tickets": tickets})
    else:
        out.line(f"{plain_path(copy)}: {size:,} bytes, {out.count(tickets, 'ticket')}, checked.")
    return 0


def _copy(database: str, args: Namespace) -> str:
    if args.file is None:
        return backup.take(database, Clock().now(), VERSION)
    target = _target(args.file, database)
    if args.force:
        return _made(database, target)
    _reserve(target)
    try:
        return _made(database, target)
    except BaseException:
        os.unlink(target)
        raise


def _target(name: str, database: str) -> str:
    if not name or "\0" in name:
        raise UsageError("that is no name for a file; for instance workboard backup workboard.db")
    target = os.path.abspath(os.path.expanduser(name))
    if os.path.isdir(target):
        raise UsageError(f"{plain_path(target)} is a folder; name a file in it")
    beside = os.path.realpath(os.path.dirname(target)) == os.path.realpath(os.path.dirname(database))
    if beside and os.path.basename(target).startswith(os.path.basename(database)):
        raise UsageError(f"{plain_path(target)} belongs to the database itself; choose another name")
    return target


def _reserve(target: str) -> None:
    """Nobody else's file of this name is ever replaced, not even one made in this moment."""
    try:
        if os.path.lexists(target):
            raise FileExistsError
        create_private(target)
    except FileExistsError:
        raise UsageError(f"{plain_path(target)} exists; --force replaces it") from None
    except OSError as error:
        raise _refused(target, error) from None


def _made(database: str, target: str) -> str:
    try:
        return backup.copy_to(database, target)
    except OSError as error:
        raise _refused(target, error) from None


def _refused(target: str, error: OSError) -> NotStored:
    why = (error.strerror or "no access").lower()
    return NotStored(f"{plain_path(target)} cannot be written ({why}); name a file in another folder")

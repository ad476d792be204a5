"""What ``workboard doctor`` sees in the data folder: the database, its spool, its backups, who may read them."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from typing import Final, NamedTuple

from workboard.cli import out
from workboard.host.paths import Places, others_may_read, plain_path
from workboard.store import backup, replay, unsaved
from workboard.store.database import Database
from workboard.store.spool import Spool, spool_of
from workboard.store.trouble import REMEDY, sqlite_with_reset_bug, suspect

OLD_BACKUP_MS: Final = 3 * backup.DAY_MS


class Finding(NamedTuple):
    """``code`` is for programs; ``what`` is wrong, ``remedy`` what to do."""

    code: str
    what: str
    remedy: str


def findings(where: Places, database: Database) -> Iterator[Finding]:
    """What somebody has to do something about."""
    path = where.database_file
    if database.path != path:
        return  # there is none yet
    if not backup.sound(path):
        suspect(path)  # so that whoever opens it next looks closer
        yield Finding("database", f"{plain_path(path)} does not pass SQLite's check", REMEDY)
    yield from _spooled(database, spool_of(path))
    for place in unsaved.waiting(path):
        what = f"words that could not be stored are in {plain_path(place.path)}"
        yield Finding("unsaved", what, "open workboard: they come back as drafts")
    yield from _modes(where)


def _spooled(database: Database, spool: Spool) -> Iterator[Finding]:
    try:
        found = spool.read()
    except OSError as error:
        yield Finding("spool", f"{plain_path(spool.path)} cannot be read ({error})", "see who owns it")
        return
    lacking = len(replay.missing(database.read(), found.lines))
    if lacking:
        what = f"{out.count(lacking, 'act')} of yours in {plain_path(spool.path)} not in the database"
        yield Finding("spool", what, "close every workboard, then open one: they come back")
    if found.spoilt:
        what = f"{out.count(len(found.spoilt), 'line')} of {plain_path(spool.path)} cannot be read"
        yield Finding("spool", what, "see the disk; the database has what they said, and they are kept aside")


def _modes(where: Places) -> Iterator[Finding]:
    path = where.database_file
    private = (where.data_dir, path, path + "-wal", path + "-shm", spool_of(path).path, backup.folder_of(path))
    open_to_others = [one for one in private if os.path.exists(one) and others_may_read(os.stat(one))]
    if open_to_others and stat.S_IMODE(os.stat(where.data_dir).st_mode) & 0o077:
        names = " ".join(f"'{plain_path(one)}'" for one in open_to_others)
        yield Finding("modes", f"others may read {plain_path(open_to_others[0])}", f"chmod go-rwx {names}")


def notes(path: str, now: int) -> Iterator[Finding]:
    """For information: nothing has to be done."""
    old = sqlite_with_reset_bug()
    if old is not None:
        what = f"SQLite {old} has a fault that workboard works around (two programs writing at once; fixed in 3.51.3)"
        yield Finding("sqlite", what, "workboard takes care that only one tidies up; a newer Python brings a newer one")
    if not os.path.exists(path):
        return
    newest = next(iter(backup.copies(path)), None)
    if newest is None or now - newest.at > OLD_BACKUP_MS:
        when = "there is no backup yet" if newest is None else f"the newest backup is of {backup.told(newest.at)}"
        yield Finding("backup", when, "workboard backup makes one; an open board makes one a day")
    aside = sorted(glob.glob(f"{glob.escape(path)}.damaged-*Z"))
    if aside:
        what = f"{out.count(len(aside), 'damaged database')} put aside, the newest {plain_path(aside[-1])}"
        yield Finding("damaged", what, "remove it when nothing is missing")

"""Bring a file to the newest schema in one transaction, by sqlite-utils (loaded only when it is needed)."""

from __future__ import annotations

import sqlite3

from workboard.domain.errors import NeedsPerson
from workboard.store.connection import version
from workboard.store.schema import ADDED, APPLICATION_ID, VERSION


def bring_up(connection: sqlite3.Connection, path: str, now: int) -> None:
    """A file older than this program: nobody else may be at it, and a backup comes first. A new one has nothing to
    lose. ``NeedsPerson`` when another workboard is open."""
    if version(connection) == 0:
        return migrate(connection)
    from workboard.store import backup
    from workboard.store.lock import sync_lock

    lock = sync_lock(path)
    if not lock.take():
        raise NeedsPerson("the database needs this version's schema, and another workboard is open: close it first")
    try:
        old = version(connection)
        if old != VERSION:  # nobody else was quicker
            backup.take(path, now, old)
            migrate(connection)
    finally:
        lock.release()


def migrate(connection: sqlite3.Connection) -> None:
    """All missing steps in one IMMEDIATE transaction: safe to run twice, and from two processes at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version(connection) != VERSION:
            _apply(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database as Utils
    from sqlite_utils.migrations import Migrations

    steps = Migrations("workboard")
    for number, statements in enumerate(ADDED, start=1):
        steps(name=f"v{number}")(_step(number, statements))
    steps.apply(Utils(connection, execute_plugins=False))


def _step(number: int, statements: tuple[str, ...]):  # type: ignore[no-untyped-def]
    def run(db) -> None:  # type: ignore[no-untyped-def]
        for statement in statements:
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version = {number}")
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    return run

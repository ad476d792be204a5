"""A help desk may hold any date, and some hold *never*: no command and no board breaks on one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import Desk
from workboard.board.face import paint, text_of
from workboard.board.look import board_view
from workboard.board.words import when
from workboard.bootstrap.session import Options, open_session
from workboard.cli.shape import instant
from workboard.domain.exported import exact
from workboard.domain.text import cell_width

NEVER = 253_402_350_399_000
"""9999-12-31T23:59:59-14:00: in UTC behind the last year there is"""
YEAR_1 = -62_135_596_800_000 - 14 * 3_600_000
FAR = (NEVER, YEAR_1, 1 << 62, -(1 << 62))
DATES = {
    "ticket": ("created_at", "updated_at", "due_at", "window_from_at", "window_until_at"),
    "activity": ("start_at",),
    "message": ("at",),
}
COMMANDS = (
    ("next",), ("plan",), ("replies",), ("status",), ("progress",), ("lost",), ("lint",), ("log",), ("doctor",),
    ("why", "48213"), ("say", "48213"), ("outbox",), ("note", "48213", "Looked"),
)  # fmt: skip


def spoil(desk: Desk, far: int) -> None:
    """Every date of every ticket, activity and message that has one, and the one shown has them all."""
    with closing(sqlite3.connect(desk.folder / "data" / "workboard.db")) as base:
        for table, columns in DATES.items():
            for column in columns:
                base.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IS NOT NULL", (far,))
        base.execute("UPDATE ticket SET due_at = ?, window_until_at = ? WHERE number = '48213'", (far, far))
        base.commit()


@pytest.mark.parametrize("far", FAR)
def test_every_command_answers(demo: Desk, far: int) -> None:
    spoil(demo, far)
    for words in COMMANDS:
        for more in ((), ("--json",)):
            assert demo(*words, *more).code in (0, 1), (words, more)
    for words in (("export",), ("export", "--tickets"), ("export", "--format", "csv")):
        assert demo(*words).code == 0, words
    assert not (demo.folder / "data" / "logs").exists(), "no crash was written"


@pytest.mark.parametrize("far", FAR)
def test_the_board_is_drawn(demo: Desk, far: int) -> None:
    spoil(demo, far)
    options = Options(str(demo.folder / "config.toml"), str(demo.folder / "data"), "2026-11-24T10:42")
    with closing(open_session(options)) as session:
        assert when(session.desk, far)
        drawn = text_of(paint(board_view(session.desk), 80, 24)).splitlines()
    assert "PROGRESS" in "\n".join(drawn)
    assert max(map(cell_width, drawn)) <= 80


def test_never_reads_as_the_last_second_there_is() -> None:
    assert instant(NEVER) == exact(NEVER + 1)[:19] + "Z" == "9999-12-31T23:59:59Z"  # type: ignore[index]
    assert instant(YEAR_1) == exact(YEAR_1) == "0001-01-01T00:00:00Z"

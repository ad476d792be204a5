"""A board, three command lines and a watching sync on one database: every acknowledged note arrives once and in order,
nobody hears of a lock, and when the sender dies another one goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.process import running
from tests.support.several import LOCKED, Board, Place, Wal, Written, p99, watched_wal, wrongs
from tests.support.until import until_now

PENS = 3
NOTES = 500
WAL_MOST = 16 * 1024 * 1024
TYPED = 6


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with running() as desk:
        made = Place(tmp_path, desk)
        made.run("sync")
        yield made


def type_note(board: Board, place: Place, text: str) -> str:
    """With keys, while others write; returns the number of the ticket it went to."""
    before = len(board.written)
    os.write(board.master, b"n")
    board.until(lambda: b"INTERNAL" in board.written[before:], "the sheet")
    os.write(board.master, text.encode() + b"\x13")
    board.until(lambda: place.has(text), f"{text} on the disk")
    return str(place.value("SELECT ticket_id FROM note WHERE body = ?", text)).rsplit(":", 1)[1]


def check(place: Place, written: list[Written], wal: Wal, more: list[tuple[str, str]]) -> None:
    arrived = place.arrived()
    for one in [*(pen.said for pen in written), more]:
        assert wrongs(one, arrived) == {}
    assert len(arrived) == sum(len(pen.said) for pen in written) + len(more)
    assert [pen.complaints for pen in written] == [""] * len(written)
    assert [pen.loose_checkpoints for pen in written] == [0] * len(written)
    assert LOCKED.search(place.logs()) is None
    assert 0 < wal.most < WAL_MOST


def figures(written: list[Written], wal: Wal) -> str:
    commits = [one for pen in written for one in pen.commits_ms]
    return (
        f"{sum(len(pen.said) for pen in written)} notes from {len(written)} command lines, 0 lost, 0 doubled; "
        f"commit p50 {sorted(commits)[len(commits) // 2]:.1f} ms, p99 {p99(commits):.1f} ms, "
        f"longest {max(commits):.0f} ms; write-ahead log at most {wal.most / 1024 / 1024:.1f} MB"
    )


def test_a_board_and_three_command_lines(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    with place.board() as board, watched_wal(place.database) as wal:
        board.until(lambda: b"PROGRESS" in board.written, "the board")
        until_now(lambda: place.holder() == board.process.pid, 60)
        pens = [place.pen(str(serial), NOTES) for serial in range(PENS)]
        typed = []
        for number in range(TYPED):
            text = f"Typed {number}."
            typed.append((type_note(board, place, text), text))
            place.run("note", "3", f"Called {number}.")
            typed.append(("3", f"Called {number}."))
        written = [pen.result() for pen in pens]
        assert [len(pen.said) for pen in written] == [NOTES] * PENS
        board.until(place.all_sent, "everything sent", 300)
        assert LOCKED.search(board.written) is None
    check(place, written, wal, typed)
    with capsys.disabled():
        print(f"\n{figures(written, wal)}")


def test_the_sender_is_killed_and_another_goes_on(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """``sync --watch`` sends first; after its SIGKILL whoever comes first goes on, and in the end the board."""
    with (place.folder / "watch.txt").open("wb") as out, watched_wal(place.database) as wal:
        watch = place.start("sync", "--watch", out=out)
        until_now(lambda: place.holder() == watch.pid, 60)
        with place.board() as board:
            board.until(lambda: b"PROGRESS" in board.written, "the board")
            pens = [place.pen(str(serial), NOTES // 5) for serial in range(PENS)]
            typed = [(type_note(board, place, "Typed before."), "Typed before.")]
            board.until(lambda: len(place.arrived()) > 20, "the first of them at the desk", 60)
            assert place.holder() == watch.pid
            watch.kill()
            watch.wait()
            until_now(lambda: place.holder() is not None)
            typed.append((type_note(board, place, "Typed after."), "Typed after."))
            written = [pen.result() for pen in pens]
            until_now(lambda: place.holder() == board.process.pid, 60)
            board.until(place.all_sent, "everything sent", 120)
            assert LOCKED.search(board.written) is None
    check(place, written, wal, typed)
    assert LOCKED.search((place.folder / "watch.txt").read_bytes()) is None
    with capsys.disabled():
        print(f"\n{figures(written, wal)}")

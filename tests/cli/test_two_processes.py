"""The board, the command line and a watching sync on one database: the short version of ``make faults``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.desk.process import running
from tests.store.make import NOW, ticket
from tests.support.several import LOCKED, Place, wrongs
from tests.support.until import until, until_now
from tests.sync.fake_remote import FakeRemote
from tests.sync.rig import Rig
from workboard.domain.intent import AddNote
from workboard.store import connection

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc/locks")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with running() as desk:
        made = Place(tmp_path, desk)
        made.run("sync")
        yield made


def test_whoever_has_the_lock_sends_what_the_others_wrote_and_the_next_goes_on_when_it_is_killed(place: Place) -> None:
    with (place.folder / "watch.txt").open("wb") as out:
        watch = place.start("sync", "--watch", out=out)
        until_now(lambda: place.holder() == watch.pid, 60)
        pens = [place.pen(serial, 8) for serial in "ab"]
        written = [pen.result() for pen in pens]
        until_now(place.all_sent, 60)
        assert place.holder() == watch.pid
        watch.kill()
        watch.wait()
    place.run("note", "3", "After the kill.")
    until_now(place.all_sent, 60)
    arrived = place.arrived()
    for one in [*(pen.said for pen in written), [("3", "After the kill.")]]:
        assert wrongs(one, arrived) == {}
    assert len(arrived) == 17
    assert [(pen.complaints, pen.loose_checkpoints) for pen in written] == [("", 0)] * 2
    assert LOCKED.search((place.folder / "watch.txt").read_bytes() + place.logs()) is None


def test_the_board_shows_what_the_command_line_wrote_and_sends_it(place: Place) -> None:
    """The card shows the next step as soon as another process has written one."""
    with place.board() as board:
        board.until(lambda: b"PROGRESS" in board.written, "the board")
        until_now(lambda: place.holder() == board.process.pid, 60)
        number = place.current()
        before = len(board.written)
        place.run("note", number, "Found it. >Bring the spare fan")
        board.until(lambda: b"Bring the spare fan" in board.written[before:], "the next step")
        board.until(place.all_sent, "the note at the desk")
        os.write(board.master, b"n")
        board.until(lambda: b"INTERNAL" in board.written[before:], "the sheet")
        os.write(board.master, b"Fan changed.\x13")
        board.until(lambda: place.has("Fan changed."), "the note on the disk")
        board.rest()
        os.write(board.master, b"q")
        assert board.process.wait(20) == 0
        assert LOCKED.search(board.written) is None
    bodies = [text for ticket_number, text in place.arrived() if ticket_number == number]
    assert [text.splitlines()[0] for text in bodies] == ["Found it.", "Fan changed."]


class TwoDesks:
    """Two processes' worth of store and engine on one file, in one process; ``folded`` says who checkpointed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folded: list[str] = []
        remote = FakeRemote(lambda: NOW)
        remote.put(ticket("101"))
        self.desks = {name: self._opened(name, folder, remote, monkeypatch) for name in ("first", "second")}

    def _opened(self, name: str, folder: Path, remote: FakeRemote, monkeypatch: pytest.MonkeyPatch) -> Rig:
        plain = connection.plain

        def seen(path: str) -> object:
            made = plain(path)
            made.set_trace_callback(lambda sql: self.folded.append(name) if "wal_checkpoint" in sql else None)
            return made

        with monkeypatch.context() as patch:
            patch.setattr(connection, "plain", seen)
            made = Rig(folder, remote)
            made.database.write(lambda transaction: None)  # its writing connection is open now
        return made

    def close(self) -> None:
        for one in self.desks.values():
            one.close()


async def test_only_who_holds_the_lock_folds_the_log_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(TwoDesks(tmp_path, monkeypatch)) as both:
        first, second = both.desks.values()
        assert first.engine.hold()
        turns = [asyncio.create_task(one.engine.run()) for one in (first, second)]
        rows = [one.wish(AddNote("desk:ticket:101", "Looked.")) for one in (first, second)]
        await until(lambda: first.database.notice_foreign() or first.state(rows[1]) == "done")
        await until(lambda: {first.state(row) for row in rows} == {"done"} and both.folded)
        assert set(both.folded) == {"first"}
        both.folded.clear()
        turns[0].cancel()
        await asyncio.gather(turns[0], return_exceptions=True)
        await until(lambda: "second" in both.folded, 20)
        turns[1].cancel()
        await asyncio.gather(turns[1], return_exceptions=True)

"""A real server put back to a backup: what it says of what it forgot, and that everything is read anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.real import oracle
from tests.real.conftest import Technician
from tests.rt.server import RequestTracker


def test_a_restored_server_is_noticed_and_read_anew(ana: Technician, tracker: RequestTracker) -> None:
    ana.init()
    ana.json("sync")
    tracker.stop()
    backup = tracker.copy_to(tracker.directory.parent / "backup")
    tracker.start(tracker.port)
    number = str(oracle.tickets_of(tracker.directory, "ana")[0]["id"])
    for text in ("Said after the backup.", "And this."):
        tracker.ask("ben", f"ticket/{number}/comment", {"Content": text, "ContentType": "text/plain"})
    assert ana.json("sync")["pulled"]["messages"] == 2
    port = tracker.port
    tracker.stop()
    backup.start(port)
    try:
        again = ana.json("sync")["pulled"]
        assert again["tickets"] >= 38, "read from the beginning"
        after = ana.json("sync")["pulled"]
        assert (after["tickets"], after["messages"]) == (0, 0)
        with closing(sqlite3.connect(ana.data / "workboard.db")) as database:
            sql = "SELECT count(*) FROM message WHERE body LIKE '%after the backup%'"
            assert database.execute(sql).fetchall() == [(0,)]
    finally:
        backup.stop()

"""The server stops, dies and comes back, a sender is killed, and colleagues go on working: nothing is lost, nothing
is there twice, and what cannot be done is said."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.real import oracle
from tests.real.desk import CLIENT, Desk, of
from tests.rt.server import RequestTracker
from tests.support.proxy import Kind, Proxy, Toxic
from tests.support.until import until_now
from workboard.board import notes
from workboard.domain.errors import Unreachable
from workboard.domain.intent import AddNote, Answer, Intent, OpenTicket, SetCategory
from workboard.store import account


@pytest.fixture(scope="module")
def server(trackers: Callable[..., RequestTracker]) -> Iterator[RequestTracker]:
    with trackers("stock") as tracker:
        tracker.start()
        yield tracker


@pytest.fixture
def desk(server: RequestTracker, tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(server, tmp_path, server.url)) as made:
        yield made


# --- the server -----------------------------------------------------------------------------------


def test_thirty_notes_while_the_server_stops_dies_in_the_middle_and_comes_back(desk: Desk) -> None:
    server, tickets = desk.server, [desk.fresh() for _ in range(3)]
    desk.sync()
    port, mailed = server.port, len(server.mails())
    server.stop()
    written = {ticket: [f"Note {n} on {ticket}." for n in range(10)] for ticket in tickets}
    for n in range(10):
        for ticket in tickets:
            text = f"{written[ticket][n]} +{n + 1}m"
            asyncio.run(notes.add(desk.session.desk, of(ticket), text, hold_ms=0, measure=False))
    report = desk.sync()
    assert isinstance(report.error, Unreachable)
    assert (report.waiting, state(desk)) == (30, "offline")

    server.start(port)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(desk.sync)
        until_now(lambda: len(desk.notes(tickets[0])) >= 4, 60)
        server.kill()
        report = running.result()
    assert report.error is not None
    assert 0 < report.waiting + report.uncertain < 30

    server.start(port)
    until_now(lambda: all_sent(desk), 60)
    assert {ticket: desk.notes(ticket) for ticket in tickets} == written
    for ticket in tickets:
        assert [one.minutes for one in server.history(ticket) if one.type == "Comment"] == list(range(1, 11))
    assert [one for one in server.mails()[mailed:] if CLIENT in str(one["To"])] == []
    assert state(desk) == "ok"


def state(desk: Desk) -> str:
    found = account.load(desk.session.database.read())
    assert found is not None
    return found.state


def all_sent(desk: Desk) -> bool:
    report = desk.sync()
    assert report.rejected == report.conflicts == 0
    return report.waiting + report.uncertain == 0 and report.error is None


# --- the sender -----------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["hold", "swallow"])
def test_a_sender_killed_between_the_request_and_its_answer(server: RequestTracker, tmp_path: Path, at: Kind) -> None:
    """``workboard sync`` as a process of its own, killed three times: before the server saw the request, or after
    it had carried it out."""
    with Proxy(server.port) as line:
        desk = Desk(server, tmp_path, line.url)
        noted, answered = desk.fresh(), desk.fresh()
        desk.sync()
        mailed = len(server.mails())
        title = f"Fuse {noted} blows"
        wishes: list[tuple[Intent, str]] = [
            (AddNote(of(noted), "Looked.", 15), f"/{noted}/comment"),
            (Answer(of(answered), "Try it now."), f"/{answered}/correspond"),
            (OpenTicket("helpdesk:ticket:new-1", title, "", "Kim", mine=True, queue="Service Desk"), "/ticket"),
        ]
        for intent, _ in wishes:
            desk.wish(intent)
        desk.close()
        line.clear()
        for _, path in wishes:
            line.plan(Toxic(at, "POST", path))
            kill_in_flight(desk, line, path, committed=at == "swallow")
        assert desk.ana.json("sync")["waiting"] == 0
        assert desk.ana.json("status")["attention"] == 0
    assert desk.notes(noted) == ["Looked."]
    said = [one.text.strip() for one in server.history(answered) if one.type == "Correspond"]
    assert (said, server.ticket(answered)["Status"]) == (["Try it now."], "stalled")
    assert len(oracle.rows(server.directory, "SELECT id FROM Tickets WHERE Subject = ?", title)) == 1
    told = [one for one in server.mails()[mailed:] if CLIENT in str(one["To"])]
    assert [str(one["Subject"]) for one in told] == [f"[support #{answered}] Kettle is cold"]


def kill_in_flight(desk: Desk, line: Proxy, path: str, *, committed: bool) -> None:
    """Start a sender, wait until this request is on its way (or carried out), and end it with SIGKILL."""
    flags = ["--config", str(desk.ana.config), "--data-dir", str(desk.ana.data)]
    there = line.answers if committed else line.seen
    command = [sys.executable, "-m", "workboard", "sync", *flags]
    process = subprocess.Popen(command, env={**os.environ, **desk.ana.environ}, stdout=subprocess.DEVNULL)
    try:
        until_now(lambda: any(one.startswith("POST ") and one.split()[1].endswith(path) for one in there), 30)
    finally:
        process.kill()
        process.wait()


# --- the others -----------------------------------------------------------------------------------


def test_what_colleagues_did_meanwhile(desk: Desk) -> None:
    """A note goes to the ticket wherever it is by now; a status that is another by now is for a person."""
    server = desk.server
    given, merged, into, deleted, moved = (desk.fresh() for _ in range(5))
    desk.sync()
    for ticket in (given, merged, deleted):
        desk.wish(AddNote(of(ticket), f"Looked at {ticket}."))
    closes = [desk.wish(SetCategory(of(ticket), "done", "new")) for ticket in (moved, merged)]
    server.ask("dora", f"ticket/{given}", {"Owner": "ben"}, "PUT")
    server.ask("dora", f"ticket/{merged}", {"MergeInto": into}, "PUT")
    server.ask("dora", f"ticket/{deleted}", {"Status": "deleted"}, "PUT")
    server.ask("dora", f"ticket/{moved}", {"Status": "stalled"}, "PUT")
    report = desk.sync()
    assert (report.sent, report.waiting, report.rejected, report.conflicts) == (3, 0, 1, 1)
    assert desk.notes(given) == [f"Looked at {given}."]
    assert desk.notes(into) == [f"Looked at {merged}."]
    assert desk.notes(deleted) == [f"Looked at {deleted}."]
    assert [desk.row(one).state for one in closes] == ["conflict", "rejected"]
    assert f"merged into {into}" in (desk.row(closes[1]).reason or "")
    assert (server.ticket(moved)["Status"], server.ticket(into)["Status"]) == ("stalled", "new")


def test_without_the_right_a_note_is_refused_in_words_and_goes_when_it_is_given(desk: Desk) -> None:
    server, ticket = desk.server, desk.fresh()
    desk.sync()
    row = desk.wish(AddNote(of(ticket), "Looked."))
    with without_rights(server, "CommentOnTicket", "ModifyTicket"):
        report = desk.sync()
        assert (report.sent, report.rejected) == (0, 1)
    entry = desk.row(row)
    assert (entry.state, entry.intent) == ("rejected", AddNote(of(ticket), "Looked."))
    assert "Permission Denied" in (entry.reason or "")
    assert desk.notes(ticket) == []
    desk.close()
    assert desk.ana.json("outbox", "retry", row)[0]["state"] == "sent"
    assert desk.notes(ticket) == ["Looked."]


@contextmanager
def without_rights(server: RequestTracker, *names: str) -> Iterator[None]:
    """Technicians lose these rights; the server is started anew, since it remembers who may what."""
    marks = ", ".join("?" for _ in names)
    rows = oracle.rows(server.directory, f"SELECT * FROM ACL WHERE RightName IN ({marks})", *names)
    assert {row["RightName"] for row in rows} == set(names)
    server.stop()
    with closing(sqlite3.connect(server.directory / "rt.sqlite3")) as database, database:
        database.execute(f"DELETE FROM ACL WHERE RightName IN ({marks})", names)
    server.start(server.port)
    yield
    server.stop()
    with closing(sqlite3.connect(server.directory / "rt.sqlite3")) as database, database:
        for row in rows:
            database.execute(
                f"INSERT INTO ACL ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})", tuple(row.values())
            )
    server.start(server.port)

"""The line breaks between a write and its answer: what was wished is on the server exactly once, and a client
gets one mail. The oracle is the server's own database and its outgoing mail."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.real import oracle
from tests.real.desk import CLIENT, Desk, of
from tests.real.wishes import Cases
from tests.rt.server import RequestTracker
from tests.support.proxy import Kind, Proxy, Toxic
from tests.support.until import until_now
from workboard.backends.patience import Patience
from workboard.domain.errors import SignInFailed
from workboard.domain.intent import (
    AddNote,
    Answer,
    SetCategory,
)
from workboard.store import account, by_hand


class FarDesk(Desk):
    """A desk at the far end of a bad line."""

    def __init__(self, server: RequestTracker, folder: Path, line: Proxy, marker: str | None) -> None:
        self.line = line
        self.marked = marker is not None
        super().__init__(server, folder, line.url, marker)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


@pytest.fixture(scope="module", params=["msp", "stock"])
def desk(request: pytest.FixtureRequest, folders: Path) -> Iterator[FarDesk]:
    """Once with a reply status and a field for the marker, once as Request Tracker comes out of the box."""
    with RequestTracker.cached(folders / request.param / "rt", request.param) as server:
        server.start()
        with Proxy(server.port) as line:
            made = FarDesk(server, folders / request.param, line, "Marker" if request.param == "msp" else None)
            yield made
            made.close()


def to_clients(mails: Sequence[EmailMessage]) -> list[EmailMessage]:
    return [one for one in mails if CLIENT in str(one["To"])]


CHECKED = ["pending", "inflight", "uncertain", "done"]
AGAIN = ["pending", "inflight", "uncertain", "pending", "inflight", "done"]


@pytest.mark.parametrize(
    ("cut", "way"), [("reset before", AGAIN), ("cut before answer", CHECKED), ("cut in answer", CHECKED)]
)
def test_every_wish_arrives_once(desk: FarDesk, cut: Kind, way: list[str]) -> None:
    """Each of the eight loses its line at its one request that writes, and is looked for before it is sent again."""
    cases = Cases(desk)
    mailed = len(desk.server.mails())
    desk.line.clear()
    for one in cases.all:
        desk.line.plan(Toxic(cut, *one.request))
    rows = {one.name: desk.wish(one.intent) for one in cases.all}
    report = desk.sync()
    assert (report.sent, report.waiting, report.uncertain, report.rejected) == (len(rows), 0, 0, 0)
    assert {name: desk.way(row) for name, row in rows.items()} == dict.fromkeys(rows, way)
    assert len(desk.line.met(cut)) == len(rows)
    assert {one.name: one.times() for one in cases.all} == dict.fromkeys(rows, 1)
    assert desk.server.ticket(cases.answered)["Status"] in ("waiting-client", "stalled")
    assert [one.minutes for one in desk.server.history(cases.noted) if one.type == "Comment"] == [15]
    (mail,) = [one for one in to_clients(desk.server.mails()[mailed:]) if f"#{cases.answered}]" in one["Subject"]]
    assert "wb:" not in mail.as_string()
    assert desk.sync().sent == 0


@pytest.mark.parametrize(
    ("cut", "way"), [("reset before", AGAIN), ("cut before answer", CHECKED), ("cut in answer", CHECKED)]
)
def test_a_date_arrives_once(desk: FarDesk, cut: Kind, way: list[str]) -> None:
    one = Cases(desk).date()
    mailed = len(desk.server.mails())
    desk.line.clear()
    desk.line.plan(Toxic(cut, *one.request))
    row = desk.wish(one.intent)
    assert desk.sync().sent == 1
    assert desk.way(row) == way
    assert len(desk.line.met(cut)) == 1
    assert one.times() == 1
    assert to_clients(desk.server.mails()[mailed:]) == []
    assert desk.sync().sent == 0


def test_what_a_dead_line_never_answers_is_checked(desk: FarDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes, or an answer that takes for ever: the deadline ends both, the look that follows tells. What is
    only slow is waited for."""
    monkeypatch.setattr("workboard.backends.patience.BACKGROUND", Patience(write_s=2))
    tickets = [desk.fresh() for _ in range(3)]
    desk.sync()
    desk.line.clear()
    desk.line.plan(Toxic("swallow", "POST", f"/{tickets[0]}/comment"))
    desk.line.plan(Toxic("drip", "POST", f"/{tickets[1]}/comment"))
    desk.line.plan(Toxic("delay", "POST", f"/{tickets[2]}/comment"))
    rows = [desk.wish(AddNote(of(ticket), "Looked.")) for ticket in tickets]
    assert desk.sync().sent == 3
    assert [desk.way(row) for row in rows] == [CHECKED, CHECKED, ["pending", "inflight", "done"]]
    assert [desk.notes(ticket) for ticket in tickets] == [["Looked."]] * 3
    assert len(desk.line.met("delay")) == 1


def test_what_arrives_late_but_within_the_settle_time_is_there_once(desk: FarDesk) -> None:
    """The server takes it after the line has broken; whoever looks at once would send it a second time."""
    ticket = desk.fresh()
    desk.sync()
    desk.line.clear()
    desk.line.plan(Toxic("late", "POST", f"/{ticket}/comment"))
    row = desk.wish(AddNote(of(ticket), "Looked."))
    with desk.clock_in_hand(settle_s=30) as clock:
        assert desk.sync().uncertain == 1
        assert desk.notes(ticket) == []
        desk.line.release()
        until_now(lambda: desk.line.met("late"))
        clock.wall_ms += 31_000
        assert desk.sync().uncertain == 0
    assert desk.way(row) == CHECKED
    assert desk.notes(ticket) == ["Looked."]


# --- the marker in a field of its own ---------------------------------------------------------------


def test_an_answer_is_known_by_the_field_where_there_is_one(desk: FarDesk) -> None:
    """The same words were sent by other means meanwhile: without the field that is a case for a person."""
    ticket = desk.fresh()
    desk.sync()
    same = {"Content": "Try it now.", "ContentType": "text/plain"}
    desk.server.ask("ana", f"ticket/{ticket}/correspond", same)
    desk.line.clear()
    desk.line.plan(Toxic("cut before answer", "POST", f"/{ticket}/correspond"))
    row = desk.wish(Answer(of(ticket), "Try it now."))
    desk.sync()
    entry = desk.row(row)
    answers = [one.text.strip() for one in desk.server.history(ticket) if one.type == "Correspond"]
    assert answers == ["Try it now."] * 2
    fields = oracle.rows(
        desk.server.directory,
        "SELECT v.ObjectId FROM ObjectCustomFieldValues v JOIN CustomFields c ON c.id = v.CustomField"
        " WHERE c.Name = 'Marker' AND v.Content = ?",
        entry.marker,
    )
    if desk.marked:
        assert (entry.state, [str(one["ObjectId"]) for one in fields]) == ("done", [entry.remote_id])
        return
    assert (entry.state, fields) == ("rejected", [])
    assert "twice" in (entry.reason or "")
    desk.session.database.write(lambda tx: by_hand.drop(tx, entry, desk.session.desk.now()))


def test_an_answer_read_before_it_is_looked_for_still_moves_its_ticket(desk: FarDesk) -> None:
    """Its text comes with the next reading; where the ticket was to stand, only the look sees to."""
    ticket = desk.fresh()
    desk.sync()
    desk.line.clear()
    desk.line.plan(Toxic("cut before answer", "POST", f"/{ticket}/correspond"))
    row = desk.wish(Answer(of(ticket), "Try it now.", then="done"))
    with desk.clock_in_hand(settle_s=30) as clock:
        assert desk.sync().uncertain == 1
        assert desk.server.ticket(ticket)["Status"] != "resolved"
        clock.wall_ms += 31_000
        assert desk.sync().uncertain == 0
    assert desk.way(row) == ["pending", "inflight", *(["uncertain"] * (2 if desk.marked else 1)), "done"]
    assert desk.server.ticket(ticket)["Status"] == "resolved"
    answers = [one.text.strip() for one in desk.server.history(ticket) if one.type == "Correspond"]
    assert answers == ["Try it now."]


# --- words of another lifecycle -------------------------------------------------------------------


def test_a_queue_with_a_lifecycle_of_its_own_gets_its_own_words(desk: FarDesk) -> None:
    """The queue General comes with Request Tracker and keeps the statuses of the box."""
    ticket = desk.fresh(Queue="General")
    desk.sync()
    row = desk.wish(SetCategory(of(ticket), "waiting_client", "new"))
    assert desk.sync().sent == 1
    assert desk.way(row)[-1] == "done"
    assert desk.server.ticket(ticket)["Status"] == "stalled"


# --- the token ------------------------------------------------------------------------------------


def test_a_token_that_is_taken_away_holds_everything_until_it_is_back(desk: FarDesk) -> None:
    tickets = [desk.fresh() for _ in range(3)]
    desk.sync()
    for ticket in tickets:
        desk.wish(AddNote(of(ticket), "Looked."))
    with no_token(desk.server):
        report = desk.sync()
        assert isinstance(report.error, SignInFailed)
        assert (report.sent, report.waiting, report.rejected) == (0, 3, 0)
        found = account.load(desk.session.database.read())
        assert found is not None
        assert found.state == "auth"
    assert desk.sync().sent == 3
    assert [desk.notes(ticket) for ticket in tickets] == [["Looked."]] * 3
    found = account.load(desk.session.database.read())
    assert found is not None
    assert found.state == "ok"


@contextmanager
def no_token(server: RequestTracker) -> Iterator[None]:
    """Ana's token is not good any more, and then it is again."""
    change = "UPDATE AuthTokens SET Token = replace(Token, ?, ?) WHERE Owner = ?"
    for old, new in (("!bcrypt!", "!taken!"), ("!taken!", "!bcrypt!")):
        with closing(sqlite3.connect(server.directory / "rt.sqlite3", timeout=30)) as database, database:
            assert database.execute(change, (old, new, server.users["ana"]["id"])).rowcount == 1
        if new == "!taken!":
            yield

"""What happened at this desk: drafts to the byte, one running activity, one open stretch, the account's state."""

from __future__ import annotations

import sqlite3

import pytest

from tests.store.make import MINUTE, NOW
from workboard.domain.activity import Work
from workboard.domain.interruption import Stretch
from workboard.store import account, drafts, goals, intervals, journal
from workboard.store.database import Database
from workboard.store.drafts import Draft

TICKET = "desk:ticket:101"
TYPED = "  half a word\r\n\tand [brackets] \x1b[31m \u202e é e\u0301 \U0001f600\n\n"


def test_a_draft_comes_back_byte_for_byte(database: Database) -> None:
    one = Draft(TICKET, "note", TYPED, 3, 14, True, NOW)
    database.write(lambda tx: drafts.save(tx, one))
    assert drafts.find(database.read(), TICKET, "note") == one
    database.write(lambda tx: drafts.save(tx, one._replace(body="less")))
    assert drafts.find(database.read(), TICKET, "note") == one._replace(body="less")
    assert drafts.find(database.read(), TICKET, "answer") is None
    database.write(lambda tx: drafts.drop(tx, TICKET, "note"))
    assert drafts.find(database.read(), TICKET, "note") is None


def test_a_place_is_remembered_and_forgotten(database: Database) -> None:
    database.write(lambda tx: journal.set_place(tx, "screen", "replies", NOW))
    assert journal.place(database.read(), "screen") == "replies"
    database.write(lambda tx: journal.set_place(tx, "screen", None, NOW))
    assert journal.place(database.read(), "screen") is None


def test_one_runs_at_a_time_by_constraint(database: Database) -> None:
    first = Work("desk:derived:1", "desk:ticket:1", "running", NOW)
    database.write(lambda tx: journal.set_work(tx, first))
    with pytest.raises(sqlite3.IntegrityError):
        database.write(lambda tx: journal.set_work(tx, Work("desk:derived:2", "desk:ticket:2", "running", NOW)))
    assert journal.running(database.read()) == first
    database.write(lambda tx: journal.set_work(tx, first._replace(state="parked", sleep_until_at=NOW + MINUTE)))
    assert journal.running(database.read()) is None
    assert [one.state for one in journal.work_on(database.read(), first.ticket_id)] == ["parked"]


def test_one_stretch_is_open_at_a_time_by_constraint(database: Database) -> None:
    database.write(lambda tx: intervals.begin(tx, Stretch("i1", "activity", "desk:derived:1", NOW)))
    with pytest.raises(sqlite3.IntegrityError):
        database.write(lambda tx: intervals.begin(tx, Stretch("i2", "activity", "desk:derived:2", NOW)))
    database.write(lambda tx: intervals.end(tx, NOW + MINUTE))
    database.write(lambda tx: intervals.begin(tx, Stretch("i2", "activity", "desk:derived:2", NOW + MINUTE)))
    assert intervals.segments(database.read(), "desk:derived:1") == [(NOW, NOW + MINUTE)]


def test_a_clock_set_back_ends_no_stretch_before_it_began(database: Database) -> None:
    database.write(lambda tx: intervals.begin(tx, Stretch("i1", "activity", "desk:derived:1", NOW)))
    database.write(lambda tx: intervals.end(tx, NOW - MINUTE))
    assert intervals.segments(database.read(), "desk:derived:1") == [(NOW, NOW)]


def test_only_what_was_skipped_for_the_order_wakes(database: Database) -> None:
    def work(name: str, reason: str) -> Work:
        return Work(f"desk:derived:{name}", f"desk:ticket:{name}", "skipped", NOW, NOW + MINUTE, None, reason)

    for one in (work("1", "wrong order"), work("2", "needs vendor")):
        database.write(lambda tx, one=one: journal.set_work(tx, one))  # type: ignore[misc]
    database.write(lambda tx: journal.wake_others(tx, "wrong order"))
    assert [one.sleep_until_at for one in journal.work_on(database.read(), "desk:ticket:1")] == [None]
    assert [one.sleep_until_at for one in journal.work_on(database.read(), "desk:ticket:2")] == [NOW + MINUTE]


def test_skips_are_counted_by_reason_and_day_and_only_so_many_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_SKIPS", 3)
    database.write(lambda tx: journal.set_place(tx, "screen", "replies", NOW))
    for at in range(5):
        database.write(lambda tx, at=at: journal.count_skip(tx, f"A{at}", "wrong order", NOW + at))  # type: ignore[misc]
    reader = database.read()
    assert goals.skipped(reader, "wrong order", NOW, NOW + MINUTE) == 3, "the newest of them"
    assert goals.skipped(reader, "wrong order", NOW, NOW + 3) == 1
    assert goals.skipped(reader, "wrong", NOW, NOW + MINUTE) == 0
    database.write(lambda tx: journal.forget_skip(tx, "A4"))
    assert goals.skipped(reader, "wrong order", NOW, NOW + MINUTE) == 2
    assert journal.place(reader, "screen") == "replies"


def test_an_account_says_since_when_it_is_in_its_state(database: Database) -> None:
    def turn(state: str, reason: str | None, now: int) -> tuple[str, str | None, int | None]:
        database.write(lambda tx: account.set_state(tx, state, reason, now))
        found = account.load(database.read())
        assert found is not None
        return found.state, found.reason, found.state_at

    assert turn("offline", "no route", NOW + 1) == ("offline", "no route", NOW + 1)
    assert turn("offline", "timed out", NOW + 2) == ("offline", "timed out", NOW + 1)
    assert turn("ok", None, NOW + 3) == ("ok", None, NOW + 3)
    assert turn("ok", None, NOW + 4) == ("ok", None, NOW + 3)


def test_a_cursor_is_kept_per_stream_and_forgotten_with_the_account(database: Database) -> None:
    database.write(lambda tx: account.set_watermark(tx, "desk", "changes", "t5", "run", "g1"))
    database.write(lambda tx: account.set_watermark(tx, "desk", "other", "x", "run", "g1"))
    database.write(lambda tx: account.set_full_listing(tx, "desk", NOW))
    database.write(lambda tx: account.set_watermark(tx, "desk", "changes", "t6", "run", "g1"))
    assert account.watermark(database.read(), "desk", "changes") == "t6"
    assert account.full_listing_at(database.read(), "desk") == NOW
    database.write(lambda tx: account.forget_cursors(tx, "desk"))
    assert account.watermark(database.read(), "desk", "other") is None


def test_the_members_of_a_team_come_back(database: Database) -> None:
    found = account.load(database.read())
    assert found is not None
    with_team = found._replace(members=("7", "8", "Zoë"))
    database.write(lambda tx: account.save(tx, with_team))
    assert account.load(database.read()) == with_team
    assert with_team.me.members == ("7", "8", "Zoë")

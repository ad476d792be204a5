"""Reading: each page and its cursor at once, absence is not deletion, and another identity reads everything anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.store.make import HOUR, MINUTE, NOW, message, reminder, ticket, wish
from tests.sync.fake_remote import FakeRemote
from tests.sync.rig import Rig
from workboard.backends.base import Page, Spoiled
from workboard.domain.activity import Work
from workboard.domain.errors import (
    Garbled,
    RemoteError,
    SettingsError,
    SignInFailed,
    Throttled,
    Unreachable,
    WorkboardError,
)
from workboard.domain.event import Changed, Event, ReplyArrived, TicketAssigned, TicketLeft
from workboard.domain.intent import AddNote
from workboard.domain.people import Person
from workboard.store import account, drafts, journal, mirror, outbox, overlay
from workboard.store.account import Account
from workboard.store.database import Transaction
from workboard.store.drafts import Draft
from workboard.sync import belief
from workboard.sync.belief import implausible
from workboard.sync.pull import STREAM
from workboard.sync.schedule import LISTING_MS

ONE, TWO, THREE = "desk:ticket:101", "desk:ticket:102", "desk:ticket:103"


def events(rig: Rig) -> list[Event]:
    """Filled as they are told."""
    told: list[Event] = []

    def listen(changed: Changed) -> None:
        told.extend(changed.events)

    rig.database.subscribe(listen)
    return told


def presence(rig: Rig, ticket_id: str) -> str | None:
    found = mirror.tickets(rig.database.read(), [ticket_id]).get(ticket_id)
    return None if found is None else found.presence


def cursor(rig: Rig) -> int:
    return int(json.loads(account.watermark(rig.database.read(), "desk", STREAM) or "0"))


def contents(rig: Rig) -> dict[str, list[tuple[object, ...]]]:
    tables = ("ticket", "message", "activity", "time_entry", "cursor")
    columns = {"cursor": "account, stream, watermark, generation"}
    return {
        table: rig.database.read().all(f"SELECT {columns.get(table, '*')} FROM {table} ORDER BY 1, 2")
        for table in tables
    }


def set_work(rig: Rig, state: str, **more: object) -> None:
    plain = Work("desk:derived:101", ONE, "planned", rig.at)._replace(state=state, **more)  # type: ignore[arg-type]
    rig.database.write(lambda tx: journal.set_work(tx, plain))


def work_state(rig: Rig, activity_id: str = "desk:derived:101") -> str:
    found = journal.work_of(rig.database.read(), activity_id)
    return "planned" if found is None else found.state


# -- pages and the cursor -----------------------------------------------------------------------------------


async def test_a_first_reading_stores_everything_and_says_how_far_it_is(rig: Rig) -> None:
    rows = mirror.tickets(rig.database.read(), [ONE, TWO, THREE])
    assert {one.number: one.presence for one in rows.values()} == {"101": "mine", "102": "mine", "103": "team"}
    assert cursor(rig) == 3
    found = rig.account()
    assert (found.state, found.synced_at, found.first_done, found.first_total) == ("ok", rig.at, None, None)


async def test_nothing_new_writes_nothing_and_tells_nothing(rig: Rig) -> None:
    before, told = contents(rig), events(rig)
    rig.remote.feed.extend([ONE, TWO])
    report = await rig.engine.sync()
    assert report.pulled == type(report.pulled)()
    assert told == []
    assert contents(rig)["ticket"] == before["ticket"]
    assert cursor(rig) == 5


@pytest.mark.parametrize("place", range(3, 9))
@pytest.mark.parametrize("error", [Unreachable("cut"), Garbled("a login page"), Throttled("slow"), SignInFailed("401")])
async def test_a_walk_that_breaks_goes_on_from_the_last_stored_page(rig: Rig, place: int, error: RemoteError) -> None:
    for number in range(201, 207):
        rig.remote.put(ticket(str(number)))
    rig.remote.fail_at[place] = error
    assert (await rig.engine.sync()).error is error
    stored = cursor(rig)
    assert stored == 3 + (place - 3) // 2 * 2
    here = set(mirror.tickets(rig.database.read(), [f"desk:ticket:{n}" for n in range(201, 207)]))
    assert here == set(rig.remote.feed[3:stored])
    assert (await rig.engine.sync()).error is None
    assert cursor(rig) == 9
    assert len(mirror.mine(rig.database.read())) == 8


async def test_a_page_that_cannot_be_stored_moves_no_cursor(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.remote.put(ticket("201"))
    before = contents(rig)

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("workboard.sync.pull.account.set_watermark", full)
    with pytest.raises(OSError, match="full"):
        await rig.engine.sync()
    monkeypatch.undo()
    assert contents(rig) == before
    await rig.engine.sync()
    assert presence(rig, "desk:ticket:201") == "mine"


async def test_killed_anywhere_and_run_again_it_ends_where_an_unbroken_run_ends(
    rig: Rig, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number in range(201, 206):
        rig.remote.put(ticket(str(number)))
        rig.remote.say(message(f"m{number}", "Hello", str(number), client=True))
    broken_at = len(rig.remote.feed)
    for place in range(3, broken_at):
        rig.remote.fail_at[place] = Unreachable("cut")
    runs = 0
    while (await rig.engine.sync()).error is not None:
        rig.restart()
        assert rig.engine.hold()
        runs += 1
    assert runs == broken_at - 3
    whole = Rig(tmp_path_factory.mktemp("whole"), rig.remote)
    assert whole.engine.hold()
    assert (await whole.engine.sync()).error is None
    assert contents(whole) == contents(rig)
    whole.close()


async def test_a_row_that_cannot_be_understood_is_set_aside(rig: Rig) -> None:
    rig.remote.put(ticket("201"))
    rig.remote.spoiled[3] = Spoiled("tickets", "202", "Priority is a list", "{" + "x" * 100_000)
    report = await rig.engine.sync()
    assert report.pulled.quarantined == 1
    assert presence(rig, "desk:ticket:201") == "mine"
    rows = rig.database.read().all("SELECT account, stream, remote_id, why, length(raw) FROM quarantine")
    assert rows == [("desk", "tickets", "202", "Priority is a list", 65_536)]


@pytest.mark.parametrize(
    "spoiling",
    [{"estimate_minutes": 2**63}, {"title": "half \ud800"}, {"remote_state": "perhaps"}, {"kind": None}],
    ids=str,
)
async def test_a_row_that_no_table_takes_is_set_aside_and_the_others_go_on(rig: Rig, spoiling: dict[str, Any]) -> None:
    bad = reminder("9", "201")
    rig.remote.put(ticket("201"))
    rig.remote.activities["desk:ticket:201"] = [bad._replace(**spoiling), reminder("10", "201")]
    report = await rig.engine.sync()
    assert (report.error, report.pulled.quarantined) == (None, 1)
    assert presence(rig, "desk:ticket:201") == "mine"
    stored = mirror.activities_of(rig.database.read(), ["desk:ticket:201"])
    assert list(stored) == ["desk:reminder:10"]
    (aside,) = account.quarantine(rig.database.read())
    assert (aside.stream, aside.remote_id) == ("activities", "9")
    assert "does not fit" in aside.why
    rig.remote.activities["desk:ticket:201"][0] = bad
    rig.remote.feed.append("desk:ticket:201")
    await rig.engine.sync()
    assert account.quarantined(rig.database.read()) == 0
    assert set(mirror.activities_of(rig.database.read(), ["desk:ticket:201"])) == {
        "desk:reminder:9",
        "desk:reminder:10",
    }


async def test_a_person_that_no_table_takes_is_set_aside_until_it_fits() -> None:
    bad = Person("nina@notary.example", "Nina", kind="client")
    page = belief.fitting(Page(people=(bad,), complete=frozenset({ONE})), [(bad, "no such kind")])
    assert not page.people
    assert page.complete == {ONE}
    (aside,) = page.spoiled
    assert (aside.stream, aside.remote_id) == ("people", bad.id)
    assert belief.read_well([("people", bad.id)], Page(people=(bad,))) == {("people", bad.id)}


async def test_a_run_is_kept_with_its_outcome(rig: Rig) -> None:
    rig.remote.plan["changes"].append(Garbled("a login page"))
    await rig.engine.sync()
    rows = rig.database.read().all("SELECT outcome, ended_at IS NOT NULL FROM sync_run ORDER BY id")
    assert rows == [("ok", 1), ("Garbled", 1)]


async def test_a_wish_does_not_wait_for_a_long_reading(rig: Rig) -> None:
    for number in range(201, 221):
        rig.remote.put(ticket(str(number)))
    seen: list[int] = []
    rig.remote.before_apply = lambda op: seen.append(cursor(rig))
    rig.engine.pace.next_at = 0
    rig.wish(AddNote(ONE, "before"))
    step = mirror.store
    late = [ticket()]

    def store(transaction: Transaction, facts: mirror.Facts) -> None:
        step(transaction, facts)
        if facts.tickets and late:
            late.clear()
            outbox.enqueue(transaction, wish(AddNote(TWO, "meanwhile")), rig.at, rig.at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workboard.sync.context.mirror.store", store)
        await rig.engine.turn()
    assert len(seen) == 2
    assert seen[1] < len(rig.remote.feed)


# -- tickets come and go ------------------------------------------------------------------------------------


async def test_a_ticket_given_to_me_is_told(rig: Rig) -> None:
    told = events(rig)
    rig.remote.put(ticket("103", default_band=2))
    await rig.engine.sync()
    assert told == [TicketAssigned(THREE, 2)]
    assert presence(rig, THREE) == "mine"


async def test_a_ticket_given_away_has_left(rig: Rig) -> None:
    told = events(rig)
    rig.remote.put(ticket("101", owner_id="8"))
    report = await rig.engine.sync()
    assert report.pulled.left == 1
    assert told == [TicketLeft(ONE, "left")]
    assert presence(rig, ONE) == "left"
    rig.remote.put(ticket("101", owner_id="8", title="Renamed by its new owner"))
    await rig.engine.sync()
    assert presence(rig, ONE) == "left"
    assert len(told) == 1


async def test_a_ticket_closed_elsewhere_is_told_and_kept(rig: Rig) -> None:
    told = events(rig)
    rig.remote.put(ticket("101", status="resolved", category="done"))
    await rig.engine.sync()
    assert told == [TicketLeft(ONE, "mine")]
    assert ONE not in mirror.mine(rig.database.read())


async def test_a_deleted_ticket_is_gone_and_its_words_stay(rig: Rig) -> None:
    rig.remote.say(message("m1", "Hello", client=True))
    await rig.engine.sync()
    told = events(rig)
    rig.remote.delete(ONE)
    report = await rig.engine.sync()
    assert report.pulled.gone == 1
    assert told == [TicketLeft(ONE, "gone")]
    assert presence(rig, ONE) == "gone"
    assert len(mirror.thread(rig.database.read(), ONE)) == 1
    rig.remote.feed.append(ONE)
    await rig.engine.sync()
    assert len(told) == 1


async def test_an_activity_that_is_no_longer_listed_is_no_more(rig: Rig) -> None:
    rig.remote.schedule(reminder(), reminder("52"))
    await rig.engine.sync()
    rig.remote.activities[ONE] = [reminder("52")]
    rig.remote.feed.append(ONE)
    await rig.engine.sync()
    assert set(mirror.activities_of(rig.database.read(), [ONE])) == {"desk:reminder:52"}


# -- the list of mine ---------------------------------------------------------------------------------------


async def test_the_list_finds_what_the_feed_missed(rig: Rig) -> None:
    rig.remote.put(ticket("101", owner_id="8"), quietly=True)
    rig.remote.put(ticket("104"), quietly=True)
    rig.remote.put(ticket("102", category="done", status="resolved"), quietly=True)
    rig.remote.say(message("m1", "Hello", "103", client=True))
    rig.at += LISTING_MS - 1
    await rig.engine.sync()
    assert "mine" not in rig.remote.calls
    rig.at += 1
    await rig.engine.sync()
    assert {one: presence(rig, one) for one in (ONE, "desk:ticket:104")} == {ONE: "left", "desk:ticket:104": "mine"}
    assert mirror.mine(rig.database.read()) == {"desk:ticket:104"}
    calls = len(rig.remote.calls)
    await rig.engine.sync()
    assert "mine" not in rig.remote.calls[calls:]


@pytest.mark.parametrize("call", ["mine", "fetch"])
async def test_a_comparison_that_fails_closes_nothing(rig: Rig, call: str) -> None:
    rig.at += LISTING_MS
    rig.remote.put(ticket("101", owner_id="8"), quietly=True)
    rig.remote.plan[call].append(Unreachable("cut"))
    await rig.engine.sync()
    assert presence(rig, ONE) == "mine"
    await rig.engine.sync()
    assert presence(rig, ONE) == "left"


@pytest.mark.parametrize(
    ("here", "listed", "beyond_belief"),
    [(0, 0, False), (1, 0, True), (3, 0, True), (3, 1, False), (12, 6, False), (12, 5, True), (11, 6, False)],
)  # fmt: skip
def test_how_much_may_be_lost_at_once(here: int, listed: int, beyond_belief: bool) -> None:
    assert implausible(frozenset(map(str, range(here))), frozenset(map(str, range(listed)))) is beyond_belief


# -- another identity ---------------------------------------------------------------------------------------


async def test_another_remote_is_read_anew_and_what_is_mine_is_kept(rig: Rig) -> None:
    note = rig.wish(AddNote(ONE, "kept", 10))
    rig.remote.plan["apply"].append(Unreachable("cut"))
    await rig.engine.send()
    rig.database.write(lambda tx: drafts.save(tx, Draft(ONE, "answer", "half a word")))
    rig.restart()
    rig.remote = FakeRemote(rig.now)
    rig.remote.generation = "g2"
    rig.remote.put(ticket("101", title="As restored"))
    rig.engine = rig.new_engine()
    assert rig.engine.hold()
    assert (await rig.engine.sync()).error is None
    assert mirror.mine(rig.database.read()) == {ONE}
    shown = overlay.ticket(rig.database.read(), ONE)
    assert shown is not None
    assert shown.title == "As restored"
    assert presence(rig, TWO) is None
    assert (rig.account().generation, cursor(rig)) == ("g2", len(rig.remote.feed))
    assert rig.state(note) == "done"
    kept = drafts.find(rig.database.read(), ONE, "answer")
    assert kept is not None
    assert kept.body == "half a word"


def another(rig: Rig) -> None:
    """The settings name another help desk, which has a ticket 101 of its own."""
    rig.restart()
    rig.remote = FakeRemote(rig.now)
    rig.remote.generation = "elsewhere"
    rig.remote.put(ticket("101", title="A stranger's"))
    rig.engine = rig.new_engine()
    rig.engine.context = rig.engine.context._replace(base_url="https://elsewhere.example")
    assert rig.engine.hold()


@pytest.mark.parametrize("draft", [True, False])
async def test_what_waits_for_one_help_desk_never_reaches_another(rig: Rig, draft: bool) -> None:
    note = rig.wish(AddNote(ONE, "for the one, not for the other", 10))
    if draft:
        await rig.engine.sync()
        rig.database.write(lambda tx: drafts.save(tx, Draft(ONE, "answer", "half a word")))
    another(rig)
    report = await rig.engine.sync()
    assert isinstance(report.error, SettingsError)
    assert "--data-dir" in str(report.error)
    assert rig.account().state == "auth"
    assert not rig.remote.received
    assert rig.state(note) == ("done" if draft else "pending")
    shown = overlay.ticket(rig.database.read(), ONE)
    assert shown is not None
    assert shown.title == "Ticket 101"


async def test_another_help_desk_begins_with_a_clean_slate(rig: Rig) -> None:
    finished = Work("desk:derived:101", ONE, "finished", rig.at)
    rig.database.write(lambda tx: journal.set_work(tx, finished))
    another(rig)
    assert (await rig.engine.sync()).error is None
    assert journal.work_on(rig.database.read(), ONE) == []
    assert rig.account().base_url == "https://elsewhere.example"
    assert mirror.mine(rig.database.read()) == {ONE}


@pytest.mark.parametrize("other", [{"slug": "other"}, {"backend_name": "other"}])
async def test_a_folder_serves_one_account_and_loses_nothing_to_another(rig: Rig, other: dict[str, str]) -> None:
    another(rig)
    rig.engine.context = rig.engine.context._replace(base_url=None, **other)  # type: ignore[arg-type]
    report = await rig.engine.sync()
    assert isinstance(report.error, SettingsError)
    assert "--data-dir" in str(report.error)
    assert rig.account().id == "desk"
    assert mirror.mine(rig.database.read()) == {ONE, TWO}


async def test_an_account_that_never_signed_in_gives_way(rig: Rig) -> None:
    rig.database.write(lambda tx: account.save(tx, Account("wrong", "fake", "https://wrong.example")))
    rig.engine.lock.release()
    rig.engine = rig.new_engine()
    assert rig.engine.hold()
    assert (await rig.engine.sync()).error is None
    assert rig.database.read().all("SELECT id FROM account") == [("desk",)]


async def test_the_same_remote_is_not_read_anew(rig: Rig) -> None:
    rig.restart()
    assert rig.engine.hold()
    report = await rig.engine.sync()
    assert report.pulled.tickets == 0
    assert presence(rig, THREE) == "team"


# -- what it means for work ---------------------------------------------------------------------------------


async def test_a_clients_words_are_told_for_my_tickets_only(rig: Rig) -> None:
    told = events(rig)
    rig.remote.say(message("m1", "Still broken", at=NOW, client=True))
    rig.remote.say(message("m2", "Not yours", "103", at=NOW, client=True))
    rig.remote.say(message("m3", "Looking", at=NOW))
    await rig.engine.sync()
    assert told == [ReplyArrived(ONE, "desk:message:m1", NOW)]


async def test_a_client_who_writes_wakes_what_was_skipped_for_that(rig: Rig) -> None:
    set_work(rig, "skipped", sleep_until_at=NOW + 48 * HOUR, wake_on="client", reason="waiting for client")
    rig.remote.say(message("m1", "Here is the log", at=NOW + MINUTE, client=True))
    await rig.engine.sync()
    assert work_state(rig) == "planned"


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ("skipped", {"sleep_until_at": NOW + HOUR, "reason": "needs vendor"}),
        ("parked", {"sleep_until_at": NOW + HOUR}),
        ("running", {}),
        ("finished", {}),
    ],
)
async def test_a_client_who_writes_changes_no_other_state(rig: Rig, state: str, more: dict[str, object]) -> None:
    set_work(rig, state, **more)
    rig.remote.say(message("m1", "Here is the log", at=NOW + MINUTE, client=True))
    await rig.engine.sync()
    assert work_state(rig) == state


async def test_what_the_client_wrote_long_before_the_skip_wakes_nothing(rig: Rig) -> None:
    set_work(rig, "skipped", sleep_until_at=NOW + 48 * HOUR, wake_on="client", reason="waiting for client")
    rig.remote.say(message("m1", "An old one, seen late", at=NOW - HOUR, client=True))
    await rig.engine.sync()
    assert work_state(rig) == "skipped"


@pytest.mark.parametrize("change", [{"owner_id": "8"}, {"status": "resolved", "category": "done"}, None])
@pytest.mark.parametrize(("state", "after"), [("parked", "away"), ("skipped", "away"), ("running", "running")])
async def test_work_goes_away_with_its_ticket_unless_it_runs(
    rig: Rig, change: dict[str, object] | None, state: str, after: str
) -> None:
    set_work(rig, state, sleep_until_at=NOW + HOUR)
    if change is None:
        rig.remote.delete(ONE)
    else:
        rig.remote.put(ticket("101", **change))
    await rig.engine.sync()
    assert work_state(rig) == after


async def test_what_went_away_and_comes_back_is_planned(rig: Rig) -> None:
    set_work(rig, "parked", sleep_until_at=NOW + HOUR)
    rig.remote.put(ticket("101", owner_id="8"))
    await rig.engine.sync()
    rig.remote.put(ticket("101"))
    await rig.engine.sync()
    assert work_state(rig) == "planned"
    assert presence(rig, ONE) == "mine"


async def test_a_finished_ticket_that_is_opened_again_is_work_again(rig: Rig) -> None:
    rig.remote.put(ticket("101", status="resolved", category="done"))
    await rig.engine.sync()
    set_work(rig, "finished")
    rig.remote.put(ticket("101"))
    await rig.engine.sync()
    assert work_state(rig) == "planned"


async def test_a_finished_activity_with_a_new_date_is_work_again(rig: Rig) -> None:
    rig.remote.schedule(reminder())
    await rig.engine.sync()
    done = Work("desk:reminder:51", ONE, "finished", rig.at)
    rig.database.write(lambda tx: journal.set_work(tx, done))
    rig.remote.feed.append(ONE)
    await rig.engine.sync()
    assert work_state(rig, "desk:reminder:51") == "finished"
    rig.remote.schedule(reminder(start_at=NOW + HOUR))
    await rig.engine.sync()
    assert work_state(rig, "desk:reminder:51") == "planned"


async def test_an_error_is_an_account_state_in_words(rig: Rig) -> None:
    cases: list[tuple[WorkboardError, str]] = [
        (Unreachable("no route"), "offline"),
        (SignInFailed("401"), "auth"),
        (Throttled("slow"), "throttled"),
        (Garbled("a login page"), "offline"),
    ]
    for error, state in cases:
        rig.remote.plan["changes"].append(error)
        await rig.engine.sync()
        assert (rig.account().state, rig.account().reason) == (state, str(error))
    await rig.engine.sync()
    assert (rig.account().state, rig.account().reason) == ("ok", None)


async def test_what_i_finished_while_it_was_somebody_elses_is_work_again_when_it_comes_back(rig: Rig) -> None:
    finished = Work("desk:derived:101", ONE, "finished", rig.at)
    rig.remote.put(ticket("101", owner_id="8"))
    await rig.engine.sync()
    rig.database.write(lambda tx: journal.set_work(tx, finished))
    rig.remote.put(ticket("101", owner_id="8", title="Still theirs"))
    await rig.engine.sync()
    assert journal.work_of(rig.database.read(), finished.activity_id) == finished
    rig.remote.put(ticket("101"))
    await rig.engine.sync()
    assert journal.work_of(rig.database.read(), finished.activity_id) is None

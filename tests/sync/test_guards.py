"""Absence is not deletion: what it takes until a ticket is gone, and what a suddenly empty world changes (nothing)."""

from __future__ import annotations

import pytest

from tests.store.make import HOUR, message, reminder, ticket
from tests.sync.fake_remote import ME
from tests.sync.rig import Rig
from workboard.backends.base import Page, Spoiled
from workboard.domain.activity import Work
from workboard.domain.errors import RemoteError, SignInFailed, Throttled, Unreachable
from workboard.domain.event import Changed, Event, TicketLeft
from workboard.domain.intent import AddNote
from workboard.domain.ticket import Ticket
from workboard.store import account, journal, mirror, overlay
from workboard.sync import belief, plan, pull
from workboard.sync.compare import DEEP_MS, SAMPLE
from workboard.sync.schedule import LISTING_MS

ONE, TWO, THREE = "desk:ticket:101", "desk:ticket:102", "desk:ticket:103"


def here(rig: Rig, ticket_id: str = ONE) -> Ticket:
    return mirror.tickets(rig.database.read(), [ticket_id])[ticket_id]


def mine(rig: Rig) -> int:
    return len(mirror.mine(rig.database.read()))


def missing(rig: Rig) -> list[str]:
    return [row[0] for row in rig.database.read().all("SELECT ticket_id FROM missing ORDER BY 1")]


def told(rig: Rig) -> list[Event]:
    """Filled as they are told."""
    found: list[Event] = []

    def listen(changed: Changed) -> None:
        found.extend(changed.events)

    rig.database.subscribe(listen)
    return found


async def read(rig: Rig) -> None:
    assert (await rig.engine.sync()).error is None


async def have(rig: Rig, many: int) -> list[str]:
    """So many tickets of mine, 201 and on, besides the two there are."""
    for number in range(201, 201 + many):
        rig.remote.put(ticket(str(number)))
    await read(rig)
    rig.remote.calls.clear()
    return [f"desk:ticket:{number}" for number in range(201, 201 + many)]


# -- a ticket that is not there -----------------------------------------------------------------------------


async def test_a_ticket_not_found_is_gone_only_when_a_second_run_says_so_too(rig: Rig) -> None:
    events = told(rig)
    rig.remote.hidden.add(ONE)
    rig.remote.feed.append(ONE)
    await read(rig)
    assert (here(rig).presence, missing(rig), events) == ("mine", [ONE], [])
    await read(rig)
    assert (here(rig).presence, missing(rig), events) == ("gone", [], [TicketLeft(ONE, "gone")])
    calls = len(rig.remote.calls)
    await read(rig)
    assert rig.remote.calls[calls:] == ["changes"], "and is not looked for any more"


async def test_twice_in_one_run_is_once(rig: Rig) -> None:
    rig.remote.hidden.add(ONE)
    rig.remote.feed.extend([ONE, THREE, ONE, THREE, ONE])
    rig.at += LISTING_MS
    await read(rig)
    assert (here(rig).presence, missing(rig)) == ("mine", [ONE])


async def test_a_ticket_seen_again_is_no_longer_missed(rig: Rig) -> None:
    rig.remote.hidden.add(ONE)
    rig.remote.feed.append(ONE)
    await read(rig)
    rig.remote.hidden.clear()
    await read(rig)
    assert (here(rig).presence, missing(rig)) == ("mine", [])
    rig.remote.hidden.add(ONE)
    rig.remote.feed.append(ONE)
    await read(rig)
    assert here(rig).presence == "mine", "counted from one again"


@pytest.mark.parametrize("error", [Unreachable("cut"), Throttled("slow"), SignInFailed("401")])
async def test_an_error_is_no_answer(rig: Rig, error: RemoteError) -> None:
    rig.remote.hidden.add(ONE)
    rig.remote.feed.append(ONE)
    await read(rig)
    rig.remote.plan["fetch"].append(error)
    assert (await rig.engine.sync()).error is error
    assert (here(rig).presence, missing(rig)) == ("mine", [ONE])


async def test_a_colleagues_ticket_that_is_not_found_goes_the_same_way(rig: Rig) -> None:
    rig.remote.hidden.add(THREE)
    rig.remote.feed.append(THREE)
    await read(rig)
    await read(rig)
    assert here(rig, THREE).presence == "gone"


async def test_what_was_never_here_is_not_missed(rig: Rig) -> None:
    rig.remote.feed.append("desk:ticket:999")
    await read(rig)
    assert missing(rig) == []


async def test_a_ticket_that_was_gone_and_is_shown_again_is_mine_again(rig: Rig) -> None:
    parked = Work("desk:derived:101", ONE, "parked", rig.at, rig.at + HOUR)
    rig.database.write(lambda tx: journal.set_work(tx, parked))
    rig.remote.hidden.add(ONE)
    rig.remote.feed.append(ONE)
    await read(rig)
    await read(rig)
    work = journal.work_of(rig.database.read(), parked.activity_id)
    assert work is not None
    assert work.state == "away"
    rig.remote.hidden.clear()
    rig.at += LISTING_MS
    await read(rig)
    assert here(rig).presence == "mine"
    assert journal.work_of(rig.database.read(), parked.activity_id) is None


async def test_what_the_remote_says_is_deleted_is_gone_at_once(rig: Rig) -> None:
    rig.remote.delete(ONE)
    await read(rig)
    assert (here(rig).presence, missing(rig)) == ("gone", [])


async def test_a_receipt_concludes_nothing_from_absence() -> None:
    before = plan.Before({ONE: ticket()}, {}, {}, {}, {}, {}, {}, missed={ONE: "earlier"})
    assert plan.merge(before, Page(missing=(ONE,)), ME.id).facts.presence == ()
    assert plan.merge(before, Page(missing=(ONE,)), ME.id, "later").facts.presence == ((ONE, "gone"),)


@pytest.mark.parametrize("how", ["left", "gone", "closed"])
async def test_what_is_written_for_a_ticket_that_left_is_still_sent(rig: Rig, how: str) -> None:
    note = rig.wish(AddNote(ONE, "Looked at it before it went", 10))
    if how == "gone":
        rig.remote.hidden.add(ONE)
        rig.remote.feed.append(ONE)
    else:
        changed = {"owner_id": "8"} if how == "left" else {"status": "resolved", "category": "done"}
        rig.remote.put(ticket("101", **changed))
    for _ in range(2):
        await pull.pull(rig.engine.context)
    assert rig.state(note) == "pending"
    assert here(rig).presence == {"left": "left", "gone": "gone", "closed": "mine"}[how]
    await rig.engine.send()
    assert rig.state(note) == "done"
    assert rig.remote.received[note.marker] == 1


# -- a suddenly empty or much smaller list ------------------------------------------------------------------


async def test_a_suddenly_empty_list_closes_nothing_and_costs_little(rig: Rig) -> None:
    await have(rig, 60)
    events = told(rig)
    rig.at += LISTING_MS
    rig.remote.lists.append(frozenset())
    await read(rig)
    assert (mine(rig), events) == (62, [])
    assert rig.remote.calls == ["changes", "mine", "fetch"], "a few were asked for by number, and said no"
    rig.at += LISTING_MS - 1
    await read(rig)
    assert rig.remote.calls.count("mine") == 1
    rig.at += 1
    await read(rig)
    assert rig.remote.calls.count("mine") == 2


async def test_a_list_is_borne_out_by_the_tickets_themselves(rig: Rig) -> None:
    many = await have(rig, 30)
    for one in many:
        rig.remote.put(rig.remote.tickets[one]._replace(owner_id="8"), quietly=True)
    rig.at += LISTING_MS
    await read(rig)
    assert mine(rig) == 2
    assert {here(rig, one).presence for one in many} == {"left"}
    assert rig.remote.calls == ["changes", "mine", "fetch", "fetch"]


async def test_an_empty_list_of_tickets_nobody_shows_takes_two_runs(rig: Rig) -> None:
    """The token lost its rights for a moment: the list is empty, and each ticket is *not found*."""
    many = await have(rig, 12)
    rig.remote.hidden |= {*many, ONE, TWO}
    rig.at += LISTING_MS
    await read(rig)
    assert mine(rig) == 14
    assert len(missing(rig)) >= SAMPLE
    rig.remote.hidden.clear()
    await read(rig)
    assert (mine(rig), missing(rig)) == (14, [])


async def test_a_feed_that_gives_most_of_mine_away_is_believed_only_with_the_list(rig: Rig) -> None:
    """Owners are not shown for a moment: every row says *nobody's*, while the list of mine still has them."""
    many = await have(rig, 20)
    events = told(rig)
    for one in many:
        rig.remote.wrong[one] = rig.remote.tickets[one]._replace(owner_id=None)
    rig.remote.feed.extend(many)
    report = await rig.engine.sync()
    assert mine(rig) >= 22 - 12, "the first few of a walk are within belief"
    assert report.pulled.quarantined >= 8
    assert rig.remote.calls.count("mine") == 1
    assert not any(isinstance(one, TicketLeft) for one in events[12:])
    rig.remote.wrong.clear()
    rig.at += LISTING_MS
    await read(rig)
    assert mine(rig) == 22
    assert account.quarantined(rig.database.read()) == 0, "read well, and no longer set aside"


async def test_a_page_that_gives_everything_away_changes_nothing(rig: Rig) -> None:
    many = await have(rig, 20)
    events = told(rig)
    rig.remote.page_size = 100
    for one in many:
        rig.remote.wrong[one] = rig.remote.tickets[one]._replace(category="done", status="resolved")
    rig.remote.say(message("m1", "Still broken", "201", client=True))
    rig.remote.feed.extend(many)
    await read(rig)
    assert mine(rig) == 22
    assert [type(one).__name__ for one in events] == ["ReplyArrived"], "what else the page brought is here"
    kinds = {(one.stream, one.why) for one in account.quarantine(rig.database.read())}
    assert kinds == {("tickets", "no longer mine, it says, while the list of mine has it")}


async def test_a_feed_that_gives_most_of_mine_away_and_is_right(rig: Rig) -> None:
    """The lead moved two hundred tickets to a colleague: believed in the same run, for one call more."""
    many = await have(rig, 200)
    for one in many:
        rig.remote.put(rig.remote.tickets[one]._replace(owner_id="8"))
    report = await rig.engine.sync()
    assert (mine(rig), report.pulled.quarantined, report.pulled.left) == (2, 0, 200)
    assert rig.remote.calls == ["changes", "mine"]


async def test_when_the_list_cannot_be_had_nothing_is_taken_away(rig: Rig) -> None:
    many = await have(rig, 20)
    rig.remote.page_size = 100
    for one in many:
        rig.remote.put(rig.remote.tickets[one]._replace(owner_id="8"))
    before = account.watermark(rig.database.read(), "desk", "changes")
    rig.remote.plan["mine"].append(Unreachable("cut"))
    assert (await rig.engine.sync()).error is not None
    assert mine(rig) == 22
    assert account.watermark(rig.database.read(), "desk", "changes") == before
    await read(rig)
    assert mine(rig) == 2


async def test_a_few_that_leave_cost_no_second_look(rig: Rig) -> None:
    many = await have(rig, 10)
    for one in many[:5]:
        rig.remote.put(rig.remote.tickets[one]._replace(owner_id="8"))
    await read(rig)
    assert rig.remote.calls == ["changes"]
    assert mine(rig) == 7


# -- once a day, all of mine --------------------------------------------------------------------------------


async def test_the_daily_reading_mends_what_the_feed_missed(rig: Rig) -> None:
    rig.remote.schedule(reminder())
    await read(rig)
    rig.remote.put(ticket("101", title="Renamed, and no feed told", priority="90"), quietly=True)
    rig.remote.messages[ONE].append(message("m9", "Nobody heard me", client=True))
    rig.remote.activities[ONE].clear()
    rig.at += DEEP_MS - 1
    await read(rig)
    assert here(rig).title == "Ticket 101"
    rig.at += 1
    await read(rig)
    assert (here(rig).title, here(rig).priority) == ("Renamed, and no feed told", "90")
    assert [one.body for one in mirror.thread(rig.database.read(), ONE)] == ["Nobody heard me"]
    assert mirror.activities_of(rig.database.read(), [ONE]) == {}


async def test_the_daily_reading_takes_a_batch_a_run_and_survives_a_kill(rig: Rig) -> None:
    many = await have(rig, 120)
    rig.at += DEEP_MS
    for one in many:
        rig.remote.put(rig.remote.tickets[one]._replace(title="Renamed"), quietly=True)
    renamed = []
    for _ in range(4):
        rig.restart()
        assert rig.engine.hold()
        rig.remote.calls.clear()
        await read(rig)
        renamed.append(sum(here(rig, one).title == "Renamed" for one in many))
        assert rig.remote.calls.count("fetch") <= 1
    assert renamed == [48, 98, 120, 120]
    assert "fetch" not in rig.remote.calls, "done for today"


async def test_after_a_first_reading_there_is_nothing_to_read_deeply(rig: Rig) -> None:
    rig.remote.calls.clear()
    await read(rig)
    assert "fetch" not in rig.remote.calls
    assert account.full_listing_at(rig.database.read(), "desk", "deep") == rig.at


async def test_a_word_that_was_changed_over_there_is_changed_here(rig: Rig) -> None:
    rig.remote.say(message("m1", "The first wording", client=True))
    await read(rig)
    events = told(rig)
    rig.remote.messages[ONE] = [message("m1", "Another wording", client=True)]
    rig.remote.feed.append(ONE)
    await read(rig)
    assert [one.body for one in mirror.thread(rig.database.read(), ONE)] == ["Another wording"]
    assert events == [], "which is no reply"


# -- rows set aside -----------------------------------------------------------------------------------------


async def test_a_row_set_aside_heals_when_it_can_be_read(rig: Rig) -> None:
    rig.remote.spoiled[3] = Spoiled("tickets", "201", "Priority is a list", "{}")
    rig.remote.spoiled[4] = Spoiled("messages", "m7", "Created is missing", "{}")
    rig.remote.feed.extend([TWO, TWO])
    report = await rig.engine.sync()
    assert report.pulled.quarantined == 2
    (run,) = rig.database.read().all("SELECT counts FROM sync_run ORDER BY rowid DESC LIMIT 1")
    assert '"quarantined": 2' in run[0]
    aside = account.quarantine(rig.database.read())
    assert [(one.stream, one.remote_id, one.why) for one in aside] == [
        ("messages", "m7", "Created is missing"),
        ("tickets", "201", "Priority is a list"),
    ]
    rig.remote.spoiled.clear()
    rig.remote.put(ticket("201"))
    await read(rig)
    assert [one.remote_id for one in account.quarantine(rig.database.read())] == ["m7"]
    rig.remote.say(message("m7", "Now it has a date", client=True))
    await read(rig)
    assert account.quarantined(rig.database.read()) == 0


async def test_a_row_set_aside_is_asked_for_again_by_itself(rig: Rig) -> None:
    rig.remote.put(ticket("201"), quietly=True)
    rig.remote.spoiled[3] = Spoiled("tickets", "201", "Priority is a list", "{}")
    rig.remote.feed.append(TWO)
    await read(rig)
    rig.at += LISTING_MS
    await read(rig)
    assert account.quarantined(rig.database.read()) == 0
    assert overlay.ticket(rig.database.read(), "desk:ticket:201") is not None


async def test_a_flood_of_spoiled_rows_is_bounded(rig: Rig) -> None:
    rows = tuple(("tickets", str(number), "no title", "x") for number in range(3000))
    rig.database.write(lambda tx: account.set_aside(tx, "desk", rows, rig.at))
    assert account.quarantined(rig.database.read()) == 1000
    assert [one.remote_id for one in account.quarantine(rig.database.read(), 2)] == ["2999", "2998"]


async def test_a_page_that_spoils_a_row_again_does_not_heal_it() -> None:
    spoiled = (Spoiled("tickets", "101", "again", ""),)
    page = Page(tickets=(ticket(),), spoiled=spoiled)
    assert belief.read_well([("tickets", "101")], page) == frozenset()
    assert belief.read_well([("tickets", "101")], page._replace(spoiled=())) == {("tickets", "101")}
    assert belief.read_well([("people", "101"), ("messages", "None")], page) == frozenset()


# -- another remote -----------------------------------------------------------------------------------------


async def test_a_restored_remote_is_read_anew_and_what_was_written_here_stays(rig: Rig) -> None:
    backup = dict(rig.remote.tickets), list(rig.remote.feed)
    many = await have(rig, 8)
    rig.remote.hidden.add(many[0])
    rig.remote.feed.append(many[0])
    rig.remote.spoiled[12] = Spoiled("tickets", "9", "no title", "")
    rig.remote.feed.append(ONE)
    await read(rig)
    note = rig.wish(AddNote(ONE, "on its way", 10))
    rig.remote.plan["apply"].append(Unreachable("cut"))
    await rig.engine.send()
    assert rig.row(note).fence is not None
    rig.remote.spoiled.clear()
    rig.remote.restore(*backup)
    rig.remote.fail_at[1] = Unreachable("killed in the middle")
    assert (await rig.engine.sync()).error is not None
    rig.remote.fail_at.clear()
    rig.at += HOUR
    await read(rig)
    assert mirror.mine(rig.database.read()) == {ONE, TWO}
    assert missing(rig) == []
    assert account.quarantined(rig.database.read()) == 0
    assert rig.state(note) == "done"
    assert rig.remote.received[note.marker] == 1

"""Server truth overlaid with the wishes on their way is what the technician sees; the mirror stays the server's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.store.make import HOUR, ME, MINUTE, NOW, enqueue, found, message, put, reminder, ticket
from workboard.domain.activity import Work
from workboard.domain.errors import Conflicting
from workboard.domain.intent import AddNote, Answer, Assign, Dismiss, Intent, OpenTicket, SetCategory
from workboard.domain.replies import queue
from workboard.domain.ticket import DoneEvent, StatusSpan, TimeEntry
from workboard.store import by_hand, delivery, drafts, journal, last_word, mirror, overlay, tally, texts, to_do
from workboard.store.database import Database, Transaction
from workboard.store.entries import Entry
from workboard.store.mirror import Facts

TICKET = "desk:ticket:101"
MIRROR = ("ticket", "status_span", "message", "activity", "time_entry", "person", "company")
CONFLICT = Conflicting("it is stalled by now", field="status", base="open", mine="done", theirs="stalled")
ENDS: dict[str, Callable[[Transaction, Entry], object]] = {
    "pending": lambda tx, one: None,
    "held": lambda tx, one: delivery.postpone(tx, one, NOW, "held", NOW, "signed out"),
    "inflight": lambda tx, one: delivery.mark_inflight(tx, one, NOW, NOW, None),
    "uncertain": lambda tx, one: delivery.postpone(tx, one, NOW, "uncertain", NOW, "cut"),
    "rejected": lambda tx, one: delivery.refuse(tx, sent(tx, one), NOW, "no"),
    "conflict": lambda tx, one: delivery.conflict(tx, one, NOW, CONFLICT),
    "done": lambda tx, one: delivery.delivered(tx, one, NOW, "t9", "sent"),
    "dropped": lambda tx, one: by_hand.drop(tx, one, NOW),
}


def sent(transaction: Transaction, one: Entry) -> Entry:
    """Nothing is turned down that never left."""
    delivery.mark_inflight(transaction, one, NOW, NOW, None)
    return found(transaction, one.id)


ON_THE_WAY = ("pending", "held", "inflight", "uncertain")


def bring(database: Database, intent: Intent, state: str) -> None:
    one = enqueue(database, intent)
    database.write(lambda tx: ENDS[state](tx, one))
    assert found(database, one.id).state == state


def offered(database: Database) -> list[str]:
    """Ids of all my activities, asleep or not."""
    return sorted(one.activity.id for one in to_do.candidates(database.read(), ME, frozenset()))


def waiting(database: Database) -> list[str]:
    return [one.ticket.number for one in queue(last_word.threads(database.read(), ME), NOW)]


@pytest.mark.parametrize("state", ENDS)
def test_a_status_wish_shows_while_it_is_on_its_way(database: Database, state: str) -> None:
    put(database, ticket())
    bring(database, SetCategory(TICKET, "waiting_other", "open"), state)
    shown = overlay.ticket(database.read(), TICKET)
    assert shown is not None
    assert shown.category == ("waiting_other" if state in ON_THE_WAY else "open")
    assert shown.status == "open"
    assert mirror.tickets(database.read(), [TICKET])[TICKET].category == "open"
    assert offered(database) == ([] if state in ON_THE_WAY else ["desk:derived:101"])


@pytest.mark.parametrize("state", ENDS)
def test_what_i_am_giving_away_is_not_mine_while_the_wish_is_on_its_way(database: Database, state: str) -> None:
    """Its own work, what is planned on it and its client's wait go with it; a reminder stays its owner's."""
    dated = reminder("101", id="desk:dated:101", kind="dated")
    planned = reminder("101", id="desk:scheduled:9", kind="scheduled")
    wrote = message("m1", "Still broken", "102", client=True, at=NOW - HOUR)
    put(database, ticket(), dated, planned, reminder(), ticket("102", reply_signal="author"), wrote)
    both = ["desk:dated:101", "desk:derived:102", "desk:reminder:51", "desk:scheduled:9"]
    assert (offered(database), waiting(database)) == (both, ["102"])
    for number in ("101", "102"):
        bring(database, Assign(f"desk:ticket:{number}", "8", ME), state)
    gone = state in ON_THE_WAY
    assert offered(database) == (["desk:reminder:51"] if gone else both)
    assert waiting(database) == ([] if gone else ["102"])
    shown = overlay.ticket(database.read(), TICKET)
    assert shown is not None
    assert (shown.owner_id, shown.presence) == (("8", "left") if gone else (ME, "mine"))
    truth = mirror.tickets(database.read(), [TICKET])[TICKET]
    assert (truth.owner_id, truth.presence) == (ME, "mine")


def test_the_newest_handover_shows_and_one_to_me_waits_for_the_help_desk(database: Database) -> None:
    theirs = ticket("102", owner_id="8", presence="team")
    put(database, ticket(), theirs)
    bring(database, Assign(TICKET, "8", ME), "pending")
    bring(database, Assign(TICKET, ME, ME), "pending")
    bring(database, Assign(theirs.id, ME, "8"), "pending")
    assert offered(database) == ["desk:derived:101"]
    shown = overlay.ticket(database.read(), theirs.id)
    assert shown is not None
    assert (shown.owner_id, shown.presence) == (ME, "team")


def test_the_newest_of_several_wishes_shows(database: Database) -> None:
    put(database, ticket(category="new", status="new"))
    bring(database, SetCategory(TICKET, "open", "new"), "pending")
    bring(database, AddNote(TICKET, "x"), "pending")
    bring(database, SetCategory(TICKET, "done", "new"), "pending")
    shown = overlay.ticket(database.read(), TICKET)
    assert shown is not None
    assert shown.category == "done"


@pytest.mark.parametrize("state", ENDS)
def test_a_note_shows_until_it_is_the_servers(database: Database, state: str) -> None:
    put(database, ticket())
    bring(database, AddNote(TICKET, "Rebooted\nNext step: Call Ruth", 15), state)
    shown = texts.pending_notes(database.read(), TICKET)
    if state in ("done", "dropped"):
        assert shown == []
        return
    assert [(one.body, one.minutes, one.public, one.state, one.next_step) for one in shown] == [
        ("Rebooted\nNext step: Call Ruth", 15, False, state, "Call Ruth")
    ]
    assert tally.waiting_minutes(database.read(), NOW - HOUR, NOW + HOUR) == 15
    assert tally.waiting_minutes(database.read(), NOW + HOUR, NOW + 2 * HOUR) == 0


def test_my_next_step_on_its_way_wins_over_the_servers(database: Database) -> None:
    put(database, ticket(), message("m1", "Looked\nNext step: Order a disk", at=NOW + HOUR))
    assert to_do.next_step(database.read(), TICKET) == "Order a disk"
    bring(database, AddNote(TICKET, "Next step: Call Ruth"), "pending")
    assert to_do.next_step(database.read(), TICKET) == "Call Ruth"


def test_a_later_note_without_a_next_step_changes_nothing(database: Database) -> None:
    put(database, ticket(), message("m1", "Next step: Order a disk", at=NOW - HOUR), message("m2", "Looked", at=NOW))
    bring(database, AddNote(TICKET, "And again"), "pending")
    assert to_do.next_step(database.read(), TICKET) == "Order a disk"


# -- the reply queue ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ENDS)
def test_an_answer_on_its_way_ends_the_wait_and_a_refused_one_does_not(database: Database, state: str) -> None:
    put(database, ticket(reply_signal="author"), message("m1", "Still broken", client=True, at=NOW - HOUR))
    assert waiting(database) == ["101"]
    bring(database, Answer(TICKET, "Try again please", 0, None), state)
    assert waiting(database) == ([] if state in ON_THE_WAY else ["101"])


@pytest.mark.parametrize("state", ["pending", "rejected"])
def test_the_same_where_a_status_tells_of_replies(database: Database, state: str) -> None:
    shown = ticket(reply_signal="status", category="reply", status="mail-reply")
    put(database, shown, message("m1", "Still broken", client=True, at=NOW - HOUR))
    assert waiting(database) == ["101"]
    bring(database, Answer(TICKET, "Try again please"), state)
    assert waiting(database) == ([] if state == "pending" else ["101"])


def test_an_internal_note_ends_no_wait(database: Database) -> None:
    put(database, ticket(), message("m1", "Still broken", client=True, at=NOW - HOUR))
    bring(database, AddNote(TICKET, "Thinking"), "pending")
    assert waiting(database) == ["101"]


def test_a_client_who_writes_after_my_waiting_answer_waits_again(database: Database) -> None:
    put(database, ticket(), message("m1", "Still broken", client=True, at=NOW - HOUR))
    bring(database, Answer(TICKET, "Try again please", 0, None), "pending")
    put(database, message("m2", "No change", client=True, at=NOW + MINUTE))
    found_ = queue(last_word.threads(database.read(), ME), NOW + HOUR)
    assert [(one.ticket.number, one.since_at) for one in found_] == [("101", NOW + MINUTE)]


def test_a_wait_counts_from_the_first_unanswered_message(database: Database) -> None:
    put(
        database,
        ticket(),
        message("m0", "It is broken", client=True, at=NOW - 5 * HOUR),
        message("m1", "Better?", public=True, at=NOW - 4 * HOUR),
        message("m2", "No", client=True, at=NOW - 3 * HOUR),
        message("m3", "Hello?", client=True, at=NOW - HOUR),
    )
    (one,) = queue(last_word.threads(database.read(), ME), NOW)
    assert (one.since_at, one.minutes) == (NOW - 3 * HOUR, 180)
    assert one.thread.last_client is not None
    assert one.thread.last_client.body == "Hello?"


def test_a_dismissal_covers_what_was_written_and_nothing_later(database: Database) -> None:
    put(database, ticket(), message("m1", "Thanks", client=True, at=NOW - HOUR))
    database.write(lambda tx: journal.dismiss(tx, TICKET, NOW - HOUR, NOW, "no answer needed"))
    assert waiting(database) == []
    put(database, message("m2", "One more thing", client=True, at=NOW))
    assert waiting(database) == ["101"]


# -- what is mine to do -------------------------------------------------------------------------------------


def test_a_real_activity_takes_the_derived_ones_place(database: Database) -> None:
    put(database, ticket())
    assert offered(database) == ["desk:derived:101"]
    put(database, reminder())
    assert offered(database) == ["desk:reminder:51"]
    put(database, reminder(remote_state="done"))
    assert offered(database) == ["desk:derived:101"]


def test_a_planned_visit_stays_while_the_client_is_waited_for(database: Database) -> None:
    put(database, ticket(category="waiting_client"), reminder())
    assert offered(database) == ["desk:reminder:51"]


@pytest.mark.parametrize("category", ["reply", "waiting_client", "waiting_other", "done", "gone"])
def test_no_activity_is_derived_from_what_waits_or_is_closed(database: Database, category: str) -> None:
    put(database, ticket(category=category))
    assert offered(database) == []


def test_other_peoples_and_lost_tickets_are_not_mine_to_do(database: Database) -> None:
    put(
        database,
        ticket("1", owner_id="8", presence="team"),
        ticket("2", owner_id="8", presence="left"),
        ticket("3", owner_id=None, presence="team"),
        ticket("4", presence="gone"),
        ticket("5"),
    )
    assert offered(database) == ["desk:derived:5"]


def test_a_reminder_of_mine_stays_mine_wherever_its_ticket_goes(database: Database) -> None:
    put(database, ticket(owner_id="8", presence="left"), reminder())
    assert offered(database) == ["desk:reminder:51"]
    put(database, ticket(owner_id="8", presence="gone"))
    assert offered(database) == []


def test_a_running_piece_of_work_stays_in_hand_when_its_activity_vanishes(database: Database) -> None:
    put(database, ticket(), reminder())
    running = Work("desk:reminder:51", TICKET, "running", NOW)
    database.write(lambda tx: journal.set_work(tx, running))
    database.write(lambda tx: mirror.store(tx, Facts(vanished_activities=("desk:reminder:51",))))
    one = to_do.candidate(database.read(), "desk:reminder:51")
    assert one is not None
    assert (one.state, one.ticket.id, one.activity.remote_state) == ("running", TICKET, "cancelled")


def test_an_activity_nobody_ever_heard_of_is_none(database: Database) -> None:
    put(database, ticket())
    for name in ("desk:reminder:51", "desk:derived:999", "desk:ticket:101"):
        assert to_do.candidate(database.read(), name) is None


def test_a_closure_counts_while_it_holds(database: Database) -> None:
    closed = ticket("1", category="done", status="resolved")
    events = (
        DoneEvent("d1", ME, NOW, "desk:ticket:1"),
        DoneEvent("d2", ME, NOW, "desk:ticket:2"),
        DoneEvent("d3", ME, NOW, "desk:ticket:2", "desk:reminder:51"),
        DoneEvent("d4", "8", NOW, "desk:ticket:1"),
        DoneEvent("d5", ME, NOW - 24 * HOUR, "desk:ticket:1"),
    )
    put(database, closed, ticket("2"))
    database.write(lambda tx: mirror.store(tx, Facts(done_events=events)))
    mine = tally.done_events(database.read(), (ME,), NOW - HOUR, NOW + HOUR)
    assert sorted(one.id for one in mine) == ["d1", "d3"]
    enqueue(database, SetCategory("desk:ticket:2", "done", "open"))
    mine = tally.done_events(database.read(), (ME,), NOW - HOUR, NOW + HOUR)
    assert sorted(one.id for one in mine) == ["d1", "d2", "d3"]


def test_minutes_belong_to_a_person_and_a_period(database: Database) -> None:
    entries = (
        TimeEntry("e1", ME, NOW - HOUR, 10),
        TimeEntry("e2", ME, NOW, 20),
        TimeEntry("e3", "8", NOW - MINUTE, 40),
    )
    database.write(lambda tx: mirror.store(tx, Facts(time_entries=entries)))
    mine = tally.time_entries(database.read(), (ME,), NOW - HOUR, NOW)
    assert [one.id for one in mine] == ["e1"]
    assert tally.team_of_the_period(database.read(), NOW - HOUR, NOW) == (ME, "8")


# -- the mirror is the server's -----------------------------------------------------------------------------


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {table: database.read().all(f"SELECT * FROM {table} ORDER BY 1, 2") for table in MIRROR}


def test_no_wish_and_no_step_of_one_writes_the_mirror(database: Database) -> None:
    spans = (StatusSpan(TICKET, "open", NOW - HOUR),)
    put(database, ticket(), reminder(), message("m1", "Hello", client=True))
    database.write(lambda tx: mirror.store(tx, Facts(spans=spans)))
    before = dump(database)
    intents: tuple[Intent, ...] = (
        AddNote(TICKET, "x\nNext step: Call", 20),
        Answer(TICKET, "y"),
        SetCategory(TICKET, "done", "open"),
        Dismiss(TICKET, "open"),
        OpenTicket("desk:ticket:new-1", "No mail", "", "Ruth"),
    )
    for intent in intents:
        for state in ENDS:
            bring(database, intent, state)
    database.write(lambda tx: journal.dismiss(tx, TICKET, NOW, NOW, "x"))
    database.write(lambda tx: journal.set_work(tx, Work("desk:reminder:51", TICKET, "parked", NOW)))
    assert dump(database) == before


def test_forgetting_the_mirror_keeps_what_is_mine(database: Database) -> None:
    put(database, ticket(), reminder(), message("m1", "Hello", client=True))
    own = DoneEvent("local:1", ME, NOW, TICKET)
    seen = DoneEvent("desk:done:1", ME, NOW, TICKET)
    database.write(lambda tx: mirror.store(tx, Facts(done_events=(own, seen))))
    one = enqueue(database, AddNote(TICKET, "kept"))
    database.write(lambda tx: drafts.save(tx, drafts.Draft(TICKET, "note", "half")))
    database.write(mirror.forget_all)
    assert all(rows == [] for rows in dump(database).values())
    assert found(database, one.id) == one
    assert drafts.find(database.read(), TICKET, "note") is not None
    assert database.read().all("SELECT id FROM done_event") == [("local:1",)]
    assert database.read().value("SELECT body FROM note") == "kept"

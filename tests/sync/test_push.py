"""Sending: in order, once, never without a trace, and never twice without having looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.store.make import HOUR, ME, enqueue, found, moves, ticket, wish
from tests.sync.fake_remote import AFTER, BEFORE, HALF, LATE
from tests.sync.rig import SETTLE, SETTLE_PUBLIC, Rig
from workboard.backends.base import Op
from workboard.domain.errors import (
    Conflicting,
    Garbled,
    ImpossibleAct,
    NeedsPerson,
    Refused,
    SignInFailed,
    Throttled,
    Uncertain,
    Unreachable,
)
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    SetCategory,
)
from workboard.store import by_hand, delivery, entries, mirror, outbox, overlay, texts, to_do, undo_time
from workboard.store.database import Database, Transaction
from workboard.store.entries import Entry
from workboard.store.moves import ALL_THE_SAME
from workboard.store.states import PROMISED
from workboard.sync import outcome
from workboard.sync.outgoing import Probe, Rest, Send, astray, next_send
from workboard.sync.pull import pull

ONE, TWO = "desk:ticket:101", "desk:ticket:102"
CLASH = Conflicting("it is stalled by now", field="status", base="open", mine="done", theirs="stalled")
OFFLINE = Unreachable("the desk cannot be reached: check the network")


@pytest.fixture
def one() -> Entry:
    """A row for the plan, which needs no database."""
    note = AddNote(ONE, "x")
    return Entry(1, "a", "a", ONE, "note", note, None, "wb:1", "pending", 0, 0, 0, None, None, None, None, None)


async def sent_once(rig: Rig, *entries: Entry) -> None:
    for one in entries:
        assert rig.state(one) == "done"
        assert rig.remote.received[one.marker] == 1
    assert not [one for one in rig.remote.received.values() if one > 1]


# -- the plain way ------------------------------------------------------------------------------------------


async def test_a_note_arrives_once_and_comes_back_as_the_servers(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "Rebooted\nNext step: Call Ruth", 20))
    report = await rig.engine.sync()
    assert (report.sent, report.waiting, report.error) == (1, 0, None)
    await sent_once(rig, one)
    assert rig.log(one) == ["pending", "inflight", "done"]
    (message,) = mirror.thread(rig.database.read(), ONE)
    assert (message.marker, message.minutes, message.next_step) == (one.marker, 20, "Call Ruth")
    assert texts.pending_notes(rig.database.read(), ONE) == []
    assert (await rig.engine.sync()).sent == 0


async def test_the_attempt_is_on_the_disk_before_the_desk_is_asked(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    seen: list[tuple[str, int, str | None]] = []

    def look(op: Op) -> None:
        other = Database.open(rig.database.path)
        row = found(other, one.id)
        seen.append((row.state, row.attempts, row.fence))
        assert row.marker == op.marker
        other.close()

    rig.remote.before_apply = look
    await rig.engine.sync()
    assert seen == [("inflight", 1, "3")]


async def test_and_the_disk_has_said_so(rig: Rig) -> None:
    rig.wish(AddNote(ONE, "x"))
    said: list[str] = []
    connection = rig.database._open_writer()._connection
    rig.remote.before_apply = lambda op: connection.set_trace_callback(None)
    connection.set_trace_callback(said.append)
    await rig.engine.send()
    at = next(n for n, one in enumerate(said) if one.startswith("UPDATE outbox SET state = 'inflight'"))
    assert [one for one in said[:at] if "synchronous" in one][-1] == "PRAGMA synchronous = FULL"
    assert said[at:][-1] == "COMMIT", "nothing is open any more when the first byte leaves"


async def test_no_transaction_is_open_while_the_desk_is_asked(rig: Rig) -> None:
    rig.wish(AddNote(ONE, "x"))
    rig.remote.before_apply = lambda op: rig.database.write(lambda tx: tx.run("UPDATE place SET at = 1"))
    assert (await rig.engine.sync()).sent == 1


async def test_one_ticket_is_served_in_order_and_others_do_not_wait_for_it(rig: Rig) -> None:
    first, second = rig.wish(AddNote(ONE, "first")), rig.wish(AddNote(ONE, "second"))
    other = rig.wish(AddNote(TWO, "other"))
    rig.remote.plan["apply"].append(BEFORE)
    await rig.engine.sync()
    assert [rig.state(one) for one in (first, second, other)] == ["uncertain", "pending", "done"]
    rig.at += SETTLE
    await rig.engine.sync()
    await sent_once(rig, first, second, other)
    texts = [op.intent.text for op in rig.remote.order if isinstance(op.intent, AddNote) and op.ticket_id == ONE]
    assert texts == ["first", "second"]


async def test_a_held_back_wish_waits_for_its_time_even_when_asked(rig: Rig) -> None:
    one = enqueue(rig.database, AddNote(ONE, "x"), now=rig.at, sendable_at=rig.at + 5_000)
    await rig.engine.sync()
    assert rig.state(one) == "pending"
    rig.at += 5_000
    await rig.engine.sync()
    await sent_once(rig, one)


async def test_a_row_dropped_at_the_last_moment_is_not_sent(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    as_it_was = entries.open_entries(rig.database.read())
    rig.database.write(lambda tx: by_hand.drop(tx, found(tx, one.id), rig.at))
    seen = iter([as_it_was])
    monkeypatch.setattr("workboard.sync.push.entries.open_entries", lambda reader: next(seen, []))
    assert (await rig.engine.sync()).sent == 0
    assert rig.state(one) == "dropped"
    assert not rig.remote.received


# -- an answer that is lost ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("intent", "settle"),
    [
        (AddNote(ONE, "x"), SETTLE),
        (AddNote(ONE, "x", 15), SETTLE_PUBLIC),
        (Answer(ONE, "x"), SETTLE_PUBLIC),
        (SetCategory(ONE, "done", "open"), SETTLE),
    ],
)
async def test_what_may_have_arrived_is_looked_for_after_the_settle_time_and_found(
    rig: Rig, intent: Intent, settle: int
) -> None:
    one = rig.wish(intent)
    rig.remote.plan["apply"].append(AFTER)
    assert (await rig.engine.send()).uncertain == 1
    assert rig.row(one).next_at == rig.at + settle
    rig.at += settle - 1
    await rig.engine.send()
    assert "probe" not in rig.remote.calls
    rig.at += 1
    await rig.engine.send()
    assert rig.remote.calls.count("probe") == 1
    await sent_once(rig, one)
    assert rig.log(one) == ["pending", "inflight", "uncertain", "done"]


async def test_a_clean_miss_sends_once_more_and_a_second_asks_a_person(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "kept"))
    rig.remote.plan["apply"].extend([BEFORE, BEFORE])
    await rig.engine.sync()
    rig.at += SETTLE
    await rig.engine.sync()
    assert (rig.state(one), rig.row(one).attempts) == ("uncertain", 2)
    rig.at += SETTLE
    await rig.engine.sync()
    assert rig.state(one) == "rejected"
    assert rig.remote.calls.count("apply") == 2
    row = rig.row(one)
    assert row.intent == AddNote(ONE, "kept")
    assert row.reason
    assert "retry" in row.reason
    assert rig.log(one) == ["pending", "inflight", "uncertain", "pending", "inflight", "uncertain", "rejected"]
    rig.at += 10 * SETTLE
    await rig.engine.sync()
    assert rig.remote.calls.count("apply") == 2


@pytest.mark.parametrize(
    "error",
    [Uncertain("cut"), Garbled("a login page"), Unreachable("no route"), Throttled("slow"), Refused("403"),
     SignInFailed("401")],
)  # fmt: skip
async def test_a_look_that_fails_changes_nothing_but_the_time(rig: Rig, error: Exception) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(AFTER)
    await rig.engine.send()
    rig.at += SETTLE
    rig.remote.plan["probe"].append(error)
    await rig.engine.send()
    row = rig.row(one)
    assert (row.state, row.attempts, row.next_at) == ("uncertain", 1, rig.at + SETTLE)
    assert rig.remote.calls.count("apply") == 1
    rig.at += SETTLE
    await rig.engine.send()
    await sent_once(rig, one)


async def test_a_look_that_is_turned_down_twice_asks_a_person(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "kept"))
    rig.remote.plan["apply"].append(BEFORE)
    await rig.engine.send()
    for state in ("uncertain", "rejected"):
        rig.remote.plan["probe"].extend([Refused("you may not see this ticket", status=403)])
        rig.at += SETTLE
        await rig.engine.send()
        assert rig.state(one) == state
    reason = rig.row(one).reason or ""
    assert "you may not see this ticket" in reason
    assert "retry or drop" in reason
    rig.database.write(lambda tx: by_hand.retry(tx, found(tx, one.id), rig.at))
    await rig.engine.send()
    await sent_once(rig, one)


async def test_a_look_asked_for_by_hand_does_not_wait_for_a_clock_that_went_back(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(Refused("too long", status=413))
    await rig.engine.send()
    rig.at -= 24 * HOUR
    rig.database.write(lambda tx: by_hand.retry(tx, found(tx, one.id), rig.at))
    await rig.engine.send()
    assert rig.remote.calls[-1] == "probe"
    await rig.engine.send()
    await sent_once(rig, one)


async def test_looks_that_fail_otherwise_in_between_do_not_count(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(AFTER)
    await rig.engine.send()
    for error in (OFFLINE, OFFLINE, Refused("404", status=404), OFFLINE, Throttled("slow")):
        rig.remote.plan["probe"].append(error)
        rig.at += SETTLE
        await rig.engine.send()
        assert rig.state(one) == "uncertain"
    rig.at += SETTLE
    await rig.engine.send()
    await sent_once(rig, one)


async def test_a_look_that_cannot_tell_asks_a_person(rig: Rig) -> None:
    one = rig.wish(Answer(ONE, "x"))
    rig.remote.plan["apply"].append(BEFORE)
    await rig.engine.send()
    rig.at += SETTLE_PUBLIC
    rig.remote.plan["probe"].append(NeedsPerson("two texts like it: look"))
    await rig.engine.send()
    assert (rig.state(one), rig.row(one).reason) == ("rejected", "two texts like it: look")


async def test_a_row_dropped_while_it_is_looked_for_is_not_sent_again(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(BEFORE)
    await rig.engine.send()
    rig.at += SETTLE
    probe = rig.remote.probe

    async def drop_meanwhile(op: Op, known: object) -> None:
        await rig.database.awrite(lambda tx: by_hand.drop(tx, found(tx, one.id), rig.at))
        assert await probe(op, rig.engine.context.known) is None

    rig.remote.probe = drop_meanwhile  # type: ignore[method-assign]
    await rig.engine.send()
    assert rig.state(one) == "dropped"
    assert rig.remote.calls.count("apply") == 1


async def test_a_desk_that_takes_it_late_but_within_the_settle_time_gets_it_once(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(LATE)
    await rig.engine.send()
    rig.at += SETTLE - 1
    await rig.engine.send()
    rig.remote.commit_late()
    rig.at += 1
    await rig.engine.send()
    await sent_once(rig, one)


async def test_a_garbled_answer_to_a_write_is_a_lost_one(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(Garbled("half an answer"))
    await rig.engine.send()
    assert rig.state(one) == "uncertain"


async def test_what_is_read_closes_the_row_whatever_its_state(rig: Rig) -> None:
    lost, asked = rig.wish(AddNote(ONE, "lost")), rig.wish(AddNote(TWO, "refused, but it was taken"))
    rig.remote.plan["apply"].extend([AFTER, AFTER])
    await rig.engine.send()
    rig.database.write(lambda tx: delivery.refuse(tx, found(tx, asked.id), rig.at, "nobody can tell"))
    assert [rig.state(lost), rig.state(asked)] == ["uncertain", "rejected"]
    await rig.engine.sync()
    assert "probe" not in rig.remote.calls
    await sent_once(rig, lost, asked)
    assert rig.log(asked)[-1] == "done"


async def test_what_was_dropped_by_hand_stays_so_and_says_that_it_was_seen(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(AFTER)
    await rig.engine.send()
    rig.database.write(lambda tx: by_hand.drop(tx, found(tx, one.id), rig.at))
    await rig.engine.sync()
    assert rig.state(one) == "dropped"
    assert rig.row(one).reason == ALL_THE_SAME


@pytest.mark.parametrize("state", ["pending", "held", "inflight", "uncertain", "rejected", "conflict"])
async def test_whatever_was_thought_of_it_what_is_read_on_the_ticket_has_arrived(rig: Rig, state: str) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    steps: dict[str, Callable[[Transaction, Entry], object]] = {
        "held": lambda tx, row: delivery.postpone(tx, row, rig.at, "held", None, "signed out"),
        "uncertain": lambda tx, row: delivery.postpone(tx, row, rig.at, "uncertain", rig.at + SETTLE, "cut"),
        "rejected": lambda tx, row: delivery.refuse(tx, row, rig.at, "nobody can tell"),
        "conflict": lambda tx, row: delivery.conflict(tx, row, rig.at, CLASH),
    }
    if state != "pending":
        rig.database.write(lambda tx: delivery.mark_inflight(tx, found(tx, one.id), rig.at, rig.at, None))
    if state in steps:
        rig.database.write(lambda tx: steps[state](tx, found(tx, one.id)))
    assert rig.state(one) == state
    rig.database.write(lambda tx: delivery.seen(tx, ["wb:nobodys", one.marker], rig.at))
    assert (rig.state(one), moves(rig.database, one.id)[-1]) == ("done", (state, "done", "seen on the ticket"))


@pytest.mark.parametrize("state", ["uncertain", "pending", "held", "rejected"])
async def test_an_answer_that_is_read_is_still_finished(rig: Rig, state: str) -> None:
    """A lost answer's words are read before its time to be looked for has come: the look comes all the same, moves the
    ticket, and the words leave no second time."""
    one = rig.wish(Answer(ONE, "Try it now.", then="waiting_client"))
    rig.remote.plan["apply"].append(HALF)
    await rig.engine.send()
    assert (rig.state(one), rig.remote.tickets[ONE].category) == ("uncertain", "open")
    brought_to(rig, one, state)
    await pull(rig.engine.context)
    assert (rig.state(one), rig.row(one).reason) == ("uncertain", delivery.HALF_SEEN)
    await in_time(rig)
    await sent_once(rig, one)
    assert rig.remote.calls.count("apply") == 1
    assert rig.remote.tickets[ONE].category == "waiting_client"
    assert [one.category for one in mirror.tickets(rig.database.read(), [ONE]).values()] == ["waiting_client"]


def brought_to(rig: Rig, one: Entry, state: str) -> None:
    """A row in doubt brought to where it may also be when its words are read."""
    if state == "rejected":
        rig.database.write(lambda tx: delivery.refuse(tx, found(tx, one.id), rig.at, "nobody can tell"))
    elif state != "uncertain":
        rig.database.write(
            lambda tx: delivery.postpone(tx, found(tx, one.id), rig.at, "pending", rig.at + HOUR, "missed")
        )
    if state == "held":
        rig.database.write(lambda tx: delivery.hold(tx, rig.at, "signed out"))
    assert rig.state(one) == state


async def in_time(rig: Rig) -> None:
    rig.at += SETTLE_PUBLIC
    await rig.engine.sync()


@pytest.mark.parametrize("looks", [[], [NeedsPerson("no telling")], [Refused("403", status=403)] * 2])
async def test_words_that_were_read_never_leave_again_though_no_look_finds_them(
    rig: Rig, looks: list[Exception]
) -> None:
    """A look that misses them, or that nobody can tell anything from, closes the row; the status is for a person."""
    one = rig.wish(Answer(ONE, "Try it now.", then="waiting_client"))
    rig.remote.plan["apply"].append(HALF)
    await rig.engine.sync()
    rig.remote.received.clear()
    rig.remote.plan["probe"].extend(looks)
    await in_time(rig)
    await in_time(rig)
    assert (rig.state(one), rig.row(one).reason) == ("done", outcome.STATUS_OPEN)
    assert (rig.remote.calls.count("apply"), rig.remote.calls.count("probe")) == (1, max(1, len(looks)))


async def test_what_was_read_and_is_dropped_before_the_look_says_that_it_arrived(rig: Rig) -> None:
    one = rig.wish(Answer(ONE, "Try it now.", then="waiting_client"))
    rig.remote.plan["apply"].append(HALF)
    await rig.engine.sync()
    rig.database.write(lambda tx: by_hand.drop(tx, found(tx, one.id), rig.at))
    assert rig.row(one).reason == ALL_THE_SAME
    await in_time(rig)
    assert (rig.state(one), rig.remote.calls.count("probe")) == ("dropped", 0)


# -- not now ------------------------------------------------------------------------------------------------


async def test_offline_is_a_state_and_nothing_is_lost(rig: Rig) -> None:
    one, two = rig.wish(AddNote(ONE, "x")), rig.wish(AddNote(TWO, "y"))
    rig.remote.plan["apply"].append(OFFLINE)
    report = await rig.engine.send()
    assert report.error is OFFLINE
    assert (rig.account().state, rig.account().reason) == ("offline", str(OFFLINE))
    assert [rig.state(one), rig.state(two)] == ["pending", "pending"]
    assert rig.remote.calls.count("apply") == 1, "one try tells: the rest is not tried as well"
    assert (await rig.engine.sync()).sent == 2
    await sent_once(rig, one, two)
    assert rig.account().state == "ok"


async def test_tries_without_a_network_are_no_doubts(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].extend([OFFLINE, OFFLINE, OFFLINE, BEFORE])
    for _ in range(4):
        await rig.engine.sync()
    assert (rig.state(one), rig.row(one).attempts) == ("uncertain", 1)
    rig.at += SETTLE
    await rig.engine.sync()
    await sent_once(rig, one)


async def test_a_bad_secret_holds_the_queue_and_says_so(rig: Rig) -> None:
    one, two = rig.wish(AddNote(ONE, "x")), rig.wish(AddNote(TWO, "y"))
    signed_out = SignInFailed("the token is no longer good: workboard login", status=401)
    rig.remote.plan["apply"].append(signed_out)
    rig.remote.plan["whoami"].extend([signed_out])
    report = await rig.engine.send()
    assert isinstance(report.error, SignInFailed)
    assert [rig.state(each) for each in (one, two)] == ["held", "held"]
    assert {rig.row(each).reason for each in (one, two)} == {str(signed_out)}
    assert rig.remote.calls == ["apply", "whoami"], "one try to sign in anew, and no more"
    assert rig.account().state == "auth"
    assert report.waiting == 2
    await rig.engine.sync()
    await sent_once(rig, one, two)
    assert rig.row(one).attempts == 1
    assert rig.account().state == "ok"


async def test_a_session_that_simply_ended_is_begun_anew_and_nobody_hears_of_it(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(SignInFailed("the session is over", status=401))
    report = await rig.engine.send()
    assert (report.sent, report.error) == (1, None)
    await sent_once(rig, one)
    assert rig.log(one) == ["pending", "inflight", "held", "inflight", "done"]
    assert rig.account().state == "ok"


async def test_one_wish_turned_away_while_the_sign_in_is_good_stops_nobody_else(rig: Rig) -> None:
    one, two = rig.wish(AddNote(ONE, "x")), rig.wish(AddNote(TWO, "y"))
    no = SignInFailed("not for you", status=401)
    rig.remote.plan["apply"].extend([no, no])
    report = await rig.engine.send()
    assert (report.sent, report.error) == (1, None)
    assert (rig.state(one), rig.row(one).reason) == ("rejected", "not for you")
    await sent_once(rig, two)


@pytest.mark.parametrize(
    ("asked", "waits"), [(90.0, 90_000), (0.0, 0), (-5.0, 0), (86_400.0, 3_600_000), (None, 1_000)]
)
async def test_a_desk_that_asks_to_wait_is_left_alone_that_long(rig: Rig, asked: float | None, waits: int) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(Throttled("too many calls", status=429, retry_after_s=asked))
    await rig.engine.send()
    assert (rig.state(one), rig.row(one).next_at) == ("pending", rig.at + waits)
    assert rig.account().state == "throttled"
    waiting = entries.open_entries(rig.database.read())
    if waits:
        assert next_send(waiting, rig.at + waits - 1) == Rest(rig.at + waits)
    assert isinstance(next_send(waiting, rig.at + waits), Send)


# -- no -----------------------------------------------------------------------------------------------------


async def test_a_refusal_keeps_the_text_and_lets_the_rest_of_the_ticket_go_on(rig: Rig) -> None:
    one, two = rig.wish(AddNote(ONE, "not this", 10)), rig.wish(AddNote(ONE, "but this"))
    rig.remote.plan["apply"].append(Refused("the field is not there", status=422))
    report = await rig.engine.sync()
    assert (report.rejected, report.sent) == (1, 1)
    row = rig.row(one)
    assert (row.state, row.reason, row.intent) == ("rejected", "the field is not there", AddNote(ONE, "not this", 10))
    await sent_once(rig, two)
    assert [op.body for op in texts.pending_notes(rig.database.read(), ONE)] == ["not this"]


async def test_a_refused_new_ticket_keeps_its_notes_waiting(rig: Rig) -> None:
    new = "desk:ticket:new-1"
    opened, note = rig.wish(OpenTicket(new, "No mail", "", "Ruth")), rig.wish(AddNote(new, "Asked her"))
    rig.remote.plan["apply"].append(Refused("no such queue", status=422))
    await rig.engine.sync()
    assert [rig.state(opened), rig.state(note)] == ["rejected", "pending"]
    rig.database.write(lambda tx: by_hand.retry(tx, found(tx, opened.id), rig.at))
    await rig.engine.sync()
    await sent_once(rig, opened, note)
    assert rig.row(note).ticket_id == rig.row(opened).ticket_id != new


async def test_a_new_ticket_whose_answer_is_lost_is_opened_once(rig: Rig) -> None:
    new = "desk:ticket:new-1"
    opened, note = rig.wish(OpenTicket(new, "No mail", "", "Ruth", mine=True)), rig.wish(AddNote(new, "Asked her"))
    rig.remote.plan["apply"].append(AFTER)
    await rig.engine.sync()
    assert [rig.state(opened), rig.state(note)] == ["uncertain", "pending"]
    rig.at += SETTLE
    await rig.engine.sync()
    await sent_once(rig, opened, note)
    real = rig.row(opened).ticket_id
    assert real in rig.remote.tickets
    assert [one.body for one in mirror.thread(rig.database.read(), real)] == ["Asked her"]


async def test_a_field_changed_by_both_waits_for_a_person_who_takes_mine(rig: Rig) -> None:
    note, status = rig.wish(AddNote(ONE, "done here")), rig.wish(SetCategory(ONE, "done", "open"))
    rig.remote.put(ticket("101", status="waiting_other", category="waiting_other"), quietly=True)
    report = await rig.engine.send()
    assert report.conflicts == 1
    await sent_once(rig, note)
    assert rig.state(status) == "conflict"
    kept = rig.database.read().all("SELECT op, field, base, mine, theirs, resolution FROM conflict")
    assert kept == [(status.id, "status", "open", "done", "waiting_other", None)]
    rig.database.write(lambda tx: by_hand.retry(tx, found(tx, status.id), rig.at))
    await rig.engine.send()
    await sent_once(rig, status)
    assert rig.remote.tickets[ONE].category == "done"


async def test_a_field_changed_by_both_waits_for_a_person_who_takes_theirs(rig: Rig) -> None:
    status = rig.wish(SetCategory(ONE, "done", "open"))
    rig.remote.put(ticket("101", status="waiting_other", category="waiting_other"))
    await rig.engine.sync()
    assert rig.state(status) == "conflict"
    rig.database.write(lambda tx: by_hand.drop(tx, found(tx, status.id), rig.at))
    await rig.engine.sync()
    assert not rig.remote.received
    shown = overlay.ticket(rig.database.read(), ONE)
    assert shown is not None
    assert shown.category == "waiting_other"


@pytest.mark.parametrize(
    "intent",
    [
        SetCategory(ONE, "done", "open"),
        Dismiss(ONE, "open"),
        Claim(ONE),
        Assign(ONE, "8", ME),
        CompleteActivity(ONE, "desk:reminder:51"),
    ],
)
@pytest.mark.parametrize("mine", [True, False])
async def test_every_kind_of_conflict_waits_for_a_person_and_ends_as_they_say(
    rig: Rig, intent: Intent, mine: bool
) -> None:
    one = rig.wish(intent)
    rig.remote.plan["apply"].append(CLASH)
    await rig.engine.send()
    assert rig.state(one) == "conflict"
    rig.at += 48 * HOUR
    await rig.engine.sync()
    assert rig.state(one) == "conflict", "nothing is dropped by age"
    rig.database.write(lambda tx: (by_hand.retry if mine else by_hand.drop)(tx, found(tx, one.id), rig.at))
    rig.remote.put(ticket("101", status="stalled", category="waiting_other"), quietly=True)
    await rig.engine.send()
    assert rig.state(one) == ("done" if mine else "dropped")
    assert rig.remote.received[one.marker] == int(mine)
    kept = rig.database.read().all("SELECT mine, theirs, resolution FROM conflict")
    assert kept == [("done", "stalled", "mine" if mine else "theirs")]


@pytest.mark.parametrize("mine", [True, False])
async def test_a_ticket_given_away_by_two_waits_for_a_person(rig: Rig, mine: bool) -> None:
    note, given = rig.wish(AddNote(ONE, "Assigned: Ben")), rig.wish(Assign(ONE, "8", ME))
    rig.remote.put(ticket("101", owner_id="9"), quietly=True)
    assert (await rig.engine.send()).conflicts == 1
    await sent_once(rig, note)
    assert rig.state(given) == "conflict"
    rig.database.write(lambda tx: (by_hand.retry if mine else by_hand.drop)(tx, found(tx, given.id), rig.at))
    await rig.engine.sync()
    assert rig.remote.tickets[ONE].owner_id == ("8" if mine else "9")
    assert rig.state(given) == ("done" if mine else "dropped")


async def test_one_handover_after_the_other_starts_from_where_the_first_one_led(rig: Rig) -> None:
    first, second = rig.wish(Assign(ONE, "8", ME)), rig.wish(Assign(ONE, "9", ME))
    await rig.engine.sync()
    await sent_once(rig, first, second)
    assert rig.remote.tickets[ONE].owner_id == "9"
    shown = overlay.ticket(rig.database.read(), ONE)
    assert shown is not None
    assert (shown.owner_id, shown.presence) == ("9", "left")


async def test_a_ticket_whose_handover_is_refused_is_mine_again(rig: Rig) -> None:
    given = rig.wish(Assign(ONE, "8", ME))
    mine = [one.ticket.id for one in to_do.candidates(rig.database.read(), ME, frozenset())]
    assert ONE not in mine
    rig.remote.plan["apply"].append(Refused("you need the right ReassignTicket", status=200))
    await rig.engine.send()
    assert rig.state(given) == "rejected"
    assert ONE in [one.ticket.id for one in to_do.candidates(rig.database.read(), ME, frozenset())]


async def test_the_status_of_a_ticket_given_away_is_theirs_and_its_notes_still_go(rig: Rig) -> None:
    note, status = rig.wish(AddNote(ONE, "what I did", 10)), rig.wish(SetCategory(ONE, "done", "open"))
    answer = rig.wish(Answer(ONE, "It works", 0, "waiting_client"))
    rig.remote.put(ticket("101", owner_id="8"))
    rig.remote.plan["apply"].append(OFFLINE)
    await rig.engine.sync()
    await rig.engine.sync()
    rig.at += 2_000
    await rig.engine.sync()
    await sent_once(rig, note, answer)
    (sent,) = [op.intent for op in rig.remote.order if isinstance(op.intent, Answer)]
    assert sent == Answer(ONE, "It works", 0, None), "where the ticket stands is theirs to say"
    assert rig.state(status) == "conflict"
    assert "somebody else" in (rig.row(status).reason or "")
    assert rig.remote.tickets[ONE].category == "open"
    rig.database.write(lambda tx: by_hand.retry(tx, found(tx, status.id), rig.at))
    await rig.engine.send()
    assert rig.remote.tickets[ONE].category == "done", "unless a person says so"
    await sent_once(rig, status)


# -- what belongs together ----------------------------------------------------------------------------------


def act(rig: Rig, *intents: Intent) -> list[Entry]:
    """Rows of one act, in order."""
    first = wish(intents[0])
    wishes = [first, *(wish(one)._replace(act=first.act) for one in intents[1:])]
    for one in wishes:
        rig.database.write(lambda tx, one=one: outbox.enqueue(tx, one, rig.at, rig.at))  # type: ignore[misc]
    return [found(rig.database, one.id) for one in wishes]


@pytest.mark.parametrize("retried", [True, False])
async def test_no_ticket_is_closed_in_silence_because_the_words_were_turned_down(rig: Rig, retried: bool) -> None:
    answer, status = act(rig, Answer(ONE, "It works", 0, None), SetCategory(ONE, "done", "open"))
    later, elsewhere = rig.wish(AddNote(ONE, "another matter")), rig.wish(AddNote(TWO, "x"))
    rig.remote.plan["apply"].append(Refused("too long", status=413))
    await rig.engine.sync()
    assert [rig.state(one) for one in (answer, status)] == ["rejected", "pending"]
    await sent_once(rig, later, elsewhere)
    rig.at += 48 * HOUR
    await rig.engine.sync()
    assert rig.state(status) == "pending"
    assert rig.remote.tickets[ONE].category == "open"
    decide = by_hand.retry if retried else by_hand.drop
    rig.database.write(lambda tx: decide(tx, found(tx, answer.id), rig.at))
    await rig.engine.sync()
    assert [rig.state(one) for one in (answer, status)] == ["done" if retried else "dropped", "done"]
    assert [op.marker for op in rig.remote.order][-2 if retried else -1 :] == [
        *([answer.marker] if retried else []), status.marker,
    ]  # fmt: skip


async def test_a_refused_status_holds_nothing_back(rig: Rig) -> None:
    status, note = act(rig, SetCategory(ONE, "done", "open"), AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(Refused("no such status", status=422))
    await rig.engine.sync()
    assert rig.state(status) == "rejected"
    await sent_once(rig, note)


async def test_a_row_behind_is_not_taken_for_the_base_of_one_before_it(rig: Rig) -> None:
    answer, done = act(rig, Answer(ONE, "It works", 0, None), SetCategory(ONE, "done", "open"))
    rig.remote.plan["apply"].append(Refused("too long", status=413))
    await rig.engine.send()
    later = rig.wish(SetCategory(ONE, "waiting_other", "open"))
    await rig.engine.send()
    await sent_once(rig, later)
    assert rig.row(done).base == "open"
    rig.database.write(lambda tx: by_hand.drop(tx, found(tx, answer.id), rig.at))
    await rig.engine.send()
    assert rig.state(done) == "conflict", "what was decided later is not overwritten unasked"


async def test_what_was_edited_goes_in_the_place_of_what_it_replaces(rig: Rig) -> None:
    answer, status = act(rig, Answer(ONE, "It wroks", 0, None), SetCategory(ONE, "done", "open"))
    rig.remote.plan["apply"].append(Refused("too long", status=413))
    await rig.engine.send()
    other = wish(Answer(ONE, "It works", 0, None))._replace(act=answer.act)
    assert rig.database.write(lambda tx: by_hand.replace(tx, found(tx, answer.id), other, rig.at, rig.at))
    await rig.engine.send()
    assert [op.intent for op in rig.remote.order] == [other.intent, status.intent]
    assert rig.state(answer) == "dropped"
    assert moves(rig.database, answer.id)[-1] == ("rejected", "dropped", f"replaced by {other.id}")
    new = found(rig.database, other.id)
    assert (new.state, new.seq) == ("done", answer.seq)
    assert new.marker != answer.marker
    assert rig.row(answer).intent == answer.intent, "the former words stay in the file"
    assert rig.row(answer).seq > status.seq


async def test_what_is_promised_leaves_only_when_it_is_kept(rig: Rig) -> None:
    promised = wish(Answer(ONE, "Dear Ruth"))
    rig.database.write(lambda tx: outbox.enqueue(tx, promised, rig.at, PROMISED, rig.at + 10_000))
    status = wish(SetCategory(ONE, "done", "open"))._replace(act=promised.act)
    rig.database.write(lambda tx: outbox.enqueue(tx, status, rig.at, rig.at))
    note = rig.wish(AddNote(ONE, "not held up"))
    for _ in range(3):
        await rig.engine.sync()
        rig.restart()
        assert rig.engine.hold()
        rig.at += 48 * HOUR
    await sent_once(rig, note)
    assert [found(rig.database, one.id).state for one in (promised, status)] == ["pending", "pending"]
    with pytest.raises(ImpossibleAct):
        rig.database.write(lambda tx: delivery.mark_inflight(tx, found(tx, promised.id), rig.at, rig.at, None))
    assert rig.database.write(lambda tx: undo_time.promote(tx, [promised.id, note.id], rig.at)) == 1
    await rig.engine.sync()
    assert [op.marker for op in rig.remote.order] == [note.marker, promised.marker, status.marker]


async def test_our_own_status_change_is_no_conflict_for_the_next(rig: Rig) -> None:
    rig.remote.put(ticket("102", status="new", category="new"))
    await rig.engine.sync()
    first, second = rig.wish(SetCategory(TWO, "open", "new")), rig.wish(SetCategory(TWO, "done", "new"))
    await rig.engine.send()
    await sent_once(rig, first, second)
    assert rig.remote.tickets[TWO].category == "done"


async def test_nor_when_the_answer_to_the_first_was_lost(rig: Rig) -> None:
    rig.remote.put(ticket("102", status="new", category="new"))
    await rig.engine.sync()
    first, second = rig.wish(SetCategory(TWO, "open", "new")), rig.wish(SetCategory(TWO, "done", "new"))
    rig.remote.plan["apply"].append(AFTER)
    await rig.engine.send()
    rig.at += SETTLE
    await rig.engine.send()
    await sent_once(rig, first, second)
    assert rig.remote.tickets[TWO].category == "done"


async def test_an_error_of_a_kind_nobody_named_is_for_a_person(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(NeedsPerson("the portal is closed for this client"))
    await rig.engine.send()
    assert rig.state(one) == "rejected"


# -- after a death ------------------------------------------------------------------------------------------


async def test_what_was_in_flight_at_a_death_is_looked_for_before_anything_else(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.database.write(lambda tx: delivery.mark_inflight(tx, found(tx, one.id), rig.at, rig.at, None))
    rig.restart()
    await rig.engine.send()
    assert (rig.state(one), rig.row(one).next_at) == ("uncertain", rig.at + SETTLE)
    assert "apply" not in rig.remote.calls
    rig.at += SETTLE
    await rig.engine.send()
    await sent_once(rig, one)
    assert rig.log(one) == ["pending", "inflight", "uncertain", "pending", "inflight", "done"]


async def test_what_a_client_reads_is_given_its_longer_time_after_a_death_too(rig: Rig) -> None:
    one = rig.wish(Answer(ONE, "x"))
    rig.database.write(lambda tx: delivery.mark_inflight(tx, found(tx, one.id), rig.at, rig.at, None))
    rig.restart()
    await rig.engine.send()
    assert (rig.state(one), rig.row(one).next_at) == ("uncertain", rig.at + SETTLE_PUBLIC)


async def test_a_ticket_that_left_still_gets_what_was_written_on_it(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "for whoever has it now", 10))
    rig.remote.put(ticket("101", owner_id="8"))
    rig.remote.plan["apply"].append(BEFORE)
    await rig.engine.sync()
    assert mirror.tickets(rig.database.read(), [ONE])[ONE].presence == "left"
    rig.at += SETTLE_PUBLIC
    await rig.engine.sync()
    await sent_once(rig, one)


# -- the plan -----------------------------------------------------------------------------------------------


def test_a_clock_that_went_back_keeps_nobody_waiting(one: Entry) -> None:
    wall = one.created_at
    far = one._replace(attempts=1, next_at=wall + 48 * HOUR)
    held = one._replace(sendable_at=wall + 48 * HOUR)
    assert astray([far, held], wall, lambda row: SETTLE) == [(far, wall), (held, wall)]
    for longest in (one._replace(attempts=1, next_at=wall + HOUR), one._replace(sendable_at=wall + HOUR)):
        for back in (0, 1, HOUR - 1):
            assert astray([longest], wall - back, lambda row: SETTLE) == []
            assert next_send([longest], wall - back) == Rest(wall + HOUR)


@pytest.mark.parametrize("settle", [30_000, HOUR])
def test_a_clock_that_went_back_makes_the_settle_time_begin_anew_and_never_ends_it(one: Entry, settle: int) -> None:
    sent = 50 * HOUR
    lost = one._replace(attempts=1, state="uncertain", next_at=sent + settle)
    assert astray([lost], sent, lambda row: settle) == []
    for back in (1, 1_000, HOUR, 48 * HOUR):
        wall = sent - back
        ((row, again),) = astray([lost], wall, lambda row: settle)
        assert (row, again) == (lost, wall + settle)
        assert next_send([row._replace(next_at=again)], wall + settle - 1) == Rest(wall + settle)


async def test_a_desk_that_takes_it_late_gets_it_once_though_the_clock_went_back(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    rig.remote.plan["apply"].append(LATE)
    await rig.engine.send()
    rig.at -= 24 * HOUR
    await rig.engine.send()
    rig.at += SETTLE - 1
    await rig.engine.send()
    assert "probe" not in rig.remote.calls
    rig.remote.commit_late()
    rig.at += 1
    await rig.engine.send()
    await sent_once(rig, one)


def test_asking_skips_the_back_off_and_never_the_settle_time(one: Entry) -> None:
    later = one.created_at + 30_000
    assert isinstance(next_send([one._replace(attempts=1, next_at=later)], one.created_at, now_please=True), Send)
    lost = one._replace(attempts=1, next_at=later, state="uncertain")
    assert next_send([lost], one.created_at, now_please=True) == Rest(later)
    assert isinstance(next_send([lost], later, now_please=True), Probe)


def test_what_is_in_flight_holds_its_ticket(one: Entry) -> None:
    behind = one._replace(id="b", seq=one.seq + 1)
    assert next_send([one._replace(state="inflight"), behind], one.created_at) == Rest(None)

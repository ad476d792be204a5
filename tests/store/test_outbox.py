"""Wishes on their way: every step logged, no text lost, nothing sent that a person took back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from hashlib import sha256

import pytest

from tests.store.make import NOW, enqueue, found, message, moves, put, ticket, wish
from workboard.domain.errors import Conflicting, ImpossibleAct
from workboard.domain.event import Changed, Delivered, NeedsAttention
from workboard.domain.intent import AddNote, Answer, Assign, Claim, Dismiss, OpenTicket, SetCategory
from workboard.store import by_hand, delivery, drafts, entries, following, outbox
from workboard.store.database import Database, Transaction
from workboard.store.drafts import Draft
from workboard.store.entries import Entry
from workboard.store.states import MOVES, WORDS

TICKET = "desk:ticket:101"
LATER = NOW + 30_000
Move = Callable[[Transaction, Entry], object]


def conflicting(theirs: str = "stalled") -> Conflicting:
    return Conflicting("it is stalled by now", field="status", base="open", mine="done", theirs=theirs)


def send(transaction: Transaction, one: Entry) -> object:
    return delivery.mark_inflight(transaction, one, NOW, NOW, "t5")


def move(database: Database, entry: Entry, *steps: Move) -> Entry:
    """Carry the row through these steps, each from where it stands."""
    for step in steps:
        database.write(lambda tx, step=step: step(tx, found(tx, entry.id)))  # type: ignore[misc]
    return found(database, entry.id)


def test_a_wish_comes_back_as_it_was_put_in(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "Rebooted – twice\nNext step: Call Ruth", 20, True))
    assert one.intent == AddNote(TICKET, "Rebooted – twice\nNext step: Call Ruth", 20, True)
    assert (one.state, one.attempts, one.sent_at, one.fence) == ("pending", 0, None, None)
    note = database.read().one("SELECT visibility, minutes, body, next_step, solution, remote_id FROM note")
    assert note == ("internal", 20, "Rebooted – twice\nNext step: Call Ruth", "Call Ruth", 1, None)
    assert moves(database, one.id) == [(None, "pending", "written")]


def test_wishes_without_words_leave_no_note(database: Database) -> None:
    wishes = (
        SetCategory(TICKET, "done", "open"), Dismiss(TICKET, "mail-reply"), Claim(TICKET), Assign(TICKET, "8", "7"),
    )  # fmt: skip
    for intent in wishes:
        enqueue(database, intent)
    assert database.read().value("SELECT count(*) FROM note") == 0
    assert [one.base for one in entries.open_entries(database.read())] == ["open", "mail-reply", None, "7"]


def test_a_marker_belongs_to_one_wish(database: Database) -> None:
    one = wish(AddNote(TICKET, "once"))
    database.write(lambda tx: outbox.enqueue(tx, one, NOW, NOW))
    with pytest.raises(sqlite3.IntegrityError):
        database.write(lambda tx: outbox.enqueue(tx, one._replace(id="other"), NOW, NOW))
    assert len(entries.open_entries(database.read())) == 1
    assert database.read().value("SELECT count(*) FROM note") == 1


STEPS: dict[str, tuple[Move, str, str | None]] = {
    "delivered": (lambda tx, one: delivery.delivered(tx, one, NOW, "t9", "sent"), "done", "sent"),
    "postponed": (lambda tx, one: delivery.postpone(tx, one, NOW, "pending", LATER, "no net"), "pending", "no net"),
    "held": (lambda tx, one: delivery.postpone(tx, one, NOW, "held", LATER, "signed out", 401), "held", "signed out"),
    "uncertain": (lambda tx, one: delivery.postpone(tx, one, NOW, "uncertain", LATER, "cut"), "uncertain", "cut"),
    "refused": (lambda tx, one: delivery.refuse(tx, one, NOW, "no such status", 422), "rejected", "no such status"),
    "conflict": (lambda tx, one: delivery.conflict(tx, one, NOW, conflicting()), "conflict", "it is stalled by now"),
    "recovered": (lambda tx, one: delivery.recover(tx, NOW, lambda row: LATER), "uncertain", "the sender ended"),
}
DROP: Move = lambda tx, one: by_hand.drop(tx, one, NOW)  # noqa: E731
RETRY: Move = lambda tx, one: by_hand.retry(tx, one, NOW)  # noqa: E731


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_logged_with_its_cause(database: Database, name: str) -> None:
    step, state, cause = STEPS[name]
    one = move(database, enqueue(database, SetCategory(TICKET, "done", "open")), send, step)
    assert one.state == state
    assert moves(database, one.id) == [
        (None, "pending", "written"),
        ("pending", "inflight", "sending"),
        ("inflight", state, cause),
    ]
    assert WORDS[state]


def test_the_http_status_is_kept(database: Database) -> None:
    one = move(database, enqueue(database, AddNote(TICKET, "x")), send, STEPS["refused"][0])
    assert database.read().value("SELECT max(http_status) FROM outbox_log WHERE op = ?", (one.id,)) == 422


def test_sending_counts_the_attempt_and_keeps_the_first_fence(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "x"))
    once = move(database, one, send)
    assert (once.state, once.attempts, once.sent_at, once.fence) == ("inflight", 1, NOW, "t5")
    twice = move(
        database,
        one,
        STEPS["uncertain"][0],
        STEPS["postponed"][0],
        lambda tx, row: delivery.mark_inflight(tx, row, NOW, LATER, "t8"),
    )
    assert (twice.attempts, twice.sent_at, twice.fence, twice.next_at) == (2, LATER, "t5", None)


@pytest.mark.parametrize(("state", "attempts"), [("pending", 0), ("held", 0), ("uncertain", 1)])
def test_only_what_may_have_arrived_counts_as_an_attempt(database: Database, state: str, attempts: int) -> None:
    one = move(database, enqueue(database, AddNote(TICKET, "x")), send)
    database.write(lambda tx: delivery.postpone(tx, one, NOW, state, LATER, "cut"))
    again = found(database, one.id)
    assert (again.state, again.attempts) == (state, attempts)
    if state == "uncertain":
        database.write(lambda tx: delivery.postpone(tx, again, NOW, "pending", LATER, "not found"))
        assert found(database, one.id).attempts == 1, "a clean miss takes nothing back"


def test_markers_are_looked_up_however_many_a_page_has(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "x"))
    many = [f"wb:Z{number:011}" for number in range(300_000)]
    assert entries.by_marker(database.read(), many) == []
    assert entries.by_marker(database.read(), [*many, one.marker]) == [one]


def test_a_remark_about_a_delivery_is_kept_with_it(database: Database) -> None:
    one = move(database, enqueue(database, Answer(TICKET, "x")), send)
    database.write(lambda tx: delivery.delivered(tx, one, NOW, "t9", "sent", "the status could not be set"))
    assert (found(database, one.id).state, found(database, one.id).reason) == ("done", "the status could not be set")


def test_a_row_taken_back_meanwhile_is_not_sent(database: Database) -> None:
    seen = enqueue(database, AddNote(TICKET, "x"))
    dropped = move(database, seen, DROP)
    assert not database.write(lambda tx: delivery.mark_inflight(tx, seen, NOW, NOW, None))
    assert found(database, seen.id) == dropped
    assert [to for _, to, _ in moves(database, seen.id)] == ["pending", "dropped"]


@pytest.mark.parametrize("late", ["postponed", "refused"])
def test_a_row_dropped_while_it_was_looked_for_stays_dropped(database: Database, late: str) -> None:
    seen = move(database, enqueue(database, AddNote(TICKET, "x")), send, STEPS["uncertain"][0])
    dropped = move(database, seen, DROP)
    database.write(lambda tx: STEPS[late][0](tx, seen))
    assert found(database, seen.id) == dropped
    assert moves(database, seen.id)[-1][1] == "dropped"


def test_delivery_is_told_and_the_note_knows_its_remote_id(database: Database) -> None:
    heard: list[Changed] = []
    one = move(database, enqueue(database, AddNote(TICKET, "x")), send)
    database.subscribe(heard.append)
    move(database, one, STEPS["delivered"][0])
    assert database.read().value("SELECT remote_id FROM note") == "t9"
    assert heard[0].events == (Delivered(TICKET, "note"),)
    assert {"outbox", "notes", "messages", "progress"} <= heard[0].topics


@pytest.mark.parametrize("name", ["refused", "conflict"])
def test_what_needs_a_person_is_told_and_changes_what_the_ticket_shows(database: Database, name: str) -> None:
    heard: list[Changed] = []
    one = move(database, enqueue(database, SetCategory(TICKET, "done", "open")), send)
    database.subscribe(heard.append)
    after = move(database, one, STEPS[name][0])
    assert heard[0].events == (NeedsAttention(TICKET, "status", after.reason or ""),)
    assert {"outbox", "tickets"} <= heard[0].topics


def test_words_survive_everything(database: Database) -> None:
    for name in STEPS:
        one = move(database, enqueue(database, AddNote(TICKET, f"kept {name}", 5)), send, STEPS[name][0])
        if one.state not in ("done", "inflight"):
            one = move(database, one, DROP)
        assert one.intent == AddNote(TICKET, f"kept {name}", 5)
    assert database.read().value("SELECT count(*) FROM note WHERE body LIKE 'kept %'") == len(STEPS)


# -- a person decides ---------------------------------------------------------------------------------------


def test_mine_counts_takes_their_status_as_the_new_base(database: Database) -> None:
    one = enqueue(database, SetCategory(TICKET, "done", "open"))
    after = move(database, one, send, STEPS["conflict"][0], lambda tx, row: by_hand.retry(tx, row, NOW))
    assert (after.state, after.attempts, after.base) == ("pending", 0, "stalled")
    assert after.intent == SetCategory(TICKET, "done", "stalled")
    kept = database.read().all("SELECT field, base, mine, theirs, resolution FROM conflict")
    assert kept == [("status", "open", "done", "stalled", "mine")]


def test_mine_counts_gives_the_ticket_from_whoever_has_it_by_now(database: Database) -> None:
    theirs = Conflicting("9 has it by now", field="owner", base="7", mine="8", theirs="9")
    clash: Move = lambda tx, row: delivery.conflict(tx, row, NOW, theirs)  # noqa: E731
    one = move(database, enqueue(database, Assign(TICKET, "8", "7")), send, clash)
    assert entries.owners_in_conflict(database.read(), one) == ("7", "9")
    after = move(database, one, RETRY)
    assert after.intent == Assign(TICKET, "8", "9")
    assert (after.state, after.base) == ("pending", "9")
    assert entries.owners_in_conflict(database.read(), after) is None, "it is decided"
    kept = database.read().all("SELECT field, base, mine, theirs, resolution FROM conflict")
    assert kept == [("owner", "7", "8", "9", "mine")]


def test_theirs_counts_drops_the_wish_and_keeps_the_row(database: Database) -> None:
    one = enqueue(database, SetCategory(TICKET, "done", "open"))
    after = move(database, one, send, STEPS["conflict"][0], DROP)
    assert after.state == "dropped"
    assert database.read().value("SELECT resolution FROM conflict") == "theirs"
    assert entries.open_entries(database.read()) == []


def test_a_second_conflict_is_a_row_of_its_own(database: Database) -> None:
    one = enqueue(database, SetCategory(TICKET, "done", "open"))
    again: Move = lambda tx, row: by_hand.retry(tx, row, NOW)  # noqa: E731
    third: Move = lambda tx, row: delivery.conflict(tx, row, NOW, conflicting("new"))  # noqa: E731
    after = move(database, one, send, STEPS["conflict"][0], again, send, third, again)
    assert after.base == "new"
    assert database.read().all("SELECT theirs, resolution FROM conflict") == [("stalled", "mine"), ("new", "mine")]


def test_a_refused_row_that_left_once_is_looked_for_before_it_goes_again(database: Database) -> None:
    retry: Move = lambda tx, row: by_hand.retry(tx, row, NOW)  # noqa: E731
    sent = move(database, enqueue(database, AddNote(TICKET, "x")), send, STEPS["refused"][0], retry)
    assert (sent.state, sent.next_at, sent.attempts) == ("uncertain", None, 0)
    never = move(database, enqueue(database, AddNote(TICKET, "y")), retry)
    assert never.state == "pending"


def test_asking_does_not_shorten_the_wait_before_a_look(database: Database) -> None:
    retry: Move = lambda tx, row: by_hand.retry(tx, row, NOW)  # noqa: E731
    one = move(database, enqueue(database, AddNote(TICKET, "x")), send, STEPS["uncertain"][0], retry)
    assert (one.state, one.next_at) == ("uncertain", LATER)
    assert move(database, one, retry, retry).state == "uncertain", "however often one asks"


# -- after a death, and after a move ------------------------------------------------------------------------


def test_only_what_was_in_flight_is_recovered(database: Database) -> None:
    lost = move(database, enqueue(database, AddNote(TICKET, "x")), send)
    waiting = enqueue(database, AddNote(TICKET, "y"))
    assert database.write(lambda tx: delivery.recover(tx, NOW, lambda row: LATER)) == 1
    assert (found(database, lost.id).state, found(database, lost.id).next_at) == ("uncertain", LATER)
    assert found(database, waiting.id) == waiting
    assert database.write(lambda tx: delivery.recover(tx, NOW, lambda row: LATER)) == 0


def test_rebase_moves_the_base_of_wishes_never_sent_and_of_no_others(database: Database) -> None:
    sent = move(database, enqueue(database, SetCategory(TICKET, "open", "new")), send, STEPS["uncertain"][0])
    behind = enqueue(database, SetCategory(TICKET, "done", "new"))
    dismissing = enqueue(database, Dismiss(TICKET, "new"))
    note = enqueue(database, AddNote(TICKET, "x"))
    elsewhere = enqueue(database, SetCategory("desk:ticket:102", "done", "new"))
    database.write(lambda tx: following.rebase(tx, TICKET, "open"))
    assert found(database, behind.id).intent == SetCategory(TICKET, "done", "open")
    assert found(database, behind.id).base == "open"
    assert found(database, dismissing.id).intent == Dismiss(TICKET, "open")
    for other in (sent, note, elsewhere):
        assert found(database, other.id) == other


def test_a_change_of_owner_moves_handovers_and_a_change_of_status_does_not(database: Database) -> None:
    first, second = enqueue(database, Assign(TICKET, "8", "7")), enqueue(database, Assign(TICKET, "9", "7"))
    status = enqueue(database, SetCategory(TICKET, "done", "open"))
    database.write(lambda tx: following.rebase(tx, TICKET, "8", first.seq, "owner"))
    assert found(database, second.id).intent == Assign(TICKET, "9", "8")
    for other in (first, status):
        assert found(database, other.id) == other
    database.write(lambda tx: following.rebase(tx, TICKET, "stalled", first.seq))
    assert found(database, second.id).intent == Assign(TICKET, "9", "8")
    assert found(database, status.id).base == "stalled"


def test_a_rewritten_payload_keeps_its_checksum_true(database: Database) -> None:
    enqueue(database, SetCategory(TICKET, "done", "new"))
    database.write(lambda tx: following.rebase(tx, TICKET, "open"))
    payload, checksum = database.read().one("SELECT payload, payload_sha FROM outbox") or ("", "")
    assert checksum == sha256(payload.encode()).hexdigest()
    assert json.loads(payload)["base"] == "open"


def test_everything_that_waits_for_a_new_ticket_follows_it(database: Database) -> None:
    old, new = "desk:ticket:new-1", "desk:ticket:4711"
    opened = enqueue(database, OpenTicket(old, "No mail", "", "Ruth"))
    note = enqueue(database, AddNote(old, "Asked her"))
    answer = enqueue(database, Answer(old, "On it"))
    other = enqueue(database, AddNote(TICKET, "stays"))
    database.write(lambda tx: drafts.save(tx, Draft(old, "note", "half a word")))
    database.write(lambda tx: following.rename_ticket(tx, old, new))
    assert [found(database, one.id).ticket_id for one in (opened, note, answer, other)] == [new, new, new, TICKET]
    assert found(database, note.id).intent == AddNote(new, "Asked her")
    assert database.read().all("SELECT DISTINCT ticket_id FROM note ORDER BY 1") == [(TICKET,), (new,)]
    kept = drafts.find(database.read(), new, "note")
    assert kept is not None
    assert kept.body == "half a word"


def test_rows_are_found_by_id_and_by_their_place(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "x"))
    reader = database.read()
    assert entries.find(reader, one.id) == entries.find(reader, str(one.seq)) == one
    for name in ("", "0", "-1", "99999999999999999999", "²", "01", f"{one.seq}x"):
        assert entries.find(reader, name) in (None, one if name == "01" and one.seq == 1 else None)


def test_a_note_is_dated_after_everything_said_on_the_ticket(database: Database) -> None:
    put(database, ticket(), message("m1", "ahead of our clock", at=NOW + 5_000, client=True))
    enqueue(database, AddNote(TICKET, "later"))
    assert database.read().value("SELECT created_at FROM note") == NOW + 5_001


# -- no other move, and no other words ----------------------------------------------------------------------


WAYS: dict[str, Move] = {
    "pending": lambda tx, one: None,
    "held": lambda tx, one: delivery.hold(tx, NOW, "signed out"),
    "inflight": send,
    "uncertain": lambda tx, one: (send(tx, one), STEPS["uncertain"][0](tx, found(tx, one.id))),
    "rejected": lambda tx, one: (send(tx, one), STEPS["refused"][0](tx, found(tx, one.id))),
    "conflict": lambda tx, one: (send(tx, one), STEPS["conflict"][0](tx, found(tx, one.id))),
    "done": lambda tx, one: (send(tx, one), STEPS["delivered"][0](tx, found(tx, one.id))),
    "dropped": DROP,
}
"""how a row comes into each state"""
TO: dict[str, Move] = {
    "pending": STEPS["postponed"][0],
    "held": STEPS["held"][0],
    "inflight": send,
    "uncertain": STEPS["uncertain"][0],
    "rejected": STEPS["refused"][0],
    "conflict": STEPS["conflict"][0],
    "done": STEPS["delivered"][0],
    "dropped": DROP,
}


@pytest.mark.parametrize("before", WAYS)
@pytest.mark.parametrize("after", TO)
def test_there_is_no_move_but_those_in_the_table(database: Database, before: str, after: str) -> None:
    one = move(database, enqueue(database, SetCategory(TICKET, "done", "open")), WAYS[before])
    assert one.state == before
    logged = moves(database, one.id)
    if after in MOVES[before]:
        assert move(database, one, TO[after]).state == after
        assert moves(database, one.id)[len(logged) :][0][:2] == (before, after)
    else:
        with pytest.raises(ImpossibleAct):
            move(database, one, TO[after])
        assert found(database, one.id) == one
        assert moves(database, one.id) == logged


@pytest.mark.parametrize("before", ["inflight", "done", "dropped"])
@pytest.mark.parametrize("decision", [DROP, RETRY])
def test_what_is_on_its_way_or_over_is_nobodys_to_decide(database: Database, before: str, decision: Move) -> None:
    one = move(database, enqueue(database, AddNote(TICKET, "x")), WAYS[before])
    with pytest.raises(ImpossibleAct):
        move(database, one, decision)
    assert found(database, one.id) == one


def test_words_that_may_be_there_stay_as_they_are(database: Database) -> None:
    one = move(database, enqueue(database, SetCategory(TICKET, "done", "open")), WAYS["uncertain"])
    assert one.frozen
    with pytest.raises(ImpossibleAct, match="its words stay"):
        database.write(lambda tx: following.rewrite(tx, one.id, SetCategory(TICKET, "done", "new")))
    database.write(lambda tx: following.rename_ticket(tx, TICKET, "desk:ticket:7"))
    assert found(database, one.id).intent == SetCategory("desk:ticket:7", "done", "open"), "but for its ticket's name"


def test_what_is_over_is_told_to_the_spool(database: Database) -> None:
    kept: list[dict[str, object]] = []

    def work(transaction: Transaction, one: Entry) -> None:
        DROP(transaction, one)
        following.rename_ticket(transaction, "desk:ticket:new-1", "desk:ticket:7")
        kept.extend(transaction.kept)

    one = enqueue(database, AddNote(TICKET, "x"))
    move(database, one, work)
    assert kept == [{"of": one.id, "ended": "dropped"}, {"was": "desk:ticket:new-1", "is": "desk:ticket:7"}]

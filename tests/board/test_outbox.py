"""What is on its way and what may be done about it: taken back, sent again, in other words, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.board.bench import HOUR, MINUTE, TUESDAY, Bench, standalone
from tests.support.until import until
from workboard.board import (
    broken_promises,
    finishing,
    look,
    notes,
    other_words,
    outbox,
    replies,
    skipping,
    stuck,
    tickets,
    undo,
    who_waits,
    work,
)
from workboard.board.promises import Promises
from workboard.domain.activity import derived_id
from workboard.domain.errors import ImpossibleAct, Uncertain, UsageError
from workboard.domain.intent import AddNote, Answer, Dismiss, OpenTicket, SetCategory
from workboard.domain.rules import Limits
from workboard.domain.ticket import Ticket
from workboard.store import delivery, drafts, entries, journal, mirror
from workboard.store import outbox as rows_of
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import PROMISED

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.board.bench import standalone
from workboard.board import finishing, notes, work
from workboard.board.promises import Promises

async def main():
    bench = standalone(Path(sys.argv[1]))
    bench.desk = bench.desk._replace(promises=Promises())
    bench.at += 1
    text = "Dear Ruth,\\n  try again.  +10m >Call Ruth #kb"
    if sys.argv[3] == "answer":
        await notes.add(bench.desk, sys.argv[2], text, public=True, draft="answer")
    else:
        await work.start(bench.desk, sys.argv[2].replace(":ticket:", ":derived:"))
        await notes.save_draft(bench.desk, sys.argv[2], "finish", "It works\\n5\\n\\ndone", public=True)
        await finishing.finish(bench.desk, sys.argv[2].replace(":ticket:", ":derived:"), result="It works", tell=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def promising(bench: Bench, seconds: int = 10) -> Bench:
    """As the board has it: what a client would read is kept by this process."""
    policy = bench.desk.policy._replace(limits=Limits(undo_send_s=seconds))
    bench.desk = bench.desk._replace(promises=Promises(), policy=policy)
    return bench


def row_of(bench: Bench, nth: int = 0) -> Entry:
    return entries.open_entries(bench.database.read())[nth]


def refuse(bench: Bench, nth: int = 0, reason: str = "the portal is closed") -> Entry:
    """The help desk turned the nth row down."""
    bench.database.write(lambda tx: delivery.mark_inflight(tx, row_of(bench, nth), bench.at, bench.at, None))
    bench.database.write(lambda tx: delivery.refuse(tx, row_of(bench, nth), bench.at, reason, 422))
    return row_of(bench, nth)


def lose(bench: Bench) -> Entry:
    """Sent, no answer, and nobody can tell: a person has to look."""
    one = row_of(bench)
    steps: tuple[Callable[[Transaction, Entry], object], ...] = (
        lambda tx, row: delivery.mark_inflight(tx, row, bench.at, bench.at, None),
        lambda tx, row: delivery.postpone(tx, row, bench.at, "uncertain", bench.at, str(Uncertain("cut"))),
        lambda tx, row: delivery.refuse(tx, row, bench.at, "nobody can tell"),
    )
    for step in steps:
        bench.database.write(lambda tx, step=step: step(tx, entries.find(tx, one.id)))  # type: ignore[misc]
    return row_of(bench)


async def a_client_waits(bench: Bench) -> Ticket:
    ticket = await bench.ticket(category="open", status="open")
    bench.at += MINUTE
    bench.client_writes(ticket, "Still broken")
    bench.at += MINUTE
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]
    return ticket


# -- taken back ---------------------------------------------------------------------------------------------


async def test_ac22_an_answer_taken_back_within_its_time_is_never_sent(bench: Bench) -> None:
    ticket = await a_client_waits(promising(bench))
    typed = "Dear Ruth,\n  try again.  +10m >Call Ruth #kb"
    await notes.add(bench.desk, ticket.id, typed, public=True, draft="answer")
    assert who_waits.rows(bench.desk) == [], "it leaves the queue at once"
    assert (await bench.deliver()).sent == 0, "nobody but this process lets it go"
    undone = await undo.undo_last(bench.desk)
    assert (undone.what, undone.number, undone.sheet) == ("answer", ticket.number, "answer")
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number], "and the client waits again"
    kept = notes.load_draft(bench.desk, ticket.id, "answer")
    assert kept is not None
    assert (kept.body, kept.public, kept.row) == (typed, True, 1)
    assert outbox.rows(bench.desk) == []
    assert await outbox.release(bench.desk) == 0
    assert (await bench.deliver()).sent == 0
    assert [one.state for one in outbox.rows(bench.desk, every=True)][-2:] == ["dropped", "dropped"]


async def test_what_is_promised_is_kept_when_its_time_is_over(bench: Bench) -> None:
    ticket = await a_client_waits(bench)
    desk = bench.desk._replace(promises=Promises())
    saved = await notes.add(desk, ticket.id, "Try again", public=True, hold_ms=20, draft="answer")
    assert row_of(bench).promised
    assert saved.ids[0] in (desk.promises or ())
    await until(lambda: not row_of(bench).promised)
    assert (await bench.sync()).sent == 1
    with pytest.raises(ImpossibleAct, match="already in the ticket; add a note"):
        await undo.undo_last(desk)
    assert drafts.count(bench.database.read()) == 0
    assert bench.database.read().value("SELECT count(*) FROM draft") == 0, "the bytes are no draft any more"


async def test_leaving_the_board_keeps_what_it_promised_at_once(bench: Bench) -> None:
    ticket = await a_client_waits(promising(bench))
    await notes.add(bench.desk, ticket.id, "Try again", public=True, draft="answer")
    await outbox.release(bench.desk)
    assert not row_of(bench).promised
    assert (await bench.sync()).sent == 1


async def test_another_workboard_that_is_left_lets_nothing_go_that_is_not_its_own(bench: Bench) -> None:
    ticket = await a_client_waits(promising(bench))
    await notes.add(bench.desk, ticket.id, "Try again", public=True, draft="answer")
    await outbox.release(bench.desk._replace(promises=Promises()))
    await outbox.release(bench.desk._replace(promises=None))
    assert row_of(bench).promised


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
async def test_ac22_killed_within_its_time_it_is_a_draft_again_and_says_so(tmp_path: Path) -> None:
    with standalone(tmp_path) as bench:
        ticket = await a_client_waits(await bench.ready())
    killed(tmp_path, ticket.id, "answer")
    with standalone(tmp_path) as bench:
        await bench.ready()
        bench.at = TUESDAY + HOUR
        assert (await bench.sync()).sent == 0, "whoever syncs meanwhile does not send it"
        assert "board that wrote it has ended" in (outbox.rows(bench.desk)[0].reason or "")
        lost = await broken_promises.revive(promising(bench).desk)
        assert broken_promises.words(lost) == f"#{ticket.number}: answer not sent, a draft again: workboard had ended"
        kept = notes.load_draft(bench.desk, ticket.id, "answer")
        assert kept is not None
        assert kept.body == "Dear Ruth,\n  try again.  +10m >Call Ruth #kb"
        assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]
        assert (await bench.deliver()).sent == 0
        assert await broken_promises.revive(bench.desk) == []


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
async def test_killed_with_a_finish_that_tells_the_work_is_not_done_after_all(tmp_path: Path) -> None:
    with standalone(tmp_path) as bench:
        ticket = await (await bench.ready()).ticket(category="open", status="open")
    killed(tmp_path, ticket.id, "finish")
    with standalone(tmp_path) as bench:
        await bench.ready()
        bench.at = TUESDAY + HOUR
        await bench.sync()
        assert bench.truth(ticket.id).category == "open", "no ticket is closed without the word that goes with it"
        (lost,) = await broken_promises.revive(promising(bench).desk)
        assert (lost.what, lost.sheet) == ("finish", "finish")
        assert bench.state(derived_id(ticket.id)) == "running", "as it was"
        kept = notes.load_draft(bench.desk, ticket.id, "finish")
        assert kept is not None
        assert kept.body == "It works\n5\n\ndone"
        assert outbox.rows(bench.desk) == []


def killed(folder: Path, ticket_id: str, act: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), ticket_id, act],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -9, child.stderr


async def test_only_what_should_have_left_long_ago_is_taken_for_lost_by_the_command_line(bench: Bench) -> None:
    ticket = await a_client_waits(promising(bench))
    await notes.add(bench.desk, ticket.id, "Try again", public=True, draft="answer")
    other = bench.desk._replace(promises=None)
    assert await broken_promises.revive(other, late=True) == []
    bench.at += HOUR
    assert [one.number for one in await broken_promises.revive(other, late=True)] == [ticket.number]


async def test_a_board_does_not_take_its_own_promise_for_a_dead_ones(bench: Bench) -> None:
    ticket = await a_client_waits(promising(bench))
    await notes.add(bench.desk, ticket.id, "Try again", public=True, draft="answer")
    assert await broken_promises.revive(bench.desk) == []
    assert row_of(bench).promised


async def test_a_note_taken_back_is_in_the_sheet_as_it_was_typed(bench: Bench) -> None:
    ticket = await bench.ticket()
    typed = "Rebooted \\+20m is a word\n  +15m >Call Ruth #kb"
    await notes.save_draft(bench.desk, ticket.id, "note", typed, 0, 3)
    await notes.add(bench.desk, ticket.id, typed)
    assert notes.load_draft(bench.desk, ticket.id, "note") is None
    assert (await undo.undo_last(bench.desk)).sheet == "note"
    kept = notes.load_draft(bench.desk, ticket.id, "note")
    assert kept is not None
    assert kept.body == typed
    assert (await bench.deliver()).sent == 0


async def test_a_newer_draft_is_not_replaced_and_the_words_stay_in_the_outbox(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted")
    await notes.save_draft(bench.desk, ticket.id, "note", "newer words")
    assert (await undo.undo_last(bench.desk)).sheet is None
    kept = notes.load_draft(bench.desk, ticket.id, "note")
    assert kept is not None
    assert kept.body == "newer words"
    assert outbox.rows(bench.desk, every=True)[-1].text == "Rebooted"


async def test_ac17_no_answer_needed_is_undone(bench: Bench) -> None:
    ticket = await a_client_waits(bench)
    await replies.no_answer(bench.desk, ticket.id)
    assert who_waits.rows(bench.desk) == []
    undone = await undo.undo_last(bench.desk)
    assert (undone.what, undone.number, undone.sheet) == ("no answer needed", ticket.number, None)
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]
    assert bench.waiting() == []
    assert (await bench.deliver()).sent == 0


async def test_an_earlier_dismissal_comes_back_with_the_later_ones_undoing(bench: Bench) -> None:
    ticket = await a_client_waits(bench)
    await replies.no_answer(bench.desk, ticket.id)
    before = journal.dismissal_of(bench.database.read(), ticket.id)
    bench.at += MINUTE
    bench.client_writes(ticket, "Hello?")
    bench.at += MINUTE
    await replies.no_answer(bench.desk, ticket.id)
    await undo.undo_last(bench.desk)
    assert journal.dismissal_of(bench.database.read(), ticket.id) == before


Act = Callable[[Bench, str], Awaitable[object]]
ACTS: dict[str, Act] = {
    "start": lambda bench, one: work.start(bench.desk, one),
    "skip": lambda bench, one: skipping.skip(bench.desk, one, "waiting for client"),
    "skip, wrong order": lambda bench, one: skipping.skip(bench.desk, one, "wrong order"),
    "finish": lambda bench, one: finishing.finish(bench.desk, one, result="Fixed it", minutes=5),
    "finish, open": lambda bench, one: finishing.finish(bench.desk, one, ticket_done=False, next_step="Call Ruth"),
    "finish, telling": lambda bench, one: finishing.finish(bench.desk, one, result="Fixed it", tell=True),
}
RUNNING: dict[str, Act] = {
    "park": lambda bench, one: work.park(bench.desk, one, next_step="Call Ruth"),
    "finish": lambda bench, one: finishing.finish(bench.desk, one, result="Fixed it"),
    "finish, open": lambda bench, one: finishing.finish(bench.desk, one, ticket_done=False),
}


def state(bench: Bench, activity_id: str) -> list[object]:
    """All of this desk that an act could change."""
    reader = bench.database.read()
    return [
        bench.work(activity_id), bench.segments(activity_id), bench.waiting(), bench.offer(),
        reader.all("SELECT * FROM done_event"), reader.all("SELECT * FROM dismissal"), look.board_view(bench.desk),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("status", ["new", "open"])
async def test_an_act_undone_leaves_the_desk_as_it_was(bench: Bench, name: str, status: str) -> None:
    ticket = await promising(bench).ticket(category=status, status=status)
    await _same_again(bench, derived_id(ticket.id), ACTS[name])


@pytest.mark.parametrize("name", RUNNING)
async def test_running_work_runs_on_when_letting_go_of_it_is_undone(bench: Bench, name: str) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await work.start(bench.desk, derived_id(ticket.id))
    bench.at += 12 * MINUTE
    await _same_again(bench, derived_id(ticket.id), RUNNING[name])


async def _same_again(bench: Bench, activity_id: str, act: Act) -> None:
    before = state(bench, activity_id)
    await act(bench, activity_id)
    assert state(bench, activity_id) != before
    await undo.undo_last(bench.desk)
    assert state(bench, activity_id) == before
    assert (await bench.deliver()).sent == 0


async def test_acts_are_undone_one_after_the_other_up_to_what_was_sent(bench: Bench) -> None:
    ticket = await bench.ticket(category="new", status="new")
    await notes.add(bench.desk, ticket.id, "first", hold_ms=0)
    await bench.sync()
    await work.start(bench.desk, derived_id(ticket.id))
    await notes.add(bench.desk, ticket.id, "second")
    assert (await undo.undo_last(bench.desk)).what == "note"
    assert (await undo.undo_last(bench.desk)).what == "start"
    with pytest.raises(ImpossibleAct, match="already in the ticket; add a note"):
        await undo.undo_last(bench.desk)
    assert bench.waiting() == []


async def test_nothing_done_is_nothing_to_undo(bench: Bench) -> None:
    with pytest.raises(ImpossibleAct, match="nothing to take back"):
        await undo.undo_last(bench.desk)


async def test_what_was_lost_on_the_way_or_turned_down_is_not_taken_back(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "x", hold_ms=0)
    refuse(bench)
    with pytest.raises(ImpossibleAct, match="! shows"):
        await undo.undo_last(bench.desk)
    await notes.add(bench.desk, ticket.id, "y", hold_ms=0)
    bench.database.write(lambda tx: delivery.mark_inflight(tx, row_of(bench, 1), bench.at, bench.at, None))
    with pytest.raises(ImpossibleAct, match="on its way already"):
        await undo.undo_last(bench.desk)


async def test_work_that_changed_meanwhile_stays_as_it_is(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await skipping.skip(bench.desk, derived_id(ticket.id), "waiting for client")
    bench.database.write(lambda tx: journal.clear_work(tx, derived_id(ticket.id)))
    with pytest.raises(ImpossibleAct, match="changed since"):
        await undo.undo_last(bench.desk)
    assert len(bench.waiting()) == 2


async def test_a_new_ticket_is_not_mistaken_for_the_act_before_it(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted")
    await tickets.open_ticket(bench.desk, name="Ruth", problem="No mail", urgent=False, hold_ms=MINUTE)
    with pytest.raises(ImpossibleAct, match="! takes this one back"):
        await undo.undo_last(bench.desk)
    assert len(bench.waiting()) == 2


# -- other words --------------------------------------------------------------------------------------------


async def test_a_refused_note_goes_in_other_words_as_a_copy(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted teh router +20m >Call Ruth", hold_ms=0)
    old = refuse(bench)
    assert other_words.editable(bench.desk, old.id) == "Rebooted teh router\nNext step: Call Ruth"
    new = await other_words.edit(bench.desk, str(old.seq), "Rebooted the router\nNext step: Call Ruth")
    assert bench.waiting() == [AddNote(ticket.id, "Rebooted the router\nNext step: Call Ruth", 20)]
    copy, kept = entries.find(bench.database.read(), new), entries.find(bench.database.read(), old.id)
    assert copy is not None
    assert kept is not None
    assert (copy.seq, copy.act, copy.attempts) == (old.seq, old.act, 0)
    assert copy.marker != old.marker
    assert (kept.state, kept.intent) == ("dropped", old.intent)
    (log,) = bench.database.read().all(
        "SELECT from_state, cause FROM outbox_log WHERE op = ? AND to_state = 'dropped'", (old.id,)
    )
    assert log == ("rejected", f"replaced by {new}")
    assert notes.load_draft(bench.desk, ticket.id, "note") is None, "it is not in the sheet as well"
    await bench.sync()
    said = [one.body for one in mirror.thread(bench.database.read(), ticket.id) if one.origin == "note"]
    assert said == ["Rebooted the router\nNext step: Call Ruth"]


async def test_other_words_have_the_one_line_grammar_and_keep_what_is_not_said_anew(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted #kb +20m >Call Ruth", hold_ms=0)
    await other_words.edit(bench.desk, row_of(bench).id, "Replaced the disk >Order a disk")
    assert bench.waiting() == [AddNote(ticket.id, "Replaced the disk\nNext step: Order a disk", 20, True)]
    await other_words.edit(bench.desk, row_of(bench).id, "Replaced it +0m")
    assert bench.waiting() == [AddNote(ticket.id, "Replaced it", 0, True)]
    await notes.add(bench.desk, ticket.id, "Dear Ruth", public=True, hold_ms=0)
    await other_words.edit(bench.desk, row_of(bench, 1).id, "Dear Ruth, +5m")
    assert bench.waiting()[1] == Answer(ticket.id, "Dear Ruth,", 5, "waiting_client")
    with pytest.raises(UsageError, match="note of its own"):
        await other_words.edit(bench.desk, row_of(bench, 1).id, "Dear Ruth >Call her")
    with pytest.raises(UsageError, match="nothing to save"):
        await other_words.edit(bench.desk, row_of(bench, 1).id, " \n ")
    assert len(bench.waiting()) == 2


async def test_a_new_ticket_is_edited_whole_and_its_notes_still_find_it(bench: Bench) -> None:
    opened = await tickets.open_ticket(
        bench.desk, name="Ruth", problem="No mial\nSince today", urgent=False, hold_ms=MINUTE
    )
    await other_words.edit(bench.desk, opened.ids[0], "No mail\nSince this morning")
    (intent,) = bench.waiting()
    assert isinstance(intent, OpenTicket)
    assert (intent.ticket_id, intent.title, intent.body) == (opened.ticket_id, "No mail", "Since this morning")


async def test_what_may_have_arrived_is_edited_only_by_insisting(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Dear Ruth", public=True, hold_ms=0)
    one = lose(bench)
    with pytest.raises(ImpossibleAct, match=r"may have arrived.*--force"):
        await other_words.edit(bench.desk, one.id, "Dear Ruth,")
    assert row_of(bench) == one
    new = await other_words.edit(bench.desk, one.id, "Dear Ruth,", force=True)
    assert [each.id for each in entries.open_entries(bench.database.read())] == [new]


async def test_what_has_no_words_or_has_left_is_not_edited(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await skipping.skip(bench.desk, derived_id(ticket.id), "waiting for client", hold_ms=0)
    with pytest.raises(UsageError, match="has no words to edit"):
        await other_words.edit(bench.desk, row_of(bench, 1).id, "x")
    gone = row_of(bench).id
    await bench.sync()
    with pytest.raises(ImpossibleAct, match="write another note"):
        await other_words.edit(bench.desk, gone, "x")
    await notes.add(bench.desk, ticket.id, "Rebooted")
    bench.database.write(lambda tx: delivery.mark_inflight(tx, row_of(bench), bench.at, bench.at, None))
    with pytest.raises(ImpossibleAct, match="is sending"):
        await other_words.edit(bench.desk, row_of(bench).id, "x", force=True)


async def test_other_words_from_the_board_may_be_taken_back_as_any(bench: Bench) -> None:
    ticket = await promising(bench).ticket()
    await notes.add(bench.desk, ticket.id, "Dear Ruth", public=True, hold_ms=0)
    refuse(bench)
    await other_words.edit(bench.desk, row_of(bench).id, "Dear Ruth,", hold_ms=None)
    assert row_of(bench).promised
    assert row_of(bench).sendable_at == PROMISED
    await outbox.release(bench.desk)
    assert (await bench.sync()).sent == 1


# -- what is seen -------------------------------------------------------------------------------------------


async def test_each_row_says_why_it_waits(bench: Bench) -> None:
    ticket = await promising(bench).ticket(category="open", status="open")
    await finishing.finish(bench.desk, derived_id(ticket.id), result="It works", tell=True)
    text, status = outbox.rows(bench.desk)
    assert text.reason == "may be taken back until 10:42"
    assert status.reason == f"waits for row {text.seq}, which goes first"
    await outbox.release(bench.desk)
    refuse(bench)
    text, status = outbox.rows(bench.desk)
    assert (text.state, text.reason, text.public) == ("refused", "the portal is closed", True)
    assert status.reason == f"waits for row {text.seq}, which goes first"
    assert [one.id for one in outbox.goes_without(bench.desk, text.id)] == [status.id]
    dropped = await stuck.drop(bench.desk, text.id)
    assert (dropped.state, dropped.text) == ("dropped", "It works")
    assert outbox.rows(bench.desk)[0].reason is None
    assert bench.waiting() == [SetCategory(ticket.id, "done", "open")]


async def test_a_promise_can_be_sent_or_dropped_by_hand(bench: Bench) -> None:
    first, second = await a_client_waits(promising(bench)), await bench.ticket()
    await notes.add(bench.desk, first.id, "Try again", public=True, draft="answer")
    await notes.add(bench.desk, second.id, "And you", public=True, draft="answer")
    await stuck.retry(bench.desk, row_of(bench).id)
    assert not row_of(bench).promised
    await stuck.drop(bench.desk, row_of(bench, 1).id)
    kept = notes.load_draft(bench.desk, second.id, "answer")
    assert kept is not None
    assert kept.body == "And you"
    assert (await bench.sync()).sent == 1


async def test_a_dismissal_in_conflict_can_be_decided_both_ways(bench: Bench) -> None:
    ticket = await bench.ticket(category="waiting_other", status="waiting_other")
    bench.at += MINUTE
    bench.client_writes(ticket, "Thanks!")
    bench.at += MINUTE
    await replies.no_answer(bench.desk, ticket.id)
    assert bench.waiting() == [Dismiss(ticket.id, "reply")]
    refuse(bench)
    await stuck.drop(bench.desk, row_of(bench).id)
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]


NOTICES = [
    ({}, "ok", None, False),
    ({"pending": 2}, "ok", None, False),
    ({"pending": 2}, "offline", "2 saved here, sent when the bench answers again", False),
    ({"uncertain": 1}, "ok", "1 sent without an answer: being checked", False),
    ({"uncertain": 1, "pending": 3}, "offline", "1 being checked · 3 waiting: ! shows them", False),
    ({"rejected": 1}, "ok", "1 not accepted by the bench: ! shows what to do", True),
    (
        {"rejected": 1, "conflict": 1, "uncertain": 2, "held": 3},
        "ok",
        "2 not accepted · 2 being checked · 3 waiting: ! shows them",
        True,
    ),
]


@pytest.mark.parametrize(("states", "account", "notice", "alert"), NOTICES)
async def test_the_board_tells_of_it_in_one_quiet_line(
    bench: Bench, states: dict[str, int], account: str, notice: str | None, alert: bool
) -> None:
    ticket = await bench.ticket()

    def put(tx: Transaction) -> None:
        tx.run("UPDATE account SET state = ?", (account,))
        for name, count in states.items():
            for _ in range(count):
                one = entries.Wish(bench.desk.new_id(), "a", f"wb:{bench.desk.chance(60)}", AddNote(ticket.id, "x"))
                rows_of.enqueue(tx, one, bench.at, bench.at)
                tx.run("UPDATE outbox SET state = ? WHERE id = ?", (name, one.id))

    bench.database.write(put)
    view = look.board_view(bench.desk)
    assert (view.notice, view.alert) == (notice, alert)
    assert notice is None or len(notice) <= 60

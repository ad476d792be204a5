"""Notes, answers, replies, new tickets and the rows that are stuck: durable when the act returns."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.board.bench import HOUR, MINUTE, TUESDAY, Bench, standalone
from workboard.board import conversation, finishing, look, notes, outbox, progress, replies, stuck, tickets, who_waits
from workboard.domain.activity import derived_id
from workboard.domain.errors import Conflicting, ImpossibleAct, NotFoundError, UsageError
from workboard.domain.intent import AddNote, Answer, Dismiss, OpenTicket, SetCategory
from workboard.store import delivery, entries, mirror

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.board.bench import standalone
from workboard.board import notes

async def main():
    bench = standalone(Path(sys.argv[1]))
    for number in range(int(sys.argv[2])):
        bench.at += 1
        saved = await notes.add(bench.desk, sys.argv[3], f"note {number} +10m >Call Ruth")
        print(saved.ids[0], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


# -- a note -------------------------------------------------------------------------------------------------


async def test_one_line_says_it_all(bench: Bench) -> None:
    ticket = await bench.ticket()
    saved = await notes.add(bench.desk, ticket.id, "Rebooted the router +20m #kb >Call Ruth")
    assert saved == (saved.ids, ticket.id, "Rebooted the router", 20, "Call Ruth", False, True)
    text = "Rebooted the router\nNext step: Call Ruth\nKnown fix: this note"
    assert bench.waiting() == [AddNote(ticket.id, text, 20, True)]
    view = look.board_view(bench.desk)
    assert view.card.where == "Rebooted the router"
    assert view.thread[0].who == "you"
    assert "Call Ruth" in (view.card.title, view.card.next_step)


async def test_an_answer_that_is_the_known_fix_says_so_to_colleagues_alone(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Please restart it twice #kb", public=True)
    answer, note = bench.waiting()
    assert isinstance(answer, Answer)
    assert answer.text == "Please restart it twice"
    assert note == AddNote(ticket.id, "Known fix: the answer before it", 0, True)


@pytest.mark.parametrize("text", ["", "  \n\t ", "+0m", "#kb"])
async def test_nothing_is_nothing(bench: Bench, text: str) -> None:
    ticket = await bench.ticket()
    with pytest.raises(UsageError, match="nothing to save"):
        await notes.add(bench.desk, ticket.id, text)
    assert bench.waiting() == []


async def test_a_time_or_a_next_step_alone_is_something(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "+15m")
    await notes.add(bench.desk, ticket.id, ">Call Ruth")
    assert [one.minutes for one in bench.waiting() if isinstance(one, AddNote)] == [15, 0]
    assert bench.waiting()[1] == AddNote(ticket.id, "Next step: Call Ruth")


async def test_what_is_too_long_is_not_cut_but_refused(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.save_draft(bench.desk, ticket.id, "note", "x" * (notes.LONGEST + 1))
    with pytest.raises(UsageError, match="at most"):
        await notes.add(bench.desk, ticket.id, "x" * (notes.LONGEST + 1))
    kept = notes.load_draft(bench.desk, ticket.id, "note")
    assert kept is not None
    assert len(kept.body) == notes.LONGEST + 1
    saved = await notes.add(bench.desk, ticket.id, "x" * notes.LONGEST)
    assert len(saved.text) == notes.LONGEST


async def test_minutes_show_in_the_progress_at_once_and_once(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted +20m")
    await notes.add(bench.desk, ticket.id, "And again +25m")
    assert progress.both(bench.desk).me.done == 45
    await bench.deliver()
    assert bench.waiting() == []
    assert progress.both(bench.desk).me.done == 45
    await notes.add(bench.desk, ticket.id, "Too much +60m")
    (row,) = outbox.rows(bench.desk)
    await stuck.drop(bench.desk, row.id)
    assert progress.both(bench.desk).me.done == 45


async def test_a_note_may_be_taken_back_for_a_moment(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Oops")
    assert (await bench.sync()).sent == 0
    (row,) = outbox.rows(bench.desk)
    assert (row.state, row.text, row.number) == ("waiting", "Oops", ticket.number)
    await stuck.drop(bench.desk, row.id)
    assert (await bench.deliver()).sent == 0
    assert "Oops" not in [one.body for one in mirror.thread(bench.database.read(), ticket.id)]


# -- drafts -------------------------------------------------------------------------------------------------


async def test_a_draft_ends_with_its_note_and_with_no_other(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.save_draft(bench.desk, ticket.id, "note", "half a", 0, 6)
    await notes.save_draft(bench.desk, ticket.id, "answer", "Dear", public=True)
    await notes.add(bench.desk, ticket.id, "half a word")
    assert notes.load_draft(bench.desk, ticket.id, "note") is None
    kept = notes.load_draft(bench.desk, ticket.id, "answer")
    assert kept is not None
    assert (kept.body, kept.public) == ("Dear", True)
    await replies.answer(bench.desk, ticket.id, "Dear Ruth")
    assert notes.load_draft(bench.desk, ticket.id, "answer") is None
    await notes.save_draft(bench.desk, ticket.id, "finish", "Replaced the")
    await finishing.finish(bench.desk, derived_id(ticket.id), result="Replaced the disk")
    assert notes.load_draft(bench.desk, ticket.id, "finish") is None


async def test_a_note_that_cannot_be_saved_keeps_its_draft(bench: Bench) -> None:
    await notes.save_draft(bench.desk, "standalone:ticket:999", "note", "half a word")
    with pytest.raises(NotFoundError):
        await notes.add(bench.desk, "standalone:ticket:999", "half a word")
    assert notes.load_draft(bench.desk, "standalone:ticket:999", "note") is not None
    assert bench.waiting() == []


async def test_an_empty_draft_is_none(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.save_draft(bench.desk, ticket.id, "note", "half a word \ud800")
    assert notes.load_draft(bench.desk, ticket.id, "note") is not None
    await notes.save_draft(bench.desk, ticket.id, "note", "")
    assert notes.load_draft(bench.desk, ticket.id, "note") is None


# -- replies ------------------------------------------------------------------------------------------------


async def test_an_answer_takes_the_client_out_of_the_queue_at_once(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    bench.at += MINUTE
    bench.client_writes(ticket, "Still broken")
    bench.at += 110 * MINUTE
    (row,) = who_waits.rows(bench.desk)
    assert (row.number, row.wait, row.excerpt) == (ticket.number, "1 h 50", "Still broken")
    await replies.answer(bench.desk, ticket.id, "Try again please +10m >Order a disk")
    assert who_waits.rows(bench.desk) == []
    assert bench.waiting() == [
        Answer(ticket.id, "Try again please", 10, "waiting_client"),
        AddNote(ticket.id, "Next step: Order a disk"),
    ]
    assert [one.state for one in conversation.thread(bench.desk, ticket.id)][-2:] == ["waiting", "waiting"]
    await bench.deliver()
    assert bench.truth(ticket.id).category == "waiting_client"
    public = [one.body for one in mirror.thread(bench.database.read(), ticket.id) if one.visibility == "public"]
    assert public[-1] == "Try again please", "no line for machines reaches a client"


@pytest.mark.parametrize("text", ["", "+10m", ">Order a disk +10m"])
async def test_no_client_gets_an_empty_answer(bench: Bench, text: str) -> None:
    ticket = await bench.ticket()
    with pytest.raises(UsageError):
        await replies.answer(bench.desk, ticket.id, text)
    assert bench.waiting() == []


async def test_a_refused_answer_brings_the_client_back(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    bench.at += MINUTE
    bench.client_writes(ticket, "Still broken")
    bench.at += MINUTE
    saved = await replies.answer(bench.desk, ticket.id, "Try again please")
    for step in (
        lambda tx: delivery.mark_inflight(tx, entries.open_entries(tx)[0], bench.at, bench.at, None),
        lambda tx: delivery.refuse(tx, entries.open_entries(tx)[0], bench.at, "the portal is closed"),
    ):
        bench.database.write(step)
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]
    assert outbox.state_of(bench.desk, saved.ids) == "refused"
    assert look.board_view(bench.desk).alert


async def test_no_answer_needed_sends_nothing_and_brings_the_status_back(bench: Bench) -> None:
    ticket = await bench.ticket(category="waiting_other", status="waiting_other")
    bench.at += MINUTE
    bench.client_writes(ticket, "Thanks!")
    assert bench.truth(ticket.id).category == "reply"
    bench.at += MINUTE
    await replies.no_answer(bench.desk, ticket.id)
    assert who_waits.rows(bench.desk) == []
    assert bench.waiting() == [Dismiss(ticket.id, "reply")]
    await bench.deliver()
    assert bench.truth(ticket.id).category != "reply"
    bench.at += HOUR
    bench.client_writes(ticket, "One more thing")
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]


async def test_a_dismissal_that_is_taken_back_waits_again(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    bench.at += MINUTE
    bench.client_writes(ticket, "Is it fixed?")
    await replies.no_answer(bench.desk, ticket.id)
    (row,) = outbox.rows(bench.desk)
    await stuck.drop(bench.desk, row.id)
    assert [one.number for one in who_waits.rows(bench.desk)] == [ticket.number]


async def test_who_does_not_wait_cannot_be_dismissed(bench: Bench) -> None:
    ticket = await bench.ticket()
    with pytest.raises(ImpossibleAct, match="waits for no answer"):
        await replies.no_answer(bench.desk, ticket.id)


# -- a new ticket -------------------------------------------------------------------------------------------


async def test_a_new_ticket_has_no_number_until_it_is_there(bench: Bench) -> None:
    opened = await tickets.open_ticket(
        bench.desk, name="Ruth Osei", problem="No mail\nSince this morning.", urgent=True, mine=True
    )
    assert tickets.real_id(bench.desk, opened) is None
    (intent,) = bench.waiting()
    assert isinstance(intent, OpenTicket)
    assert (intent.title, intent.body, intent.contact_name) == ("No mail", "Since this morning.", "Ruth Osei")
    assert outbox.state_of(bench.desk, opened.ids) == "waiting"
    await bench.sync()
    real = tickets.real_id(bench.desk, opened)
    assert real is not None
    assert outbox.state_of(bench.desk, opened.ids) == "sent"
    found = bench.truth(real)
    assert (found.number, found.owner_id, found.urgent, found.default_band) == ("1001", "me", True, 2)
    assert bench.offer().current is not None


@pytest.mark.parametrize("problem", ["", "  \n "])
async def test_a_ticket_needs_a_problem(bench: Bench, problem: str) -> None:
    with pytest.raises(UsageError, match="needs a problem"):
        await tickets.open_ticket(bench.desk, name="Ruth", problem=problem, urgent=False)


async def test_a_contact_is_known_by_name_or_mail(demo: Bench) -> None:
    name, mail = demo.database.read().one(
        "SELECT name, mail FROM person WHERE kind = 'client' AND mail IS NOT NULL ORDER BY id LIMIT 1"
    ) or ("", "")
    for word in (name.upper(), mail.upper()):
        await tickets.open_ticket(demo.desk, name=word, problem="No mail", urgent=False)
    found = [one for one in demo.waiting() if isinstance(one, OpenTicket)]
    assert [(one.contact_name, one.contact_mail) for one in found] == [(name, mail)] * 2


async def test_a_long_first_line_is_cut_in_the_title_and_whole_in_the_text(bench: Bench) -> None:
    problem = "word " * 60
    await tickets.open_ticket(bench.desk, name="Ruth", problem=problem, urgent=False)
    (intent,) = bench.waiting()
    assert isinstance(intent, OpenTicket)
    assert len(intent.title) <= 120
    assert f"{intent.title}{intent.body}".replace(" ", "") == problem.replace(" ", "")


# -- rows that are stuck ------------------------------------------------------------------------------------


async def test_a_conflict_is_chosen_by_a_person(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    for choice, after in ((stuck.retry, "done"), (stuck.drop, "planned")):
        bench.put(bench.truth(ticket.id)._replace(category="open", status="open"))
        await _wish_done(bench, ticket.id)
        bench.put(bench.truth(ticket.id)._replace(category="planned", status="planned"))
        report = await bench.deliver()
        assert report.conflicts == 1
        (row,) = outbox.rows(bench.desk)
        assert (row.state, row.text) == ("conflict", "status: done")
        await choice(bench.desk, str(row.seq))
        await bench.deliver()
        assert outbox.rows(bench.desk) == []
        assert bench.truth(ticket.id).category == after


async def _wish_done(bench: Bench, ticket_id: str) -> None:
    from workboard.board.wish import wish

    await bench.database.awrite(
        lambda tx: wish(bench.desk, tx, bench.desk.new_id(), SetCategory(ticket_id, "done", "open"), 0)
    )


async def test_what_has_arrived_can_be_neither_retried_nor_dropped(bench: Bench) -> None:
    ticket = await bench.ticket()
    saved = await notes.add(bench.desk, ticket.id, "Rebooted", hold_ms=0)
    await bench.sync()
    for act in (stuck.retry, stuck.drop):
        with pytest.raises(ImpossibleAct, match="sent") as caught:
            await act(bench.desk, saved.ids[0])
        assert "\n" not in str(caught.value)
        with pytest.raises(NotFoundError, match="workboard outbox"):
            await act(bench.desk, "4711")
    assert outbox.rows(bench.desk) == []
    assert outbox.rows(bench.desk, every=True)[-1].state == "sent"


async def test_a_row_that_moved_meanwhile_is_looked_at_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await bench.ticket()
    saved = await notes.add(bench.desk, ticket.id, "Rebooted", hold_ms=0)
    (seen,) = entries.open_entries(bench.database.read())
    await bench.sync()
    monkeypatch.setattr(stuck, "entry_of", lambda desk, identifier: seen)
    with pytest.raises(ImpossibleAct, match="just changed"):
        await stuck.drop(bench.desk, saved.ids[0])


async def test_a_conflict_about_the_owner_is_told_in_words(bench: Bench) -> None:
    ticket = await bench.ticket()
    error = Conflicting("it belongs to Kim by now", field="owner", base="", mine="me", theirs="8")
    await notes.add(bench.desk, ticket.id, "x")
    bench.database.write(lambda tx: delivery.conflict(tx, entries.open_entries(tx)[0], bench.at, error))
    (row,) = outbox.rows(bench.desk)
    assert (row.state, row.reason) == ("conflict", "it belongs to Kim by now")
    notice, alert = look.board_view(bench.desk)[-2:]
    assert alert
    assert notice
    assert notice.startswith("1 not accepted")


# -- it lasts -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.parametrize("count", [1, 5])
def test_killed_right_after_the_act_returned_nothing_is_lost(tmp_path: Path, count: int) -> None:
    async def prepare() -> str:
        with standalone(tmp_path) as bench:
            await bench.ready()
            return (await bench.ticket()).id

    ticket_id = asyncio.run(prepare())
    arguments = [sys.executable, "-c", CHILD, str(tmp_path), str(count), ticket_id]
    child = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == -9, child.stderr
    acknowledged = child.stdout.split()
    assert len(acknowledged) == count
    file = sqlite3.connect(tmp_path / "workboard.db")
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()

    async def look_after() -> None:
        with standalone(tmp_path) as bench:
            open_rows = outbox.rows(bench.desk)
            assert [one.id for one in open_rows] == acknowledged
            assert [one.text for one in open_rows] == [f"note {n}\nNext step: Call Ruth" for n in range(count)]
            bench.at = TUESDAY
            assert progress.both(bench.desk).me.done == 10 * count
            await bench.ready()
            await bench.deliver()
            texts = [one.body for one in mirror.thread(bench.database.read(), ticket_id) if one.origin == "note"]
            assert texts == [f"note {n}\nNext step: Call Ruth" for n in range(count)]

    asyncio.run(look_after())


async def test_words_that_will_not_be_sent_are_a_draft_again(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Rebooted. +15m >Call Ruth")
    await stuck.drop(bench.desk, outbox.rows(bench.desk)[0].id)
    found = notes.load_draft(bench.desk, ticket.id, "note")
    assert found is not None
    assert found.body == "Rebooted. +15m >Call Ruth"
    await notes.add(bench.desk, ticket.id, "The answer.", public=True, draft="answer")
    await notes.save_draft(bench.desk, ticket.id, "answer", "newer words")
    await stuck.drop(bench.desk, outbox.rows(bench.desk)[0].id)
    kept = notes.load_draft(bench.desk, ticket.id, "answer")
    assert kept is not None
    assert kept.body == "newer words"

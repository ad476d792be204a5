"""A lead gives a ticket to somebody: who may be chosen, what is written, what the giver's own board shows meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from tests.board.bench import Bench, demo
from workboard.board import dispatch, lead, lead_acts, other_words, outbox, stuck, teams, undo, work
from workboard.board.dispatch import Colleague
from workboard.board.offer import activity_on
from workboard.board.why import explain
from workboard.domain.errors import Conflicting, ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, Assign
from workboard.domain.rules import TeamRule
from workboard.domain.ticket import Ticket
from workboard.settings.config import MeSettings
from workboard.store import delivery, entries, overlay, texts, to_do
from workboard.store.entries import Entry

MARCUS_HAS_IT = "48206"
PEOPLE = (
    Colleague("ana", "Ana Alves", 30), Colleague("ben", "Ben Bauer"), Colleague("bea", "Bea Ng"),
    Colleague("x17", "Chi Okafor"), Colleague("b", "Dora B. Dahl"),
)  # fmt: skip


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The demo's first morning, led by Dana, who has tickets herself."""
    made = await demo(tmp_path)
    made.desk = made.desk._replace(config=made.desk.config._replace(me=MeSettings(role="lead")))
    with made:
        yield made


def theirs(bench: Bench) -> Ticket:
    return overlay.tickets_named(bench.database.read(), MARCUS_HAS_IT)[0]


def mine(bench: Bench) -> Ticket:
    return bench.offer().ranked[0].ticket


def offered(bench: Bench) -> set[str]:
    found = bench.offer()
    ranked, waiting, later = found.ranked, found.waiting, found.later
    return {*(one.ticket.id for one in ranked), *(one.ticket.id for one in waiting), *(one.ticket.id for one in later)}


# -- who may be chosen -------------------------------------------------------------------------------------------


async def test_everybody_of_the_team_may_be_chosen_by_name_with_the_room_the_lead_screen_counts(bench: Bench) -> None:
    found = dispatch.colleagues(bench.desk)
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert {one.id for one in found} == set(bench.desk.me.members)
    team = teams.teams(bench.desk, bench.database.read())[0]
    counted = {one.name: one.minutes for one in lead.figures(bench.desk, team).room}
    assert counted
    assert {one.name: one.room for one in found if one.room} == counted


async def test_of_several_teams_everybody_may_be_chosen_once(bench: Bench) -> None:
    """Escalating to another team is what a lead is asked to do."""
    first, second = TeamRule(("marcus", "priya")), TeamRule(("priya", "jonas"), ("Nowhere",))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=(("First", first), ("Second", second))))
    assert [one.id for one in dispatch.colleagues(bench.desk)] == ["jonas", "marcus", "priya"]


@pytest.mark.parametrize(
    ("letters", "who"),
    [
        ("ben", "ben"), ("BEN", "ben"), (" ben  bauer ", "ben"), ("ana", "ana"), ("an", "ana"), ("oka", "x17"),
        ("x17", "x17"), ("dora", "b"), ("b", "b"), ("dahl", "b"),
    ],
)  # fmt: skip
def test_a_login_a_name_or_the_beginning_of_one_will_do(letters: str, who: str) -> None:
    assert dispatch.meant(PEOPLE, letters).id == who


@pytest.mark.parametrize(
    ("letters", "found", "told"),
    [
        ("be", PEOPLE, r"be may be Ben Bauer \(ben\), Bea Ng \(bea\): write more"),
        ("zed", PEOPLE, r"zed is not in the team; there are Ana Alves \(ana\), Ben Bauer"),
        ("ng auf", PEOPLE, "not in the team"),
        ("zed", (), "no names known: run workboard sync"),
        ("zed", tuple(Colleague(f"p{n}", f"p{n}") for n in range(20)), r"p11 and 8 more$"),
    ],
)
def test_whoever_is_not_found_hears_who_there_is(letters: str, found: Sequence[Colleague], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        dispatch.meant(found, letters)


# -- what is written ---------------------------------------------------------------------------------------------


async def test_the_step_and_the_new_owner_are_on_the_ticket_and_the_figures_stay_the_servers(bench: Bench) -> None:
    ticket, team = theirs(bench), teams.teams(bench.desk, bench.database.read())[0]
    before = lead.figures(bench.desk, team)
    taker = await lead_acts.assign_step(bench.desk, ticket.id, " Call the   vendor ", "priya")
    assert taker is not None
    assert taker.name == "Priya Nair"
    text = "Next step: Call the vendor\nAssigned: Priya Nair"
    assert bench.waiting() == [AddNote(ticket.id, text), Assign(ticket.id, "priya", "marcus")]
    assert lead.figures(bench.desk, team) == before
    await bench.deliver()
    assert bench.truth(ticket.id).owner_id == "priya"
    assert texts.messages(bench.database.read(), ticket.id)[0].body == text
    assert to_do.next_step(bench.database.read(), ticket.id) == "Call the vendor"


async def test_a_ticket_goes_without_a_step_and_a_step_without_the_ticket(bench: Bench) -> None:
    ticket = theirs(bench)
    assert await lead_acts.assign_step(bench.desk, ticket.id, "Call the vendor") is None
    assert await lead_acts.assign_step(bench.desk, ticket.id, "Call them", "marcus") is None, "he has it already"
    assert await lead_acts.assign_step(bench.desk, ticket.id, to="sam") is not None
    assert bench.waiting() == [
        AddNote(ticket.id, "Next step: Call the vendor"), AddNote(ticket.id, "Next step: Call them"),
        AddNote(ticket.id, "Assigned: Sam Okafor"), Assign(ticket.id, "sam", "marcus"),
    ]  # fmt: skip


async def test_a_second_thought_goes_after_the_first_and_back_to_whoever_had_it(bench: Bench) -> None:
    ticket = theirs(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    with pytest.raises(ImpossibleAct, match="Sam Okafor has #48206 already: write its next step"):
        await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    await lead_acts.assign_step(bench.desk, ticket.id, to="marcus")
    await bench.deliver()
    assert not bench.waiting()
    assert bench.truth(ticket.id).owner_id == "marcus"


@pytest.mark.parametrize(
    ("step", "to", "error", "told"),
    [
        ("", None, UsageError, "what is the next step"), (" ", " ", UsageError, "what is the next step"),
        ("x", "zed", UsageError, "zed is not in the team"), ("", "marcus", ImpossibleAct, "Marcus Bell has #48206"),
        ("x" * 201, "sam", UsageError, "200 characters"),
    ],
)  # fmt: skip
async def test_what_cannot_be_written_says_why(
    bench: Bench, step: str, to: str | None, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        await lead_acts.assign_step(bench.desk, theirs(bench).id, step, to)
    assert not bench.waiting()


async def test_a_closed_ticket_is_not_given_and_nobody_but_a_lead_gives_any(bench: Bench) -> None:
    ticket = theirs(bench)
    bench.put(bench.truth(ticket.id)._replace(category="done", status="done"))
    with pytest.raises(ImpossibleAct, match="closed"):
        await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    bench.desk = bench.desk._replace(config=bench.desk.config._replace(me=MeSettings(role="technician")))
    with pytest.raises(UsageError, match="for a lead"):
        await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    assert not bench.waiting()


async def test_where_the_help_desk_lets_nobody_give_it_says_where_to_do_it(bench: Bench) -> None:
    bench.desk = bench.desk._replace(capabilities=bench.desk.capabilities._replace(assigns=False, label="The portal"))
    with pytest.raises(ImpossibleAct, match="The portal lets nobody give a ticket away from here: assign it there"):
        await lead_acts.assign_step(bench.desk, theirs(bench).id, "x", "sam")
    assert not bench.waiting()


# -- one's own -----------------------------------------------------------------------------------------------------


async def test_what_i_give_away_leaves_my_board_at_once_and_comes_back_with_the_wish_dropped(bench: Bench) -> None:
    ticket = mine(bench)
    assert ticket.id in offered(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    assert ticket.id not in offered(bench)
    assert bench.truth(ticket.id).owner_id == bench.desk.me.id
    (given,) = [one for one in entries.open_entries(bench.database.read()) if one.verb == "assign"]
    await stuck.drop(bench.desk, given.id)
    assert ticket.id in offered(bench)


async def test_what_i_gave_away_cannot_be_started(bench: Bench) -> None:
    ticket = next(one.ticket for one in bench.offer().ranked if one.activity.kind == "derived")
    activity = activity_on(bench.desk, ticket.id)
    assert activity is not None
    await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    with pytest.raises(ImpossibleAct, match="somebody else's by now"):
        await work.start(bench.desk, activity.activity.id)


async def test_delivered_it_is_theirs_with_what_was_planned_on_it(bench: Bench) -> None:
    first = bench.offer().ranked[0]
    assert first.activity.kind == "scheduled"
    await lead_acts.assign_step(bench.desk, first.ticket.id, to="sam")
    await bench.deliver()
    assert first.ticket.id not in offered(bench)
    given = bench.truth(first.ticket.id)
    assert (given.owner_id, given.presence) == ("sam", "left")
    moved = to_do.candidate(bench.database.read(), first.activity.id)
    assert moved is not None
    assert moved.activity.owner_id == "sam"


async def test_what_i_am_at_is_finished_or_parked_first(bench: Bench) -> None:
    first = bench.offer().ranked[0]
    await work.start(bench.desk, first.activity.id)
    with pytest.raises(ImpossibleAct, match=f"you are at #{first.ticket.number} yourself: finish or park it first"):
        await lead_acts.assign_step(bench.desk, first.ticket.id, "Call", "sam")
    assert bench.state(first.activity.id) == "running"
    await lead_acts.assign_step(bench.desk, theirs(bench).id, to="sam")  # another ticket is no matter
    await work.park(bench.desk, first.activity.id)
    await lead_acts.assign_step(bench.desk, first.ticket.id, "Call", "sam")
    await bench.deliver()
    assert bench.state(first.activity.id) == "away"


# -- taken back, or contested ------------------------------------------------------------------------------------


async def test_u_takes_all_of_it_back_while_it_is_held(bench: Bench) -> None:
    ticket = mine(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, "Call the vendor", "sam")
    undone = await undo.undo_last(bench.desk)
    assert (undone.what, undone.number) == ("handover", ticket.number)
    assert not bench.waiting()
    assert ticket.id in offered(bench)


def contested(bench: Bench, by: str) -> Entry:
    """The handover on its way met one by somebody else."""
    (one,) = [each for each in entries.open_entries(bench.database.read()) if each.verb == "assign"]
    wish = one.intent
    assert isinstance(wish, Assign)
    clash = Conflicting("faster", field="owner", base=wish.base, mine=wish.person_id, theirs=by)
    bench.put(bench.truth(wish.ticket_id)._replace(owner_id=by or None))
    bench.database.write(lambda tx: delivery.mark_inflight(tx, one, bench.at, bench.at, None))
    bench.database.write(lambda tx: delivery.conflict(tx, one._replace(state="inflight"), bench.at, clash))
    return one


@pytest.mark.parametrize("mine_counts", [True, False])
async def test_of_a_conflict_names_are_shown_and_both_answers_work(bench: Bench, mine_counts: bool) -> None:
    ticket = theirs(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    one = contested(bench, "priya")
    row = outbox.row(bench.desk, one.id)
    assert (row.state, row.text) == ("conflict", "give the ticket to Sam Okafor")
    assert row.reason == (
        "Priya Nair has it by now, not Marcus Bell: choose Sam Okafor (outbox retry) or Priya Nair (outbox drop)"
    )
    await (stuck.retry if mine_counts else stuck.drop)(bench.desk, one.id)
    await bench.deliver()
    assert bench.truth(ticket.id).owner_id == ("sam" if mine_counts else "priya")
    assert not bench.waiting()


async def test_nobody_is_somebody_in_a_conflict_too(bench: Bench) -> None:
    await lead_acts.assign_step(bench.desk, theirs(bench).id, to="sam")
    told = outbox.row(bench.desk, contested(bench, "").id).reason or ""
    assert told.startswith("nobody has it by now, not Marcus Bell: choose Sam Okafor")


async def test_other_words_for_a_note_keep_who_was_meant(bench: Bench) -> None:
    """And every other line for machines."""
    ticket = theirs(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, "Call the vendor", "sam")
    (note, _) = entries.open_entries(bench.database.read())
    words = other_words.editable(bench.desk, note.id)
    edited = await other_words.edit(bench.desk, note.id, f"By noon, please.\n{words}")
    copy = entries.find(bench.database.read(), edited)
    assert copy is not None
    assert copy.intent == AddNote(ticket.id, "By noon, please.\nNext step: Call the vendor\nAssigned: Sam Okafor")


# -- who gave it ---------------------------------------------------------------------------------------------------


async def test_the_why_says_who_gave_it_to_whom_and_when(bench: Bench) -> None:
    ticket = theirs(bench)
    await lead_acts.assign_step(bench.desk, ticket.id, "Call the vendor", "dana")
    await bench.deliver()
    activity = next(one.activity.id for one in bench.offer().ranked if one.ticket.id == ticket.id)
    assert dict(explain(bench.desk, activity))["Given"] == "to you by Dana, 10:43"
    await lead_acts.assign_step(bench.desk, ticket.id, to="sam")
    await bench.deliver()
    bench.put(bench.truth(ticket.id)._replace(owner_id="dana", presence="mine"))  # taken, and no note says so
    assert dict(explain(bench.desk, activity))["Given"] == "to Sam Okafor by Dana, 10:44"
    never = bench.offer().ranked[-1].activity.id
    assert "Given" not in dict(explain(bench.desk, never))

"""A day without a network, then a help desk that drops a fifth of its answers: everything arrives once, in order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from tests.desk import faults as f
from tests.desk.oracle import WELL, Acknowledged, Written, integrity_errors, judge, marks
from tests.desk.request_tracker import RequestTracker as Dialect
from tests.desk.rig import MINUTE, Case
from tests.desk.seed import CLIENTS, seeded
from tests.desk.server import Server
from workboard.board import finishing, notes, outbox, replies, skipping, tickets, work
from workboard.board.desk import Desk
from workboard.board.offer import offer
from workboard.domain.intent import CompleteActivity, SetCategory
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings
from workboard.store import by_hand, entries
from workboard.store.entries import Entry
from workboard.store.states import ATTENTION

ACTIONS: Final = 200
HOURS: Final = 8
QUEUE: Final = 60
"""Tickets of hers in the morning, beside those of the seed."""
TALKED: Final = range(51, 71)
"""The newest of them, last in her order: about these she writes and talks all day."""
TURNS: Final = 400
MOVES: Final = ("status:resolved", "status:open")
"""What her acts do to a status; the answers' own way of handing a ticket over is not among them."""


class Day:
    """Ana's desk in front of the fake help desk; ``late`` are rows for which a person had to be asked."""

    def __init__(self, case: Case) -> None:
        self.case = case
        account = AccountSettings("request_tracker", "desk", queue="Service Desk")
        config = Config(me=MeSettings("Ana"), time=TimeSettings("UTC"), account=account)
        self.desk = Desk(
            case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits
        )  # fmt: skip
        self.late: set[str] = set()
        self._draws = Random(32)
        self._serial = count(1)

    def some(self) -> str:
        return f"desk:ticket:{self._draws.choice(TALKED)}"

    def words(self, kind: str) -> str:
        return f"{kind} number {next(self._serial)}"

    async def note(self) -> None:
        await notes.add(self.desk, self.some(), self.words("note"))

    async def time(self) -> None:
        await notes.add(self.desk, self.some(), f"{self.words('travel')} +15m")

    async def answer(self) -> None:
        await replies.answer(self.desk, self.some(), self.words("answer"))

    async def finish(self) -> None:
        one = offer(self.desk).ranked[0].candidate.activity.id
        await work.start(self.desk, one)
        self.case.at += MINUTE
        await finishing.finish(self.desk, one, result=self.words("result"))

    async def skip(self) -> None:
        await skipping.skip(self.desk, offer(self.desk).ranked[0].candidate.activity.id, "needs daytime")

    async def open(self) -> None:
        await tickets.open_ticket(self.desk, name="Gus Gray", problem=self.words("ticket"), urgent=False, mine=True)

    def acts(self) -> Iterator[Callable[[], Awaitable[None]]]:
        """Two hundred of them, in an order of its own but always the same."""
        often = {self.note: 80, self.time: 30, self.answer: 40, self.finish: 20, self.skip: 10, self.open: 20}
        acts = [act for act, times in often.items() for _ in range(times)]
        assert len(acts) == ACTIONS
        self._draws.shuffle(acts)
        return iter(acts)

    def rows(self) -> list[Entry]:
        return entries.recent(self.case.database.read(), 10_000)[::-1]

    def ask_the_person(self, but_for: Collection[str] = ()) -> None:
        """Whose answer is always: I looked, it is not there, send it."""
        for one in entries.open_entries(self.case.database.read()):
            if one.state in ATTENTION and one.state not in but_for:
                self.late.add(one.id)
                self.case.database.write(lambda tx, one=one: by_hand.retry(tx, one, self.case.at))  # type: ignore[misc]


@asynccontextmanager
async def a_day(folder: Path) -> AsyncIterator[Day]:
    """In the morning everything was read, and then the network went away."""
    desk = seeded(lambda: 0)
    async with Server(Dialect(), desk) as server:
        case = Case(server, desk, folder)
        for number in range(QUEUE):
            who = CLIENTS[number % 3][0]
            case.desk.open_ticket(who, case.desk.queues[1], f"Trouble {number}", owner="ana", requestors=(who,))
        await case.settled()
        yield Day(case)
        await case.close()


async def offline(day: Day) -> None:
    """Eight hours; once an hour the program tries all the same."""
    day.case.faults.always(f.ANYWHERE, f.RESET_BEFORE)
    begin, before = day.case.at, len(day.case.desk.entries)
    for number, act in enumerate(day.acts()):
        day.case.at = max(day.case.at, begin + number * HOURS * 60 * MINUTE // ACTIONS)
        await act()
        if number % (ACTIONS // HOURS) == 0:
            assert (await day.case.sync()).error is not None
    assert day.case.account_state() == "offline"
    assert len(day.case.desk.entries) == before
    day.case.faults.clear()


async def delivered(day: Day, but_for: Collection[str] = ()) -> None:
    """Turn after turn until nothing waits but rows in these states."""
    for _ in range(TURNS):
        day.case.at += 5 * MINUTE
        await day.case.sync()
        day.ask_the_person(but_for)
        if all(one.state in but_for for one in entries.open_entries(day.case.database.read())):
            return
    raise AssertionError([(one.seq, one.verb, one.state, one.reason) for one in day.rows() if one.state != "done"])


def mark(one: Entry) -> str | None:
    """How the desk knows it; ``None`` for what leaves no words there."""
    match one.verb:
        case "note":
            return one.marker
        case "answer":
            return str(getattr(one.intent, "text", ""))
        case "open":
            return str(getattr(one.intent, "title", ""))
    return None


def number_of(one: Entry) -> int:
    return int((one.remote_id or "0") if one.verb == "open" else one.ticket_id.rsplit(":", 1)[1])


def moves(rows: list[Entry]) -> list[Written]:
    """The changes of status that were wished for, as they should stand at the desk."""
    words = {"done": "resolved", "open": "open"}
    wished = [
        Written(number_of(one), f"status:{words[one.intent.category]}")
        for one in rows
        if isinstance(one.intent, SetCategory)
    ]
    reminders = [one.intent.activity_id for one in rows if isinstance(one.intent, CompleteActivity)]
    return wished + [Written(int(one.rsplit(":", 1)[1]), "status:resolved") for one in reminders if ":reminder:" in one]


async def test_ac32_two_hundred_acts_offline_arrive_once_and_in_order_though_a_fifth_of_the_answers_is_lost(
    tmp_path: Path,
) -> None:
    async with a_day(tmp_path) as day:
        await offline(day)
        before = len(marks(day.case.desk))
        for fault in (f.RESET_BEFORE, f.RESET_AFTER):
            day.case.faults.sometimes(f.ANYWHERE, fault, 0.1)
        await delivered(day)

        assert {name for _, name in day.case.faults.played} == {f.RESET_BEFORE.name, f.RESET_AFTER.name}
        rows = day.rows()
        said = [Acknowledged(number_of(one), told) for one in rows if (told := mark(one)) is not None]
        assert len(said) >= ACTIONS - 1
        assert len({one.act for one in rows}) >= ACTIONS
        found = marks(day.case.desk)[before:]
        late = {told for one in rows if one.id in day.late and (told := mark(one))}
        verdict = judge(said, [one for one in found if not one.mark.startswith("status:")], late=late)
        assert verdict == WELL
        assert sorted(one for one in found if one.mark in MOVES) == sorted(moves(rows))
        assert integrity_errors(day.case.database.path) == []


async def test_ac32_what_a_colleague_changed_meanwhile_is_listed_and_never_overwritten(tmp_path: Path) -> None:
    """Twelve pieces of work finished offline; half of the tickets Ben gave another status in the meantime."""
    async with a_day(tmp_path) as day:
        desk, finished = day.case.desk, list[int]()
        day.case.faults.always(f.ANYWHERE, f.RESET_BEFORE)
        for _ in range(12):
            finished.append(int(offer(day.desk).ranked[0].ticket.number))
            await day.finish()
        his, hers = finished[::2], finished[1::2]
        for number in his:
            desk.set_status(desk.tickets[number], "ben", "waiting-client")
        day.case.faults.clear()
        for fault in (f.RESET_BEFORE, f.RESET_AFTER):
            day.case.faults.sometimes(f.ANYWHERE, fault, 0.1)
        await delivered(day, but_for=("conflict",))

        found = {int(one.number or 0): one for one in outbox.rows(day.desk)}
        assert (set(found), {one.state for one in found.values()}) == (set(his), {"conflict"})
        assert all("choose" in (one.reason or "") for one in found.values())
        assert {desk.tickets[number].status for number in his} == {"waiting-client"}
        assert {desk.tickets[number].status for number in hers} == {"resolved"}
        said = [(one.ticket, (one.text or "").split("\n")[0]) for one in desk.entries if one.author == "ana"]
        results = [one for one in said if one[1].startswith("result number")]
        assert sorted(results) == sorted((number, f"result number {at}") for at, number in enumerate(finished, 1))

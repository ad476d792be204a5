"""Our own polling never costs a tenant its API: calls are counted, looking makes room for sending, nobody goes over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.store.make import message, ticket
from tests.sync.fake_remote import FakeRemote
from tests.sync.rig import Rig
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.domain.event import Moment
from workboard.domain.intent import AddNote
from workboard.store import calls
from workboard.store.calls import Calls
from workboard.store.database import Database
from workboard.sync.budget import BELIEVED_S, Budget, Spent
from workboard.sync.report import Report

ONE = "desk:ticket:101"
HOUR = 3_600_000
MINUTE = 60_000


class Metered(FakeRemote):
    """Counts as a real backend would: so many requests for each thing that is asked of it."""

    def __init__(self, look: int, wish: int) -> None:
        super().__init__(lambda: 0)
        self.look = look
        self.wish = wish
        self.meter: Budget | None = None
        self.made = 0

    def spend(self, count: int, *, write: bool = False) -> None:
        self.made += count
        for _ in range(count):
            if self.meter is not None:
                self.meter.call(write=write)

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        self.spend(self.look)
        async with aclosing(super().changes(cursor, known)) as pages:  # type: ignore[type-var]
            async for page in pages:
                yield page

    async def mine(self) -> frozenset[str]:
        self.spend(1)
        return await super().mine()

    async def apply(self, op: Op, known: Known) -> Receipt:
        self.spend(1, write=True)
        self.spend(self.wish - 1)
        return await super().apply(op, known)


class Seat(Rig):
    """A technician at a remote that counts; ``hour`` lets the loop run by the clock in the test's hand."""

    def __init__(self, folder: Path, look: int = 3, wish: int = 3, cap: int | None = 120) -> None:
        super().__init__(folder, Metered(look, wish))
        self.calls_per_hour = cap
        self.engine = self.new_engine()
        self.desk.meter = self.engine.budget
        self.desk.put(ticket("101"))

    @property
    def desk(self) -> Metered:
        assert isinstance(self.remote, Metered)
        return self.remote

    async def ready(self) -> None:
        assert self.engine.hold()
        assert (await self.engine.sync()).error is None
        self.database.subscribe(self.engine.pace.hear)  # as ``run`` does
        self.engine.pace.next_at = 0.0

    async def until(self, at: int) -> list[Report]:
        """Turn after turn until the clock shows ``at``."""
        told: list[Report] = []
        while self.at < at:
            pause = await self.engine.turn(told.append)
            assert 0 < pause <= 3600
            self.at = min(at, self.at + max(1, round(pause * 1000)))
        return told

    def news(self) -> None:
        """The client writes."""
        self.desk.say(message(f"m{len(self.desk.messages[ONE])}", "And now?", at=self.at, client=True))


@pytest.fixture
async def seat(tmp_path: Path) -> AsyncIterator[Seat]:
    one = Seat(tmp_path)
    await one.ready()
    yield one
    one.close()


async def spent(budget: Budget, count: int, *, write: bool = False) -> None:
    for _ in range(count):
        budget.call(write=write)
    await budget.flush()


async def test_calls_are_stored_by_minute_and_forgotten_after_an_hour(rig: Rig) -> None:
    rig.calls_per_hour = 120
    one = rig.new_engine().budget
    one.call(write=False)
    one.call(write=True)
    assert calls.hour(rig.database.read(), rig.at // MINUTE) == {}, "in batches, not call by call"
    assert one.used() == 2
    await one.flush()
    assert calls.hour(rig.database.read(), rig.at // MINUTE) == {rig.at // MINUTE: Calls(1, 1)}
    rig.at += HOUR - MINUTE
    assert one.used() == 2
    rig.at += MINUTE
    assert one.used() == 0
    await spent(one, 1)
    assert rig.database.read().value("SELECT count(*) FROM call_count") == 1, "what is over is not kept"


async def test_all_workboards_on_a_file_share_the_hour(rig: Rig) -> None:
    rig.calls_per_hour = 10
    mine, other = rig.new_engine().budget, rig.new_engine().budget
    await spent(mine, 6)
    await spent(other, 3, write=True)
    assert mine.used() == other.used() == 9
    await spent(other, 1)
    assert not mine.may_call()


async def test_a_count_that_could_not_be_written_is_kept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.calls_per_hour = 10
    one = rig.new_engine().budget
    one.call(write=False)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("workboard.sync.budget.calls.add", full)
        with pytest.raises(OSError, match="space"):
            await one.flush()
    one.call(write=False)
    await one.flush()
    assert calls.hour(rig.database.read(), rig.at // MINUTE) == {rig.at // MINUTE: Calls(2, 0)}


async def test_a_clock_put_back_or_forward_neither_freezes_nor_forgives_for_long(rig: Rig) -> None:
    rig.calls_per_hour = 10
    one = rig.new_engine().budget
    await spent(one, 10)
    assert not one.may_call()
    rig.put_forward = -24 * HOUR
    assert one.may_call(), "nothing waits for a day"
    await spent(one, 10)
    assert not one.may_call()
    assert 0 < one.room_in_s() <= 3600
    rig.put_forward = 24 * HOUR
    assert one.used() == 0


@pytest.mark.parametrize(("used", "look", "call"), [(89, True, True), (90, False, True), (119, False, True)])
async def test_looking_makes_room_for_sending(seat: Seat, used: int, look: bool, call: bool) -> None:
    budget = seat.engine.budget
    await spent(budget, used - budget.used())
    assert (budget.may_look(), budget.may_call()) == (look, call)


async def test_the_full_hour_lets_nothing_leave_and_says_when_it_will(seat: Seat) -> None:
    budget = seat.engine.budget
    seat.at += 10 * MINUTE
    await spent(budget, 120)
    made = seat.desk.made
    one = seat.wish(AddNote(ONE, "x"))
    assert budget.room_in_s() == pytest.approx(HOUR / 1000, abs=60)
    told = await seat.until(seat.at + 5 * MINUTE)
    assert seat.desk.made == made
    assert seat.account().state == "throttled"
    assert all(isinstance(report.error, Spent) for report in told)
    assert (seat.state(one), seat.row(one).attempts) == ("pending", 0), "it was never on its way"
    await seat.until(seat.at + 56 * MINUTE)
    assert seat.state(one) == "done"
    assert seat.account().state == "ok"


async def test_a_person_who_asks_is_served_up_to_the_cap_and_not_beyond(seat: Seat) -> None:
    await spent(seat.engine.budget, 119 - seat.engine.budget.used())
    assert (await seat.engine.sync()).error is None
    report = await seat.engine.sync()
    assert isinstance(report.error, Spent)
    assert "120 calls" in str(report.error)


async def test_a_long_queue_stops_at_the_cap_with_its_wishes_untouched(seat: Seat) -> None:
    seat.desk.wish = 10
    rows = [seat.wish(AddNote(ONE, f"n{n}")) for n in range(20)]
    await seat.until(seat.at + 20 * MINUTE)
    states = [(seat.state(one), seat.row(one).attempts) for one in rows]
    done = states.count(("done", 1))
    assert 8 <= done <= 12
    assert states[done:] == [("pending", 0)] * (20 - done)
    assert seat.engine.budget.used() <= 120 + seat.desk.wish


async def test_a_first_sync_is_counted_and_never_stopped_and_does_not_blind_the_board(tmp_path: Path) -> None:
    seat = Seat(tmp_path, look=3)
    for number in range(200, 600):
        seat.desk.put(ticket(str(number)))
    pages = seat.desk._page

    def page(ticket_ids: Sequence[str]) -> Page:
        seat.desk.spend(1)
        return pages(ticket_ids)

    seat.desk._page = page  # type: ignore[method-assign]
    await seat.ready()
    counted = sum(one.total for one in calls.hour(seat.database.read(), seat.at // MINUTE).values())
    assert counted > 200, "more than the hour has"
    assert seat.account().synced_at is not None
    before = seat.desk.made
    await seat.until(seat.at + 10 * MINUTE)
    assert seat.desk.made > before, "and the board goes on looking"
    assert seat.engine.budget.used() < counted
    seat.close()


async def test_what_the_remote_says_of_everybodys_calls_counts_too(seat: Seat) -> None:
    budget = seat.engine.budget
    budget.told(7_600, 10_000)
    assert budget.share() == 0.76
    assert not budget.may_look()
    assert budget.may_call(), "a person's wish still leaves"
    seat.at += round(BELIEVED_S * 1000)
    assert budget.may_look(), "old news: it is asked again"
    budget.told(1, 0)
    assert budget.share() < 0.5


async def test_quiet_looks_grow_seldom_and_news_bring_them_back(seat: Seat) -> None:
    looks: list[int] = []
    seen = seat.desk.calls.count("changes")
    while len(looks) < 7:
        pause = await seat.engine.turn()
        looks.append(round(pause))
        seat.at += round(pause * 1000)
    assert seat.desk.calls.count("changes") == seen + 7
    assert looks == sorted(looks)
    assert looks[0] < 140
    assert 295 <= looks[-1] <= 305
    seat.news()
    assert round(await seat.engine.turn()) == 60


async def test_in_focus_only_the_ids_are_looked_at(seat: Seat) -> None:
    seat.engine.focused = lambda: True
    seat.desk.calls.clear()
    await seat.until(seat.at + 40 * MINUTE)
    assert set(seat.desk.calls) == {"mine"}
    assert 30 <= len(seat.desk.calls) <= 45  # once a minute


async def test_no_budget_means_no_count(rig: Rig) -> None:
    budget = rig.engine.budget
    await spent(budget, 1000)
    assert budget.used() == 0
    assert budget.may_look()
    assert budget.room_in_s() == 0


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder that costs no disk, where there is one: fifty databases are written all the time."""
    shared = Path("/dev/shm")
    with TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


async def test_fifty_boards_leave_their_tenant_its_calls(in_memory: Path) -> None:
    """An hour of the clock: each look is three calls, a wish three, and somebody writes to most of them all day."""
    chance = Random(11)
    async with AsyncExitStack() as stack:
        seats = []
        for number in range(50):
            folder = in_memory / str(number)
            folder.mkdir()
            one = Seat(folder)
            stack.callback(one.close)
            await one.ready()
            one.desk.made = 0
            seats.append(one)
        for one in seats:
            start = one.at
            for minute in range(5, 61, 5):
                if chance.random() < 0.9:
                    one.news()
                if chance.random() < 0.5:
                    one.wish(AddNote(ONE, f"note {minute}"))
                await one.until(start + minute * MINUTE)
            assert one.desk.made <= 120 + 3
            assert one.desk.made >= 12, "and each of them goes on looking"
        assert sum(one.desk.made for one in seats) < 4_000


def test_the_table_is_there(tmp_path: Path) -> None:
    database = Database.open(str(tmp_path / "workboard.db"))
    database.write(lambda tx: calls.add(tx, {5: Calls(1, 2), 6: Calls(3, 0)}, 6))
    database.write(lambda tx: calls.add(tx, {6: Calls(1, 1)}, 6))
    assert calls.hour(database.read(), 6) == {5: Calls(1, 2), 6: Calls(4, 1)}
    assert calls.hour(database.read(), 64) == {5: Calls(1, 2), 6: Calls(4, 1)}
    assert calls.hour(database.read(), 65) == {6: Calls(4, 1)}
    database.close()


async def test_a_turn_in_ones_own_day_is_no_news_worth_a_look(seat: Seat) -> None:
    await seat.until(seat.at + HOUR)
    quiet = seat.desk.made
    for _ in range(60):
        seat.database.write(lambda transaction: transaction.tell(Moment("on_back", 0)))
        await seat.until(seat.at + MINUTE)
    assert seat.desk.made - quiet <= quiet

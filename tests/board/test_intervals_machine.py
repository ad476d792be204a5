"""A working life in small steps: begun, called away, called away again, back, parked, finished, taken back, crashed,
asleep, the clock set on and back, from two desks on one file, in any order. After each step the stretches of time are
in order, nothing is counted twice, and there is a way back to everything that waits for one.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Coroutine, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.board import bench as benches
from tests.board.bench import HOUR, MINUTE, POLICY, TUESDAY
from workboard.backends.kind import local_capabilities
from workboard.board import broken_promises, finishing, focus, interruption, skipping, undo, work
from workboard.board.alive import Alive
from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.promises import Promises
from workboard.domain.activity import derived_id
from workboard.domain.errors import WorkboardError
from workboard.domain.interruption import Stretch
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, TimeSettings
from workboard.store import intervals, journal, to_do
from workboard.store.database import Database, Reader

STEPS: Final = 50
EXAMPLES: Final = 40
"""2,000 steps here; ``make faults`` takes 20,000 and more"""
TICKETS: Final = 6
which = st.integers(0, TICKETS - 1)
desks = st.integers(0, 1)
sources = st.sampled_from(["phone", "walk-up", "alert", "self", None])
WORK_STATES: Final = "SELECT activity_id, state FROM work ORDER BY activity_id"
LOCAL: Final = ("interval", "work", "focus_session")


def memory() -> str:
    """A folder in memory where there is one: what is tested here is order, not the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else gettempdir()


class Life(RuleBasedStateMachine):
    loop: asyncio.AbstractEventLoop
    template: Path
    """a standalone desk with ``TICKETS`` tickets of mine"""
    tickets: list[str]

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory(dir=memory())
        shutil.copy(self.template, self.path)
        self.at = self.latest = TUESDAY
        self.desks = [self._desk(), self._desk()]
        self.signs: list[Alive | None] = [None, None]
        self.way: list[str] = []
        """refs from the outermost to what is open: where coming back leads, as a person would remember it"""

    @property
    def path(self) -> str:
        return str(Path(self.folder.name) / "workboard.db")

    def _desk(self) -> Desk:
        config = Config(account=AccountSettings(), time=TimeSettings("UTC"))
        database = Database.open(self.path)
        capabilities = local_capabilities("here")
        return Desk(
            database, config, POLICY, capabilities, self.now, self.now, chance.bits, promises=Promises()
        )  # fmt: skip

    def now(self) -> int:
        return self.at

    @property
    def reader(self) -> Reader:
        return self.desks[0].database.read()

    def activity(self, number: int) -> str:
        return derived_id(self.tickets[number])

    def act(self, work: Coroutine[Any, Any, object]) -> bool:
        """Whether it was possible; what is refused changes nothing."""
        before = self._local()
        try:
            self.loop.run_until_complete(work)
        except WorkboardError:
            assert self._local() == before
            return False
        return True

    def _local(self) -> list[list[Any]]:
        return [self.reader.all(f"SELECT * FROM {name} ORDER BY rowid") for name in LOCAL]

    def state(self, activity_id: str) -> str:
        found = journal.work_of(self.reader, activity_id)
        return "planned" if found is None else found.state

    # -- what a person does ---------------------------------------------------------------------------------

    @rule(desk=desks, number=which)
    def start(self, desk: int, number: int) -> None:
        runs = journal.running(self.reader)
        if self.act(work.start(self.desks[desk], self.activity(number))) and runs is None:
            self.way.append(self.activity(number))

    @rule(desk=desks, source=sources, who=st.sampled_from([None, "Tom"]))
    def called_away(self, desk: int, source: Any, who: str | None) -> None:
        assert self.act(interruption.stamp(self.desks[desk], source, who)), "a stamp is never refused"
        self.way.append(self._open().ref)

    @rule(desk=desks, number=which)
    def emergency(self, desk: int, number: int) -> None:
        if self.act(interruption.take_up(self.desks[desk], self.activity(number))):
            parent = intervals.one(self.reader, self._open().parent or "")
            assert parent is not None
            self.way += [parent.ref, self.activity(number)]

    @rule(desk=desks, source=sources, words=st.sampled_from([None, "", "Test it"]))
    def say(self, desk: int, source: Any, words: str | None) -> None:
        self.act(interruption.say(self.desks[desk], source=source, back=words))

    @rule(desk=desks)
    def back(self, desk: int) -> None:
        waits = {ref for ref in self.way if self.state(ref) == "interrupted"}
        away = bool(self.way) and ":" not in self.way[-1]
        assert self.act(interruption.back(self.desks[desk])) == away, "whoever is away can always come back"
        if not away:
            return
        self.way.pop()
        while self.way and ":" in self.way[-1] and self.way[-1] not in waits:  # done, or put aside meanwhile
            self.way.pop()

    @rule(desk=desks, number=which)
    def park(self, desk: int, number: int) -> None:
        if self.act(work.park(self.desks[desk], self.activity(number))):
            self.way.pop()

    @rule(desk=desks, number=which, closes=st.sampled_from([False, False, False, True]), tell=st.booleans())
    def finish(self, desk: int, number: int, closes: bool, tell: bool) -> None:
        ran = self.state(self.activity(number)) == "running"
        if self.act(finishing.finish(self.desks[desk], self.activity(number), ticket_done=closes, tell=tell)) and ran:
            self.way.pop()

    @rule(desk=desks)
    def finish_what_waits(self, desk: int) -> None:
        """Done by somebody else on the phone, say: there is nothing to come back to."""
        waits = [ref for ref in self.way[:-1] if self.state(ref) == "interrupted"]
        if waits:
            self.act(finishing.finish(self.desks[desk], waits[-1], ticket_done=True))

    @rule(desk=desks, number=which, reason=st.sampled_from(["wrong order", "needs vendor"]))
    def skip(self, desk: int, number: int, reason: str) -> None:
        ran = self.state(self.activity(number)) == "running"
        if self.act(skipping.skip(self.desks[desk], self.activity(number), reason)) and ran:
            self.way.pop()

    @rule(desk=desks, minutes=st.sampled_from([None, 1, 30, 600]))
    def concentrate(self, desk: int, minutes: int | None) -> None:
        self.act(focus.enter(self.desks[desk], minutes))

    @rule(desk=desks)
    def come_out(self, desk: int) -> None:
        self.act(focus.leave(self.desks[desk]))

    @rule(desk=desks)
    def take_back(self, desk: int) -> None:
        if self.act(undo.undo_last(self.desks[desk])):
            self._look()

    def _look(self) -> None:
        """It may have been any act that was taken back."""
        self.way = [one.ref for one in reversed(intervals.chain(self.reader))]

    # -- what happens to the machine ------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([0, 1, 4, 40]))
    def time_passes(self, minutes: int) -> None:
        self.at += minutes * MINUTE + 1

    @rule(hours=st.sampled_from([-25, -1, 1, 25]))
    def somebody_sets_the_clock(self, hours: int) -> None:
        self.at += hours * HOUR

    @rule(desk=desks)
    def a_minute_with_a_board(self, desk: int) -> None:
        self.at += MINUTE
        sign = self.signs[desk] = self.signs[desk] or Alive(self.desks[desk])
        self.act(sign.sign())

    @rule(desk=desks, hours=st.sampled_from([1, 9]))
    def asleep(self, desk: int, hours: int) -> None:
        self.at += hours * HOUR
        sign = self.signs[desk]
        if sign is not None:
            self.act(sign.sign())

    @rule(desk=desks)
    def quit(self, desk: int) -> None:
        sign, self.signs[desk] = self.signs[desk], None
        if sign is not None:
            self.act(sign.leave())

    @rule(desk=desks)
    def crash(self, desk: int) -> None:
        """Nothing is tidied up; the next one finds the file as it is, and takes back what had only been promised."""
        self.desks[desk].database.close()
        self.desks[desk], self.signs[desk] = self._desk(), None
        assert self.act(broken_promises.revive(self.desks[desk]))
        self._look()

    # -- what must hold -------------------------------------------------------------------------------------

    def _open(self) -> Stretch:
        found = intervals.current(self.reader)
        assert found is not None
        return found

    def _stretches(self) -> list[Stretch]:
        names = ", ".join(Stretch._fields)
        return [Stretch(*row) for row in self.reader.all(f"SELECT {names} FROM interval ORDER BY rowid")]

    @invariant()
    def stretches_are_in_order(self) -> None:
        found = self._stretches()
        for before, after in pairwise(found):
            assert before.ended_at is not None, "only the newest is open"
            assert before.ended_at <= after.started_at, "they overlap"
        assert all(one.ended_at is None or one.started_at <= one.ended_at for one in found), "one is negative"
        self.latest = max(self.latest, self.at)
        assert all(max(one.started_at, one.ended_at or 0) <= self.latest for one in found), "one is yet to come"
        closed = [(one.started_at, one.ended_at) for one in found if one.ended_at is not None]
        if closed:
            assert sum(end - start for start, end in closed) <= closed[-1][1] - closed[0][0], "more than there was"

    @invariant()
    def each_belongs_to_one_thing(self) -> None:
        found = self._stretches()
        place = {one.id: at for at, one in enumerate(found)}
        said: dict[str, tuple[object, ...]] = {}
        for at, one in enumerate(found):
            assert one.parent is None or place[one.parent] < at, "what it interrupted came before: no circle"
            if one.kind == "activity":
                assert to_do.candidate(self.reader, one.ref) is not None
            else:
                assert said.setdefault(one.ref, one[5:9]) == one[5:9], "all its stretches say the same of it"
                assert found[place[one.ref]].kind == "interruption"

    @invariant()
    def the_states_of_the_work_are_those_of_the_clock(self) -> None:
        open_ = intervals.current(self.reader)
        states = self.reader.all(WORK_STATES)
        runs = [activity for activity, state in states if state == "running"]
        waits = {activity for activity, state in states if state == "interrupted"}
        at_work = [open_.ref] if open_ is not None and open_.kind == "activity" else []
        assert runs == at_work, "what runs is what the clock is on"
        assert waits <= {one.ref for one in intervals.chain(self.reader)[1:]}, "there is a way back to each"

    @invariant()
    def every_process_says_the_same(self) -> None:
        here, there = (mode(desk) for desk in self.desks)
        assert here == there
        open_ = intervals.current(self.reader)
        away = open_ is not None and open_.kind == "interruption"
        assert (here in ("interrupted", "away")) == away
        if here in ("focus", "over"):
            assert open_ is not None
            assert open_.kind == "activity"

    @invariant()
    def coming_back_leads_where_one_was(self) -> None:
        open_ = intervals.current(self.reader)
        assert (None if open_ is None else open_.ref) == (self.way[-1] if self.way else None)

    def teardown(self) -> None:
        for desk in self.desks:
            desk.database.close()
        self.folder.cleanup()


@pytest.fixture(scope="module")
def life() -> Iterator[type[Life]]:
    """The machine with its loop and its template."""
    loop = asyncio.new_event_loop()
    with TemporaryDirectory(dir=memory()) as folder:

        async def begun() -> list[str]:
            with benches.standalone(Path(folder)) as bench:
                await bench.ready()
                return [(await bench.ticket(f"Trouble {number}")).id for number in range(TICKETS)]

        Life.tickets = loop.run_until_complete(begun())
        Life.loop, Life.template = loop, Path(folder) / "workboard.db"
        file = sqlite3.connect(Life.template)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        yield Life
    loop.close()


def live(life: type[Life], examples: int) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_time_is_counted_once_and_there_is_always_a_way_back(life: type[Life]) -> None:
    live(life, EXAMPLES)

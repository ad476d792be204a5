"""A year of bad days in small steps: whatever people, two workboards, the network, the clocks and the help desk do,
and in whatever order, the invariants hold after each step, and in the end every word is there once or is seen.

The steps go by two clocks: ``real`` is time as it passes (the help desk's, and what back-off goes by), ``rig.at`` is
the wall clock of this machine, which people set. The help desk takes late what it takes late before the settle time
is over; that a later one could be doubled is the limit ``docs/sync.md`` names, and a wall clock put forward while an
answer is lost is the same limit in disguise.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from contextlib import nullcontext, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.store.make import NOW, found, ticket, wish
from tests.sync.fake_remote import AFTER, BEFORE, HALF, KILLED_AFTER, KILLED_BEFORE, LATE, ME, FakeRemote, Fault, Killed
from tests.sync.rig import SETTLE, SETTLE_PUBLIC, Rig
from workboard.backends.base import Known, Op, Receipt, Spoiled
from workboard.domain.errors import Garbled, ImpossibleAct, Refused, SignInFailed, Throttled, Uncertain, Unreachable
from workboard.domain.intent import AddNote, Answer, Assign, Claim, Dismiss, Intent, OpenTicket, SetCategory
from workboard.domain.ticket import CLOSED, Category, Message, Ticket
from workboard.store import account, by_hand, entries, mirror, moves, outbox, overlay, states, undo_time
from workboard.store.database import Database, Transaction
from workboard.store.entries import Entry, Wish
from workboard.sync import schedule
from workboard.sync.context import STREAM
from workboard.sync.engine import Engine
from workboard.sync.outgoing import behind

EXAMPLES: Final = int(os.environ.get("WORKBOARD_EXAMPLES", "200"))
STEPS: Final = 50
TICKETS: Final = ("101", "102", "103")
HOUR: Final = 3_600_000
HOURS: Final = 12
"""within which everything has ended, once nothing is amiss any more"""
WRITES: Final[tuple[Fault, ...]] = (
    BEFORE, AFTER, HALF, LATE, LATE, KILLED_BEFORE, KILLED_AFTER,
    Unreachable("no route"), Throttled("slow", retry_after_s=5), SignInFailed("401", status=401),
    Refused("no such field", status=422), Garbled("half"),
)  # fmt: skip
READS: Final = (
    Unreachable("no route"), Garbled("half"), Throttled("slow"), Refused("403", status=403),
    SignInFailed("401", status=401),
)  # fmt: skip
CATEGORY: Final[tuple[Category, ...]] = ("open", "planned", "waiting_other", "waiting_client", "reply", "done")
numbers = st.sampled_from(TICKETS)


def where(number: str) -> str:
    return f"desk:ticket:{number}"


class Strict(FakeRemote):
    """The fake desk, which looks at each write whether it could have been known that it is one too many (I4), and
    whether it was on the disk before (I1)."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(now)
        self.doubtful: set[str] = set()
        """markers whose last answer was lost, and which no look has missed since"""
        self.shown: set[str] = set()
        """markers that a look has found"""
        self.lost_at: dict[str, int] = {}
        """when those in doubt were sent, unless somebody put the clock forward since"""
        self.file: sqlite3.Connection | None = None
        self.once: dict[str, set[Ticket]] = defaultdict(set)
        """each state every ticket was ever in"""

    def put(self, ticket: Ticket, *, quietly: bool = False) -> None:
        super().put(ticket, quietly=quietly)
        self.once[ticket.id].add(ticket)

    async def apply(self, op: Op, known: Known) -> Receipt:
        assert op.marker not in self.shown, "a look has seen it: it must not be sent again"
        assert op.marker not in self.doubtful, "its answer was lost, and nobody has looked"
        self._in_order(op)
        try:
            return await super().apply(op, known)
        except (Uncertain, Garbled, Killed):
            self.doubtful.add(op.marker)
            self.lost_at[op.marker] = self.now()
            raise

    def _in_order(self, op: Op) -> None:
        assert self.file is not None
        sql = "SELECT state, attempts, seq, act, sendable_at FROM outbox WHERE marker = ?"
        state, attempts, seq, act, sendable_at = self.file.execute(sql, (op.marker,)).fetchone()
        assert (state, attempts) == ("inflight", op.attempts), "the attempt is on the disk before the first byte"
        assert sendable_at < states.PROMISED, "it was only promised"
        before = self.file.execute(
            "SELECT verb, act, state, sendable_at FROM outbox WHERE seq < ? AND ticket_id = ? AND state <> 'done'"
            " AND state <> 'dropped'", (seq, op.ticket_id),
        ).fetchall()  # fmt: skip
        assert not [one for one in before if one[2] in ("inflight", "uncertain")], "in order per ticket"
        words = [one for one in before if one[1] == act and one[0] in ("note", "answer")]
        assert not words, "no ticket is closed in silence, whatever became of the words before"

    async def probe(self, op: Op, known: Known) -> Receipt | None:
        waited = self.now() - self.lost_at.get(op.marker, 0)
        settle = schedule.settle(op.intent, SETTLE // 1000, SETTLE_PUBLIC // 1000)
        assert op.marker not in self.doubtful or waited >= settle, "a late one could still come"
        receipt = await super().probe(op, known)
        self.doubtful.discard(op.marker)
        if receipt is not None:
            self.shown.add(op.marker)
        return receipt

    def _take(self, op: Op) -> Receipt:
        if op.ticket_id not in self.tickets and not isinstance(op.intent, OpenTicket):
            raise Refused("there is no such ticket: look it up", status=404)
        return super()._take(op)


class Desk(Rig):
    """A rig whose wall clock people set, while time goes on as it does."""

    def __init__(self, folder: Path, drawn: int = 1_000) -> None:
        self.real = NOW
        super().__init__(folder, Strict(self.time))
        self._draws = count(drawn)
        self.remote.now = self.time

    def time(self) -> int:
        return self.real

    def beat(self) -> float:
        return self.real / 1000

    @property
    def strict(self) -> Strict:
        assert isinstance(self.remote, Strict)
        return self.remote


def _memory() -> str:
    """A folder in memory where there is one: what is tested here is order, not the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else gettempdir()


class Days(RuleBasedStateMachine):
    loop: asyncio.AbstractEventLoop
    """one for all examples: to make one costs more than a step"""
    template: Path
    """a database that has been signed in and has read the three tickets"""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=_memory())
        shutil.copy(self.template, Path(self.folder.name) / "workboard.db")
        self.rig = Desk(Path(self.folder.name))
        begin(self.rig.strict)
        self.rig.strict.file = sqlite3.connect(self.rig.database.path, isolation_level=None)
        self.second: tuple[Database, Engine] | None = None
        self.said: dict[str, Intent] = {}
        """wishes a person was told are saved"""
        self.promised: list[str] = []
        """of these the process that may keep them lives"""
        self.unkept: dict[str, str] = {}
        """marker of each that nobody has let go"""
        self.audited = 0
        assert self.rig.engine.hold()

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        self.loop.run_until_complete(work)

    # -- what a person does here ----------------------------------------------------------------------------

    def _save(self, *intents: Intent, promised: bool = False) -> None:
        before = self._mirror()
        first = wish(intents[0])
        for one in (first, *(wish(other)._replace(act=first.act) for other in intents[1:])):
            self._write(one, promised and one is first)
        assert self._mirror() == before, "a wish writes no server truth"

    def _write(self, one: Wish, promised: bool) -> None:
        at = states.PROMISED if promised else self.rig.at
        database = self.second[0] if self.second is not None else self.rig.database
        database.write(lambda tx: outbox.enqueue(tx, one, self.rig.at, at, self.rig.at + 10_000 if promised else None))
        self.said[one.id] = one.intent
        if promised:
            self.promised.append(one.id)
            self.unkept[one.id] = one.marker

    @rule(number=numbers, minutes=st.sampled_from([0, 15]))
    def note(self, number: str, minutes: int) -> None:
        self._save(AddNote(where(number), f"note {len(self.said)}", minutes))

    @rule(number=numbers, promised=st.booleans(), then=st.sampled_from([None, "waiting_client"]))
    def answer(self, number: str, promised: bool, then: Category | None) -> None:
        self._save(Answer(where(number), f"answer {len(self.said)}", 0, then), promised=promised)

    @rule(number=numbers, category=st.sampled_from(CATEGORY))
    def status(self, number: str, category: Category) -> None:
        self._save(SetCategory(where(number), category, self._status(number)))

    @rule(number=numbers, tell=st.booleans())
    def finish(self, number: str, tell: bool) -> None:
        words: Intent = AddNote(where(number), f"done {len(self.said)}", 5)
        if tell:
            words = Answer(where(number), f"done {len(self.said)}", 0, None)
        self._save(words, SetCategory(where(number), "done", self._status(number)), promised=tell)

    @rule(number=numbers, claims=st.booleans())
    def small_things(self, number: str, claims: bool) -> None:
        self._save(Claim(where(number)) if claims else Dismiss(where(number), self._status(number)))

    @rule(number=numbers, who=st.sampled_from([ME.id, "8"]))
    def a_lead_gives(self, number: str, who: str) -> None:
        known = mirror.tickets(self.rig.database.read(), [where(number)]).get(where(number))
        owner = "" if known is None else known.owner_id or ""
        self._save(AddNote(where(number), f"Assigned: {len(self.said)}"), Assign(where(number), who, owner))

    @rule()
    def new_ticket(self) -> None:
        new = f"desk:ticket:new-{len(self.said)}"
        self._save(OpenTicket(new, f"ticket {len(self.said)}", "", "Ruth", mine=True), AddNote(new, "asked her"))

    def _status(self, number: str) -> str:
        known = mirror.tickets(self.rig.database.read(), [where(number)]).get(where(number))
        return "open" if known is None else known.status

    @precondition(lambda self: self.promised)
    @rule(kept=st.booleans())
    def a_promise_ends(self, kept: bool) -> None:
        identifier = self.promised.pop(0)
        if kept:
            self.unkept.pop(identifier, None)
            self.rig.database.write(lambda tx: undo_time.promote(tx, [identifier], self.rig.at))
        else:
            self._decide(by_hand.drop, self._row(identifier))

    @rule(nth=st.integers(0, 30), how=st.sampled_from(["retry", "drop", "edit"]))
    def a_person_decides(self, nth: int, how: str) -> None:
        rows = entries.open_entries(self.rig.database.read())
        if not rows:
            return
        one = rows[nth % len(rows)]
        if how == "retry":
            self.unkept.pop(one.id, None)
        if how == "edit":
            self._edit(one)
        else:
            self._decide(by_hand.retry if how == "retry" else by_hand.drop, one)

    def _decide(self, how: Callable[[Transaction, Entry, int], object], one: Entry) -> None:
        try:
            self.rig.database.write(lambda tx: how(tx, found(tx, one.id), self.rig.at))
        except ImpossibleAct:
            assert one.state in ("inflight", "done", "dropped"), "what has not left can always be decided"

    def _edit(self, one: Entry) -> None:
        if isinstance(one.intent, AddNote | Answer) and one.state in ("pending", "held", "rejected", "conflict"):
            other = wish(one.intent._replace(text=f"edited {len(self.said)}"))._replace(act=one.act)
            self.rig.database.write(lambda tx: by_hand.replace(tx, found(tx, one.id), other, self.rig.at, self.rig.at))
            self.said[other.id] = other.intent

    # -- what happens at the help desk ----------------------------------------------------------------------

    @rule(number=numbers, category=st.sampled_from(CATEGORY), owner=st.sampled_from([ME.id, ME.id, "8", None]))
    def somebody_edits(self, number: str, category: Category, owner: str | None) -> None:
        known = self.rig.remote.tickets.get(where(number))
        if known is not None:
            self.rig.remote.put(known._replace(status=category, category=category, owner_id=owner))

    @rule(number=numbers)
    def the_client_writes(self, number: str) -> None:
        if where(number) in self.rig.remote.tickets:
            name = f"desk:message:c{len(self.rig.remote.feed)}"
            self.rig.remote.say(
                Message(name, where(number), self.rig.real, "c1", "Ruth", "client", "public", "reply", "Still broken")
            )

    @rule()
    def somebody_deletes(self) -> None:
        if where("103") in self.rig.remote.tickets:
            self.rig.remote.delete(where("103"))

    @rule(again=st.sampled_from([0, 2]), size=st.sampled_from([1, 2, 5]), muddled=st.booleans())
    def pages_change(self, again: int, size: int, muddled: bool) -> None:
        remote = self.rig.remote
        remote.again, remote.page_size = again, size
        remote.muddle = (lambda page: [*reversed(page), *page]) if muddled else (lambda page: page)

    @rule()
    def a_row_is_spoiled(self) -> None:
        remote, place = self.rig.remote, len(self.rig.remote.feed)
        remote.spoiled[place] = Spoiled("tickets", f"x{place}", "no number", "{}")
        remote.feed.append(where("102"))

    @rule()
    def the_list_is_suddenly_empty(self) -> None:
        self.rig.remote.lists.append(frozenset())

    @rule(faults=st.lists(st.sampled_from(WRITES), min_size=1, max_size=3))
    def writes_fail(self, faults: Sequence[Fault]) -> None:
        self.rig.remote.plan["apply"].extend(faults)

    @rule(number=numbers, how=st.sampled_from([BEFORE, AFTER, HALF, LATE, KILLED_BEFORE, KILLED_AFTER]))
    def an_answer_is_lost(self, number: str, how: str) -> None:
        """The one thing all of this is about, at once and surely."""
        self.rig.remote.plan["apply"].appendleft(how)
        text = f"lost {len(self.said)}"
        to_client = Answer(where(number), text, then="waiting_client")
        self._save(to_client if how == HALF else AddNote(where(number), text))
        self.run(self._turn(reading=False))

    @rule(call=st.sampled_from(["probe", "changes", "mine", "fetch", "whoami"]), fault=st.sampled_from(READS))
    def reads_fail(self, call: str, fault: Fault) -> None:
        self.rig.remote.plan[call].append(fault)

    # -- time, and death ------------------------------------------------------------------------------------

    @rule(ms=st.sampled_from([1_000, 29_000, SETTLE_PUBLIC, HOUR]))
    def time_passes(self, ms: int) -> None:
        self.rig.remote.commit_late()  # in time: before the settle time is over
        self.rig.real += ms
        self.rig.at += ms

    @rule(by=st.sampled_from([-24 * HOUR, -HOUR, -50, 24 * HOUR]))
    def somebody_sets_the_clock(self, by: int) -> None:
        if by > 0:
            self.rig.remote.commit_late()
            self.rig.strict.lost_at.clear()
        self.rig.at += by

    @rule(reading=st.booleans())
    def a_turn(self, reading: bool) -> None:
        self.run(self._turn(reading))

    @rule(ahead=st.integers(0, 3))
    def a_turn_that_is_killed(self, ahead: int) -> None:
        """The process ends while it reads: after some of the pages, before their turn is over."""
        self.rig.remote.fail_at[max(0, len(self.rig.remote.feed) - 1 - ahead)] = Killed()  # type: ignore[assignment]
        self.run(self._turn(True))
        self.rig.remote.fail_at.clear()

    async def _turn(self, reading: bool) -> None:
        engine = self.second[1] if self.second is not None else self.rig.engine
        try:
            await (engine.sync() if reading else engine.send())
        except Killed:
            self._die()

    @rule()
    def the_process_dies(self) -> None:
        self._die()

    def _die(self) -> None:
        """Whoever sends is no more; what only lived in its memory is gone, and the other one may take over."""
        self.promised.clear()
        if self.second is not None:
            self.second[1].lock.release()
            self.second[0].close()
            self.second = None
            assert self.rig.engine.hold()
            self.rig.engine.entrance.recovered = False
            return
        self.rig.restart()
        assert self.rig.engine.hold()

    @precondition(lambda self: self.second is None)
    @rule(dies=st.booleans())
    def a_second_workboard(self, dies: bool) -> None:
        """It cannot send while the first one does; when that lets go it can."""
        database = Database.open(self.rig.database.path)
        first, self.rig.database = self.rig.database, database
        other = self.rig.new_engine()
        self.rig.database = first
        assert not other.hold(), "one sender at a time"
        if dies:
            self.rig.restart()
        self.rig.engine.lock.release()
        assert other.hold()
        assert not self.rig.engine.hold()
        self.rig.engine.entrance.recovered = False
        self.second = (database, other)

    # -- what must hold after each step ---------------------------------------------------------------------

    @invariant()
    def nothing_arrived_twice(self) -> None:
        """I4, seen from the other side."""
        assert not {marker: times for marker, times in self.rig.remote.received.items() if times > 1}

    @invariant()
    def what_is_read_has_arrived(self) -> None:
        """Confirmed by reading: a note of ours in the mirror has closed its row, whatever was thought of it; an answer
        that moves its ticket is still looked for and finished."""
        read = self._file(
            "SELECT o.state, CASE o.state WHEN 'dropped' THEN o.reason ELSE o.category END"
            " FROM message m JOIN outbox o ON o.marker = m.marker WHERE o.state <> 'done'"
        )
        assert set(read) <= {("dropped", moves.ALL_THE_SAME), ("uncertain", "waiting_client")}

    @invariant()
    def no_promise_leaves_by_itself(self) -> None:
        assert not [one for one in self.unkept.values() if self.rig.remote.received[one]]

    @invariant()
    def every_word_is_kept(self) -> None:
        """I1, I5: a row for each, with its words and, where it needs somebody, with a reason."""
        rows = dict(self._file("SELECT id, state FROM outbox"))
        assert set(self.said) <= set(rows)
        for row in entries.open_entries(self.rig.database.read()):
            said = self.said[row.id]
            assert getattr(row.intent, "text", None) == getattr(said, "text", None)
            assert row.reason or row.state not in states.ATTENTION

    @invariant()
    def only_moves_that_there_are(self) -> None:
        moves = self._file(f"SELECT id, from_state, to_state FROM outbox_log WHERE id > {self.audited}")
        for number, before, after in moves:
            assert after in states.MOVES[before], (before, after)
            self.audited = max(self.audited, number)

    @invariant()
    def the_cursor_is_not_ahead_of_what_is_stored(self) -> None:
        """I2: all up to it is here, or set aside."""
        reader, remote = self.rig.database.read(), self.rig.remote
        mark = int(account.watermark(reader, "desk", STREAM) or 0)
        here = {row[0] for row in reader.all("SELECT id FROM ticket")}
        assert set(remote.feed[:mark]) - remote.deleted <= here
        aside = {row[0] for row in reader.all("SELECT remote_id FROM quarantine")}
        assert {one.remote_id for place, one in remote.spoiled.items() if place < mark} <= aside

    @invariant()
    def the_mirror_holds_server_truth_and_what_is_shown_is_that_and_the_wishes(self) -> None:
        """I6; and I7: nobody's ticket left because a list was short."""
        reader, once = self.rig.database.read(), self.rig.strict.once
        wanted: dict[str, str] = {}
        for row in reader.all(
            "SELECT ticket_id, category FROM outbox WHERE category IS NOT NULL AND state IN"
            " ('pending','held','inflight','uncertain') ORDER BY seq"
        ):
            wanted[row[0]] = row[1]
        for identifier, one in mirror.tickets(reader, once).items():
            truths = {true._replace(presence=one.presence) for true in once[identifier]}
            assert one in truths
            if one.presence == "left":
                assert any(true.owner_id != ME.id for true in once[identifier])
            if one.presence == "gone":
                assert identifier in self.rig.remote.deleted
            shown = overlay.ticket(reader, identifier)
            assert shown is not None
            assert shown.category == wanted.get(identifier, one.category)

    def _file(self, sql: str) -> list[Any]:
        file = self.rig.strict.file
        assert file is not None
        return file.execute(sql).fetchall()

    def _mirror(self) -> list[Any]:
        tables = ("ticket", "message", "activity", "time_entry", "status_span", "cursor")
        return [self._file(f"SELECT * FROM {table}") for table in tables]

    def _row(self, identifier: str) -> Entry:
        return found(self.rig.database, identifier)

    # -- in the end -----------------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            self.run(self._all_is_well())
        finally:
            if self.second is not None:
                self.second[1].lock.release()
                self.second[0].close()
            if self.rig.strict.file is not None:
                self.rig.strict.file.close()
            self.rig.close()
            self.folder.cleanup()

    async def _all_is_well(self) -> None:
        """The network is well again, the clock goes on, and time passes: I3, within hours as if nothing had ever been
        amiss, and it stays so."""
        if self.second is not None:
            self._die()
        remote = self.rig.remote
        remote.plan.clear()
        remote.lists.clear()
        remote.fail_at.clear()
        for left in reversed(range(HOURS)):
            await self._an_hour()
            with suppress(AssertionError) if left else nullcontext():
                self._it_has_ended()
                break
        for _ in range(2):
            await self._an_hour()
            self._it_has_ended()

    async def _an_hour(self) -> None:
        self.rig.remote.commit_late()
        self.rig.real += HOUR
        self.rig.at += HOUR
        report = await self.rig.engine.sync()
        assert report.error is None, report.error

    def _it_has_ended(self) -> None:
        self.nothing_arrived_twice()
        self.every_word_is_kept()
        self.only_moves_that_there_are()
        open_rows = entries.open_entries(self.rig.database.read())
        waits = behind(open_rows)
        for identifier in self.said:
            self._ended(self._row(identifier), waits)
        self._nothing_is_missing_here()

    def _ended(self, row: Entry, waits: dict[str, Entry]) -> None:
        times = self.rig.remote.received[row.marker]
        if row.state == "done":
            assert times == 1
        elif row.state == "dropped" and times and isinstance(row.intent, AddNote | Answer):
            assert row.reason == moves.ALL_THE_SAME or row.ticket_id in self.rig.remote.deleted
        elif row.state in ("pending", "held"):
            assert row.promised or row.id in waits or ":new-" in row.ticket_id, "nothing waits for nothing"
            assert times == 0
        else:
            assert row.state in ("dropped", *states.ATTENTION), row.state

    def _nothing_is_missing_here(self) -> None:
        reader, remote = self.rig.database.read(), self.rig.remote
        here = mirror.tickets(reader, remote.tickets)
        for identifier, true in remote.tickets.items():
            if true.owner_id == ME.id and true.category not in CLOSED:
                assert here[identifier]._replace(presence=true.presence) == true
            said = {one.id for one in remote.messages[identifier]}
            assert {one.id for one in mirror.thread(reader, identifier)} >= said


def begin(remote: FakeRemote) -> None:
    """101 and 102 are mine, 103 a colleague's."""
    for number in TICKETS:
        remote.put(ticket(number) if number != "103" else ticket(number, owner_id="8", presence="team"))


@pytest.fixture(scope="module")
def days() -> Any:
    """The machine with its loop and its template."""
    loop = asyncio.new_event_loop()
    with TemporaryDirectory(dir=_memory()) as folder:
        rig = Desk(Path(folder), drawn=1)
        begin(rig.strict)
        assert rig.engine.hold()
        loop.run_until_complete(rig.engine.sync())
        rig.close()
        file = sqlite3.connect(rig.database.path)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        Days.loop, Days.template = loop, Path(rig.database.path)
        yield Days
    loop.close()


def test_every_word_arrives_once_or_is_seen_whatever_happens(days: type[Days]) -> None:
    run_state_machine_as_test(
        days,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_strict_desk_would_notice(tmp_path: Path) -> None:
    """A write that follows a lost one unlooked-for is seen as what it is."""
    rig = Desk(tmp_path)
    begin(rig.strict)
    rig.strict.doubtful.add("wb:1")
    rig.strict.file = sqlite3.connect(rig.database.path)
    op = Op("a", where("101"), AddNote(where("101"), "x"), "wb:1", NOW, 1)
    with pytest.raises(AssertionError, match="nobody has looked"):
        asyncio.run(rig.strict.apply(op, rig.engine.context.known))
    rig.strict.doubtful.clear()
    rig.strict.shown.add("wb:1")
    with pytest.raises(AssertionError, match="a look has seen it"):
        asyncio.run(rig.strict.apply(op, rig.engine.context.known))
    rig.strict.file.close()
    rig.close()

"""Whatever fails and whenever: a saved wish ends on the far side exactly once, or a person sees it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.store.make import found, ticket
from tests.sync.fake_remote import AFTER, BEFORE, KILLED_AFTER, KILLED_BEFORE, LATE, Fault, Killed
from tests.sync.rig import SETTLE_PUBLIC, Rig
from workboard.domain.errors import Garbled, Refused, SignInFailed, Throttled, Unreachable
from workboard.domain.intent import AddNote, Answer, Intent, OpenTicket, SetCategory
from workboard.store import by_hand, entries, mirror
from workboard.store.entries import Entry
from workboard.store.states import ATTENTION
from workboard.sync.schedule import CAP_MS

TICKETS: Final = ("101", "102")
_FAULTS: Final[tuple[Fault, ...]] = (
    BEFORE, AFTER, LATE, KILLED_BEFORE, KILLED_AFTER, Unreachable("no route"), Throttled("slow", retry_after_s=5),
    SignInFailed("401"), Refused("422"), Garbled("half"),
)  # fmt: skip
_READ_FAULTS: Final = (Unreachable("no route"), Garbled("half"), Throttled("slow"), Refused("403"), SignInFailed("401"))

Step = tuple[str, int, tuple[Fault | None, ...]]
_writes = st.lists(st.none() | st.sampled_from(_FAULTS), max_size=4).map(tuple)
_reads = st.lists(st.none() | st.sampled_from(_READ_FAULTS), max_size=2).map(tuple)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["note", "answer", "status", "open"]), st.integers(0, 1), st.just(())),
        st.tuples(st.sampled_from(["send", "sync"]), st.integers(0, 1), _writes),
        st.tuples(st.sampled_from(["probe", "changes", "whoami"]), st.integers(0, 1), _reads),
        st.tuples(st.just("wait"), st.sampled_from([1_000, 29_000, SETTLE_PUBLIC]), st.just(())),
        st.tuples(st.sampled_from(["retry", "drop"]), st.integers(0, 5), st.just(())),
        st.tuples(st.sampled_from(["theirs", "kill"]), st.integers(0, 1), st.just(())),
    ),
    min_size=3,
    max_size=14,
)


class Story:
    """One run of steps against one desk."""

    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.saved: list[Entry] = []
        for number in TICKETS:
            self.rig.remote.put(ticket(number))

    async def run(self, told: list[Step]) -> None:
        self._hold()
        await self.rig.engine.sync()
        for word, number, faults in told:
            await self._step(word, number, faults)
            self._never_twice()
        await self._in_the_end()

    async def _step(self, word: str, number: int, faults: tuple[Fault | None, ...]) -> None:
        rig = self.rig
        match word:
            case "note" | "answer" | "status" | "open":
                self.saved.append(rig.wish(self._intent(word, number)))
            case "send" | "sync":
                rig.remote.plan["apply"].extend(one for one in faults if one is not None)
                try:
                    await (rig.engine.send() if word == "send" else rig.engine.sync())
                except Killed:
                    self._kill()
            case "probe" | "changes" | "whoami":
                rig.remote.plan[word].extend(one for one in faults if one is not None)
            case "wait":
                rig.remote.commit_late()  # in time: before the settle time is over
                rig.at += number
            case "retry" | "drop":
                self._decide(word, number)
            case "theirs":
                status = ("waiting_other", "planned")[number]
                rig.remote.put(ticket(TICKETS[number], status=status, category=status))
            case "kill":
                self._kill()

    def _intent(self, word: str, number: int) -> Intent:
        place, where = len(self.saved), f"desk:ticket:{TICKETS[number]}"
        if word == "note":
            return AddNote(where, f"note {place}", 5 * number)
        if word == "answer":
            return Answer(where, f"answer {place}", 0, None)
        if word == "status":
            return SetCategory(where, ("done", "open")[number], "open")
        return OpenTicket(f"desk:ticket:new-{place}", f"ticket {place}", "", "Ruth", mine=True)

    def _decide(self, word: str, number: int) -> None:
        rows = [one for one in entries.open_entries(self.rig.database.read()) if one.state != "inflight"]
        if rows:
            one, act = rows[number % len(rows)], by_hand.retry if word == "retry" else by_hand.drop
            self.rig.database.write(lambda tx: act(tx, found(tx, one.id), self.rig.at))

    def _kill(self) -> None:
        self.rig.restart()
        self._hold()

    def _hold(self) -> None:
        assert self.rig.engine.hold()

    def _never_twice(self) -> None:
        assert not {marker: times for marker, times in self.rig.remote.received.items() if times > 1}

    async def _in_the_end(self) -> None:
        """The network is well again, and time passes."""
        rig = self.rig
        rig.remote.plan.clear()
        for _ in range(8):
            rig.remote.commit_late()
            rig.at += SETTLE_PUBLIC + CAP_MS
            assert (await rig.engine.sync()).error is None
        self._never_twice()
        rows = {one.id: one for one in entries.open_entries(rig.database.read())}
        for one in self.saved:
            now = found(rig.database, one.id)
            event(now.state)
            assert now.state in ("done", "dropped", "rejected", "conflict") or self._waits_for_its_ticket(now)
            if now.state == "done":
                assert rig.remote.received[one.marker] == 1
            if now.state in ATTENTION:
                assert now.reason
                assert now.id in rows
            self._says_what_it_said(one, now)
        for ticket_id, said in rig.remote.messages.items():
            assert {m.id for m in said} == {m.id for m in mirror.thread(rig.database.read(), ticket_id)}

    def _waits_for_its_ticket(self, row: Entry) -> bool:
        return row.state == "pending" and ":new-" in row.ticket_id

    def _says_what_it_said(self, before: Entry, now: Entry) -> None:
        if isinstance(before.intent, AddNote | Answer):
            assert isinstance(now.intent, AddNote | Answer)
            assert now.intent.text == before.intent.text
            kept = self.rig.database.read().value("SELECT body FROM note WHERE id = ?", (now.id,))
            assert kept == before.intent.text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=steps)
def test_every_saved_wish_arrives_once_or_is_seen(told: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder))
        try:
            asyncio.run(story.run(told))
        finally:
            story.rig.close()

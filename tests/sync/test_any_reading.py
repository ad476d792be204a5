"""Whatever happens over there, and wherever a reading breaks off: in the end the mirror says what the remote says.

Server truth is written by nothing else: wishes wait all the while, and show only over it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.make import NOW, message, reminder, ticket
from tests.sync.fake_remote import FakeRemote, Killed
from tests.sync.rig import Rig
from workboard.domain.errors import Unreachable
from workboard.domain.intent import AddNote, SetCategory
from workboard.store import account, mirror, overlay, texts
from workboard.store.database import Transaction
from workboard.sync import pull
from workboard.sync.compare import DEEP_MS
from workboard.sync.context import STREAM
from workboard.sync.signing_in import sign_in

EXAMPLES = 60
NUMBERS = [str(number) for number in range(101, 109)]
OWNERS = ["7", "7", "7", "8", None]
CATEGORIES = ["open", "new", "waiting_client", "done"]
TABLES = (
    "ticket", "status_span", "message", "activity", "time_entry", "done_event", "person", "missing", "quarantine",
    "cursor", "account", "sync_run", "outbox", "outbox_log", "note", "work",
)  # fmt: skip

number = st.sampled_from(NUMBERS)
events = st.lists(
    st.one_of(
        st.tuples(st.just("put"), number, st.sampled_from(OWNERS), st.sampled_from(CATEGORIES)),
        st.tuples(st.just("mine, quietly"), number),
        st.tuples(st.just("say"), number, st.booleans()),
        st.tuples(st.just("schedule"), number),
        st.tuples(st.just("delete"), number),
        st.tuples(st.just("wish"), number),
        st.tuples(st.just("read"), st.none()),
        st.tuples(st.just("cut"), st.integers(0, 12)),
        st.tuples(st.just("kill"), st.integers(0, 12)),
        st.tuples(st.just("disk"), st.integers(0, 6)),
        st.tuples(st.just("restore"), st.none()),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One file for all examples: opening one is what costs."""
    rig = Rig(tmp_path_factory.mktemp("any"))
    yield rig
    rig.close()


class Story:
    """One example: a remote that lives, and a reader that is stopped anywhere."""

    def __init__(self, rig: Rig, luck: Random) -> None:
        self.rig = rig
        self.luck = luck
        self.serial = 0
        self.wishes: dict[str, int] = {}
        self.ended: set[str] = set()
        """deleted over there, and a number is not given out twice"""
        rig.at = NOW
        rig.remote = self.remote = FakeRemote(rig.now)
        self.remote.muddle = self.muddled
        self.remote.page_size = luck.randint(1, 5)
        self.remote.again = luck.randint(0, 4)
        rig.database.write(self.wipe)

    def wipe(self, transaction: Transaction) -> None:
        for table in TABLES:
            transaction.run(f"DELETE FROM {table}")

    def muddled(self, page: list[str]) -> list[str]:
        """Rows twice, and in any order."""
        page = page + self.luck.choices(page, k=self.luck.randint(0, 2))
        self.luck.shuffle(page)
        return page

    def happens(self, what: str, rest: tuple[Any, ...]) -> None:
        self.serial += 1
        ticket_id = f"desk:ticket:{rest[0]}"
        if ticket_id in self.ended:
            return
        if what == "put":
            one = ticket(rest[0], owner_id=rest[1], category=rest[2], status=rest[2], title=f"t{self.serial}")
            self.remote.put(one)
        elif what == "mine, quietly":
            self.remote.put(ticket(rest[0], title=f"quiet {self.serial}"), quietly=True)
        elif what == "restore":
            self.remote.restore(self.remote.tickets, self.remote.feed[: len(self.remote.feed) // 2])
            self.remote.feed.extend(self.remote.tickets)
        elif ticket_id in self.remote.tickets:
            self.on(what, ticket_id, rest)

    def on(self, what: str, ticket_id: str, rest: tuple[Any, ...]) -> None:
        if what == "say":
            self.remote.say(message(f"m{self.serial}", f"word {self.serial}", rest[0], client=rest[1]))
        elif what == "schedule":
            self.remote.schedule(reminder(f"{rest[0]}{self.serial % 3}", rest[0]))
        elif what == "delete":
            self.ended.add(ticket_id)
            self.remote.delete(ticket_id)
        elif what == "wish":
            self.wishes[ticket_id] = self.wishes.get(ticket_id, 0) + 1
            self.rig.wish(SetCategory(ticket_id, "waiting_other", "open"))
            self.rig.wish(AddNote(ticket_id, "only here"))

    async def read(self, cut: BaseException | None = None, place: int = 0, disk: int | None = None) -> None:
        """A new process reads, and may be stopped: by an error, by a kill, in the middle of a transaction."""
        context = self.rig.new_engine().context
        self.remote.fail_at = {} if cut is None else {place: cut}  # type: ignore[dict-item]
        with pytest.MonkeyPatch.context() as patch, suppress(Unreachable, Killed, OSError):
            if disk is not None:
                patch.setattr("workboard.store.account.set_watermark", failing(account.set_watermark, disk))
            await sign_in(context)
            await pull.pull(context)
        self.remote.fail_at = {}
        self.check_cursor()

    def check_cursor(self) -> None:
        """What the cursor says was read, was stored."""
        place = int(account.watermark(self.rig.database.read(), "desk", STREAM) or 0)
        named = {one for one in self.remote.feed[:place] if one in self.remote.tickets}
        assert self.remote.restored or named <= set(mirror.tickets(self.rig.database.read(), named))

    def check_mirror(self) -> None:
        reader = self.rig.database.read()
        rows = {row[0] for row in reader.all("SELECT id FROM ticket WHERE presence <> 'gone'")}
        here = mirror.tickets(reader, rows)
        assert {key: one._replace(presence="mine") for key, one in here.items()} == {
            key: one._replace(presence="mine") for key, one in self.remote.tickets.items()
        }
        for ticket_id, one in self.remote.tickets.items():
            assert (here[ticket_id].presence == "mine") is (one.owner_id == "7")
            assert {m.id: m for m in mirror.thread(reader, ticket_id)} == {
                m.id: m for m in self.remote.messages[ticket_id]
            }
        activities = {one.id: one for some in self.remote.activities.values() for one in some}
        assert mirror.activities_of(reader, self.remote.tickets) == {
            key: one for key, one in activities.items() if one.ticket_id in self.remote.tickets
        }

    def check_views(self) -> None:
        reader = self.rig.database.read()
        for ticket_id, truth in mirror.tickets(reader, self.remote.tickets).items():
            waiting = self.wishes.get(ticket_id, 0)
            shown = truth._replace(category="waiting_other") if waiting else truth
            assert overlay.ticket(reader, ticket_id) == shown
            assert len(texts.pending_notes(reader, ticket_id)) == waiting


def failing(step: Any, after: int) -> Any:
    """Works so many times, and then the disk is full."""
    left = [after]

    def work(*arguments: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError("the disk is full")
        step(*arguments)

    return work


async def lives(story: Story, happenings: list[tuple[Any, ...]]) -> None:
    for what, *rest in happenings:
        if what == "read":
            await story.read()
        elif what == "cut":
            await story.read(Unreachable("cut"), rest[0])
        elif what == "kill":
            await story.read(Killed(), rest[0])
        elif what == "disk":
            await story.read(disk=rest[0])
        else:
            story.happens(what, tuple(rest))
    for _ in range(3):  # the list of mine, then the daily reading of all of them
        story.rig.at += DEEP_MS
        await story.read()


@settings(max_examples=EXAMPLES)
@given(happenings=events, seed=st.integers(0, 1 << 16))
def test_the_mirror_ends_as_the_remote_is(desk: Rig, happenings: list[tuple[Any, ...]], seed: int) -> None:
    story = Story(desk, Random(seed))
    asyncio.run(lives(story, happenings))
    story.check_mirror()
    story.check_views()

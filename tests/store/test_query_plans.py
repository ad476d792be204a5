"""What the board asks costs by my own work, not by the size of the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest

from tests.store.make import HOUR, ME, MINUTE, NOW, sign_in
from workboard.board import look
from workboard.board.desk import Desk
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.settings.config import Config
from workboard.store import (
    entries,
    given,
    intervals,
    journal,
    last_word,
    mirror,
    overlay,
    states,
    tally,
    texts,
    to_do,
    written,
)
from workboard.store.database import Database, Reader

TICKET = "desk:ticket:101"
GROWS = ("ticket", "message", "outbox", "time_entry", "done_event", "status_span", "note", "activity")
"""tables that grow with the desk or with the years"""
PEOPLE = (ME, "8", "9")
DAY = (NOW - 12 * HOUR, NOW + 12 * HOUR)
QUESTIONS: dict[str, Callable[[Reader], object]] = {
    "candidates": lambda reader: to_do.candidates(reader, ME, frozenset()),
    "candidate": lambda reader: to_do.candidate(reader, "desk:derived:101"),
    "threads": lambda reader: last_word.threads(reader, ME),
    "ticket": lambda reader: overlay.ticket(reader, TICKET),
    "tickets_named": lambda reader: overlay.tickets_named(reader, "101"),
    "messages": lambda reader: texts.messages(reader, TICKET),
    "given": lambda reader: given.given(reader, TICKET),
    "pending_notes": lambda reader: texts.pending_notes(reader, TICKET),
    "next_step": lambda reader: to_do.next_step(reader, TICKET),
    "time_entries": lambda reader: tally.time_entries(reader, PEOPLE, *DAY),
    "waiting_minutes": lambda reader: tally.waiting_minutes(reader, *DAY),
    "team_of_the_period": lambda reader: tally.team_of_the_period(reader, *DAY),
    "done_events": lambda reader: tally.done_events(reader, PEOPLE, *DAY),
    "entries.open_entries": entries.open_entries,
    "states.counts": states.counts,
    "entries.find": lambda reader: entries.find(reader, "7"),
    "entries.by_marker": lambda reader: entries.by_marker(reader, ["wb:000000000001"]),
    "entries.of_act": lambda reader: entries.of_act(reader, "a", 7),
    "entries.any_promised": entries.any_promised,
    "entries.dropped_of": lambda reader: entries.dropped_of(reader, ["wb:000000000001"]),
    "journal.running": journal.running,
    "journal.work_on": lambda reader: journal.work_on(reader, TICKET),
    "intervals.segments": lambda reader: intervals.segments(reader, "desk:derived:101"),
    "written.last_note_at": lambda reader: written.last_note_at(reader, TICKET),
    "mirror.mine": mirror.mine,
    "mirror.notes_by": lambda reader: mirror.notes_by(reader, ME, NOW),
    "mirror.spans_of": lambda reader: mirror.spans_of(reader, [TICKET]),
    "mirror.activities_of": lambda reader: mirror.activities_of(reader, [TICKET]),
}
OF_OPEN_ROWS = ("SCAN outbox USING INDEX outbox_open", "SCAN o USING INDEX outbox_open")
OF_MINE = ("SCAN ticket USING INDEX ticket_mine",)
OF_MOVED = ("SCAN m USING INDEX message_moved",)
"""walks of a partial index: as long as what is open, or mine, or was ever moved up by a lead"""


@contextmanager
def statements(reader: Reader) -> Iterator[list[str]]:
    """Every statement run meanwhile, with its values."""
    seen: list[str] = []
    reader.connection.set_trace_callback(seen.append)
    yield seen
    reader.connection.set_trace_callback(None)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_goes_by_an_index(database: Database, name: str) -> None:
    reader = database.read()
    with statements(reader) as asked:
        QUESTIONS[name](reader)
    assert asked
    walks = [
        row[3]
        for one in asked
        for row in reader.all(f"EXPLAIN QUERY PLAN {one}")
        if row[3].startswith("SCAN") and row[3] not in (*OF_OPEN_ROWS, *OF_MINE, *OF_MOVED)
    ]
    names = {*GROWS, "t", "m", "o", "n", "a", "s", "d"}
    assert [one for one in walks if one.split()[1] in names] == []


def fill(database: Database, tickets: int, mine: int) -> None:
    """So many tickets with two messages each, of which so many are mine; sent wishes of two years."""

    def owner(number: int) -> str:
        return ME if number < mine else "8"

    def work(transaction: object) -> None:
        assert isinstance(transaction, Reader)
        many = transaction.connection.executemany
        many(
            "INSERT INTO ticket (id, number, title, status, category, owner_id, created_at, updated_at, presence,"
            " default_band, reply_signal) VALUES (?, ?, 'A title', 'open', 'open', ?, ?, ?, ?, 3, 'author')",
            (
                (f"desk:ticket:{n}", str(n), owner(n), NOW - n * MINUTE, NOW, "mine" if n < mine else "team")
                for n in range(tickets)
            ),
        )
        many(
            "INSERT INTO message (id, ticket_id, at, author_id, author_name, author, visibility, origin, body)"
            " VALUES (?, ?, ?, ?, 'Somebody', ?, 'public', 'reply', 'It does not work.')",
            (
                (f"desk:message:{n}-{k}", f"desk:ticket:{n}", NOW - HOUR + k, *(("c1", "client"), (ME, "staff"))[k])
                for n in range(tickets)
                for k in (0, 1)
            ),
        )
        many(
            "INSERT INTO time_entry (id, person_id, ended_at, minutes, kind) VALUES (?, ?, ?, 5, 'work')",
            ((f"e{n}", PEOPLE[n % 3], NOW - n * 10 * MINUTE) for n in range(tickets)),
        )
        many(
            "INSERT INTO outbox (id, act, ticket_id, verb, payload, payload_sha, category, marker, state, created_at,"
            " sendable_at) VALUES (?, ?, ?, 'status', '{}', '', 'done', ?, 'done', 0, 0)",
            ((f"o{n}", f"o{n}", f"desk:ticket:{n % tickets}", f"wb:{n}") for n in range(tickets // 2)),
        )

    database.write(work)


def board(database: Database) -> Desk:
    policy = Policy(goal=GoalRules(GoalRule("worked", 360), GoalRule("done", 60)))
    return Desk(database, Config(), policy, Capabilities("a desk"), lambda: NOW, lambda: NOW, lambda bits: 1)


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[int, float]]:
    """Tickets in the cache (200 of them mine) → statements and best seconds of one look at the board."""
    found: dict[int, tuple[int, float]] = {}
    for size in (400, 20_000):
        folder: Path = tmp_path_factory.mktemp("looks")
        database = Database.open(str(folder / "workboard.db"))
        sign_in(database, PEOPLE)
        fill(database, size, 200)
        desk, times = board(database), list[float]()
        for _ in range(5):
            start = perf_counter()
            view = look.board_view(desk)
            times.append(perf_counter() - start)
        assert view.card.number == "#199"
        with statements(database.read()) as asked:
            look.board_view(desk)
        found[size] = len(asked), min(times)
        database.close()
    return found


def test_one_look_asks_as_much_of_a_great_cache_as_of_a_small_one(looks: dict[int, tuple[int, float]]) -> None:
    (few, _), (many, _) = looks[400], looks[20_000]
    assert few == many
    assert many <= 40


def test_one_look_takes_as_long(looks: dict[int, tuple[int, float]]) -> None:
    (_, small), (_, great) = looks[400], looks[20_000]
    assert great < 10 * small + 0.05

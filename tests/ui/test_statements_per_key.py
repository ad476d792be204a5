"""AC-33: what a key asks of the database is little, and as much of a great cache as of a small one. Times are measured
by ``make bench``; here statements are counted, and the steps of SQLite's machine, which grow with the rows that are
read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.board import bench as benches
from tests.board.bench import Bench
from tests.ui.eyes import opened
from workboard.store.database import Database

MORNING: Final = (
    ("n", 20), ("x", 0), ("y", 0), ("escape", 200), ("w", 40), ("escape", 140), ("r", 220), ("down", 70),
    ("enter", 70), ("escape", 70), ("escape", 140), ("s", 30), ("escape", 140), ("question_mark", 5), ("escape", 140),
    ("enter", 230), ("i", 330), ("p", 280), ("enter", 230), ("enter", 200), ("enter", 140), ("p", 40), ("escape", 40),
)  # fmt: skip
"""Keys one after the other, from the board into focus, called away and back; how many statements each may take: half
as many again as it does, because a look may come of itself in between. A letter takes none."""
TICKETS: Final = 5_000
SAID: Final = range(4)
"""messages on each"""
QUESTIONS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
EACH: Final = 100
"""steps that are told as one"""


class Cost(NamedTuple):
    statements: tuple[int, ...]
    steps: int


class Counting:
    """Every connection of this process, the writer's too."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.steps = 0
        self._plain = sqlite3.connect
        patch.setattr(sqlite3, "connect", self.connect)

    def connect(self, *words: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = self._plain(*words, **options)
        made.set_trace_callback(self.asked.append)
        made.set_progress_handler(self.step, EACH)
        return made

    def step(self) -> int:
        self.steps += 1
        return 0

    def taken(self) -> int:
        """The questions since one asked last; what only opens, looks or closes is none."""
        found = sum(one.lstrip().startswith(QUESTIONS) for one in self.asked)
        self.asked.clear()
        return found


def cached(demo: Bench, tickets: int) -> None:
    """So many tickets of a colleague, with what was said on them."""
    with closing(sqlite3.connect(demo.database.path)) as file, file:
        file.executemany(
            "INSERT INTO ticket (id, number, title, status, category, owner_id, created_at, updated_at, presence,"
            " default_band, reply_signal)"
            " VALUES (?, ?, 'A title', 'open', 'open', 'marcus', ?, ?, 'team', 3, 'author')",
            ((f"demo:ticket:x{n}", f"9{n}", demo.at - n, demo.at) for n in range(tickets)),
        )
        file.executemany(
            "INSERT INTO message (id, ticket_id, at, author_id, author_name, author, visibility, origin, body)"
            " VALUES (?, ?, ?, 'c', 'Somebody', 'client', 'public', 'reply', 'It does not work.')",
            ((f"demo:message:x{n}-{k}", f"demo:ticket:x{n}", demo.at - k) for n in range(tickets) for k in SAID),
        )


async def morning(folder: Path, tickets: int) -> Cost:
    with await benches.demo(folder) as demo:
        cached(demo, tickets)
        demo.database.close()
        with pytest.MonkeyPatch.context() as patch:
            counting = Counting(patch)
            demo.database = Database.open(demo.database.path)
            demo.desk = demo.desk._replace(database=demo.database)
            async with opened(demo) as pilot:
                counting.taken()
                counting.steps, taken = 0, list[int]()
                for key, _ in MORNING:
                    await pilot.press(key)
                    await pilot.pause()
                    taken.append(counting.taken())
                return Cost(tuple(taken), counting.steps)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in ("few", "many")]
    for one in found:
        one.mkdir()
    return found


async def test_ac33_each_key_asks_little_and_of_a_great_cache_no_more(folders: list[Path]) -> None:
    few, many = [await morning(folder, tickets) for folder, tickets in zip(folders, (0, TICKETS), strict=True)]
    for cost in (few, many):
        over = [(key, most, taken) for (key, most), taken in zip(MORNING, cost.statements, strict=True) if taken > most]
        assert over == []
    assert few.steps > 1000, "it is counted"
    assert many.steps <= 1.1 * few.steps

"""The cursor is a text that survives everything, itself included."""

from __future__ import annotations

import pytest

from workboard.backends.request_tracker.cursor import OVERLAP, STAGES, Cursor, First, feed_of, read


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(0),
        Cursor(581, frozenset({579, 581}), None, frozenset({1, 3})),
        Cursor(581, frozenset(), First("team", 4408, 300, 5000), frozenset({3})),
    ],
)
def test_there_and_back(cursor: Cursor) -> None:
    assert read(cursor.text()) == cursor
    assert feed_of(cursor.text()) == cursor.feed


@pytest.mark.parametrize(
    "text",
    [None, "", "nonsense", "[]", "7", '{"v": 2, "feed": 1}', '{"v": 1}', '{"v": 1, "feed": "x"}',
     '{"v": 1, "feed": 1, "first": ["moon"]}', '{"v": 1, "feed": 1, "first": 7}', '{"v": 1, "feed": 1, "seen": 5}'],
)  # fmt: skip
def test_what_cannot_be_read_means_from_the_beginning(text: str | None) -> None:
    assert read(text) is None
    assert feed_of(text) == 0


def test_only_the_last_numbers_are_remembered() -> None:
    cursor = Cursor(100, frozenset({60, 99, 100})).with_rows({130, 131})
    assert cursor.feed == 131
    assert cursor.seen == {99, 100, 130, 131}
    assert min(cursor.seen) > cursor.feed - OVERLAP


def test_a_late_small_number_does_not_take_us_back() -> None:
    assert Cursor(100, frozenset({100})).with_rows({98}) == Cursor(100, frozenset({98, 100}))


def test_the_stages_follow_one_another() -> None:
    step: First | None = First(after=7, done=3, total=9)
    found = []
    while step is not None:
        found.append(step.stage)
        step = step.next_stage()
        assert step is None or (step.after, step.done, step.total) == (None, 3, 9)
    assert tuple(found) == STAGES

"""The cursor is a text that survives everything, itself included."""

from __future__ import annotations

import pytest

from workboard.backends.request_tracker.cursor import (
    LATE_S,
    OVERLAP,
    SEEN_AT_MOST,
    STAGES,
    Cursor,
    First,
    feed_of,
    read,
)


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(0),
        Cursor(581, ((579, 40), (580, 0), (581, 40)), None, frozenset({1, 3}), 530),
        Cursor(581, (), First("team", 4408, 300, 5000), frozenset({3})),
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


def seen(*numbers: int, at: int = 0) -> tuple[tuple[int, int], ...]:
    return tuple((number, at) for number in numbers)


def test_a_text_of_the_first_version_is_understood() -> None:
    text = '{"v": 1, "feed": 581, "seen": [579, 581], "first": null, "queues": [3]}'
    assert read(text) == Cursor(581, seen(579, 581), None, frozenset({3}), 581)
    cursor = read(text)
    assert cursor is not None
    assert cursor.reread_from == 581 - OVERLAP


def test_only_the_last_numbers_are_remembered() -> None:
    cursor = Cursor(100, seen(60, 99, 100, at=1000)).with_rows({130: 5000, 131: 5000})
    assert cursor.feed == 131
    assert [number for number, _ in cursor.seen] == [99, 100, 130, 131]
    assert cursor.reread_from == 131 - OVERLAP


def test_a_late_small_number_does_not_take_us_back() -> None:
    cursor = Cursor(100, seen(100, at=50)).with_rows({98: 50})
    assert (cursor.feed, cursor.seen) == (100, seen(98, 100, at=50))


def test_what_began_within_the_lateness_is_asked_for_again() -> None:
    """A thousand changes in one second after one that is not visible yet."""
    before = Cursor(0).with_rows({10: 1000, 11: 1000 + LATE_S})
    burst = before.with_rows(dict.fromkeys(range(13, 1013), 1000 + LATE_S + 60))
    assert (burst.feed, burst.reread_from) == (1012, 10)
    assert len(burst.seen) == 1001
    later = burst.with_rows({1013: 1000 + 3 * LATE_S})
    assert later.reread_from == 1013 - OVERLAP


def test_a_burst_without_end_is_remembered_in_part() -> None:
    cursor = Cursor(0).with_rows(dict.fromkeys(range(1, 5 * SEEN_AT_MOST), 1000))
    assert len(cursor.seen) < SEEN_AT_MOST
    assert read(cursor.text()) == cursor
    assert len(cursor.text()) < 20_000


def test_when_nothing_can_come_late_any_more_the_stretch_is_short() -> None:
    burst = Cursor(0).with_rows(dict.fromkeys(range(1, 1001), 1000))
    assert burst.settles_at == 1000 * (1000 + 2 * LATE_S)
    assert burst.reread_from == 0
    assert burst.settled().reread_from == 1000 - OVERLAP
    assert len(burst.settled().seen) == OVERLAP


def test_the_stages_follow_one_another() -> None:
    step: First | None = First(after=7, done=3, total=9)
    found = []
    while step is not None:
        found.append(step.stage)
        step = step.next_stage()
        assert step is None or (step.after, step.done, step.total) == (None, 3, 9)
    assert tuple(found) == STAGES

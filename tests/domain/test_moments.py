"""Dates as they are typed."""

from __future__ import annotations

import pytest

from tests.corpus.hostile import HOSTILE
from tests.domain.build import NOW, ZONE, at
from workboard.domain.errors import UsageError
from workboard.domain.moments import instant_of


@pytest.mark.parametrize(("text", "when"), [
    ("14:00", "2026-11-24 14:00"),
    ("10:42", "2026-11-24 10:42"),
    ("today 23.59", "2026-11-24 23:59"),
    ("tomorrow 9:30", "2026-11-25 09:30"),
    ("Fri 10:00", "2026-11-27 10:00"),
    ("tuesday 10:00", "2026-12-01 10:00"),
    ("2026-12-01 14:00", "2026-12-01 14:00"),
    ("2026-12-01T14:00", "2026-12-01 14:00"),
])  # fmt: skip
def test_a_time_to_come(text: str, when: str) -> None:
    assert instant_of(text, ZONE, NOW) == at(when)


@pytest.mark.parametrize(("text", "word"), [
    ("10:41", "over already"),
    ("2026-11-23 14:00", "over already"),
    ("2029-12-01 14:00", "no day near"),
    ("someday 14:00", "no day near"),
    ("fridge 14:00", "no day near"),
    ("24:00", "no time"),
    ("14:60", "no time"),
    ("14", "no time"),
    ("", "no time"),
])  # fmt: skip
def test_what_is_refused_says_how_to_write_it(text: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        instant_of(text, ZONE, NOW)


def test_summer_time_is_the_zones() -> None:
    assert instant_of("2027-06-01 14:00", ZONE, NOW) == at("2027-06-01 14:00")


def test_nothing_hostile_gets_through() -> None:
    for text in HOSTILE:
        with pytest.raises(UsageError):
            instant_of(text, ZONE, NOW)

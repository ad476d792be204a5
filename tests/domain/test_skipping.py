"""The reasons to skip: what each writes, and how long it sleeps."""

from __future__ import annotations

from typing import Final, get_args

import pytest

from tests.domain.build import HOUR, NOW, SHIFT, ZONE, at
from workboard.domain.note_lines import compose, read
from workboard.domain.rules import SKIP_REASONS, OrderRules, Policy, Shift
from workboard.domain.skipping import REASONS, sleep_until
from workboard.domain.ticket import Category

NIGHT: Final = Shift(days=frozenset(range(7)), from_minute=22 * 60, until_minute=6 * 60, zone=ZONE)
POLICY: Final = Policy(shifts=(("day", SHIFT), ("night", NIGHT)))


@pytest.mark.parametrize(
    ("name", "category", "blocked", "help_wanted"),
    [
        ("waiting for client", "waiting_client", "client", None),
        ("needs approval", "waiting_other", "approval", None),
        ("needs budget", "waiting_other", "budget", None),
        ("needs vendor", "waiting_other", "vendor", None),
        ("needs daytime", None, "daytime", None),
        ("not my skill", None, None, "not my skill"),
        ("wrong order", None, None, None),
    ],
)
def test_what_each_reason_writes(name: str, category: str | None, blocked: str | None, help_wanted: str | None) -> None:
    reason = REASONS[name]
    assert (reason.category, reason.blocked, reason.help_wanted) == (category, blocked, help_wanted)
    assert reason.wakes_on_client is (name == "waiting for client")
    assert category is None or category in get_args(Category)


def test_every_reason_of_the_policy_is_known_and_has_a_key_of_its_own() -> None:
    assert tuple(REASONS) == SKIP_REASONS
    assert all(name == reason.name for name, reason in REASONS.items())
    keys = [reason.key for reason in REASONS.values()]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.islower() for key in keys)


@pytest.mark.parametrize(
    ("name", "now", "until"),
    [
        ("waiting for client", "2026-11-24 10:42", "2026-11-27 10:42"),
        ("waiting for client", "2026-11-26 10:42", "2026-12-01 10:42"),  # over a weekend
        ("needs approval", "2026-11-24 10:42", "2026-11-26 10:42"),
        ("needs budget", "2026-11-27 10:42", "2026-12-01 10:42"),
        ("needs vendor", "2026-11-24 20:00", "2026-11-26 17:00"),
        ("not my skill", "2026-11-24 10:42", "2026-11-25 10:42"),
        ("needs daytime", "2026-11-24 10:42", "2026-11-25 09:00"),
        ("needs daytime", "2026-11-27 23:30", "2026-11-30 09:00"),
        ("wrong order", "2026-11-24 10:42", "2026-11-24 11:42"),
        ("wrong order", "2026-11-28 10:42", "2026-11-28 11:42"),  # an hour on the wall, also on a Saturday
    ],
)
def test_how_long_each_sleeps(name: str, now: str, until: str) -> None:
    assert sleep_until(REASONS[name], POLICY, SHIFT, at(now)) == at(until)


def test_at_night_daytime_is_the_day_shifts_and_a_working_day_is_my_own() -> None:
    night = at("2026-11-24 23:00")
    assert sleep_until(REASONS["needs daytime"], POLICY, NIGHT, night) == at("2026-11-25 09:00")
    assert sleep_until(REASONS["not my skill"], POLICY, NIGHT, night) == at("2026-11-25 23:00")


def test_the_policy_names_the_day_shift() -> None:
    other = POLICY._replace(order=OrderRules(day_shift="night"))
    assert sleep_until(REASONS["needs daytime"], other, SHIFT, NOW) == at("2026-11-24 22:00")
    gone = POLICY._replace(order=OrderRules(day_shift="no such shift"))
    assert sleep_until(REASONS["needs daytime"], gone, SHIFT, NOW) == at("2026-11-25 09:00"), "else my own"


@pytest.mark.parametrize("name", REASONS)
def test_nothing_wakes_before_it_was_put_to_sleep(name: str) -> None:
    for offset in range(0, 14 * 24, 5):
        now = NOW + offset * HOUR
        assert sleep_until(REASONS[name], POLICY, SHIFT, now) > now


@pytest.mark.parametrize("name", REASONS)
def test_the_line_a_reason_writes_is_read_back(name: str) -> None:
    reason = REASONS[name]
    lines = read(compose("Ruth has to decide.", blocked=reason.blocked, help_wanted=reason.help_wanted))
    assert (lines.blocked, lines.help_wanted) == (reason.blocked, reason.help_wanted)

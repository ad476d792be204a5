"""Whose work is read, and until when: plain values."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from tests.backends.autotask_unit.desk import SETTINGS
from workboard.backends.autotask import kind
from workboard.backends.autotask.cursor import Cursor, First, read
from workboard.backends.autotask.planned import Link
from workboard.backends.autotask.watched import NOTHING, Watched
from workboard.backends.autotask.window import day_of

HOUR = 3_600_000
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("watched", "owner", "has"),
    [
        (NOTHING, None, False),
        (Watched(team=frozenset({7})), "7", False),
        (Watched(True), "8", True),
        (Watched(True), None, True),
        (Watched(True, frozenset({7})), "7", True),
        (Watched(True, frozenset({7})), "8", False),
        (Watched(True, frozenset({7})), "calendar", False),
        (Watched(True, frozenset({7})), None, True),
    ],
)
def test_a_ticket_is_the_teams_for_a_lead_alone(watched: Watched, owner: str | None, has: bool) -> None:
    assert watched.has(owner) is has


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (1_795_516_920_000, 24),  # 2026-11-24
        (1_774_771_200_000, 23),  # 2026-03-29, the clocks go forward
        (1_792_918_800_000, 25),  # 2026-10-25, and back
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(now: int, hours: int) -> None:
    today = day_of(now, BERLIN)
    assert today.since <= now < today.until
    assert (today.until - today.since) // HOUR == hours


def test_a_cursor_from_before_there_were_leads_is_read_on() -> None:
    cursor = Cursor(since=5, links=(Link(1, 2, 3), Link(1, 2, 3, 4)), whole_team=True, team_ticket=9)
    assert read(cursor.text()) == cursor
    old = json.loads(Cursor(since=5, first=First("team", 7)).text()) | {"links": [[1, 2, 3]]}
    for name in ("whole_team", "team_ticket"):
        del old[name]
    assert read(json.dumps(old)) == Cursor(since=5, first=First("team", 7), links=(Link(1, 2, 3),))


def test_a_lead_may_ask_more_than_a_technician() -> None:
    mine, leads = kind.capabilities(SETTINGS), kind.capabilities(SETTINGS._replace(whole_team=True))
    assert (mine.calls_per_hour, leads.calls_per_hour) == (kind.CALLS_PER_HOUR, kind.LEADS_CALLS_PER_HOUR)
    assert leads._replace(calls_per_hour=mine.calls_per_hour) == mine
    assert mine.assigns

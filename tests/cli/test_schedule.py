"""A date for a piece of work."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_contract import check_activity


@pytest.fixture
def number(empty: Desk) -> str:
    opened = empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Router is old", "--mine", "--json")
    return str(opened.json["ticket"]["number"])


def test_a_fixed_time_is_then_and_next_when_it_has_come(empty: Desk, number: str) -> None:
    got = empty("schedule", number, "--at", "14:00", "--for", "45m", "--fixed", "Swap the router", "--json").json
    assert set(got) == {"activity", "outbox"}
    check_activity(got["activity"])
    one = got["activity"]
    assert (one["title"], one["fixed"], one["estimate_minutes"], one["derived"]) == ("Swap the router", True, 45, False)
    assert one["scheduled_start"] == "2026-11-24T14:00:00Z"
    assert empty("next", "--json").json["activity"] is None
    assert empty("next", "--json").json["then"]["fixed_at"] == "2026-11-24T14:00:00Z"
    assert empty("say", number).out.endswith("fixed for today at 14:00; due by Fri 10:42.\n")
    shown = empty("next", "--json", now="2026-11-24T13:56").json["activity"]
    assert (shown["id"], shown["why"]) == (one["id"], "Only one left.")
    assert empty("start", now="2026-11-24T13:56").code == 0
    assert empty("finish", now="2026-11-24T14:20").code == 0


def test_planned_work_is_offered_on_its_day(empty: Desk, number: str) -> None:
    empty("note", number, ">Order the router")
    got = empty("schedule", number, "--at", "tomorrow 9:30")
    assert got.out == f"Planned on Wed 09:30: Order the router #{number}\n"
    assert empty("plan", "--json").json == []
    (shown,) = empty("plan", "--json", now="2026-11-25T08:00").json
    assert (shown["title"], shown["fixed"], shown["estimate_minutes"]) == ("Order the router", False, None)


def test_without_any_words_the_ticket_is_what_there_is(empty: Desk, number: str) -> None:
    got = empty("schedule", number, "--at", "14:00", "--json").json["activity"]
    assert got["title"] == "Decide the next step: Router is old"
    assert empty("lint").code == 1


def test_in_the_demo_too(demo: Desk) -> None:
    assert demo("schedule", "48224", "--at", "fri 10:00", "Measure one sign-in").code == 0


@pytest.mark.parametrize("words", [
    ("--at", "9:00"),
    ("--at", "later"),
    ("--at", "14:00", "--for", "0m"),
    ("--at", "14:00", "--for", "25h"),
    ("--at", "14:00", "--for", "soon"),
    ("Swap it",),
])  # fmt: skip
def test_what_is_wrong_is_one_line(empty: Desk, number: str, words: tuple[str, ...]) -> None:
    assert empty("schedule", number, *words).code == 2
    assert empty("schedule", "99999", "--at", "14:00").code == 2


def test_a_closed_ticket_has_no_more_work(empty: Desk, number: str) -> None:
    empty("finish")
    got = empty("schedule", number, "--at", "14:00")
    assert (got.code, "is closed" in got.err) == (4, True)

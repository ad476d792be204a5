"""Focus, interruptions and their ends from the command line: what a key binding outside the terminal calls."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

TEN = "2026-11-24T10:42"
PAST = "2026-11-24T11:40"


def working(desk: Desk) -> Desk:
    assert desk("start").code == 0
    return desk


def test_no_block_is_nothing_to_show(demo: Desk) -> None:
    got = demo("focus", "status", "--json")
    assert got.code == 1
    assert got.json == {"focus": False, "until": None, "held": {"replies": 0, "assignments": 0}, "rule": None}
    assert demo("focus").out == "There is no block of focus.\n"


def test_a_block_on_what_runs(demo: Desk) -> None:
    assert demo("focus", "start").code == 4
    working(demo)
    assert demo("focus", "stop").out == "Out of focus; the work goes on.\n"
    assert demo("focus", "stop").code == 4
    got = demo("focus", "start", "--for", "30m", "--json")
    assert got.code == 0
    assert got.json["until"] == "2026-11-24T11:12:00Z"
    assert demo("focus", "--json").json == got.json
    assert got.json["focus"]
    assert demo("focus").out == "held: 0 replies, until 11:12, rule focus.block\n"


def test_the_policy_bounds_it(demo: Desk) -> None:
    got = working(demo)("focus", "start", "--for", "3h", "--json").json
    assert (got["until"], got["rule"]) == ("2026-11-24T11:27:00Z", "focus.max_hold")


def test_what_came_meanwhile_is_held_and_told_past_the_bound(empty: Desk) -> None:
    for problem in ("Mail hangs", "Mouse is dead"):
        empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", problem, "--mine")
    first = empty("start", "--json").json["activity"]["ticket"]["number"]
    other = "1002" if first == "1001" else "1001"
    empty("focus", "start", "--for", "10m")
    for number in (first, other, other):
        assert empty("received", number, "--from", "Ruth", "Any news?", now="2026-11-24T10:45").code == 0
    got = empty("focus", "--json", now="2026-11-24T10:50")
    assert got.json["held"] == {"replies": 1, "assignments": 0}, "each client once, the running ticket not at all"
    assert empty("focus", now="2026-11-24T10:50").out == "held: 1 reply, until 10:52, rule focus.block\n"
    over = empty("focus", now="2026-11-24T11:00")
    assert (over.code, over.out) == (0, "held: 1 reply, over since 10:52, rule focus.block\n")
    assert not empty("focus", "--json", now="2026-11-24T11:00").json["focus"]
    assert empty("status", "--json", now="2026-11-24T11:00").json["state"] == "running"


@pytest.mark.parametrize("words", [("start", "--for", "0m"), ("start", "--for", "soon"), ("--for", "5m"), ("now",)])
def test_wrong_words_are_usage(demo: Desk, words: tuple[str, ...]) -> None:
    assert demo("focus", *words).code == 2


def test_called_away_with_a_source_and_back(demo: Desk) -> None:
    working(demo)
    got = demo("interrupted", "--source", "phone", "--who", "Tom\x1b[2J Ito", "--json", now="2026-11-24T11:00").json
    assert (got["state"], got["source"], got["ticket"], got["depth"]) == ("away", "phone", "48213", 1)
    assert got["since"] == "2026-11-24T11:00:00Z"
    assert got["coming_back"]
    assert "\x1b" not in got["who"]
    assert demo("status", "--json", now="2026-11-24T11:01").json["state"] == "away"
    back = demo("back", "--json", now="2026-11-24T11:06").json
    assert (back["state"], back["away_minutes"], back["ticket"]) == ("running", 6, "48213")
    assert back["coming_back"] == got["coming_back"]
    assert demo("back").code == 4


def test_ac13_a_stamp_alone_leaves_the_source_to_the_board_and_the_next_step_as_it_was(demo: Desk) -> None:
    working(demo)
    step = demo("next", "--json").json["activity"]["next_step"]
    assert demo("interrupted").out == "away since 10:42; the clock on #48213 is stopped\n"
    assert demo("status", "--porcelain").out.split("\t")[1] == "interrupted"
    said = demo("back", now="2026-11-24T10:45").out.splitlines()
    assert said[0].startswith("back after 3 min; running: ")
    assert said[1] == f"you wanted to: {step}"
    assert demo("next", "--json", now="2026-11-24T10:45").json["activity"]["next_step"] == step
    (one,) = [one for one in demo("log", "--json", now="2026-11-24T10:45").json if one["kind"] == "interruption"]
    assert (one["source"], one["sorted"]) == ("none", False)


def test_nested_ones_unwind_in_order(demo: Desk) -> None:
    working(demo)
    for who in ("Tom", "Ana", "Eve"):
        demo("interrupted", "--source", "phone", "--who", who)
    assert [demo("back", "--json").json["depth"] for _ in range(3)] == [2, 1, 0]


def test_away_from_nothing_says_so(demo: Desk) -> None:
    assert demo("interrupted", "--source", "walk-up").out == "away since 10:42 (walk-up); nothing was running\n"
    got = demo("status", "--json").json
    assert (got["state"], got["ticket"], got["title"]) == ("away", None, None)
    assert demo("status").out.startswith("away · ")
    assert demo("back").out == "back after 0 min; nothing runs; workboard next says what is next\n"


def test_an_unknown_source_is_usage(demo: Desk) -> None:
    assert demo("interrupted", "--source", "pigeon").code == 2


def unsorted(desk: Desk, *sources: str) -> None:
    working(desk)
    for at, source in enumerate(sources):
        desk("interrupted", "--source", source, now=f"2026-11-24T11:{at}0")
        desk("back", now=f"2026-11-24T11:{at}6")


def test_the_day_end_lists_what_nobody_sorted_once(demo: Desk) -> None:
    unsorted(demo, "phone", "chat")
    got = demo("day-end", now=PAST)
    assert got.code == 1
    assert [one.split() for one in got.out.splitlines()] == [
        ["11:00", "6", "min", "phone"],
        ["11:10", "6", "min", "chat"],
    ]
    again = demo("day-end", now=PAST)
    assert (again.code, again.out) == (0, "Every interruption of today is sorted, or was asked about.\n")
    assert [one["sorted"] for one in demo("log", "--json", now=PAST).json if one["kind"] == "interruption"] == [
        False
    ] * 2


def test_the_day_end_in_the_shape_of_the_log(demo: Desk) -> None:
    unsorted(demo, "mail")
    got = demo("day-end", "--json", now=PAST)
    assert got.code == 1
    assert got.json == [
        {
            "started_at": "2026-11-24T11:00:00Z", "minutes": 6, "source": "mail", "who": None, "ticket": None,
            "sorted": False,
        }
    ]  # fmt: skip
    assert (demo("day-end", "--json", now=PAST).json, demo("day-end", now=PAST).code) == ([], 0)


def test_dropping_them_sorts_also_what_was_asked_about(demo: Desk) -> None:
    unsorted(demo, "phone", "chat")
    demo("day-end", now=PAST)
    assert demo("day-end", "--drop", now=PAST).out == "2 interruptions dropped.\n"
    assert demo("day-end", "--drop", "--json", now=PAST).json == {"dropped": 0}
    assert all(one["sorted"] for one in demo("log", "--json", now=PAST).json)


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_each_is_asked_about(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    unsorted(demo, "phone", "chat", "mail")
    monkeypatch.setattr(sys, "stdin", Typed("0\n#48213\nd\n"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    said = demo("day-end", now=PAST)
    assert said.code == 0
    assert "no ticket 0 here" in said.out
    assert "workboard note 48213 --time 6m TEXT" in said.out
    monkeypatch.undo()
    rows = [one for one in demo("log", "--json", now=PAST).json if one["kind"] == "interruption"]
    assert [(one["ticket"], one["sorted"]) for one in rows] == [("48213", True), (None, True), (None, False)]


def test_the_log_tells_where_it_came_from_and_what_it_left(demo: Desk) -> None:
    unsorted(demo, "phone", "phone", "self")
    shown = demo("log", now=PAST).out.splitlines()
    at = next(place for place, line in enumerate(shown) if line.startswith("40 m of work"))
    assert shown[at].endswith("3 interruptions, 18 m")
    assert shown[at + 1].split() == ["From", "phone", "2", "·", "12", "m", "#" * 16]
    assert shown[at + 2].split() == ["myself", "1", "·", "6", "m", "#" * 8]
    assert shown[at + 3].split()[:2] == ["By", "hour"]
    assert "worst 11:00 to 12:00, 18 m" in shown[at + 3]
    assert shown[at + 4] == "Focus    60 % kept of 45 m"


def test_they_all_have_a_page_of_help_with_an_example(demo: Desk) -> None:
    for name in ("focus", "interrupted", "back", "day-end", "log"):
        out = demo(name, "--help").out
        assert f"example:\n  workboard {name}" in out


def test_no_file_is_made_for_a_question(empty: Desk) -> None:
    assert empty("focus").code == 1
    assert not Path(empty.folder).exists()

"""The face: exactly as wide and high as asked, whatever stands in the view."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.hostile import HOSTILE
from tests.ui.eyes import RAW
from workboard.board.face import paint, text_of
from workboard.board.strokes import ROLES, Line, ascii_text
from workboard.board.view import Card, GoalLine, Hint, RepliesLine, Then, ThreadLine, View
from workboard.domain.text import cell_width

SIZES = [(60, 16), (80, 24), (80, 40), (100, 30), (110, 24), (120, 40), (120, 16), (160, 50), (200, 60)]
HINTS = tuple(
    Hint(key, label)
    for key, label in [
        ("Enter", "start"), ("n", "note"), ("f", "finish"), ("s", "skip"), ("r", "replies"), ("w", "why"),
        ("q", "quit"), ("?", "keys"),
    ]
)  # fmt: skip
CARD = Card(
    "offered", "NEXT", "Rebuild the Outlook profile", "a:1", "t:1", "P2", "45 min", "#48213", "Alder & Pine Dental",
    "Ruth Osei", "free until 11:30", "Safe mode opens. Add-in list is clean.",
    "Make a fresh profile, test send/receive with Ruth.", "Oldest P2 waiting. Due by 14:00.", "Enter", "to start",
)  # fmt: skip
THREAD = (
    ThreadLine("Mon 16:10", "you", "Safe mode opens; add-ins all off, same fault with add-ins on. " * 3),
    ThreadLine("Mon 15:52", "Ruth", "It hangs at 'Loading profile'.", client=True),
)
VIEW = View(
    "Dana", "Tue 10:42", "synced", "synced 10:41", CARD, Then("14:00", "fixed, Alder (30 min)", 3), THREAD,
    RepliesLine(4, "1 h 50", "11:30"),
    (GoalLine("You", "3 h 40 of 6 h", "on pace", 0.61), GoalLine("Team", "41 of 60", "on pace", 0.68)), HINTS,
)  # fmt: skip


def exact(lines: list[Line], width: int, height: int) -> None:
    assert len(lines) == height
    for line in lines:
        assert sum(cell_width(text) for text, _ in line) == width, line
        assert all(role in ROLES for _, role in line)
        assert not any(RAW.search(text) for text, _ in line)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_size_is_filled_exactly_and_has_what_matters(width: int, height: int, ascii_only: bool) -> None:
    lines = paint(VIEW, width, height, ascii_only)
    exact(lines, width, height)
    text = text_of(lines)
    for word in (
        "NEXT", "P2", "#48213", "Rebuild the Outlook profile", "Ruth Osei", "free until 11:30", "Oldest P2",
        "4 clients have answered", "1 h 50", "14:00", "3 h 40 of 6 h", "on pace", "Enter", "? keys",
    ):  # fmt: skip
        assert word in text, word
    assert "Make a fresh profile" in text
    if ascii_only:
        assert text.isascii()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_keys_at_the_foot_are_whole_and_at_most_six_at_80_columns(width: int, height: int) -> None:
    foot = text_of(paint(VIEW, width, height)).rstrip().split("\n")[-1].strip()
    hints = re.split(r" {3,}", foot)
    assert set(hints) <= {f"{hint.key} {hint.label}" for hint in HINTS}
    assert hints[0] == "Enter start"
    assert hints[-1] == "? keys"
    assert len(hints) <= 6 or width > 96


@pytest.mark.parametrize(("width", "height"), [(40, 10), (20, 5), (10, 3), (3, 2), (1, 1), (0, 0), (-1, 4), (500, 200)])
def test_sizes_nobody_works_in_do_no_harm(width: int, height: int) -> None:
    lines = paint(VIEW, width, height)
    exact(lines, max(width, 0), max(height, 0) if width > 0 else 0)


def test_a_smaller_terminal_loses_air_before_words() -> None:
    before = set(text_of(paint(VIEW._replace(thread=()), 80, 24)).split())
    after = set(text_of(paint(VIEW._replace(thread=()), 80, 17)).split())
    assert before == after


def test_height_shows_more_of_the_same_ticket() -> None:
    assert "Loading profile" not in text_of(paint(VIEW, 80, 24))
    assert "Loading profile" in text_of(paint(VIEW, 80, 34))
    assert "Loading profile" in text_of(paint(VIEW, 120, 40))


def test_the_same_view_gives_the_same_lines() -> None:
    assert paint(VIEW, 80, 24) == paint(VIEW, 80, 24)
    later = paint(VIEW._replace(clock="Tue 10:43"), 80, 24)
    assert [at for at, line in enumerate(later) if line != paint(VIEW, 80, 24)[at]] == [0]


def roles(view: View) -> set[str]:
    return {role.removeprefix("card-") for line in paint(view, 80, 24) for text, role in line if text.strip()}


def test_alert_is_for_refused_work_and_nothing_else() -> None:
    behind = VIEW._replace(goals=(GoalLine("You", "0 of 60", "behind pace", 0.0),), sync="offline")
    assert "alert" not in roles(VIEW)
    assert "alert" not in roles(behind)
    assert "alert" not in roles(VIEW._replace(notice="2 notes wait for the network"))
    assert "alert" in roles(VIEW._replace(notice="1 not accepted by Request Tracker", alert=True))


@pytest.mark.parametrize(("share", "full"), [(0.0, 0), (0.001, 1), (0.5, 1), (0.999, 1), (1.0, 1), (7.5, 1)])
def test_a_bar_is_full_only_when_it_is_met_and_never_empty_once_begun(share: float, full: int) -> None:
    lines = paint(VIEW._replace(goals=(GoalLine("You", "1 of 9", "on pace", share),)), 80, 24)
    done = [text for line in lines for text, role in line if role == "accent" and set(text) <= set("━╸")]
    rest = [text for line in lines for text, role in line if role == "rule"]
    assert len(done) == full
    assert bool(rest) == (share < 1)


def test_a_goal_without_a_target_has_no_bar() -> None:
    lines = paint(VIEW._replace(goals=(GoalLine("You", "3 h 40", "no goal"),)), 80, 24)
    assert "━" not in text_of(lines)
    assert "3 h 40   no goal" in text_of(lines)


def test_what_sleeps_is_dim_and_what_runs_says_so() -> None:
    asleep = VIEW._replace(card=CARD._replace(state="asleep", label="PARKED until 11:20", action="resumes it now"))
    words = {role for line in paint(asleep, 80, 24) for text, role in line if "Outlook profile" in text}
    assert words == {"card-text"}
    running = VIEW._replace(card=CARD._replace(state="running", label="RUNNING", minutes="18 of 45 min"))
    assert "RUNNING" in text_of(paint(running, 80, 24))
    assert "18 of 45 min" in text_of(paint(running, 80, 24))


def test_nothing_to_do_is_said_in_words() -> None:
    card = Card("notice", "NEXT", "Nothing waits for you.", why="All your activities are done or wait for others.")
    text = text_of(paint(VIEW._replace(card=card, then=Then(), thread=(), goals=()), 80, 24))
    assert "Nothing waits for you." in text
    assert "Why this one" not in text


def dressed(texts: list[str]) -> View:
    """A view with something of these in every place."""
    pick = random.Random(len(texts[0])).choice

    def some() -> str:
        return pick(texts)

    card = Card("offered", some(), some(), "a", "t", some(), some(), some(), some(), some(), some(), some(), some(),
                some(), some(), some())  # fmt: skip
    return View(
        some(), some(), "synced", some(), card, Then(some(), some(), 3, some(), (some(),)),
        (ThreadLine(some(), some(), some(), True),), RepliesLine(2, some(), some()),
        (GoalLine(some(), some(), some(), 0.4),), (Hint(some(), some()), Hint("?", "keys")), some(), True,
    )  # fmt: skip


def test_hairlines_and_bars_have_a_likeness_in_ascii() -> None:
    assert ascii_text("── ━╸━ ▸ · …", 12) == "-- =-= > - ~"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_hostile_text_breaks_out(size: tuple[int, int], ascii_only: bool) -> None:
    for text in HOSTILE:
        lines = paint(dressed([text]), *size, ascii_only)
        exact(lines, *size)
        if ascii_only:
            assert text_of(lines).isascii()


@given(st.lists(st.text(max_size=80), min_size=3, max_size=8), st.integers(60, 200), st.integers(16, 60), st.booleans())
def test_any_text_at_any_size(texts: list[str], width: int, height: int, ascii_only: bool) -> None:
    exact(paint(dressed(texts), width, height, ascii_only), width, height)


def test_all_states_of_the_sync_differ_in_words_or_marks() -> None:
    for state in ("local", "synced", "syncing", "stale", "offline", "never", "attention"):
        exact(paint(VIEW._replace(sync=state), 80, 24), 80, 24)

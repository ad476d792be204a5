"""The face: exactly as wide and high as asked, whatever stands in the view."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.board.bench import Bench
from tests.corpus.hostile import HOSTILE
from tests.ui.eyes import RAW
from tests.ui.states import CARD, LONG, OFFERED, STATES, VIEW
from tests.ui.test_board import other_titles
from workboard.board.face import paint, text_of
from workboard.board.look import board_view
from workboard.board.offer import offer
from workboard.board.strokes import ROLES, Line, ascii_text, cleaned
from workboard.board.view import Card, GoalLine, Hint, RepliesLine, Then, ThreadLine, View
from workboard.domain.text import cell_width

SIZES = [(60, 16), (80, 24), (80, 40), (100, 30), (110, 24), (120, 40), (120, 16), (160, 50), (200, 60)]
ANY_SIZE = (st.integers(60, 200), st.integers(16, 60))


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
    assert set(hints) <= {f"{hint.key} {hint.label}" for hint in OFFERED}
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


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("where", [20, 60, 120, 200, 400])
def test_a_word_that_comes_and_goes_moves_nothing_above_it(width: int, where: int) -> None:
    words = ("Opens in safe mode. With all add-ins off it still hangs, so the profile is damaged. " * 5)[:where]
    view = VIEW._replace(card=VIEW.card._replace(where=words))
    for height in range(16, 45):
        quiet, told = (paint(one, width, height) for one in (view, view._replace(notice="#48213: note saved")))
        assert "#48213: note saved" in text_of(told)
        assert sum(one != other for one, other in zip(quiet, told, strict=True)) == 1, (width, height)


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

    card = Card(pick(("offered", "running", "asleep", "notice")), some(), some(), "a", "t", some(), some(), some(),
                some(), some(), some(), some(), some(), some(), some(), some(), some(),
                (Hint(some(), some()), Hint(some(), some())), 0.3, some())  # fmt: skip
    return View(
        some(), some(), "synced", some(), card, Then(some(), some(), 3, some(), (some(),), some()),
        (ThreadLine(some(), some(), some(), True),), RepliesLine(2, some(), some()),
        (GoalLine(some(), some(), some(), 0.4),), (Hint(some(), some()), Hint("?", "keys")), some(), some(), True,
    )  # fmt: skip


def test_hairlines_and_bars_have_a_likeness_in_ascii() -> None:
    assert ascii_text("── ━╸━ ▸ · …", 12) == "-- === > - ~"


@pytest.mark.parametrize(
    ("size", "ascii_only"), [*((size, False) for size in SIZES), *((size, True) for size in SIZES[::4])]
)
def test_no_hostile_text_breaks_out(size: tuple[int, int], ascii_only: bool) -> None:
    for text in HOSTILE:
        lines = paint(dressed([text]), *size, ascii_only)
        exact(lines, *size)
        if ascii_only:
            assert text_of(lines).isascii()


@given(st.lists(st.text(max_size=80), min_size=3, max_size=8), st.integers(60, 200), st.integers(16, 60), st.booleans())
def test_any_text_at_any_size(texts: list[str], width: int, height: int, ascii_only: bool) -> None:
    exact(paint(dressed(texts), width, height, ascii_only), width, height)


# -- every state --------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(STATES)), *ANY_SIZE, st.booleans())
def test_every_state_at_any_size_has_one_activity_and_whole_hints(
    name: str, width: int, height: int, ascii_only: bool
) -> None:
    view = STATES[name]
    lines = paint(view, width, height, ascii_only)
    exact(lines, width, height)
    text = text_of(lines)
    assert text.count(view.card.label) == 1
    shown = re.split(r" {3,}", text.rstrip().rsplit("\n", 1)[-1].strip())
    declared = [f"{hint.key} {hint.label}" for hint in view.hints]
    assert set(shown) <= set(declared)
    assert shown[0] == declared[0]
    assert shown[-1] == "? keys"


async def test_ac05_the_demo_at_any_size_shows_one_activity_and_no_title_of_another(demo: Bench) -> None:
    view = board_view(demo.desk, OFFERED)
    found = offer(demo.desk)
    assert found.later
    assert found.parked
    assert found.waiting
    titles = other_titles(found)
    assert len(titles) > 5
    for width in (*range(60, 201, 7), 80, 109, 110, 149, 150, 151):
        for height in (16, 17, 20, 24, 29, 30, 40, 60):
            lines = paint(view, width, height)
            exact(lines, width, height)
            told = " ".join(text_of(lines).split())
            assert told.count(view.card.title) == 1
            assert [title for title in titles if title in told] == []


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (160, 50), (200, 60)])
@pytest.mark.parametrize("name", sorted(set(STATES) - {"long names"}))
def test_from_80_columns_on_no_state_loses_a_word(name: str, size: tuple[int, int]) -> None:
    view = STATES[name]
    card = view.card
    told = " ".join(text_of(paint(view, *size)).split())
    about = [card.title, card.where, card.next_step, card.why, card.meanwhile, card.window, card.counted, card.action]
    about += [view.sync_words, view.sync_age, view.notice, view.replies.longest, view.then.fixed, view.then.parked]
    about += [word for goal in view.goals for word in (goal.words, goal.pace)]
    about += [word for way in card.ways for word in way]
    lost = [part for part in cleaned(tuple(one for one in about if one)) if not all(w in told for w in part.split())]
    assert lost == []


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
def test_ac34_states_differ_as_text_in_ascii_alone(size: tuple[int, int]) -> None:
    shown: dict[str, str] = {}
    for name, view in STATES.items():
        text = text_of(paint(view, *size, ascii_only=True))
        assert text.isascii()
        assert text not in shown, (name, shown.get(text))
        shown[text] = name


def test_all_states_of_the_sync_differ_in_words() -> None:
    pairs = {(view.sync, text_of(paint(view, 80, 24, True)).split("\n")[0][40:]) for view in STATES.values()}
    assert {state for state, _ in pairs} == {"local", "synced", "syncing", "stale", "offline", "never", "attention"}
    words = [words for _, words in pairs]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("size", SIZES)
def test_ac25_a_goal_behind_is_drawn_as_one_that_is_met_at_every_size(size: tuple[int, int]) -> None:
    def drawn(pace: str) -> list[str]:
        goals = (GoalLine("You", "3 h of 6 h", pace, 0.5), GoalLine("Team", "41 of 60", pace, 0.7))
        lines = paint(VIEW._replace(goals=goals), *size)
        assert text_of(lines).count(pace) == 2
        return [role for line in lines for text, role in line if text.strip()]

    assert drawn("behind pace") == drawn("goal met") == drawn("on pace")


@pytest.mark.parametrize("name", sorted(STATES))
def test_ac25_only_refused_work_alarms(name: str) -> None:
    assert ("alert" in roles(STATES[name])) == (name == "refused")


@pytest.mark.parametrize("size", [(100, 30), (109, 30), (110, 30), (150, 50), (200, 60), (200, 16)])
def test_a_line_to_be_read_is_at_most_a_hundred_columns(size: tuple[int, int]) -> None:
    for line in paint(STATES["long names"], *size):
        assert all(cell_width(text) <= 100 for text, role in line if role not in ("base", "card") and text.strip())


def test_a_taller_terminal_shows_more_of_each_message_and_air_between_them() -> None:
    words = " ".join(f"word{n}" for n in range(120))
    view = VIEW._replace(thread=(VIEW.thread[0]._replace(text=words), VIEW.thread[1]))
    assert "word119" not in text_of(paint(view, 120, 30))
    tall = text_of(paint(view, 120, 50))
    assert "word119" in tall
    assert tall.index("word119") < tall.index("Loading profile")
    after = tall.split("word119")[1].split("\n")
    assert "Ruth" not in after[1], "a blank line between two messages"
    assert "Ruth" in after[2]


def test_the_sentence_of_what_comes_then_gives_way_in_steps() -> None:
    def then(width: int) -> str:
        lines = text_of(paint(STATES["parked as well"], width, 24)).split("\n")
        return next(line.strip() for line in lines if line.strip().startswith("Then"))

    assert then(100) == "Then 14:00 fixed, Alder & Pine Dental (30 min) · 8 more planned · 1 parked until 11:02"
    assert then(80) == "Then 14:00 fixed, Alder & Pine Dental · 8 more · 1 parked until 11:02"
    assert then(60).endswith("· 8 more · 1 parked")


def test_a_first_reading_shows_how_far_it_is() -> None:
    text = text_of(paint(STATES["first reading"], 80, 24))
    assert re.search(r"━+╸?─* +415 of 626", text)


def test_a_long_word_takes_its_lines_and_is_cut_last() -> None:
    text = text_of(paint(STATES["long names"], 80, 24))
    assert text.count(LONG.strip()) >= 8
    assert "▸ Enter to start" in text

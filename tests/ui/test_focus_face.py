"""The face of focus: one activity and nothing else, at every size; what may come has its place from the beginning."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.hostile import HOSTILE
from tests.ui.eyes import RAW
from tests.ui.states import LONG
from workboard.board.face import text_of
from workboard.board.face_focus import NOTHING, paint
from workboard.board.focus_view import FocusView, Own
from workboard.board.strokes import ROLES, Line
from workboard.board.view import Hint
from workboard.domain.text import cell_width

PROMISE: Final = "Everything else is held until 11:15. Emergencies still reach you."
HINTS: Final = tuple(
    Hint(*pair)
    for pair in (
        ("n", "note"), ("i", "interrupted"), ("f", "finish"), ("p", "park"), ("e", "ask for help"), ("w", "why"),
        ("q", "quit"), ("?", "keys"),
    )
)  # fmt: skip
FOCUS: Final = FocusView(
    "a:1", "t:1", "48213", "Rebuild the Outlook profile", "Alder & Pine Dental · Ruth Osei · #48213",
    "Make a fresh profile, test send/receive with Ruth.", "18 of 45 min", "11:15", 0,
    (Own("10:31", "Profile created, PST attached."), Own("10:38", "First sync running, about 5 min.")), PROMISE,
    hints=HINTS,
)  # fmt: skip
OVER: Final = FOCUS._replace(
    over=True, digest="Meanwhile: 3 clients answered", hints=(Hint("Enter", "another block"), *HINTS)
)
P1: Final = FOCUS._replace(through="P1 for you #48301: Mail server down", emergency="a:2")
FIXED: Final = FOCUS._replace(through="At 14:00, fixed: Alder & Pine Dental")
STATES: Final = {
    "in focus": FOCUS,
    "begun this minute": FOCUS._replace(notes=(), minutes="0 of 45 min"),
    "no estimate, no next step": FOCUS._replace(notes=(), minutes="0 min", next_step=None),
    "many notes": FOCUS._replace(notes=tuple(Own(f"10:{at:02}", f"Step {at} done") for at in range(40))),
    "emergency": P1,
    "a fixed time": FIXED,
    "over": OVER,
    "over, nothing came": OVER._replace(digest=None),
    "over, and an emergency": OVER._replace(through=P1.through, emergency=P1.emergency),
    "a word": FOCUS._replace(said="Held until 11:15; f or p ends it sooner."),
    "long": FOCUS._replace(
        title=LONG * 4,
        about=LONG * 3,
        next_step=LONG * 9,
        through=LONG * 3,
        said=LONG * 5,
        notes=(Own("10:31", LONG * 9),),
    ),
    "many scripts": FOCUS._replace(title="الطابعة لا تعمل 打印机坏了 🖨️", next_step="להתקשר לרות 📞 再試行"),
}
SIZES: Final = [(60, 16), (80, 24), (80, 40), (100, 30), (120, 40), (120, 16), (160, 50), (200, 60)]


def exact(lines: list[Line], width: int, height: int) -> None:
    assert len(lines) == height
    for line in lines:
        assert sum(cell_width(text) for text, _ in line) == width, line
        assert all(role in ROLES for _, role in line)
        assert not any(RAW.search(text) for text, _ in line)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_state_fills_every_size_exactly(width: int, height: int, ascii_only: bool) -> None:
    for view in STATES.values():
        lines = paint(view, width, height, ascii_only)
        exact(lines, width, height)
        if ascii_only:
            assert text_of(lines).isascii()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_at_every_size_the_work_its_minutes_the_end_and_the_keys_are_there(width: int, height: int) -> None:
    text = text_of(paint(FOCUS, width, height))
    for word in (
        "Focus · until 11:15", FOCUS.title, "Ruth Osei", "#48213", "Make a fresh profile", "18 of 45 min",
        "First sync running", "held until 11:15.", "Emergencies still reach you.", "n note", "? keys",
    ):  # fmt: skip
        assert word in " ".join(text.split()), word
    assert "Focus · over at 11:15" in text_of(paint(OVER, width, height))
    assert OVER.digest is not None
    assert OVER.digest in text_of(paint(OVER, width, height))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_counts_no_clock_no_bars_no_header(width: int, height: int) -> None:
    text = text_of(paint(FOCUS, width, height))
    assert not re.search(r"[━╸╺█▒]|synced|saved|REPLIES|PROGRESS|planned|Dana|Mon|Tue|Then", text)
    assert set(re.findall(r"\d+:\d\d", text)) == {"11:15", "10:31", "10:38"}


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("after", [P1, FIXED])
def test_ac08_what_breaks_through_is_one_line_and_moves_no_other(width: int, height: int, after: FocusView) -> None:
    before, then = (text_of(paint(view, width, height)).split("\n") for view in (FOCUS, after))
    differ = [(old, new) for old, new in zip(before, then, strict=True) if old != new]
    assert len(differ) == 1
    assert differ[0][0] == ""
    assert str(after.through) in differ[0][1]
    assert ("   Enter" in differ[0][1]) == (after.emergency is not None)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(
    "words", ["Short.", "A longer word that needs more than one line of a small terminal to be said."]
)
def test_a_word_that_comes_moves_nothing(width: int, height: int, words: str) -> None:
    before, then = (text_of(paint(view, width, height)).split("\n") for view in (FOCUS, FOCUS._replace(said=words)))
    differ = [old for old, new in zip(before, then, strict=True) if old != new]
    assert differ in ([""], ["", ""])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_ac09_the_digest_stands_where_the_promise_stood(width: int, height: int) -> None:
    before, then = (text_of(paint(view, width, height)).split("\n") for view in (FOCUS, OVER))
    promised = next(at for at, line in enumerate(before) if "Everything else" in line)
    told = next(at for at, line in enumerate(then) if "Meanwhile" in line)
    assert told - promised in (0, 1), "the promise may have needed two lines"


def test_height_shows_more_notes_and_width_more_of_each() -> None:
    many = STATES["many notes"]
    low, high = (text_of(paint(many, 80, height)) for height in (16, 60))
    assert low.count("done") < high.count("done") == 40
    assert "Step 39 done" in low, "the newest stay"
    wordy = FOCUS._replace(notes=(Own("10:31", "One thing after the other. " * 8),) * 3)
    assert text_of(paint(wordy, 80, 40)).count("One thing") > text_of(paint(wordy, 80, 17)).count("One thing") > 0


def test_where_nothing_came_that_is_said() -> None:
    assert NOTHING in text_of(paint(STATES["over, nothing came"], 80, 24))


@pytest.mark.parametrize(("width", "height"), [(40, 10), (20, 5), (10, 3), (3, 2), (1, 1), (0, 0), (-1, 4), (500, 200)])
def test_sizes_nobody_works_in_do_no_harm(width: int, height: int) -> None:
    for view in STATES.values():
        exact(paint(view, width, height), max(width, 0), max(height, 0) if width > 0 else 0)


def test_ac34_every_state_is_told_apart_by_its_words_alone() -> None:
    for ascii_only in (False, True):
        texts = [text_of(paint(view, 80, 24, ascii_only)) for view in STATES.values()]
        assert len(set(texts)) == len(texts)


@given(st.sampled_from(HOSTILE), st.integers(1, 200), st.integers(1, 60))
def test_ac36_nothing_of_a_hostile_text_gets_through(text: str, width: int, height: int) -> None:
    view = FOCUS._replace(title=text, about=text, next_step=text, through=text, said=text, notes=(Own(text, text),))
    exact(paint(view, width, height), width, height)

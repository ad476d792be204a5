"""What travels on the team ticket: written one way, read back as what was meant, and harmless whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.team_notes import (
    SOURCES,
    DaySums,
    GoalLine,
    Times,
    compose_goal,
    compose_sums,
    read_goal,
    read_sums,
)

TIMES = st.builds(Times, st.integers(0, 999), st.integers(0, 1440))
SUMS = st.builds(
    lambda day, sources, hours, blocks, replies, articles, wrong: DaySums(
        day.isoformat(),
        tuple((name, sources[name]) for name in SOURCES if name in sources),
        tuple(sorted(hours.items())),
        min(blocks),
        max(blocks),
        min(replies),
        max(replies),
        articles,
        wrong,
    ),
    st.dates(),
    st.dictionaries(st.sampled_from(SOURCES), TIMES),
    st.dictionaries(st.integers(0, 23), TIMES),
    st.tuples(st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.integers(0, 999), st.integers(0, 999)),
    st.integers(0, 999),
    st.integers(0, 999),
)
EXAMPLE = """\
Workboard sums 1 2026-11-24
Interrupted: phone 4/22, walk-up 1/8
By hour: 9 3/12, 10 2/18
Focus: 4 of 5
Replies: 5 of 6
Articles: 1
Wrong order: 0"""


@given(SUMS)
def test_sums_read_back_as_they_were(sums: DaySums) -> None:
    text = compose_sums(sums)
    assert read_sums(text) == sums
    assert read_sums(f"{text}\n[wb:7Q2M4K9XRT3D]") == sums, "a delivery adds its marker"
    assert all(line == line.strip() for line in text.split("\n")), "nothing that a mail program would cut"


def test_the_note_byte_for_byte() -> None:
    sums = DaySums(
        "2026-11-24",
        (("phone", Times(4, 22)), ("walk-up", Times(1, 8))),
        ((9, Times(3, 12)), (10, Times(2, 18))),
        4, 5, 5, 6, 1, 0,
    )  # fmt: skip
    assert compose_sums(sums) == EXAMPLE
    assert read_sums(EXAMPLE) == sums
    assert compose_sums(DaySums("2026-11-24")).split("\n")[1] == "Interrupted: nothing"


@pytest.mark.parametrize(
    ("instead", "of"),
    [("Workboard sums 2", "Workboard sums 1"), ("Workboard  sums 1", "Workboard sums 1"), ("2026-11-2", "2026-11-24")],
)
def test_another_version_says_nothing(instead: str, of: str) -> None:
    assert read_sums(EXAMPLE.replace(of, instead)) is None


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Interrupted: phone 4/22, walk-up 1/8", "Interrupted: phone 4/99999, walk-up x/8, alien 1/1"),
        ("By hour: 9 3/12, 10 2/18", "By hour: 25 1/1, -1 1/1, ９ 1/1"),
        ("Focus: 4 of 5", "Focus: 6 of 5"),
        ("Replies: 5 of 6", "Replies: -5 of 6"),
        ("Articles: 1", "Articles: 99999"),
    ],
)
def test_nonsense_counts_as_nothing(line: str, instead: str) -> None:
    found = read_sums(EXAMPLE.replace(line, instead))
    assert found is not None
    assert (not found.interrupted or not found.by_hour) or 0 in (found.focus_blocks, found.replies, found.articles)


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    for head in ("", "Workboard sums 1 2026-11-24\n", "Workboard goal 1 team ", "Workboard goal 1 "):
        read_sums(head + text)
        read_goal(head + text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (GoalLine("team", "Service desk", "60 done per day"), "Workboard goal 1 team Service desk: 60 done per day"),
        (GoalLine("proposed", "", "5h planned per day"), "Workboard goal 1 proposed: 5h planned per day"),
        (GoalLine("accepted", "ana", "5h planned per day"), "Workboard goal 1 accepted ana: 5h planned per day"),
    ],
)
def test_goals_read_back(line: GoalLine, text: str) -> None:
    assert compose_goal(line) == text
    assert read_goal(text) == line
    assert read_goal(text + "\nmore") == line
    assert read_goal("Goal: " + text) is None

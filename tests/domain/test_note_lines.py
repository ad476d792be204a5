"""The lines for machines: written exactly, read tolerantly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.hostile import HOSTILE
from workboard.domain.markers import MARKER
from workboard.domain.note_lines import (
    BLOCKED_BY,
    NoteLines,
    compose,
    format_marker,
    in_brackets,
    is_marker,
    read,
)

MARK = "wb:7Q2M4K9XRT3D"
MARKERS = st.integers(0, 2**60 - 1).map(format_marker)


def test_compose() -> None:
    note = compose("Receive works.\n", next_step="Call\nRuth ", blocked="vendor", help_wanted="a hand", marker=MARK)
    assert note == ("Receive works.\nNext step: Call Ruth\nBlocked by: vendor\nHelp wanted: a hand\n[wb:7Q2M4K9XRT3D]")
    assert compose("words") == "words"
    assert compose("words", next_step=" ") == "words"
    assert compose("", next_step="Call") == "Next step: Call"


def test_what_a_lead_writes_is_a_line_each_and_comes_back() -> None:
    lines = {"next_step": "Call Ruth", "help_given": "Priya calls", "moved_up": "the hearing", "assigned": "Ben Bauer"}
    note = compose("Please.", **lines)
    assert note == (
        "Please.\nNext step: Call Ruth\nHelp given: Priya calls\nMoved up: the hearing\nAssigned: Ben Bauer"
    )
    assert read(note) == NoteLines("Please.", **lines)
    assert read("ok\nASSIGNED : ben ").assigned == "ben"
    assert read("Assigned:").assigned is None


def test_compose_refuses_an_unknown_reason() -> None:
    with pytest.raises(ValueError, match="weather"):
        compose("words", blocked="weather")


def test_read() -> None:
    text = "Receive works.\n\nNext step: Call Ruth\nBlocked by: vendor\nHelp wanted: a hand\n[wb:7Q2M4K9XRT3D]"
    assert read(text) == NoteLines("Receive works.", "Call Ruth", "vendor", "a hand", MARK)


def test_read_is_tolerant() -> None:
    text = "done\n\n  [wb:7Q2M4K9XRT3D] \n\nblocked BY :  Client \r\nHELP WANTED:me\n next step: Call: Ruth \n\n"
    assert read(text) == NoteLines("done", "Call: Ruth", "client", "me", MARK)


def test_only_lines_at_the_end_count() -> None:
    log = "Next step: rm -rf\nBlocked by: client\nthen it stopped\n"
    assert read(log) == NoteLines(log)
    assert read(f"{log}Next step: Call") == NoteLines(log.rstrip("\n"), "Call")
    assert read("> Next step: quoted") == NoteLines("> Next step: quoted")


def test_words_stay_words() -> None:
    for text in (
        "",
        " \n",
        "words\n\n",
        "Next step:",
        "Blocked by: weather",
        "[wb:tooshort]",
        "[wb:ILOU56789ABC]",
    ):
        assert read(text) == NoteLines(text)


def test_the_later_line_counts() -> None:
    assert read("Next step: old\nNext step: new") == NoteLines("", "new")


def test_only_machine_lines() -> None:
    assert read(compose("", blocked="budget")) == NoteLines("", blocked="budget")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text(number: int) -> None:
    text = HOSTILE[number]
    assert read(compose("words", next_step=text)).next_step == (" ".join(text.split()) or None)
    assert len(read(text).text) <= len(text)


WORDS = st.text().filter(lambda text: read(text.rstrip()) == NoteLines(text.rstrip()))
VALUES = st.none() | st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(WORDS, VALUES, st.none() | st.sampled_from(BLOCKED_BY), VALUES, st.none() | MARKERS)
def test_round_trip(
    text: str, next_step: str | None, blocked: str | None, help_wanted: str | None, marker: str | None
) -> None:
    note = compose(text, next_step=next_step, blocked=blocked, help_wanted=help_wanted, marker=marker)
    assert read(note) == NoteLines(text.rstrip(), next_step, blocked, help_wanted, marker)


def test_a_long_blank_line_is_no_trap() -> None:
    assert read("Next step: a" + " " * 1_000_000 + "b").next_step is not None


def test_markers() -> None:
    assert format_marker(0) == "wb:000000000000"
    assert format_marker(2**60 - 1) == "wb:ZZZZZZZZZZZZ"
    assert format_marker(33) == "wb:000000000011"
    assert in_brackets(MARK) == "[wb:7Q2M4K9XRT3D]"
    for number in (-1, 2**60):
        with pytest.raises(ValueError, match="60 bits"):
            format_marker(number)
    with pytest.raises(ValueError, match="not a marker"):
        in_brackets("7Q2M4K9XRT3D")


@given(MARKERS)
def test_a_marker_is_found_where_it_stands(marker: str) -> None:
    for text in (marker, f"[{marker}]", f"Note {marker}", f"({marker})."):
        assert MARKER.findall(text) == [marker]
    assert MARKER.search(f"{marker}0") is None
    assert MARKER.search(f"x{marker}") is None


@given(st.integers(0, 2**60 - 1), st.integers(0, 2**60 - 1))
def test_two_numbers_two_markers(one: int, other: int) -> None:
    assert (format_marker(one) == format_marker(other)) == (one == other)


# -- the reader has no patterns, and reads what a pattern would --------------------------------------------------

NAMED = {
    "next_step": "next step", "help_wanted": "help wanted", "help_given": "help given", "moved_up": "moved up",
    "assigned": "assigned", "known_fix": "known fix",
}  # fmt: skip
PATTERNS = {field: re.compile(rf"{name}\s*:\s*(\S.*)", re.IGNORECASE) for field, name in NAMED.items()}
BLOCKED = re.compile(rf"blocked by\s*:\s*({'|'.join(BLOCKED_BY)})", re.IGNORECASE)
PIECES = st.sampled_from(
    ["next step", "Next  step", "NEXT STEP", "blocked by", "Known fix", "assigned", "moved up", ":", " : ", " ", "\t",
     "\u00a0", "client", "VENDOR", "vendors", "Call Ruth: now", "[", "]", MARK, "wb:7Q2M4K9XRT3", "\u017f", "\u212a"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_line_is_read_as_a_pattern_would(line: str) -> None:
    found = read(line)
    bare = line.strip()
    for field, pattern in PATTERNS.items():
        match = pattern.fullmatch(bare)
        assert getattr(found, field) == (match[1] if match else None)
    match = BLOCKED.fullmatch(bare)
    assert found.blocked == (match[1].casefold() if match else None)
    assert found.marker == (bare[1:-1] if re.fullmatch(rf"\[{MARKER.pattern}\]", bare) else None)


@given(st.text(alphabet="wb:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=16) | MARKERS)
def test_a_marker_is_what_is_found_in_other_words(text: str) -> None:
    assert is_marker(text) == bool(MARKER.fullmatch(text))

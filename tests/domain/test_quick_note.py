"""One typed note taken apart."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.hostile import HOSTILE
from workboard.domain.quick_note import QuickNote, parse, reads_as

TIMES = {
    "+20m": 20, "+1h": 60, "+1h30": 90, "+1.5h": 90, "+90m": 90, "+1m": 1, "+1440m": 1440, "+24h": 1440,
    "+0m": 0, "+0h": 0, "+0.25h": 15, "+1.33h": 80, "+0h05": 5, "+007m": 7,
}  # fmt: skip
WORDS = (
    "+5", "+5 users", "+44 20 7946 0958", "+1441m", "+25h", "+24h01", "+99999999999m", "+20M", "+20min",
    "+20m,", "+20m.", "x+20m", "++20m", "-20m", "+m", "+h", "+1h75", "+1h5", "+1h30m", "+.5h", "+1.h",
    "+1,5h", "+1.5m", "+٢٠m", "#kb1", "#KB", "x#kb", "##kb", "#", ">5", "a>b", "<b>Bold", ">", "->x", "\\", "\\+5",
    "\\\\+20m", "\\\\server\\share", "C:\\+20m",
)  # fmt: skip


def test_the_example() -> None:
    assert parse("First sync done +20m >Call Ruth") == QuickNote("First sync done", 20, "Call Ruth", False)


def test_the_sheet() -> None:
    note = parse("First sync done. Send and receive both fine.\n+20m >Call Ruth before 11:30 to confirm")
    assert note == QuickNote("First sync done. Send and receive both fine.", 20, "Call Ruth before 11:30 to confirm")


@pytest.mark.parametrize(("token", "minutes"), TIMES.items())
def test_times(token: str, minutes: int) -> None:
    assert parse(f"rebooted {token} twice") == QuickNote("rebooted twice", minutes)
    assert parse(token) == QuickNote("", minutes)


@pytest.mark.parametrize("word", WORDS)
def test_words_that_are_no_tokens(word: str) -> None:
    assert parse(f"seen {word} there") == QuickNote(f"seen {word} there")
    assert parse(f"{word} there").text == f"{word} there"


def test_the_last_time_wins() -> None:
    assert parse("+20m a +30m b").minutes == 30
    assert parse("+20m +0m").minutes == 0
    assert parse("+20m +9999m") == QuickNote("+9999m", 20)


def test_only_the_last_line_with_words_counts() -> None:
    assert parse("log: +20m #kb\n>Call\nlast") == QuickNote("log: +20m #kb\n>Call\nlast")
    assert parse("log +20m\r\n\tb \nlast +5m\n \n\n") == QuickNote("log +20m\r\n\tb \nlast\n \n\n", 5)


def test_a_line_of_tokens_goes_with_its_newline() -> None:
    assert parse("done\n+20m #kb\n").text == "done\n"
    assert parse("done\n+20m").text == "done"
    assert parse("\n+20m\n\n").text == "\n\n"


@pytest.mark.parametrize("line", ["> quoted +20m #kb >Call", "  > q +20m", ">> q +20m", ">\t+20m", ">"])
def test_a_quote_is_left_alone(line: str) -> None:
    assert parse(f"a\n{line}") == QuickNote(f"a\n{line}")


def test_the_next_step_takes_the_rest_of_the_line() -> None:
    assert parse("a >Call Ruth  >now +20m #kb ") == QuickNote("a", None, "Call Ruth  >now +20m #kb")
    assert parse(">Écrire à Ruth").next_step == "Écrire à Ruth"
    assert parse("disk > 90% +20m") == QuickNote("disk > 90%", 20)


def test_blanks_fold_only_beside_a_token() -> None:
    assert parse("  a   b  +20m  c  d ").text == "  a   b c  d "
    assert parse("  a  +20m").text == "  a"
    assert parse("  +20m  a ").text == "a "
    assert parse("a +1m +2m #kb b").text == "a b"
    assert parse(" a\t b ").text == " a\t b "


def test_a_backslash_keeps_a_token() -> None:
    assert parse(r"\+20m") == QuickNote("+20m")
    assert parse(r"  say \#kb  and \>Call +5m") == QuickNote("  say #kb  and >Call", 5)
    assert parse(r"+5m \+20m") == QuickNote("+20m", 5)


def test_solution() -> None:
    assert parse("cleared the queue #kb +5m") == QuickNote("cleared the queue", 5, None, True)


def test_a_pasted_megabyte_of_tokens_is_no_trap() -> None:
    assert parse("+1m " * 100_000 + r"\#kb " * 100_000).text == "#kb " * 100_000


def test_nothing() -> None:
    assert parse("") == QuickNote("")
    assert parse(" \n\t\n") == QuickNote(" \n\t\n")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text(number: int) -> None:
    check_no_word_lost(HOSTILE[number])


PIECES = st.sampled_from(
    [*TIMES, *WORDS, "#kb", ">Call", ">Call Ruth", r"\+20m", r"\#kb", r"\>Call", "\\", "word", "é漢😀", "> "]
)
BLANKS = st.sampled_from([" ", " ", "  ", "\t", "", "\u00a0", "\n", "\n\n"])
LINES = st.lists(st.one_of(PIECES, BLANKS, st.text(max_size=5)), max_size=12).map("".join)


@settings(max_examples=2000, deadline=None)
@given(LINES)
def test_ac21_fuzzed_lines_lose_no_word(text: str) -> None:
    check_no_word_lost(text)


def check_no_word_lost(text: str) -> None:
    """Text and next step hold every word of the input, in order, besides the tokens and their backslashes."""
    note = parse(text)
    step = "" if note.next_step is None else f">{note.next_step}"
    came, left = plain(text), plain(f"{note.text} {step}")
    assert [word for word in left if not is_token(word)] == [word for word in came if not is_token(word)]
    assert Counter(left) <= Counter(came)
    assert sum(map(is_token, left)) >= sum(is_token(word[1:]) for word in text.split() if word[0] == "\\")
    assert note.minutes is None or 0 <= note.minutes <= 1440


def is_token(word: str) -> bool:
    """Said once more, in other words than the code; a next step is no token here, because its words stay."""
    match = re.fullmatch(r"\+(?:(\d+(?:\.\d+)?)h)?([0-5]\d$|\d+m)?", word, re.ASCII)
    if match is None or word == "+":
        return word == "#kb"
    return float(match[1] or 0) * 60 + int((match[2] or "0").rstrip("m")) <= 1440


def plain(text: str) -> list[str]:
    """The words, without the backslash of an escaped token."""
    return [word[1:] if word[0] == "\\" and (is_token(word[1:]) or word[1:2] == ">") else word for word in text.split()]


@given(LINES, st.text(alphabet="ab+>#\\ \t\n\r"))
def test_lines_before_the_last_are_byte_for_byte(last: str, before: str) -> None:
    if "\n" not in last and last.strip():
        assert parse(f"{before}\n{last}").text.startswith(before)


@pytest.mark.parametrize(
    ("text", "suggested", "line"),
    [
        (
            "First sync done #kb +20m >Call Ruth",
            15,
            "time 20 min · next step: Call Ruth · marked as solution",
        ),
        ("words", None, "no time"),
        ("words", 0, "no time"),
        ("words", 15, "time 15 min (measured)"),
        ("words +0m", 15, "no time"),
        ("words +0m >Call", None, "no time · next step: Call"),
    ],
)
def test_reads_as(text: str, suggested: int | None, line: str) -> None:
    assert reads_as(parse(text), suggested) == line

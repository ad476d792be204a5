"""What a mail quotes, told apart from what it says: nothing is lost, and the length alone is what it costs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.quoted import Part, State, excerpt, parts, unquoted

LINES = (
    "Hello", "", "  ", "> quoted", ">> deeper", " > moved in", "On Mon Jan 05 10:11:12 2026, tom wrote:",
    "On Mon, 5 Jan 2026 at 10:11, Tom Ito <tom@example.net", "> wrote:", "Am 05.01.2026 um 10:11 schrieb Tom:",
    "-----Original Message-----", "_" * 32, "From: me", "Sent: Monday", "-- ", "--", "Tom Ito", "On", "wrote:",
    "On Monday the vendor wrote:",
)  # fmt: skip
MAILS = st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=40).map("\n".join)


def pieces(text: str) -> list[Part]:
    return parts(text)[0]


@given(MAILS)
def test_joined_the_parts_are_the_text(text: str) -> None:
    assert "".join(part for part, _ in pieces(text)) == text


@given(MAILS, st.lists(st.integers(0, 400), max_size=6))
def test_read_bit_by_bit_nothing_is_lost_either(text: str, cuts: list[int]) -> None:
    state: State | None = None
    seen = ""
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    for start, end in pairwise(edges):
        found, state = parts(text[start:end], state)
        seen += "".join(part for part, _ in found)
    assert seen == text


@given(MAILS)
def test_what_is_unquoted_is_never_folded(text: str) -> None:
    """Both come from one scanner: each of the newest words stands in a part that is shown."""
    shown = "".join(part for part, quoted in pieces(text) if quoted is None)
    assert all(line in shown for line in unquoted(text).split("\n"))


def test_marks_and_their_introduction_are_one_part() -> None:
    mail = "Works now.\n\nOn Mon Jan 05 10:11:12 2026, tom wrote:\n> Try again\n>\n\n> and tell me\n\nThank you\n"
    assert pieces(mail) == [
        ("Works now.\n\n", None),
        ("On Mon Jan 05 10:11:12 2026, tom wrote:\n> Try again\n>\n\n> and tell me\n", 4),
        ("\nThank you\n", None),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Dana",
        "-----Ursprüngliche Nachricht-----\nVon: Dana",
        "_" * 32 + "\n\nFrom: Dana",
        "From: Dana\nSent: Monday",
        "Von: Dana\nGesendet: Montag",
        "On Mon, 5 Jan 2026 at 10:11, Dana wrote:\n",
        "Am 05.01.2026 um 10:11 schrieb Dana:\n",
    ],
)
def test_a_mail_repeated_without_marks_is_quoted_to_its_end(head: str) -> None:
    mail = f"It is back.\n\n{head}\nDid it help?\n\nDana"
    assert [quoted is not None for _, quoted in pieces(mail)] == [False, True]
    assert unquoted(mail) == excerpt(mail) == "It is back."


@pytest.mark.parametrize(
    "mail",
    [
        "The form has a line\n" + "_" * 32 + "\nand below it nothing",
        "From: the cellar to the roof\nno light anywhere",
        "As agreed:\nOn 3 March our vendor wrote:\nReplace the drum",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "On 5 Jan 2026, at 10:11, you wrote:\nReplace the drum. We did, and it is no better.",
    ],
)
def test_a_clients_own_words_are_not_taken_for_a_quote(mail: str) -> None:
    assert sum(quoted or 0 for _, quoted in pieces(mail)) <= 1
    assert mail.split("\n")[-1] in unquoted(mail)


def test_the_signature_stays_in_sight_and_out_of_the_excerpt() -> None:
    mail = "Yes, go on\n-- \nTom Ito\n+44 20 1234\n\nOn Mon Jan 05 10:11:12 2026, tom wrote:\n> May I?"
    assert [quoted for _, quoted in pieces(mail)] == [None, 2]
    assert "+44 20 1234" in pieces(mail)[0][0]
    assert unquoted(mail) == "Yes, go on"


def test_a_quote_goes_on_in_the_next_bit_of_a_long_mail() -> None:
    _, state = parts("Hello\n-----Original Message-----\nFrom: me\nol")
    assert parts("d words\nand more", state)[0] == [("d words\nand more", 1)]
    _, state = parts("Hello\n> a line that is cut in the mid")
    assert parts("dle\nand my own", state)[0] == [("dle\n", 0), ("and my own", None)]


# -- what it costs --------------------------------------------------------------------------------------------

UNITS = {
    "marks": ">\n", "newlines": "\n", "On": "On ", "On, a line each": "On 1:\n", "introductions": "On 1 wrote:\n",
    "rules and blanks": "_" * 32 + "\n\n\n", "blank marks": "> \n\n", "one long line": ">", "blanks": " ",
    "folded introductions": "On 1\nOn 2\n",
}  # fmt: skip


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of ``quoted.py`` a call runs: what it costs, on any machine and at any hour."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.endswith("quoted.py") else None

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_twice_the_text_costs_twice(unit: str) -> None:
    small, large = unit * 400, unit * 1600
    assert lines_run(lambda: parts(large)) <= 4 * lines_run(lambda: parts(small)) + 100


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_million_characters_come_back_whole(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert "".join(part for part, _ in pieces(text)) == text

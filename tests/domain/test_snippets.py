"""Texts that are written again and again: how they are called, and what is filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.snippets import Facts, called, fill, matching, unknown_fields

RUTH = Facts("Ruth Osei", "Alder", "48213", "Outlook hangs", "Dana")


def test_what_is_known_is_filled_in_and_what_is_not_is_seen() -> None:
    assert fill("Hello {contact}, #{number} at {company}. {me}", RUTH) == "Hello Ruth, #48213 at Alder. Dana"
    assert fill("Hello {contact} of {company}", Facts(contact="Ruth")) == "Hello Ruth of {company}"
    assert fill("{ contact} {} {x y}", RUTH) == "{ contact} {} {x y}"


def test_placeholders_nobody_knows_are_named() -> None:
    assert unknown_fields("{contact} {kontact} {me} {a b} { x") == ("kontact",)


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        (";he", "he"), ("Hi ;", ""), ("Hi ;he", "he"), ("a;b", None), ("&amp;b", None), (";a b", None),
        ("no call", None), ("; he", None), (";he-llo", "he-llo"),
    ],
)  # fmt: skip
def test_a_call_begins_a_word(line: str, letters: str | None) -> None:
    assert called(line, len(line)) == letters


@given(st.text(), st.integers(0, 40))
def test_any_line_can_be_asked(line: str, column: int) -> None:
    found = called(line, min(column, len(line)))
    assert found is None or f";{found}" in line


def test_the_exact_name_goes_before_a_longer_one() -> None:
    own = (("hello-all", "1"), ("hello", "2"), ("bye", "3"))
    assert [one[0] for one in matching("hello", own)] == ["hello", "hello-all"]
    assert [one[0] for one in matching("HE", own)] == ["hello-all", "hello"]
    assert matching("x", own) == []

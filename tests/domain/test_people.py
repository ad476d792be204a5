"""What a colleague would call somebody."""

from __future__ import annotations

import pytest

from workboard.domain.people import first_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ruth Osei", "Ruth"),
        ("Dr Samir Patel", "Samir"),
        ("Prof. Dr. Ana Reyes", "Ana"),
        ("ruth@alder.example", "ruth"),
        ("  Ruth   Osei ", "Ruth"),
        ("Drew Barr", "Drew"),
        ("Dr", "Dr"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_the_first_word_that_is_no_title(name: str, said: str) -> None:
    assert first_name(name) == said

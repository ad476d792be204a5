"""The wall behind everything: for each character there is, what comes out of it is what may be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tests.corpus.hostile import HOSTILE
from tests.support.visible import APART, NEVER, everything, hidden
from workboard.ui.widgets.wall import Wall

BLACK = Color(0, 0, 0)


def through(text: str, ascii_only: bool = False, style: Style | None = None) -> Segment:
    (segment,) = Wall(ascii_only).apply([Segment(text, style)], BLACK)
    return segment


def test_every_character_there_is() -> None:
    """It passes as it is, or not at all; never does a line become longer or shorter."""
    for chars in everything(thin=True):
        line = APART.join(chars) + APART
        shown = through(line).text
        assert cell_len(shown) == cell_len(line)
        for char, seen in zip(chars, shown.split(APART), strict=False):
            assert seen == ("" if char in NEVER or char == "\ufe0f" else char), hex(ord(char))


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_corpus(ascii_only: bool) -> None:
    for text in HOSTILE:
        line = text[:2000]
        shown = through(line, ascii_only).text
        assert not hidden(shown), ascii(line)
        assert cell_len(shown) == cell_len(line), ascii(line)
        assert shown.isascii() or not ascii_only


@given(st.text(st.characters()), st.booleans())
def test_any_text(text: str, ascii_only: bool) -> None:
    shown = through(text, ascii_only).text
    assert not hidden(shown)
    assert cell_len(shown) == cell_len(text)


def test_what_a_style_may_hide() -> None:
    hidden_action = Style(bold=True, link="http://x", meta={"@click": "app.quit", "offset": (1, 2)})
    kept = through("x", style=hidden_action).style
    assert kept is not None
    assert kept.link is None
    assert kept.meta == {}
    assert kept.bold
    plain = Style(meta={"offset": (1, 2)})
    assert through("x", style=plain).style is plain

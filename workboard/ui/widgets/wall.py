"""The wall behind ``safe``: the last look at every line before it goes to the terminal.

Textual hands control characters in any widget's text straight to the terminal, and runs ``@click`` in a style.
Whatever slipped past ``plain`` (a text being edited, a widget of Textual's own) ends here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from workboard.board.strokes import ascii_text
from workboard.domain.columns import EMOJI_STYLE
from workboard.domain.text import NEVER_SHOWN, few_marks, meaningful_style


def _one_of(spans: str) -> re.Pattern[str]:
    """Matches one character of these hexadecimal spans."""
    pairs = (span.partition("-") for span in spans.split())
    return re.compile("".join(["[", *(f"\\U{first:>08}-\\U{last or first:>08}" for first, _, last in pairs), "]"]))


_FORBIDDEN = _one_of(NEVER_SHOWN)


class Wall(LineFilter):
    """Takes out what no terminal may see (control, bidi, zero-width, tag characters), links, and actions hidden
    in a style. A line keeps its columns."""

    def __init__(self, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii_only = ascii_only

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(self._text(text), _style(style)) for text, style, _ in segments]

    def _text(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        columns = cell_len(text)
        shown = few_marks(_FORBIDDEN.sub("", text))
        if EMOJI_STYLE in shown:
            shown = meaningful_style(shown)
        if self._ascii_only:
            shown = ascii_text(shown, columns)
        return shown if cell_len(shown) == columns else set_cell_size(shown, columns)


class NoColour(LineFilter):
    """For ``NO_COLOR`` and terminals of 16 colours: weight and underline stay, every colour goes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, _bare(style)) for text, style, _ in segments]


@lru_cache(2048)
def _style(style: Style | None) -> Style | None:
    if style is None:
        return None
    if style.link or any(name == "@click" for name in style.meta):
        return style.clear_meta_and_links()
    return style


@lru_cache(2048)
def _bare(style: Style | None) -> Style | None:
    if style is None or (style.color is None and style.bgcolor is None):
        return style
    return Style(
        bold=style.bold, underline=style.underline, reverse=style.reverse, italic=style.italic, meta=style.meta or None
    )

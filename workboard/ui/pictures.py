"""A picture of the screen as SVG: what the terminal would show, no window around it, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual._context import visible_screen_stack
from textual.strip import Strip

from workboard.ui.app import WorkboardApp

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 9.0, 20, 15
FONT = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"
BASE_LINE = 14.5
EDGE = 8
TALL = frozenset("│╭╮╰╯├┤┬┴┼╷╵┌┐└┘")
"""Strokes that have to meet those of the line above: drawn as high as the cell."""
STRETCH, TALL_LINE = 1.147, 15.9


def picture(app: WorkboardApp) -> str:
    """The screen as it is now."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    ground = app.theme_variables["role-base"]
    width = app.size.width * CELL_WIDTH + 2 * EDGE
    height = app.size.height * CELL_HEIGHT + 2 * EDGE
    drawn = [part for y, strip in enumerate(strips) for part in _row(strip, EDGE + y * CELL_HEIGHT)]
    # grounds first: a ground must not lie on the edge of a letter beside it
    rows = "\n".join(sorted(drawn, key=lambda part: not part.startswith("<rect")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" font-size="{FONT_SIZE}" '
        f'color="{app.theme_variables["role-text"]}">\n'
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>\n{rows}\n</svg>\n'
    )


def _row(strip: Strip, top: float) -> Iterable[str]:
    column = 0
    for text, style, _ in strip:
        columns = cell_len(text)
        yield from _run(text, style or Style(), EDGE + column * CELL_WIDTH, top, columns)
        column += columns


def _run(text: str, style: Style, left: float, top: float, columns: int) -> Iterable[str]:
    fore, back = _colour(style.color, "currentColor"), _colour(style.bgcolor, "none")
    if style.reverse:
        fore, back = back, fore
    if back != "none":
        # a hair wider than its cells, so that no seam shows between two of them
        size = f'width="{columns * CELL_WIDTH + 0.4:g}" height="{CELL_HEIGHT + 0.4:g}"'
        yield f'<rect x="{left:g}" y="{top:g}" {size} fill="{back}"/>'
    words = text.strip()
    if not words:
        return
    x = left + cell_len(text[: len(text) - len(text.lstrip())]) * CELL_WIDTH
    drawn = f'textLength="{cell_len(words) * CELL_WIDTH:g}" lengthAdjust="spacingAndGlyphs"'
    weight = ' font-weight="bold"' if style.bold else ""
    under = ' text-decoration="underline"' if style.underline else ""
    shown = escape(words).replace("  ", "\u00a0\u00a0")
    yield f'<text {_place(x, top, words)} {drawn} fill="{fore}"{weight}{under}>{shown}</text>'


def _place(x: float, top: float, words: str) -> str:
    if TALL.isdisjoint(words):
        return f'x="{x:g}" y="{top + BASE_LINE:g}"'
    return f'transform="translate({x:g} {top + TALL_LINE:g}) scale(1 {STRETCH:g})"'


def _colour(colour: Color | None, otherwise: str) -> str:
    return otherwise if colour is None or colour.is_default else colour.get_truecolor().hex

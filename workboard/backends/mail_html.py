"""The words of an HTML mail, for messages that have no plain part: for all help desks.

Inscriptis lays out tables, lists and links as a reader expects them. It drops what lies too deep or cannot be
encoded, and takes seconds for a megabyte; no word may be lost and no key may wait, so a plain reading of our own
stands beside it: it counts the words, and reads what is large by itself.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"})
MOST_LAID_OUT: Final = 50_000
"""Characters of HTML that are laid out; more is read plainly."""
DEEPEST_MARGIN: Final = 12
_SILENT: Final = frozenset({"style", "script", "head", "title"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "body":
            self._silent = 0  # a head need not be closed
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def words_of(html: str) -> str:
    """The text of the mail, never less of it than a plain reading finds; never raises, whatever the mark-up."""
    plain = _plainly(html)
    laid_out = _laid_out(html) if len(html) <= MOST_LAID_OUT else ""
    return laid_out if len(laid_out.split()) >= len(plain.split()) else plain


def _laid_out(html: str) -> str:
    """As Inscriptis sees it; empty where it or its parser gives up."""
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    try:
        text = str(get_text(html, ParserConfig(css=CSS_PROFILES["strict"], display_links=True)))
    except Exception:  # noqa: BLE001 (a parser in C on anybody's mark-up: the plain reading is there)
        return ""
    lines = (_indented(line.rstrip()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def _indented(line: str) -> str:
    """A mail may ask for any margin; a few columns are enough to be understood."""
    words = line.lstrip()
    return line if len(line) - len(words) <= DEEPEST_MARGIN else " " * DEEPEST_MARGIN + words


def _plainly(html: str) -> str:
    """Line breaks where blocks end, and nothing else of the layout."""
    reader = _Words()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # what the parser does with a few broken declarations
        return re.sub(r"<[^>]*>", " ", html)
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

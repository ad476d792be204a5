"""Text as it comes in, and as it may be shown.

Three questions, in the order a text meets them:

- *May we keep it?* ``clean`` works at the border: remotes, imports, the keyboard.
- *May a terminal see it?* ``safe`` (one line) and ``safe_block`` (many): nothing else reaches a screen.
- *Does it fit?* ``cell_width``, ``fit`` and ``wrap`` of ``columns`` count terminal columns the way Rich does.

They and ``quoted`` are found here too. The first screen is painted with this module before anything heavy is
loaded, so it imports nothing: ``re``, ``typing`` and ``collections`` each cost more than a paint, and plain texts
do without ``unicodedata``.
"""

from __future__ import annotations

from workboard.domain.columns import EMOJI_BASES, EMOJI_STYLE, cell_width, fit, wrap
from workboard.domain.quoted import excerpt, first_line, unquoted
from workboard.domain.spans import points

__all__ = [
    "MAX_MARKS", "NEVER_SHOWN", "REPLACEMENT", "cell_width", "clean", "excerpt", "few_marks", "first_line", "fit",
    "meaningful_style", "safe", "safe_block", "unquoted", "wrap",
]  # fmt: skip

MAX_MARKS = 8  # combining marks kept in a row; no living script stacks more, "zalgo" stacks hundreds
REPLACEMENT = "\ufffd"
TAB = 4  # columns

# Everything Unicode calls a format character (Cf) or default-ignorable: bidi controls, zero width, tags,
# fillers, variation selectors. They are invisible, so texts that look alike could differ, and words could be
# smuggled in them. The zero-width joiner goes too, even between emoji: terminals disagree about the columns
# of a joined family, and a line of disputed width breaks the layout; side by side its members do not.
_INVISIBLE = """
    ad 34f 600-605 61c 6dd 70f 890-891 8e2 115f-1160 17b4-17b5 180b-180f 200b-200f 202a-202e 2060-206f 3164
    fe00-fe0e feff ffa0 fff0-fffb 110bd 110cd 13430-1343f 1bca0-1bca3 1d173-1d17a
"""
_TAGS = range(0xE0000, 0xE1000)  # invisible too
_CONTROLS = "0-8 b-c e-1f 7f-84 86-9f"  # tab and the newlines are dealt with apart
_NEWLINES = "d 85 2028-2029"
_SURROGATES = range(0xD800, 0xE000)
_NOT_CHARACTERS = range(0xFDD0, 0xFDF0)  # and the two at the end of each plane

_MOST_KEPT = 4096  # characters remembered: more than real text has


class _Border(dict[int, int | str | None]):
    """What becomes of a code point, for ``str.translate``; the large blocks are not written out."""

    def __missing__(self, point: int) -> int | str | None:
        if point in _SURROGATES or point in _NOT_CHARACTERS or point & 0xFFFE == 0xFFFE:
            return REPLACEMENT
        if point in _TAGS:
            return None
        if len(self) < _MOST_KEPT:
            self[point] = point
        return point


_BORDER = _Border()
_BORDER.update(dict.fromkeys(points(_INVISIBLE)))
_BORDER.update(dict.fromkeys(points(_CONTROLS), REPLACEMENT))
_BORDER.update(dict.fromkeys(points(_NEWLINES), "\n"))

_PLANE_ENDS = " ".join(f"{plane:x}fffe-{plane:x}ffff" for plane in range(17))
NEVER_SHOWN = f"{_INVISIBLE} {_CONTROLS} {_NEWLINES} 9-a d800-dfff e0000-e0fff fdd0-fdef {_PLANE_ENDS}"
"""Spans of all that ``safe`` replaces or takes out wherever it stands: the wall in front of the terminal has the
same."""


def clean(text: str, limit: int | None = None) -> str:
    """The text as we keep it: ``\\n`` for every newline, tabs, and ``U+FFFD`` for other controls.

    Lone surrogates and noncharacters count as controls. Invisible characters are gone, and so are combining
    marks beyond ``MAX_MARKS`` on one letter. Cut to ``limit`` characters if given. Never raises; idempotent.
    """
    if not (text.isascii() and text.isprintable()):
        text = _cleaned(text)
    return text if limit is None else text[: max(limit, 0)]


def safe(text: str, ascii_only: bool = False) -> str:
    """One line a terminal may see: cleaned, each run of newlines and tabs one blank, none at the ends.

    ``ascii_only`` shows ``?`` where a control character stood. Idempotent.
    """
    text = clean(text)
    if "\n" in text or "\t" in text:
        text = " ".join(part for part in text.replace("\t", "\n").split("\n") if part)
    return text.replace(REPLACEMENT, "?") if ascii_only else text


def safe_block(text: str, ascii_only: bool = False) -> str:
    """Many lines a terminal may see: cleaned, newlines kept, tabs as blanks (stops every ``TAB``).

    ``ascii_only`` shows ``?`` where a control character stood. Idempotent.
    """
    text = clean(text).expandtabs(TAB)
    return text.replace(REPLACEMENT, "?") if ascii_only else text


def _cleaned(text: str) -> str:
    """``clean`` for a text that has something besides printable ASCII."""
    text = text.replace("\r\n", "\n").translate(_BORDER)
    if text.isascii():
        return text
    return few_marks(meaningful_style(text))


def meaningful_style(text: str) -> str:
    """Keep the emoji style selector only where it does something; elsewhere it is one more invisible mark."""
    head, *tail = text.split(EMOJI_STYLE)
    kept, last = [head], head[-1:]
    for part in tail:
        if last in EMOJI_BASES:
            kept.append(EMOJI_STYLE)
            last = ""
        kept.append(part)
        last = part[-1:] or last
    return "".join(kept)


def few_marks(text: str) -> str:
    """Without the combining marks beyond ``MAX_MARKS`` in a row."""
    # A run that is too long must hit one of every MAX_MARKS + 1 places: a sample settles most texts.
    if not _marks(text[MAX_MARKS :: MAX_MARKS + 1]):
        return text
    import re  # here, because most texts and the first paint do without

    marks = _marks(text)
    return re.sub(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+", r"\1", text)


def _marks(text: str) -> str:
    """The combining marks in a text, each once."""
    from unicodedata import category

    return "".join(char for char in set(text) if category(char)[0] == "M")

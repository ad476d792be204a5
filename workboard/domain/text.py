"""Text as it comes in, as it may be shown, and how many columns it takes.

Three questions, in the order a text meets them:

- *May we keep it?* ``clean`` works at the border: remotes, imports, the keyboard.
- *May a terminal see it?* ``safe`` (one line) and ``safe_block`` (many): nothing else reaches a screen.
- *Does it fit?* ``cell_width``, ``fit`` and ``wrap`` count terminal columns the way Rich does.

The first screen is painted with this module before anything heavy is loaded, so it imports nothing:
``re``, ``typing`` and ``collections`` each cost more than a paint, and plain texts do without ``unicodedata``.
"""

from __future__ import annotations

MAX_MARKS = 8  # combining marks kept in a row; no living script stacks more, "zalgo" stacks hundreds
REPLACEMENT = "\ufffd"
TAB = 4  # columns

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


def _points(spans: str) -> list[int]:
    """The code points named by hexadecimal spans such as ``ad 600-605``."""
    points: list[int] = []
    for span in spans.split():
        first, _, last = span.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


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
_SURROGATES = range(0xD800, 0xE000)
_NEWLINES = "d 85 2028-2029"

_MOST_KEPT = 4096  # characters remembered: more than real text has


class _Border(dict[int, int | str | None]):
    """What becomes of a code point, for ``str.translate``; the large blocks are not written out."""

    def __missing__(self, point: int) -> int | str | None:
        if point in _SURROGATES:
            return REPLACEMENT
        if point in _TAGS:
            return None
        if len(self) < _MOST_KEPT:
            self[point] = point
        return point


_BORDER = _Border()
_BORDER.update(dict.fromkeys(_points(_INVISIBLE)))
_BORDER.update(dict.fromkeys(_points(_CONTROLS), REPLACEMENT))
_BORDER.update(dict.fromkeys(_points(_NEWLINES), "\n"))

# Narrow characters that the emoji style selector makes wide (emoji-variation-sequences.txt, Unicode 17).
_EMOJI_BASES = frozenset(
    map(
        chr,
        _points("""
    23 2a 30-39 a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa 24c2
    25aa-25ab 25b6 25c0 25fb-25fc 2600-2604 260e 2611 2618 261d 2620 2622-2623 2626 262a 262e-262f 2638-263a
    2640 2642 265f-2660 2663 2665-2666 2668 267b 267e 2692 2694-2697 2699 269b-269c 26a0 26a7 26b0-26b1 26c8
    26cf 26d1 26d3 26e9 26f0-26f1 26f4 26f7-26f9 2702 2708-2709 270c-270d 270f 2712 2714 2716 271d 2721
    2733-2734 2744 2747 2763-2764 27a1 2934-2935 2b05-2b07 1f170-1f171 1f17e-1f17f 1f321 1f324-1f32c 1f336
    1f37d 1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df 1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd
    1f549-1f54a 1f56f-1f570 1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4
    1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0
    1f6f3"""),
    )
)

# Widths where Rich's table (Unicode 17) and the rule below part, the first hit counts.
_ODD_WIDTHS = (
    (0x1160, 0x11FF, 0),  # Korean vowels and finals join the consonant before them
    (0x2630, 0x2637, 2),  # trigrams, hexagrams, Tai Xuan Jing, counting rods: wide since Unicode 16
    (0x268A, 0x268F, 2),
    (0x3164, 0x3164, 0),
    (0x4DC0, 0x4DFF, 2),
    (0xD7B0, 0xD7FF, 0),
    (0xFFA0, 0xFFA0, 0),
    (0x1D300, 0x1D356, 2),
    (0x1D360, 0x1D376, 2),
    (0x1F3FB, 0x1F3FF, 0),  # skin tones colour the emoji before them
)
# Wide blocks that are still being filled: this Python may not know their newest members.
_GROWING = ((0x1F6D0, 0x1F6FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD))

# A text of these alone is as wide as it is long: Latin, Greek, Cyrillic, dashes, dots, boxes.
_NARROW = frozenset(map(chr, _points("20-7e a0-ac ae-2ff 370-482 2010-2027 2500-25fc")))


def clean(text: str, limit: int | None = None) -> str:
    """The text as we keep it: ``\\n`` for every newline, tabs, and ``U+FFFD`` for other controls.

    Lone surrogates count as controls. Invisible characters are gone, and so are combining marks beyond
    ``MAX_MARKS`` on one letter. Cut to ``limit`` characters if given. Never raises; idempotent.
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
    return _few_marks(_meaningful_style(text))


def _meaningful_style(text: str) -> str:
    """Keep the emoji style selector only where it does something; elsewhere it is one more invisible mark."""
    head, *tail = text.split(_EMOJI_STYLE)
    kept, last = [head], head[-1:]
    for part in tail:
        if last in _EMOJI_BASES:
            kept.append(_EMOJI_STYLE)
            last = ""
        kept.append(part)
        last = part[-1:] or last
    return "".join(kept)


def _few_marks(text: str) -> str:
    """Drop the combining marks beyond ``MAX_MARKS`` in a row."""
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


def first_line(text: str) -> str:
    """The first line with words on it, without the blanks around it; empty if there is none."""
    return text.lstrip().partition("\n")[0].rstrip()


# How mail programs introduce what they quote: first word, verb.
_ATTRIBUTIONS = (("On ", "wrote"), ("Am ", "schrieb"), ("Le ", "écrit"), ("El ", "escribió"))


def unquoted(text: str) -> str:
    """The newest words of a mail: no ``>`` lines, none that introduces them, no signature.

    Takes cleaned text; blank lines at both ends are dropped, the lines kept are untouched. Empty if all is
    quoted.
    """
    lines, kept, at = text.split("\n"), list[str](), 0
    while at < len(lines) and not _ends_the_words(lines[at].rstrip()):
        skipped = _introduction(lines, at) or lines[at].lstrip().startswith(">")
        if not skipped:
            kept.append(lines[at])
        at += skipped or 1
    return "\n".join(kept).strip("\n")


def excerpt(text: str, limit: int = 120) -> str:
    """The newest words of a mail on one line of at most ``limit`` characters, the last a ``…`` if cut."""
    words = " ".join(unquoted(text).split())
    if len(words) <= limit:
        return words
    return words[: max(limit - 1, 0)].rstrip() + "…"


def _ends_the_words(line: str) -> bool:
    """A signature mark, or the rule and the heading above what Outlook repeats without a single ``>``."""
    return line == "--" or line.startswith("-----Original Message") or (len(line) >= 20 and not line.strip("_"))


def _introduction(lines: list[str], at: int) -> int:
    """How many lines from ``at`` introduce a quote: 0, 1, or 2 where the mail program has folded them.

    A digit is asked for: the introduction names the day, while "On Monday he wrote:" may be the client's own.
    """
    for first, verb in _ATTRIBUTIONS:
        if lines[at].lstrip().startswith(first):
            for count in (1, 2):
                whole = " ".join(lines[at : at + count]).rstrip()
                if whole.endswith(":") and verb in whole and any(map(str.isdigit, whole)):
                    return count
    return 0


class _Widths(dict[str, int]):
    """Columns by character, filled as characters are met and never beyond what real text needs."""

    def __missing__(self, char: str) -> int:
        width = _measured(char)
        if len(self) < _MOST_KEPT:
            self[char] = width
        return width


def _measured(char: str) -> int:
    from unicodedata import category, east_asian_width

    code, kind = ord(char), category(char)
    for first, last, width in _ODD_WIDTHS:
        if first <= code <= last:
            return width
    if kind == "Cn":  # Python calls unassigned characters wide; a terminal draws one box
        return 2 if any(first <= code <= last for first, last in _GROWING) else 1
    if kind[0] == "M" or kind in ("Cc", "Cf", "Zl", "Zp"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


_WIDTHS = _Widths()


def cell_width(text: str) -> int:
    """Terminal columns of one line of text: wide characters 2, combining marks 0, as Rich counts them."""
    if _NARROW.issuperset(text):
        return len(text)
    if _JOINER not in text and _EMOJI_STYLE not in text:
        return sum(map(_WIDTHS.__getitem__, text))
    at = columns = 0
    while at < len(text):
        at, step = _next_cell(text, at)
        columns += step
    return columns


def _next_cell(text: str, start: int) -> tuple[int, int]:
    """Where the character drawn at ``start`` ends, with all that clings to it, and its columns."""
    at, columns, base = start, 0, ""
    while at < len(text):
        char = text[at]
        if char == _JOINER:
            at += 1  # what is joined is drawn into the same cell
        elif char == _EMOJI_STYLE:
            columns += columns == 1 and base in _EMOJI_BASES
        elif width := _WIDTHS[char]:
            if base:
                break
            base, columns = char, width
        at += 1
    return min(at, len(text)), columns


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """One line cut to at most ``width`` columns, ``ellipsis`` at its end if cut and if there is room."""
    width = max(width, 0)
    room = width - cell_width(ellipsis)
    if room < 0:
        room, ellipsis = width, ""
    if _NARROW.issuperset(text[: width + 1]):
        return text if len(text) <= width else text[:room].rstrip() + ellipsis
    at = cut = used = 0
    while at < len(text):
        if used <= room:
            cut = at
        at, columns = _next_cell(text, at)
        used += columns
        if used > width:
            return text[:cut].rstrip() + ellipsis
    return text


def wrap(text: str, width: int, limit: int, ellipsis: str = "…") -> list[str]:
    """At most ``limit`` lines of at most ``width`` columns, ``ellipsis`` at the end of the last if cut.

    Broken at blanks, and inside a word only if that is wider than a line. Newlines are kept, other runs of
    blanks become one. No lines at all for less than two columns, which could not show a wide character. A
    huge text costs little more than what is shown of it.
    """
    lines: list[str] = []
    if width < 2 or limit < 1 or not text.strip():
        return lines
    for paragraph in text.strip().split("\n", limit + 1):
        _fill(lines, paragraph, width, limit)
        if len(lines) > limit:
            last = fit(lines[limit - 1], width - cell_width(ellipsis), "")
            return [*lines[: limit - 1], last + ellipsis]
    return lines


def _fill(lines: list[str], paragraph: str, width: int, limit: int) -> None:
    """Append the paragraph's lines; stop once there are more than ``limit``."""
    line, used = "", 0
    for word in paragraph.split(None, limit * width):
        for piece, columns in _pieces(word, width, limit):
            if line and used + 1 + columns <= width:
                line, used = f"{line} {piece}", used + 1 + columns
                continue
            if line:
                lines.append(line)
            line, used = piece, columns
        if len(lines) > limit:
            return
    lines.append(line)


def _pieces(word: str, width: int, limit: int) -> list[tuple[str, int]]:
    """The word in pieces no wider than a line, with their columns; those beyond ``limit`` are never shown."""
    if len(word) <= width and _NARROW.issuperset(word):
        return [(word, len(word))]
    pieces: list[tuple[str, int]] = []
    start = at = used = 0
    while at < len(word) and len(pieces) <= limit:
        end, columns = _next_cell(word, at)
        if used + columns > width:
            pieces.append((word[start:at], used))
            start, used = at, 0
        at, used = end, used + columns
    pieces.append((word[start:at], used))
    return pieces

"""How many terminal columns a text takes, counted as Rich counts them; cut and folded to them.

Takes text that is ``safe``. The first picture of the board is painted with this module, so it imports next to nothing.
"""

from __future__ import annotations

from workboard.domain.spans import points

EMOJI_STYLE = "\ufe0f"
_JOINER = "\u200d"
_MOST_KEPT = 4096  # characters remembered: more than real text has

# Narrow characters that the emoji style selector makes wide (emoji-variation-sequences.txt, Unicode 17).
EMOJI_BASES = frozenset(
    map(
        chr,
        points("""
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
    (0x20000, 0x2FFFD, 2),  # ideographs, and the room for more of them
    (0x30000, 0x3FFFD, 2),
)
# What Unicode has got since the oldest Python that runs this (14 there, 17 here): marks, and wide characters.
_NEWER = dict.fromkeys(
    points("""
    897 cf3 ece 1acf-1add 1ae0-1aeb 10d69-10d6d 10efa-10eff 11241 113b8-113c0 113c2 113c5 113c7-113ca 113cc-113d0
    113d2 113e1-113e2 11b60-11b67 11f00-11f01 11f03 11f34-11f3a 11f3e-11f42 11f5a 13440 13447-13455 1611e-1612f
    1e08f 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5"""),
    0,
) | dict.fromkeys(
    points("""
    2ffc-2fff 31e4-31e5 31ef fa6e-fa6f fada-faff 16ff2-16ff6 187f8-187ff 18cff 18d09-18d1e 18d80-18df2 1b132 1b155
    1f6d8 1f6dc 1fa75-1fa77 1fa87-1fa8a 1fa8e-1fa8f 1faad-1faaf 1fabb-1fabf 1fac6 1fac8 1facd-1facf 1fada-1fadc
    1fadf 1fae8-1faea 1faef 1faf7-1faf8"""),
    2,
)

# A text of these alone is as wide as it is long: Latin, Greek, Cyrillic, dashes, dots, boxes.
_NARROW = frozenset(map(chr, points("20-7e a0-ac ae-2ff 370-482 2010-2027 2500-25fc")))


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
        return _NEWER.get(code, 1)
    if kind[0] == "M" or kind in ("Cc", "Cf", "Zl", "Zp"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


_WIDTHS = _Widths()


def cell_width(text: str) -> int:
    """Terminal columns of one line of text: wide characters 2, combining marks 0, as Rich counts them."""
    if _NARROW.issuperset(text):
        return len(text)
    if _JOINER not in text and EMOJI_STYLE not in text:
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
        elif char == EMOJI_STYLE:
            columns += columns == 1 and base in EMOJI_BASES
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

"""What a terminal may get, said a second time and in another way than the product says it.

Of text: every character but controls, format characters, surrogates, separators, noncharacters and whatever Unicode
would rather not draw. Of bytes: these characters, and the sequences the framework itself writes, each spelled out.
"""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice
from unicodedata import category

_NOT_DRAWN = (
    *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2065),
    *range(0x180B, 0x1810),
    *range(0x13430, 0x13440),  # format characters, some of them younger than some Pythons
    *range(0xFE00, 0xFE0F),  # the last of the selectors, the emoji style, widens what stands before it
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
)


def _never(point: int) -> bool:
    noncharacter = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
    return noncharacter or category(chr(point)) in ("Cc", "Cf", "Cs", "Zl", "Zp")


NEVER = frozenset(chr(point) for point in range(sys.maxunicode + 1) if _never(point)) | set(map(chr, _NOT_DRAWN))


def _given_away(point: int) -> bool:
    return point < 0x40000 or 0xE0000 <= point < 0xE1000


APART = "\u2500"
"""A plain character between others, so that none of them touches its neighbour."""


def everything(size: int = 4096, *, thin: bool = False) -> Iterator[list[str]]:
    """Every character there is but ``APART``, so many at a time. ``thin``: of the planes in which nothing is given
    away, or all is private, every 97th and the last ones."""
    kept = (n for n in range(sys.maxunicode + 1) if not thin or _given_away(n) or n % 97 == 0 or n & 0xFFFF > 0xFFF0)
    chars = (char for char in map(chr, kept) if char != APART)
    while chunk := list(islice(chars, size)):
        yield chunk


def hidden(text: str, allowed: str = "") -> set[str]:
    """Every character of the text that no terminal may get."""
    return set(text) & NEVER if not allowed else (set(text) & NEVER) - set(allowed)


_RGB = rb"2;\d{1,3};\d{1,3};\d{1,3}"
_ONE = rb"[1-479]"  # bold, dim, italic, underline, reverse, struck out; never hidden or blinking
_SGR = rb"\x1b\[(?:0|(?:%s|38;%s|48;%s)(?:;(?:%s|38;%s|48;%s))*)m" % (_ONE, _RGB, _RGB, _ONE, _RGB, _RGB)
_MOVE = rb"\x1b\[(\d{1,4});(\d{1,4})H"
_MODES = (
    rb"\x1b\[\?(?:1049[hl]|25[hl]|1004[hl]|2004[hl]|7[hl]|2026[hl]|2026\$p|2048\$p|2048[hl])",
    rb"\x1b\[>\d{1,2}u",
    rb"\x1b\[<u",
    rb"\x1b\]22;[a-z-]{0,20}\x07",  # the shape of the pointer
)
_COPIED = rb"\x1b\]52;c;([A-Za-z0-9+/=]{0,400})\x07"  # to the clipboard, and never a question what is in it
FRAMEWORK = re.compile(rb"|".join((_SGR, _MOVE, *_MODES, _COPIED)))
"""Every sequence Textual's driver and Rich write under a terminal with all colours; nothing else begins with ESC."""


def foreign(written: bytes, columns: int, lines: int) -> str | None:
    """What in the bytes is neither the framework's nor harmless text, with what stands around it; else ``None``."""
    for found in FRAMEWORK.finditer(written):
        if found.group(1) and not (int(found[1]) <= lines and int(found[2]) <= columns):
            return repr(found.group())
        if found.group(3) and hidden(b64decode(found[3]).decode()):
            return repr(found.group())
    text = FRAMEWORK.sub(b"", written).decode("utf-8", "surrogateescape").replace("\r\n", "")
    for at, char in enumerate(text):
        if char in NEVER:
            return ascii(text[max(0, at - 40) : at + 40])
    return None

"""The lines for machines at the end of an internal note, and the marker by which a note is known again.

Fixed English words, each on a line of its own, after the words for people::

    Receive works again, send does not.
    Next step: Call Ruth
    Blocked by: vendor
    Help wanted: somebody who knows the dental software
    Help given: Priya calls you at three
    Moved up: the hearing is today
    Assigned: Ben Okafor
    Known fix: this note
    [wb:7Q2M4K9XRT3D]

Anybody may type such lines, so the reader is tolerant: any order, any case, blank lines in between.
"""

import re

from workboard.domain.typed import Final, NamedTuple

BLOCKED_BY: Final = ("client", "approval", "budget", "vendor", "daytime")

THIS_NOTE: Final = "this note"
THE_ANSWER: Final = "the answer before it"
"""what a known fix is written down in"""

MARKER: Final = re.compile(r"(?<![0-9A-Za-z])wb:[0-9A-HJKMNP-TV-Z]{12}(?![0-9A-Za-z])")
"""A marker wherever it stands, in a subject or in brackets."""

MARKER_BITS: Final = 60

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread
_LINES: Final = (
    ("next_step", re.compile(r"next step\s*:\s*(\S.*)", re.IGNORECASE)),
    ("blocked", re.compile(rf"blocked by\s*:\s*({'|'.join(BLOCKED_BY)})", re.IGNORECASE)),
    ("help_wanted", re.compile(r"help wanted\s*:\s*(\S.*)", re.IGNORECASE)),
    ("help_given", re.compile(r"help given\s*:\s*(\S.*)", re.IGNORECASE)),
    ("moved_up", re.compile(r"moved up\s*:\s*(\S.*)", re.IGNORECASE)),
    ("assigned", re.compile(r"assigned\s*:\s*(\S.*)", re.IGNORECASE)),
    ("known_fix", re.compile(r"known fix\s*:\s*(\S.*)", re.IGNORECASE)),
    ("marker", re.compile(rf"\[({MARKER.pattern})\]")),
)


class NoteLines(NamedTuple):
    """An internal note taken apart: the words for people, and what the lines for machines say.

    ``blocked`` is one of ``BLOCKED_BY``; ``marker`` is ``wb:…`` without brackets. ``None``: no such line.
    """

    text: str
    next_step: str | None = None
    blocked: str | None = None
    help_wanted: str | None = None
    marker: str | None = None
    help_given: str | None = None
    moved_up: str | None = None
    """why a lead put the ticket before others"""
    assigned: str | None = None
    """to whom a lead gave the ticket, by name"""
    known_fix: str | None = None
    """what solved it for good (``#kb``): this note, or the answer before it"""


def compose(
    text: str,
    *,
    next_step: str | None = None,
    blocked: str | None = None,
    help_wanted: str | None = None,
    help_given: str | None = None,
    moved_up: str | None = None,
    assigned: str | None = None,
    known_fix: str | None = None,
    marker: str | None = None,
) -> str:
    """The note with its lines for machines; blanks at the end of ``text`` go, a value becomes one line.

    Empty values make no line. Raises ``ValueError`` if ``blocked`` is not one of ``BLOCKED_BY``.
    """
    if blocked and blocked not in BLOCKED_BY:
        raise ValueError(f"a note cannot be blocked by {blocked!r}: one of {', '.join(BLOCKED_BY)}")
    named = (
        ("Next step", next_step), ("Blocked by", blocked), ("Help wanted", help_wanted), ("Help given", help_given),
        ("Moved up", moved_up), ("Assigned", assigned), ("Known fix", known_fix),
    )  # fmt: skip
    lines = [f"{name}: {folded}" for name, value in named if (folded := _folded(value))]
    if marker:
        lines.append(in_brackets(marker))
    words = text.rstrip()
    return "\n".join([words, *lines] if words else lines)


def read(text: str) -> NoteLines:
    """Take a note apart: the lines for machines among its last lines, and the text without them.

    The first line from the end that is neither blank nor for machines ends the search, so a log that
    happens to say ``Next step:`` further up says nothing. Of two lines of one kind the later counts. Without
    any such line the text comes back byte for byte. Takes cleaned text, never raises.
    """
    lines = text.split("\n")
    found: dict[str, str] = {}
    end = len(lines)
    for line in map(str.strip, reversed(lines)):
        meaning = _meaning(line)
        if line and meaning is None:
            break
        end -= 1
        if meaning is not None:
            found.setdefault(*meaning)
    if not found:
        return NoteLines(text)
    return NoteLines("\n".join(lines[:end]), **found)


def format_marker(number: int) -> str:
    """``wb:`` and 12 digits for a number of 60 bits. Raises ``ValueError`` outside of that range."""
    if not 0 <= number < 1 << MARKER_BITS:
        raise ValueError("a marker is made of 60 bits")
    return "wb:" + "".join(_DIGITS[number >> shift & 31] for shift in range(MARKER_BITS - 5, -1, -5))


def in_brackets(marker: str) -> str:
    """The marker as a line of a text: ``[wb:7Q2M4K9XRT3D]``. Raises ``ValueError`` for anything else."""
    if not MARKER.fullmatch(marker):
        raise ValueError(f"not a marker: {marker!r}")
    return f"[{marker}]"


def _folded(value: str | None) -> str:
    """One line, because the reader takes one; a line break inside would cut the value."""
    return " ".join((value or "").split())


def _meaning(line: str) -> tuple[str, str] | None:
    """Which field a stripped line for machines fills, and with what; ``None`` for a line of words."""
    for field, pattern in _LINES:
        if match := pattern.fullmatch(line):
            value = match[1]
            return field, value.lower() if field == "blocked" else value
    return None

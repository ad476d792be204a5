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

from workboard.domain.typed import Final, NamedTuple

BLOCKED_BY: Final = ("client", "approval", "budget", "vendor", "daytime")

THIS_NOTE: Final = "this note"
THE_ANSWER: Final = "the answer before it"
"""what a known fix is written down in"""

MARKER_BITS: Final = 60
_LENGTH: Final = MARKER_BITS // 5
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread
_NAMES: Final = {
    "next step": "next_step", "blocked by": "blocked", "help wanted": "help_wanted", "help given": "help_given",
    "moved up": "moved_up", "assigned": "assigned", "known fix": "known_fix",
}  # fmt: skip


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
    if not is_marker(marker):
        raise ValueError(f"not a marker: {marker!r}")
    return f"[{marker}]"


def _folded(value: str | None) -> str:
    """One line, because the reader takes one; a line break inside would cut the value."""
    return " ".join((value or "").split())


def is_marker(text: str) -> bool:
    """Whether it is a marker and nothing else: ``wb:`` and twelve digits."""
    return len(text) == 3 + _LENGTH and text.startswith("wb:") and all(char in _DIGITS for char in text[3:])


def _meaning(line: str) -> tuple[str, str] | None:
    """Which field a stripped line for machines fills, and with what; ``None`` for a line of words."""
    if line.startswith("[") and line.endswith("]") and is_marker(line[1:-1]):
        return "marker", line[1:-1]
    name, _, value = (part.strip() for part in line.partition(":"))
    field = _NAMES.get(name.casefold())
    if field == "blocked":
        return (field, value.casefold()) if value.casefold() in BLOCKED_BY else None
    return (field, value) if field and value else None

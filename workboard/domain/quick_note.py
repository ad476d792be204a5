"""One typed note -> its words, its time, its next step.

Tokens count only in the last line that is not blank, so that a pasted log books no time, and not at all if
that line is a ``> quote``. A token stands alone between blanks:

- ``+20m`` ``+1h`` ``+1h30`` ``+1.5h``: time, 1 to 1440 minutes; the last one wins; zero books none
- ``>Call Ruth …``: from a ``>`` with a letter right behind it to the end of the line, the next step
- ``#kb``: this is the solution
- ``\\`` in front of any of them: it stays a word, without the backslash

Whatever is not exactly a token is a word: ``+5 users``, ``+44 20 …``, ``+20M``, ``+9999m``.
"""

from __future__ import annotations

import re

from workboard.domain.typed import NamedTuple

MOST_MINUTES = 1440

_WORD = re.compile(r"\S+")
_MINUTES = re.compile(r"\+([0-9]{1,4})m")
_HOURS = re.compile(r"\+([0-9]{1,2})h([0-5][0-9])?")
_PARTS = re.compile(r"\+([0-9]{1,2})\.([0-9]{1,2})h")


class QuickNote(NamedTuple):
    """What was typed, taken apart. ``minutes`` is ``None`` if not said, 0 if *none* was said."""

    text: str
    minutes: int | None = None
    next_step: str | None = None
    solution: bool = False


def parse(text: str) -> QuickNote:
    """Take a note apart. Takes cleaned text, never raises, loses no word.

    Blanks beside a removed token are folded, a line of nothing but tokens goes with its newline, and the
    other lines come back byte for byte.
    """
    lines = text.split("\n")
    at = next((n for n in reversed(range(len(lines))) if lines[n].strip()), None)
    if at is None or _is_quote(lines[at]):
        return QuickNote(text)
    line = _taken_apart(lines[at])
    lines[at : at + 1] = [line.text] if line.text else []
    return line._replace(text="\n".join(lines))


def reads_as(note: QuickNote, suggested_minutes: int | None) -> str:
    """The line under the text field, ``time 20 min · next step: Call Ruth · marked as solution``.

    ``suggested_minutes`` is what will be booked if the note names no time; ``None`` or 0 if nothing will.
    """
    if note.minutes is None and suggested_minutes:
        parts = [f"time {suggested_minutes} min (measured)"]
    else:
        parts = [f"time {note.minutes} min" if note.minutes else "no time"]
    if note.next_step:
        parts.append(f"next step: {note.next_step}")
    if note.solution:
        parts.append("marked as solution")
    return " · ".join(parts)


def _is_quote(line: str) -> bool:
    """``> words`` and ``>> words`` quote; ``>Words`` is a next step and ``>5`` just a word."""
    line = line.lstrip()
    return line.startswith(">") and (line[1:2] in ("", ">") or line[1].isspace())


def _taken_apart(line: str) -> QuickNote:
    """One line: the stretches of words between the tokens, joined, and what the tokens said."""
    stretches, stretch, start = list[str](), list[str](), 0
    note = QuickNote("")
    for match in _WORD.finditer(line):
        word, first = match.group(), match.start()
        if word[0] == "\\" and _is_token(word[1:]):
            stretch.append(line[start:first])
            start = first + 1
        elif _is_token(word):
            stretches.append("".join([*stretch, line[start:first]]))
            last = len(line) if word[0] == ">" else match.end()
            note, stretch, start = _told(note, line[first:last]), [], last
            if last == len(line):
                break
    return note._replace(text=_joined([*stretches, "".join([*stretch, line[start:]])]))


def _told(note: QuickNote, token: str) -> QuickNote:
    """The note with what one token adds."""
    if token[0] == "#":
        return note._replace(solution=True)
    if token[0] == ">":
        return note._replace(next_step=token[1:].strip())
    return note._replace(minutes=_minutes(token))


def _is_token(word: str) -> bool:
    return word == "#kb" or (word[:1] == ">" and word[1:2].isalpha()) or _minutes(word) is not None


def _minutes(word: str) -> int | None:
    """The minutes a word says, or ``None`` if it is no time or out of range."""
    if match := _MINUTES.fullmatch(word):
        minutes = int(match[1])
    elif match := _HOURS.fullmatch(word):
        minutes = int(match[1]) * 60 + int(match[2] or 0)
    elif match := _PARTS.fullmatch(word):
        # in whole numbers, half a minute up: 1.33 h is 80 min on every machine
        minutes = int(match[1]) * 60 + (int(match[2].ljust(2, "0")) * 60 + 50) // 100
    else:
        return None
    return minutes if minutes <= MOST_MINUTES else None


def _joined(stretches: list[str]) -> str:
    """The stretches as one line, a blank where a token was; a line without tokens as it came."""
    if len(stretches) == 1:
        return stretches[0]
    first, *middle, last = stretches
    kept = [first.rstrip(), *(part.strip() for part in middle), last.lstrip()]
    return " ".join(part for part in kept if part.strip())

"""What was said on one ticket, newest first. Painted line by line, so that choosing another is not a new layout.

Only what is looked at is folded into lines, and of a huge message only the first part is there until more is
asked for. What a mail quotes is one line until it is asked for; a mail that does nothing but quote shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from workboard.board.conversation import PART, ThreadMessage
from workboard.board.strokes import Line
from workboard.domain.quoted import Part, State, parts
from workboard.domain.text import fit, unquoted, wrap
from workboard.domain.typed import NamedTuple
from workboard.ui.widgets.lines import Lines

MARGIN = 4
WIDEST = 100

ReadOn = Callable[[str, int], tuple[str, int]]
"""Of this message, of which so many characters are unread: the next part, and how many are left then."""


class Place(NamedTuple):
    """How far down one has read, and whether quotes are shown."""

    top: int = 0
    quotes: bool = False


class Thread(Lines):
    def __init__(self, read_on: ReadOn) -> None:
        super().__init__(id="thread")
        self._read_on = read_on
        self._ticket_id: str | None = None
        self._messages: list[ThreadMessage] = []
        self._further: dict[str, tuple[tuple[str, ...], int]] = {}
        self._cuts: list[tuple[int, ThreadMessage]] = []
        self._heads: list[tuple[int, str]] = []
        self._top = 0
        self._deepest = 0
        self._quotes = False

    def show(self, ticket_id: str | None, messages: list[ThreadMessage]) -> None:
        """Another ticket is read from its top; of the same one nothing moves."""
        if ticket_id != self._ticket_id:
            self._ticket_id, self._top, self._further = ticket_id, 0, {}
        self._messages = messages
        self.repaint()

    @property
    def place(self) -> Place:
        return Place(self._top, self._quotes)

    def go(self, place: Place) -> None:
        """Back to where one was."""
        self._top, self._quotes = place
        self.repaint()

    @property
    def at_top(self) -> bool:
        return self._top == 0

    @property
    def at_end(self) -> bool:
        return self._top >= self._deepest

    def scroll(self, by: int) -> None:
        self._top += by
        self.repaint()

    def page(self, by: int) -> None:
        self.scroll(by * max(self.size.height - 1, 1))

    # -- long messages --------------------------------------------------------------------------------------

    @property
    def cut(self) -> ThreadMessage | None:
        """The message that goes on: the first whose end is not above what is seen."""
        found = [one for at, one in self._cuts if at >= self._top]
        return found[0] if found else None

    def read_on(self) -> None:
        """The next part of that message, where its end was."""
        one = self.cut
        if one is not None:
            parts, left = self._parts(one)
            text, left = self._read_on(one.id, left)
            self._further[one.id] = ((*parts[1:], text), left)
            self.repaint()

    def _parts(self, one: ThreadMessage) -> tuple[tuple[str, ...], int]:
        """What of its body has been read so far, and how many characters have not."""
        further, left = self._further.get(one.id, ((), one.left))
        return (one.body, *further), left

    # -- what is quoted -------------------------------------------------------------------------------------

    @property
    def quoting(self) -> bool:
        """Whether there is anything to fold or to show."""
        bodies = (one.body for one in self._messages if _has_own_words(one.body))
        return any(quoted is not None for body in bodies for _, quoted in _cut(body, None)[0])

    def toggle_quotes(self) -> None:
        """Show what is quoted, or fold it; the message one reads stays where it is."""
        above = [(at, name) for at, name in self._heads if at <= self._top]
        self._quotes = not self._quotes
        if above and above[-1][1]:
            self._top = self._line_of(above[-1][1])
        self.repaint()

    def _line_of(self, name: str) -> int:
        room = self._room(self.size.width)
        at = 0
        for one in reversed(self._messages):
            if one.id == name:
                break
            at += len(self._said(one, room)) + 1
        return at

    # -- in lines -------------------------------------------------------------------------------------------

    @staticmethod
    def _room(width: int) -> int:
        return min(width - 2 * MARGIN, WIDEST)

    def lines(self, width: int, height: int) -> list[Line]:
        if not width or not height:
            return []  # not laid out yet: how far one had read must not be cut to that
        self._top = max(0, self._top)
        known = self._known(self._room(width), self._top + height + 1)
        self._deepest = max(0, len(known) - height)
        self._top = max(0, min(self._top, self._deepest))
        shown = known[self._top : self._top + height]
        if self._top + height < len(known):
            shown[-1:] = [[("▾ more", "dim")]]
        return [[(" " * MARGIN, "base"), *line] for line in shown]

    def _known(self, room: int, wanted: int) -> list[Line]:
        """The lines from the top down: so many, or all there are."""
        known: list[Line] = []
        self._cuts, self._heads = [], []
        for one in reversed(self._messages):
            if len(known) > wanted:
                break
            known += [[]] if known else []
            self._heads.append((len(known), one.id))
            known += self._said(one, room)
            if self._parts(one)[1]:
                self._cuts.append((len(known) - 1, one))
        return known

    def _said(self, one: ThreadMessage, room: int) -> list[Line]:
        """Who and when, the words, and where they are cut."""
        read, left = self._parts(one)
        end: list[Line] = [[(f"▾ {left:,} more characters: m shows the next", "key")]] if left else []
        return [_head(one), *self._words(read, room), *end]

    def _words(self, read: tuple[str, ...], room: int) -> list[Line]:
        """What was said, part by part as it was read; quotes dim, or as one line each."""
        folds = not self._quotes and _has_own_words(read[0])
        lines: list[Line] = []
        state: State | None = None
        folded: int | None = None  # in the last line, while nothing but quotes has come since
        for text in read:
            pieces, state = _cut(text, state)
            for piece, quoted in pieces:
                if folds and quoted is not None:
                    lines[len(lines) - (folded is not None) :] = [_quote_line((folded or 0) + quoted)]
                    folded = (folded or 0) + quoted
                    continue
                lines += [[(line, "text" if quoted is None else "dim")] for line in _folded(piece, room)]
                folded = None if piece.strip() else folded
        return lines


def _head(one: ThreadMessage) -> Line:
    kind = "internal" if one.visibility == "internal" else ""
    about = " · ".join(part for part in (kind, one.state or "") if part)
    return [
        (f"{one.when}  ", "dim"),
        (fit(one.who, 40), "accent" if one.author == "client" else "dim"),
        (f"  {about}", "dim"),
    ]


def _quote_line(count: int) -> Line:
    return [(f"▸ {count:,} quoted {'line' if count == 1 else 'lines'}", "dim")]


@lru_cache(64)
def _has_own_words(text: str) -> bool:
    """Whether there is anything besides what is quoted."""
    return bool(unquoted(text).strip())


@lru_cache(64)
def _cut(text: str, before: State | None) -> tuple[tuple[Part, ...], State]:
    found, state = parts(text, before)
    return tuple(found), state


@lru_cache(64)
def _folded(text: str, room: int) -> tuple[str, ...]:
    return tuple(wrap(text, room, PART))

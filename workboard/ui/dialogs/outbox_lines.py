"""The rows on their way as lines: each in one or two, or the chosen one whole."""

from __future__ import annotations

from workboard.board.outbox import OutboxRow
from workboard.board.strokes import Line
from workboard.domain.reason import length
from workboard.domain.text import fit, safe, wrap
from workboard.domain.working_time import MINUTE
from workboard.ui.widgets.lines import Lines

MOST_LINES = 8
MOST_WHOLE = 14
FURNITURE = 9
"""lines of a sheet that are not its body"""
LONGEST = 20_000
"""Characters of one text that are shown here; the command line prints all of them."""
STUCK = frozenset({"refused", "conflict"})


class OutboxLines(Lines):
    """``one`` is chosen; ``whole``: it is shown with all its words, and moving scrolls them."""

    DEFAULT_CSS = """
    OutboxLines { height: 1; background: $role-card; }
    """
    ground = "card"

    def __init__(self, rows: list[OutboxRow], now: int) -> None:
        super().__init__()
        self.rows, self.chosen, self.whole = rows, 0, False
        self._now, self._top = now, 0
        self._fit_height()

    @property
    def one(self) -> OutboxRow | None:
        return self.rows[self.chosen] if self.rows else None

    def show(self, rows: list[OutboxRow], now: int) -> bool:
        """These are the rows now. False when the chosen one is none of them any more."""
        before = self.one
        same = [at for at, one in enumerate(rows) if before is not None and one.id == before.id]
        self.rows, self._now = rows, now
        self.chosen = same[0] if same else max(0, min(self.chosen, len(rows) - 1))
        if not same:
            self.whole = False
        self._fit_height()
        self.repaint()
        return bool(same)

    def open(self, whole: bool) -> None:
        self.whole, self._top = whole, 0
        self._fit_height()
        self.repaint()

    def move(self, by: int) -> None:
        if self.whole:
            self._top = max(0, self._top + by)
        else:
            self.chosen = max(0, min(self.chosen + by, len(self.rows) - 1))
        self.repaint()

    def _fit_height(self) -> None:
        """In a list as many lines as the rows may need; whole, as much as there is room for."""
        wanted = MOST_WHOLE if self.whole else min(2 * len(self.rows), MOST_LINES)
        room = self.app.size.height - FURNITURE if self.is_attached else MOST_LINES
        self.styles.height = max(1, min(wanted, max(room, 3)))

    def on_mount(self) -> None:
        self._fit_height()

    def lines(self, width: int, height: int) -> list[Line]:
        one = self.one
        if one is None:
            return [[("Nothing is on its way.", "card-text")]]
        if self.whole:
            return self._all_of(one, width, height)
        shown: list[tuple[int, Line]] = []
        for at, each in enumerate(self.rows):
            shown += [(at, line) for line in _lines(each, at == self.chosen, self._now, width)]
        last = max((n for n, (at, _) in enumerate(shown) if at == self.chosen), default=0)
        start = max(0, last - height + 1)
        return [line for _, line in shown[start : start + height]]

    def _all_of(self, one: OutboxRow, width: int, height: int) -> list[Line]:
        head: list[Line] = [_head(one, True, self._now, None)]
        if one.reason:
            head += [[(line, "card-text")] for line in wrap(safe(one.reason), width, 2)]
        words = [line for part in one.text[:LONGEST].split("\n") for line in wrap(part, width, LONGEST) or [""]]
        if len(one.text) > LONGEST:
            words.append(f"… {len(one.text) - LONGEST} characters more: workboard outbox show {one.seq}")
        room = max(height - len(head) - 1, 1)
        self._top = max(0, min(self._top, len(words) - room))
        shown: list[Line] = [[(line, "card-text")] for line in words[self._top : self._top + room]]
        if self._top + room < len(words):
            shown[-1] = [("▾ more", "card-dim")]
        return [*head, [], *shown]


def _lines(one: OutboxRow, chosen: bool, now: int, width: int) -> list[Line]:
    lines = [_head(one, chosen, now, width)]
    if one.reason:
        lines.append([("            ", "card"), (fit(safe(one.reason), max(width - 12, 0)), "card-text")])
    return lines


def _head(one: OutboxRow, chosen: bool, now: int, width: int | None) -> Line:
    """State, what, ticket, age; and the first words as far as there is ``width`` for them."""
    state = f"{'▸' if chosen else ' '} {one.state:<9} {one.verb:<9} "
    age = length(max(0, now - one.created_at) // MINUTE)
    ticket = f"#{one.number}" if one.number else "new ticket"
    about = f"{ticket} · {age}  "
    words = "" if width is None else fit(safe(one.text), max(width - len(state) - len(about), 0))
    role = "card-alert" if one.state in STUCK else "card-dim"
    return [(state, role), (about, "card-dim"), (words, "card-text")]

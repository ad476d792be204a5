"""What is on its way, and the two things a person can say about a row that is stuck."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from workboard.board import outbox
from workboard.board.desk import Desk
from workboard.board.outbox import OutboxRow
from workboard.board.strokes import Line
from workboard.domain.text import fit, safe
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.lines import Lines
from workboard.ui.widgets.plain import Part

MOST_LINES = 8
STUCK = frozenset({"refused", "conflict"})


class OutboxLines(Lines):
    """Two lines a row: what it is, and why it is stuck."""

    DEFAULT_CSS = """
    OutboxLines { height: 1; background: $role-card; }
    """
    ground = "card"

    def __init__(self, rows: list[OutboxRow]) -> None:
        super().__init__()
        self.rows, self.chosen = rows, 0
        self.styles.height = max(1, min(2 * len(rows), MOST_LINES))

    def lines(self, width: int, height: int) -> list[Line]:
        if not self.rows:
            return [[("Nothing is on its way.", "card-text")]]
        shown: list[tuple[int, Line]] = []
        for at, one in enumerate(self.rows):
            shown += [(at, line) for line in _lines(one, at == self.chosen, width)]
        last = max((n for n, (at, _) in enumerate(shown) if at == self.chosen), default=0)
        start = max(0, last - height + 1)
        return [line for _, line in shown[start : start + height]]


def _lines(one: OutboxRow, chosen: bool, width: int) -> list[Line]:
    stuck = one.state in STUCK
    head = f"{'▸' if chosen else ' '} {one.state:<9} {one.verb:<9} "
    number = f"#{one.number}" if one.number else ""
    text = fit(safe(one.text), max(width - len(head) - len(number) - 2, 0))
    lines: list[Line] = [
        [(head, "card-alert" if stuck else "card-dim"), (f"{number}  ", "card-dim"), (text, "card-text")]
    ]
    if one.reason:
        lines.append([("            ", "card"), (fit(safe(one.reason), max(width - 12, 0)), "card-text")])
    return lines


class Outbox(Sheet):
    AUTO_FOCUS = ""
    place = "outbox"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sure: str | None = None

    def title_parts(self) -> tuple[Part, ...]:
        return (("On its way", "text"), (f" · to {self.desk.capabilities.label}", "dim"))

    def body(self) -> Iterable[Widget]:
        yield OutboxLines(outbox.rows(self.desk))

    @property
    def _list(self) -> OutboxLines:
        return self.query_one(OutboxLines)

    def chosen(self) -> OutboxRow | None:
        rows = self._list.rows
        return rows[self._list.chosen] if rows else None

    def look_again(self) -> None:
        """What has left goes from the list; the row chosen stays chosen."""
        before = self.chosen()
        rows = self._list.rows = outbox.rows(self.desk)
        same = [at for at, one in enumerate(rows) if before is not None and one.id == before.id]
        self._list.chosen = same[0] if same else max(0, min(self._list.chosen, len(rows) - 1))
        if not same:
            self._sure = None
            self.say(None)
        self._list.repaint()
        self.refresh_words()

    def why_not(self) -> str | None:
        return None if self.chosen() is not None else "Nothing is on its way."

    @command("down", "down,j", "next", "The next row", IN_A_SHEET)
    def action_down(self) -> None:
        self._move(1)

    @command("up", "up,k", "previous", "The row before", IN_A_SHEET)
    def action_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        self._sure = None
        self._list.chosen = max(0, min(self._list.chosen + by, len(self._list.rows) - 1))
        self._list.repaint()

    @command("retry", "r", "send again", "Send it again; of a conflict, mine counts", IN_A_SHEET, when=why_not, hint=10)
    async def action_retry(self) -> None:
        one = self.chosen()
        assert one is not None
        await outbox.retry(self.desk, one.id)
        self.look_again()

    @command(
        "drop", "d", "do not send", "Do not send it; of a conflict, theirs counts", IN_A_SHEET, when=why_not, hint=20
    )
    async def action_drop(self) -> None:
        one = self.chosen()
        assert one is not None
        if self._sure != one.id:
            self._sure = one.id
            self.say("d once more: it is not sent. Its text stays in workboard outbox --all.")
            return
        await outbox.drop(self.desk, one.id)
        self.look_again()

    @command("close", "exclamation_mark,escape,q", "close", "Close the sheet", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)

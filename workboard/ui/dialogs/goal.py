"""The goal explained by its records: what counts, what would be on pace, two weeks of it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from workboard.board.desk import Desk
from workboard.board.goal_sheet import Explained, explain
from workboard.domain.text import fit, safe
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part, block

AROUND = 9
"""rows of a sheet that are no records: title, foot, and what is said of the goals"""
OF_A_TEAM = 5


class Goal(Sheet):
    AUTO_FOCUS = ""
    place = "goal"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = explain(desk)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Your goal", "text"), (" · your own records; of a team there are sums alone", "dim"))

    def body(self) -> Iterable[Widget]:
        room = max(self.app.size.height - AROUND - OF_A_TEAM * (len(self._found) - 1), 2)
        parts: list[Part] = []
        for at, one in enumerate(self._found):
            parts += ["\n\n"] if at else []
            parts += _goal(one, self.columns, room)
        yield Static(block(*parts))

    @command("close", "g,escape,enter", "close", "Close the sheet", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)


def _goal(one: Explained, width: int, room: int) -> list[Part]:
    lines: list[list[Part]] = [
        [(f"{safe(one.label)}  ", "text"), (one.words, "bright"), (f"  {one.pace}", "dim")],
        [(fit(safe(one.rule), width), "dim")],
    ]
    if one.pace_because:
        lines.append([(fit(one.pace_because, width), "dim")])
    if one.proposed:
        lines.append([(f"proposed, not accepted yet: {one.proposed}", "warm")])
    first, last = one.history[0].day, one.history[-1].day
    lines.append([("two weeks  ", "dim"), (one.spark, "accent"), (f"  {first} to {last}", "dim")])
    lines += _records(one, width, room)
    return [part for at, line in enumerate(lines) for part in (["\n"] if at else []) + line]


def _records(one: Explained, width: int, room: int) -> list[list[Part]]:
    """As many as there is room for, newest first; the last line says how many more there are."""
    all_of_them = len(one.records) + one.more
    shown = one.records if all_of_them <= room else one.records[: room - 1]
    lines: list[list[Part]] = [
        [(f"  {record.when:>9}  {record.amount:>8}  ", "dim"), (fit(safe(record.what), max(width - 24, 8)), "text")]
        for record in shown
    ]
    if len(shown) < all_of_them:
        lines.append([(f"  and {all_of_them - len(shown)} more: workboard goal", "dim")])
    return lines

"""The keys of the screen it was opened on: exactly those that are bound, and why one does nothing now."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part, hanging
from workboard.ui.widgets.said import Said

Rows = list[tuple[str, str, str, str | None]]


class Keys(Sheet):
    DEFAULT_CSS = """
    Keys #sheet > #keys { height: auto; scrollbar-size-vertical: 1; scrollbar-background: $role-card; }
    Keys #sheet > #keys { max-height: 18; }
    Keys.-tall #sheet > #keys { max-height: 30; }
    Keys.-short #sheet > #keys { max-height: 10; }
    """

    place = "keys"

    def __init__(self, desk: Desk, rows: Rows) -> None:
        super().__init__(desk)
        self._rows = rows

    def title_parts(self) -> tuple[Part, ...]:
        return (("Keys", "text"),)

    def body(self) -> Iterable[Widget]:
        with_groups: list[Widget] = []
        group, wide = "", max(len(key) for _, key, _, _ in self._rows) + 3
        for name, key, about, why_not in self._rows:
            if name != group:
                with_groups += [*([Static()] if group else []), Said((name, "dim"))]
                group = name
            words = (f"{about}   {why_not}", "dim") if why_not else (about, "text")
            label = (f"{key:<{wide}}", "dim" if why_not else "key")
            with_groups.append(Static(hanging(label, words, wide, self.columns - 2)))
        yield VerticalScroll(*with_groups, id="keys")

    @command("close", "question_mark,escape,q", "close", "Close the sheet", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)

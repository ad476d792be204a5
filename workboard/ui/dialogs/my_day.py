"""My day: where the interruptions came from, for whom, when, and what of the focus they left. For one's own eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from textual.widget import Widget
from textual.widgets import Static

from workboard.board import own_day
from workboard.domain.goals import spark
from workboard.domain.interruption import word
from workboard.domain.own_day import OwnDay, Share
from workboard.domain.reason import length
from workboard.domain.text import cell_width, fit
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part, block

LABEL: Final = 15
"""columns of what a row is about"""
NAMES: Final = 20
BAR: Final = 16
OTHER_ROWS: Final = 9
"""rows of the sheet beside the shares: title, figures, foot, and the air between"""

Line = list[Part]


class MyDay(Sheet):
    AUTO_FOCUS = ""
    place = "my_day"

    def title_parts(self) -> tuple[Part, ...]:
        return (("My day", "text"), (" · for you alone, nothing of it is sent", "dim"))

    def body(self) -> Iterable[Widget]:
        yield Static(id="figures")

    def on_mount(self) -> None:
        self.look_again()

    def on_resize(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """The minutes go on while it is open."""
        if not self.query("#figures"):
            return
        room = max(self.app.size.height - OTHER_ROWS, 2)
        lines = figures(own_day.today(self.desk), self.columns, room)
        joined = [part for at, line in enumerate(lines) for part in (["\n"] if at else []) + line]
        self.query_one("#figures", Static).update(block(*joined))
        self.refresh_words()

    @command("close", "h,escape,enter", "close", "Close the sheet", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)


def figures(day: OwnDay, width: int, room: int) -> list[Line]:
    """One line a fact, its figure beside each bar. At most ``room`` lines of shares, the greatest first."""
    lines = [_row("Focus", _focus(day))]
    if day.pause_minutes:
        lines.append(_row("Pauses", [(length(day.pause_minutes), "text"), (", planned", "dim")]))
    if not day.times:
        return [*lines, _row("Interruptions", [("none so far", "text")])]
    lines.append(_row("Interruptions", _sum(day)))
    by_source = [one._replace(name=word(one.name) or "not said") for one in day.by_source]
    half = max(1, room // 2)
    sources = _shares("From", by_source, max(half, room - len(day.by_client)), width)
    return [*lines, *sources, *_shares("For", day.by_client, max(1, room - len(sources)), width), *_hours(day, width)]


def _row(label: str, parts: Line) -> Line:
    return [(f"{label:<{LABEL}}", "dim"), *parts]


def _focus(day: OwnDay) -> Line:
    if day.focus_kept is None:
        return [("no block today", "dim")]
    return [(f"{day.focus_kept} % kept", "bright"), (f" of {length(day.focus_minutes)}", "dim")]


def _sum(day: OwnDay) -> Line:
    """``7, 48 m in all``: how many, how long."""
    return [(f"{day.times}", "bright"), (f", {length(day.minutes)} in all", "dim")]


def _shares(label: str, shares: Sequence[Share], room: int, width: int) -> list[Line]:
    """The last line says what it leaves out."""
    shown = list(shares) if len(shares) <= room else list(shares[: max(room - 1, 0)])
    most = max((one.minutes for one in shares), default=0)
    lines = [_share(label if at == 0 else "", one, most, width) for at, one in enumerate(shown)]
    left = shares[len(shown) :]
    if left:
        rest = Share(f"{len(left)} others", sum(one.times for one in left), sum(one.minutes for one in left))
        lines.append(_share("" if lines else label, rest, 0, width))
    return lines


def _share(label: str, one: Share, most: int, width: int) -> Line:
    """A name, a bar as long as its part of the greatest (0: none), and the figures; where it is narrow without."""
    name = fit(one.name or "not said", NAMES)
    said = f"{one.times:>3} · {length(one.minutes)}"
    padded = name + " " * (NAMES + 2 - cell_width(name))
    if width < LABEL + NAMES + BAR + 16:
        return _row(label, [(padded, "text"), (said, "text")])
    filled = max(1, round(one.minutes / most * BAR)) if one.minutes and most else 0
    return _row(label, [(padded, "text"), ("█" * filled, "accent"), (" " * (BAR - filled), "dim"), (said, "text")])


def _hours(day: OwnDay, width: int) -> list[Line]:
    """From the first hour to the last, and the worst one in words."""
    if day.worst_hour is None:
        return []
    minutes = dict(day.by_hour)
    first, last = min(minutes), max(minutes)
    line = spark([minutes.get(hour, 0) for hour in range(first, last + 1)])
    worst = f"worst {day.worst_hour:02}:00 to {(day.worst_hour + 1) % 24:02}:00, {length(minutes[day.worst_hour])}"
    parts: Line = [(worst, "text")]
    if width >= LABEL + len(line) + 36:
        parts = [(line, "accent"), (f"  {first:02} to {(last + 1) % 24:02} h · ", "dim"), (worst, "text")]
    return [_row("By hour", parts)]

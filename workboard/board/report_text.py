"""A week written down: Markdown, HTML with plots as SVG, CSV that no spreadsheet computes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

from workboard.board.lead_json import interruptions, shape
from workboard.board.lead_words import Section
from workboard.board.report import DayRow, Week
from workboard.domain.exported import csv_line
from workboard.domain.goals import spark
from workboard.domain.reason import length
from workboard.domain.text import safe

NOTE: Final = "Sums of the team. Nobody is compared with anybody; a name stands only where somebody asked for help."
HEAD: Final = ("day", "in", "out", "finished", "worked", "hours there were", "planned work kept")
GOAL: Final = ("metric", "done", "target", "period")
UNKNOWN: Final = "Nothing is known of this week."
_LONG: Final = 1 << 30


def _cells(row: DayRow) -> tuple[str, ...]:
    kept = f"{row.plans_kept} of {row.plans}" if row.plans else ""
    worked, there = length(row.worked, _LONG), length(row.capacity, _LONG)
    return (row.day, str(row.came), str(row.went), str(row.finished), worked, there, kept)


def as_json(week: Week) -> dict[str, Any]:
    return {
        "team": week.team,
        "week": week.number,
        "known": week.known,
        "days": [row._asdict() for row in week.days],
        "goal": None if week.goal is None else dict(zip(GOAL, week.goal, strict=True)),
        "interruptions": interruptions(week.interruptions),
        "now": {name: value for name, value in shape(week.now).items() if name != "room"},
    }


def as_csv(week: Week) -> str:
    """One line a day, minutes as whole numbers."""
    lines = [csv_line(DayRow._fields)]
    lines += [csv_line([str(value) for value in row]) for row in week.days]
    return "".join(lines)


def as_markdown(week: Week, of_the_week: tuple[Section, ...], now: tuple[Section, ...]) -> str:
    """``of_the_week`` belongs to its days; ``now`` is how things stand at the moment."""
    parts = [f"# {_md(week.team)}, {week.number}", "", NOTE, "", *_week_as_markdown(week, of_the_week)]
    parts += [_as_it_stood(week), "", *(line for one in now for line in _section_as_markdown(one))]
    return "\n".join(parts)


def _week_as_markdown(week: Week, sections: tuple[Section, ...]) -> list[str]:
    if not week.known:
        return [UNKNOWN, ""]
    rows = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    rows += ["| " + " | ".join(_md(cell) for cell in _cells(row)) + " |" for row in week.days]
    plots = f"In `{spark([row.came for row in week.days])}` · out `{spark([row.went for row in week.days])}`"
    return [*rows, "", plots, "", *(line for one in sections for line in _section_as_markdown(one))]


def _section_as_markdown(one: Section) -> list[str]:
    return [f"## {_md(_title(one))}", "", *_bullets(one), ""]


def _as_it_stood(week: Week) -> str:
    return f"What follows is how it stood on {week.made}, whatever week it is."


def _title(one: Section) -> str:
    name = one.title.capitalize()
    return f"{name} ({one.aside})" if one.aside else name


def _bullets(one: Section) -> list[str]:
    said = (" · ".join(part for part in (row.label, row.words, row.note) if part) for row in one.rows)
    return [f"- {_md(line)}" for line in said]


def _md(text: str) -> str:
    """Nothing in a ticket's title makes a link, a tag, a table cell or a heading."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in safe(text))


# -- HTML ---------------------------------------------------------------------------------------------------

_STYLE: Final = """body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;
color:#222;background:#fff}table{border-collapse:collapse}th,td{text-align:right;padding:.2rem .8rem;
border-bottom:1px solid #ddd}th:first-child,td:first-child{text-align:left}small{color:#555}svg{display:block}
dt{font-weight:600}dd{margin:0 0 .4rem 0}"""
_WIDE, _HIGH, _GAP = 480, 90, 8


_PLOTS: Final[dict[str, Callable[[DayRow], int]]] = {
    "In per day": lambda row: row.came,
    "Out per day": lambda row: row.went,
    "Hours worked per day": lambda row: round(row.worked / 60),
}


def as_html(week: Week, of_the_week: tuple[Section, ...], now: tuple[Section, ...]) -> str:
    """One file with nothing to load: style and plots are inside."""
    body = "".join(_section(one) for one in now)
    title = f"{_ht(week.team)}, {week.number}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p><small>{escape(NOTE)}</small></p>"
        f"{_week_as_html(week, of_the_week)}<p><small>{escape(_as_it_stood(week))}</small></p>{body}"
        f"</body></html>\n"
    )


def _week_as_html(week: Week, sections: tuple[Section, ...]) -> str:
    if not week.known:
        return f"<p>{escape(UNKNOWN)}</p>"
    head = "".join(f"<th>{escape(cell)}</th>" for cell in HEAD)
    rows = "".join("<tr>" + "".join(f"<td>{_ht(cell)}</td>" for cell in _cells(row)) + "</tr>" for row in week.days)
    plots = "".join(
        f"<h2>{escape(title)}</h2>{_bars(title, [(row.day, value(row)) for row in week.days])}"
        for title, value in _PLOTS.items()
    )
    return f"<table><tr>{head}</tr>{rows}</table>{plots}{''.join(_section(one) for one in sections)}"


def _section(one: Section) -> str:
    rows = "".join(
        f"<dt>{_ht(row.label)}</dt><dd>{_ht(row.words)} <small>{_ht(row.note)}</small></dd>" for row in one.rows
    )
    return f"<h2>{_ht(_title(one))}</h2><dl>{rows}</dl>"


def _bars(title: str, days: list[tuple[str, int]]) -> str:
    """Bars with their numbers above and the days below; the title says it all to who cannot see them."""
    most = max((value for _, value in days), default=0) or 1
    wide = (_WIDE - _GAP * (len(days) + 1)) / max(len(days), 1)
    parts = []
    for place, (day, value) in enumerate(days):
        left, high = _GAP + place * (wide + _GAP), _HIGH * value / most
        middle = left + wide / 2
        parts.append(
            f'<rect x="{left:.1f}" y="{20 + _HIGH - high:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="#5b7fa6"/>'
            f'<text x="{middle:.1f}" y="{15 + _HIGH - high:.1f}" text-anchor="middle" font-size="12">{value}</text>'
            f'<text x="{middle:.1f}" y="{36 + _HIGH}" text-anchor="middle" font-size="11">{day[5:]}</text>'
        )
    said = escape(f"{title}: " + ", ".join(f"{day} {value}" for day, value in days))
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH + 42}" width="{_WIDE}" role="img" aria-label="{said}">'
        f"<title>{said}</title>{''.join(parts)}</svg>"
    )


def _ht(text: str) -> str:
    return escape(safe(text))

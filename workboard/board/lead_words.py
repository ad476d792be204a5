"""A team's figures in words: rows with a label, and what it comes to."""

from __future__ import annotations

from typing import Final, NamedTuple

from workboard.board.desk import Desk
from workboard.board.progress import amount_words
from workboard.board.progress import words as progress_words
from workboard.domain.goals import spark
from workboard.domain.lead import figures as f
from workboard.domain.people import first_name
from workboard.domain.progress import PACE_WORDS, Progress
from workboard.domain.reason import length
from workboard.domain.text import safe
from workboard.domain.working_time import MINUTE

TOO_FEW: Final = "too few"
ROOM: Final = "ROOM"
LATE: Final = 3
"""tickets past their target that are named"""
TEAMS: Final = "TEAMS"
SHOWN: Final = " ·"
"""behind the name of the team whose figures are shown"""


class Row(NamedTuple):
    """``label`` and ``words`` stand in columns; ``share`` is 0..1 of a bar before the words; behind them stands a
    line of blocks (``spark``) and a ``note`` that explains. With a ``ticket_id`` it can be chosen."""

    label: str
    words: str
    note: str = ""
    share: float | None = None
    spark: str = ""
    ticket_id: str | None = None


class Section(NamedTuple):
    title: str
    aside: str
    rows: tuple[Row, ...]


class TeamGoal(NamedTuple):
    """A team among others: its name, whether its figures are those on the screen, and its goal; ``alone`` as in
    ``Figures``."""

    name: str
    shown: bool
    goal: Progress | None
    alone: bool = False


# -- goal ---------------------------------------------------------------------------------------------------


def teams(goals: tuple[TeamGoal, ...]) -> Section:
    """All of them, so that none is out of sight while another is looked at."""
    return Section(TEAMS, "Tab: the next one", tuple(_team_row(one) for one in goals))


def _team_row(one: TeamGoal) -> Row:
    name = f"{safe(one.name)}{SHOWN if one.shown else ''}"
    return Row(name, TOO_FEW) if one.alone else _goal_row(name, one.goal)


def goal(found: f.Figures) -> Section:
    if found.alone:
        return Section("GOAL", "", (Row("", TOO_FEW, "what one person did is that person's"),))
    if not found.people:
        return Section("GOAL", "", (Row("", "nobody is in it", "its members stand in policy.toml"),))
    one = found.goal
    first = Row("Goal", "none", 'workboard goal set "60 done per day" --team') if one is None else _goal_row("", one)
    rows = (first, _weeks_row(found), _kept_row(found.kept), _load_row(found.load))
    return Section(f"GOAL {_SO_FAR[found.period]}", "team, not people", rows)


_SO_FAR: Final = {"day": "today", "week": "this week", "month": "this month"}


def _goal_row(name: str, one: Progress | None) -> Row:
    if one is None:
        return Row(name, "no goal")
    share = min(1.0, one.done / one.target) if one.target else None
    what, pace, said = _METRICS[one.metric], PACE_WORDS[one.pace], progress_words(one)
    return Row(name, f"{said} {one.metric}", pace, share) if name else Row(what, said, pace, share)


def _weeks_row(found: f.Figures) -> Row:
    """What a day of work comes to, and each day of two weeks; today is not over and only drawn."""
    over = [one for one in found.history[:-1] if one is not None]
    mean = sum(over) / len(over) if over else 0.0
    unit = found.goal.unit if found.goal is not None else "count"
    said = _count(mean) if unit == "count" else amount_words(round(mean), unit)
    return Row("A day", said, "in two weeks", spark=spark(found.history))


_METRICS = {
    "worked": "Worked", "planned": "Planned work", "billable": "Billable", "done": "Done", "replies": "Replies in time",
    "articles": "Articles",
}  # fmt: skip


def _kept_row(kept: f.Kept) -> Row:
    if not kept.due:
        return Row("Plans kept", "nothing was due yet")
    return Row("Plans kept", f"{kept.done} of {kept.due}", f"{100 * kept.done // kept.due} %")


def _load_row(load: f.Load) -> Row:
    share = load.share
    if share is None:
        return Row("Load", "nobody works today")
    percent, ceiling = round(100 * share), round(100 * load.ceiling)
    if share > 1:
        note = "more than there are hours: no order of work helps"
    else:
        note = f"above the ceiling of {ceiling} %" if share > load.ceiling else f"ceiling {ceiling} %"
    return Row("Load", f"{percent} %", note, min(1.0, share))


# -- flow, targets, help ------------------------------------------------------------------------------------


def flow(flow: f.Flow, now: int) -> Section:
    by_day = (("In per day", flow.came), ("Out per day", flow.went))
    rows = (
        *(Row(label, _mean(days), f"{days[-1]} today", spark=spark(days)) for label, days in by_day if days),
        Row("Queue", f"{flow.queue} open, {_hours(flow.queue_minutes)}", _to_clear(flow)),
        _oldest_row(flow.oldest, now),
    )
    return Section("FLOW", "7 days, today included" if flow.came else "", rows)


def _mean(days: tuple[int, ...]) -> str:
    return _count(sum(days) / len(days))


def _count(mean: float) -> str:
    """A few are said to the tenth: of one a week nothing would be left."""
    return f"{mean:.1f}" if 0 < mean < 9.95 else str(round(mean))


def _to_clear(flow: f.Flow) -> str:
    days = flow.days_to_clear
    return "of work" if days is None else f"{days:.1f} days to clear"


def _hours(minutes: int) -> str:
    """Of estimates, so to the hour."""
    return f"{round(minutes / 60)} h" if minutes >= 60 else f"{minutes} m"


def _oldest_row(oldest: f.Oldest | None, now: int) -> Row:
    if oldest is None:
        return Row("Oldest", "nothing is open")
    waits = f"waiting on: {oldest.waits_for}" if oldest.waits_for else "waiting on us"
    age = length((now - oldest.created_at) // MINUTE)
    return Row("Oldest", f"{age}  #{safe(oldest.number)}  P{oldest.band}", waits, ticket_id=oldest.ticket_id)


def targets(desk: Desk, found: f.Figures) -> Section:
    late, waiting = found.targets.late, found.replies
    which = ", ".join(f"P{band} {count}" for band, count in enumerate(found.targets.past, 1) if count)
    longest = f"longest {length(waiting.longest)} · " if waiting.longest is not None else ""
    target = f"{longest}target {length(desk.policy.replies.max_wait)}"
    rows = (
        Row("Due in 2 h", str(found.targets.due_soon)),
        Row("Past due", str(len(late)), which),
        Row("Replies", f"{waiting.waiting} waiting", target, ticket_id=waiting.ticket_id),
    )
    return Section("TARGETS", "", rows)


def past_due(late: tuple[f.Late, ...]) -> tuple[Section, ...]:
    """The most urgent of them, to be opened; no section where nothing is late."""
    rows = tuple(
        Row(
            f"#{safe(one.number)}  P{one.band}", safe(one.title), f"by {length(one.over)}", ticket_id=one.ticket_id
        )
        for one in late[:LATE]
    )  # fmt: skip
    more = f"and {len(late) - LATE} more" if len(late) > LATE else ""
    return (Section(f"PAST DUE ({len(late)})", more, rows),) if rows else ()


def help_wanted(wanted: tuple[f.Help, ...], now: int) -> Section:
    rows = tuple(
        Row(
            f"#{safe(one.number)}  P{one.band}",
            safe(one.wanted),
            f"{first_name(safe(one.asked_by))} · {length((now - one.since_at) // MINUTE)}",
            ticket_id=one.ticket_id,
        )
        for one in wanted
    )
    return Section(f"HELP WANTED ({len(rows)})" if rows else "HELP WANTED", "" if rows else "nobody asked", rows)


def room(room: tuple[f.Room, ...]) -> Section:
    rows = tuple(Row(safe(one.name), length(one.minutes), "free today") for one in room)
    return Section(ROOM, "for dispatch, by name" if rows else "none left today", rows)

"""The lead screen as one plain value: sections of rows, every figure in words. Drawn by ``lead_face``, printed by
``workboard lead`` and by the report."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.fresh import freshness
from workboard.board.lead import figures
from workboard.board.progress import words as progress_words
from workboard.domain.goals import spark
from workboard.domain.interruption import word
from workboard.domain.lead import figures as f
from workboard.domain.lead.interruptions import Interruptions
from workboard.domain.people import first_name
from workboard.domain.progress import PACE_WORDS
from workboard.domain.reason import length
from workboard.domain.text import safe
from workboard.domain.working_time import MINUTE, local
from workboard.store import account

LONG = 1 << 30
"""hours stay hours, however many"""
TOO_FEW = "too few"


class Row(NamedTuple):
    """``label`` and ``words`` stand in columns; ``share`` is 0..1 of a bar before the words; behind them stands a
    line of blocks (``spark``) or a ``note`` that explains. With a ``ticket_id`` it can be chosen."""

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


class LeadView(NamedTuple):
    """``left`` and ``right`` are the two columns of a wide terminal, one under the other on a narrow one."""

    team: str
    teams: tuple[str, ...]
    clock: str
    sync_words: str
    left: tuple[Section, ...]
    right: tuple[Section, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        return (*self.left, *self.right)

    @property
    def choosable(self) -> tuple[str, ...]:
        """Tickets in the order of their rows."""
        return tuple(row.ticket_id for section in self.sections for row in section.rows if row.ticket_id)


def lead_view(desk: Desk, at: int = 0) -> LeadView:
    """Of the team in that place; all that is shown is of one moment."""
    reader = desk.database.read()
    found = teams.teams(desk, reader)
    team = found[at % len(found)]
    fresh = freshness(desk, account.load(reader))
    left, right = sections(desk, figures(desk, team))
    return LeadView(
        safe(team.name),
        tuple(safe(one.name) for one in found),
        f"{local(desk.now(), desk.zone):%a %H:%M}",
        fresh.words,
        left,
        right,
    )


def sections(desk: Desk, found: f.Figures) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    now = desk.now()
    left = (_goal(found), _flow(found.flow, now), _targets(desk, found), _help(found.help, now), _room(found.room))
    right = (
        _interruptions(desk, found.interruptions),
        _blocked(found.blocked),
        _repeats(found),
    )
    return left, right


# -- goal ---------------------------------------------------------------------------------------------------


def _goal(found: f.Figures) -> Section:
    weeks = Row("Two weeks", spark(found.history), "by day")
    rows = [_goal_row(found), weeks, _kept_row(found.kept), _load_row(found.load)]
    return Section("GOAL today", "team, not people", tuple(rows))


def _goal_row(found: f.Figures) -> Row:
    one = found.goal
    if one is None:
        return Row("Goal", "none", 'workboard goal set "60 done per day" --team')
    share = min(1.0, one.done / one.target) if one.target else None
    return Row(_METRICS[one.metric], progress_words(one), PACE_WORDS[one.pace], share)


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


def _flow(flow: f.Flow, now: int) -> Section:
    rows = (
        Row("In per day", _mean(flow.came), spark=spark(flow.came)),
        Row("Out per day", _mean(flow.went), spark=spark(flow.went)),
        Row("Queue", f"{flow.queue} open, {_hours(flow.queue_minutes)}", _to_clear(flow)),
        _oldest_row(flow.oldest, now),
    )
    return Section("FLOW", "7 days, today included", rows)


def _mean(days: tuple[int, ...]) -> str:
    return str(round(sum(days) / len(days))) if days else "0"


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


def _targets(desk: Desk, found: f.Figures) -> Section:
    past = found.targets.past
    which = ", ".join(f"P{band} {count}" for band, count in enumerate(past, 1) if count)
    waiting = found.replies
    longest = f"longest {length(waiting.longest)} · " if waiting.longest is not None else ""
    rows = (
        Row("Due in 2 h", str(found.targets.due_soon)),
        Row("Past due", str(sum(past)), which),
        Row("Replies", f"{waiting.waiting} waiting", f"{longest}target {length(desk.policy.replies.max_wait)}"),
    )
    return Section("TARGETS", "", rows)


def _help(wanted: tuple[f.Help, ...], now: int) -> Section:
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


def _room(room: tuple[f.Room, ...]) -> Section:
    rows = tuple(Row(safe(one.name), length(one.minutes), "free today") for one in room)
    return Section("ROOM", "for dispatch, by name" if rows else "none left today", rows)


# -- the system ---------------------------------------------------------------------------------------------


def _interruptions(desk: Desk, found: Interruptions) -> Section:
    if not found.days:
        least = desk.policy.goal.min_group
        return Section("INTERRUPTIONS", "", (Row("", TOO_FEW, f"a day counts from {least} technicians on"),))
    most = max((each.minutes for _, each in found.by_source), default=0)
    rows = [
        Row(
            (word(name) or "not said").capitalize(), length(each.minutes, LONG), _times(each.times),
            each.minutes / most if most else 0.0,
        )
        for name, each in found.by_source
    ]  # fmt: skip
    days = "1 day" if found.days == 1 else f"{found.days} days"
    aside = f"{days} · at least {found.people} technicians, added up"
    return Section("INTERRUPTIONS", aside, (*rows, *_rhythm(found)))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _rhythm(found: Interruptions) -> list[Row]:
    rows = []
    if found.worst_hour is not None:
        rows.append(Row("Worst hour", f"{found.worst_hour:02d}:00–{(found.worst_hour + 1) % 24:02d}:00"))
    if found.focus_blocks:
        share = f"{100 * found.focus_kept // found.focus_blocks} %"
        rows.append(Row("Focus kept", share, f"{found.focus_kept} of {found.focus_blocks} blocks"))
    if found.wrong_order:
        rows.append(Row("Wrong order", _times(found.wrong_order), "among skips"))
    return rows


def _blocked(blocked: tuple[tuple[str, int], ...]) -> Section:
    rows = tuple(Row(name, str(count)) for name, count in blocked)
    return Section("BLOCKED BY", "" if rows else "nothing waits for others", rows)


REPEATS = 8


def _clients(number: int) -> str:
    return "1 client" if number == 1 else f"{number} clients"


def _repeats(found: f.Figures) -> Section:
    rows = tuple(
        Row(
            str(one.tickets),
            safe(one.title),
            f"{_clients(one.clients)} · {'solved before' if one.article else 'no article'}",
        )
        for one in found.repeats[:REPEATS]
    )
    return Section("AGAIN AND AGAIN", "30 days" if rows else "nothing three times in 30 days", rows)

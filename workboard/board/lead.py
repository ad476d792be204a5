"""What a lead asks of a team, answered with plain numbers. The words are ``lead_view``'s, the lines ``lead_face``'s.

Every question goes through the views of ``store/team_views``, which have no names; the two answers that have some
(requests for help, room for dispatch) say so in their own types.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from workboard.board import goals, sharing, teams
from workboard.board.desk import Desk
from workboard.board.progress import KINDS
from workboard.board.teams import Team
from workboard.domain.bands import minutes_on_us
from workboard.domain.lead import figures as f
from workboard.domain.lead.interruptions import interruptions
from workboard.domain.lead.similar import MOST_TITLES, Repeat, Titled, repeats
from workboard.domain.note_lines import read as read_lines
from workboard.domain.progress import Progress, done, shared
from workboard.domain.replies import Thread, queue
from workboard.domain.rules import GoalRule, Shift
from workboard.domain.team_notes import DaySums, read_sums
from workboard.domain.ticket import Author, DoneEvent, StatusSpan, Ticket
from workboard.domain.working_time import (
    DAY,
    MINUTE,
    at_minute,
    day_bounds,
    latest_start,
    local,
    minutes_of,
    period_bounds,
    stretch,
)
from workboard.store import team_questions as ask
from workboard.store import team_views
from workboard.store.connection import Reader, Row
from workboard.store.team_views import Scope

FLOW_DAYS: Final = 7
SUMS_DAYS: Final = 7
HISTORY_DAYS: Final = 14
REPEAT_DAYS: Final = 30
SOON_MINUTES: Final = 120
HELP_AT_MOST: Final = 50


class Looker:
    """One look at one team: what all questions share."""

    def __init__(self, desk: Desk, reader: Reader, team: Team) -> None:
        self.desk, self.reader, self.team = desk, reader, team
        self.now, self.zone = desk.now(), desk.zone
        self.start, self.end = day_bounds(self.now, self.zone)
        self.today = local(self.now, self.zone).date()
        self.bands = ask.band_sql(desk.policy.bands)
        self.shifts = teams.all_hours(desk, team.people)
        self.estimate = desk.policy.order.default_estimate
        self.reasons = _reasons(reader, self.now)

    def day(self, back: int) -> tuple[int, int]:
        """The bounds of a day so many days ago."""
        then = self.today - back * DAY
        return at_minute(then, 0, self.zone), at_minute(then + DAY, 0, self.zone)

    def works_on(self, day: date) -> bool:
        """Whether anybody of the team does."""
        return any(stretch(shift, day) is not None for shift in set(self.shifts))


def figures(desk: Desk, team: Team) -> f.Figures:
    """Everything the lead screen shows of a team, on one moment of the database."""
    own = desk.database.read()
    names = {one: one for one in team.people} | dict(teams.names(own, team.people))
    scope = Scope(tuple(names.items()), team.queues, teams.team_ticket(desk, own))
    rule = goals.of_team(desk, goals.books(desk, own), team).rule
    with team_views.team(desk.database, scope) as reader:
        look = Looker(desk, reader, team)
        notes = day_sums(look, SUMS_DAYS)
        return f.Figures(
            team.name,
            len(team.people),
            _goal(look, rule),
            _history(look, rule),
            _kept(look),
            _load(look),
            _flow(look),
            _targets(look),
            _replies(look),
            _blocked(look),
            _help(look),
            interruptions(notes, desk.policy.goal.min_group),
            _repeats(look),
            _room(look),
        )


# -- goal, plan, load ---------------------------------------------------------------------------------------


def _goal(look: Looker, rule: GoalRule | None) -> Progress | None:
    if rule is None or not look.team.people:
        return None
    start, end = period_bounds(look.now, rule.period, look.zone)
    return shared(rule, amount(look, rule, start, end), look.shifts, look.zone, look.now)


def amount(look: Looker, rule: GoalRule, start: int, end: int) -> int:
    """What the team did in a period, in the goal's unit."""
    if rule.metric == "done":
        return done(DoneEvent("", "", 0, *one) for one in ask.done(look.reader, start, end))
    if rule.metric == "billable":
        return ask.billable(look.reader, start, end)
    if rule.metric in ("replies", "articles"):
        return sharing.team_amount(look.desk, look.desk.database.read(), look.team, rule.metric, start, end)
    return ask.minutes(look.reader, start, end, *([KINDS[rule.metric]] if rule.metric in KINDS else ()))


def _history(look: Looker, rule: GoalRule | None) -> tuple[int | None, ...]:
    rule = rule or GoalRule("done", 0)
    days = range(HISTORY_DAYS - 1, -1, -1)
    found = ((back, amount(look, rule, *look.day(back))) for back in days)
    return tuple(done if done or look.works_on(look.today - back * DAY) else None for back, done in found)


def _kept(look: Looker) -> f.Kept:
    found = ask.plans_kept(look.reader, look.start, min(look.now, look.end), look.end)
    return f.Kept(found.done, found.due)


def _load(look: Looker) -> f.Load:
    return f.Load(
        ask.planned_minutes(look.reader, look.end, look.estimate),
        ask.minutes(look.reader, look.start, look.now, ("interruption",)),
        f.capacity(look.shifts, look.start, look.end),
        look.desk.policy.goal.ceiling,
    )


def _room(look: Looker) -> tuple[f.Room, ...]:
    planned = ask.planned_today(look.reader, look.end, look.estimate)
    people = [(name, teams.hours(look.desk, person), minutes) for person, name, minutes in planned]
    return f.room(people, look.now, look.end)


# -- flow and targets ---------------------------------------------------------------------------------------


def _flow(look: Looker) -> f.Flow:
    days = [look.day(back) for back in range(FLOW_DAYS - 1, -1, -1)]
    tickets, minutes = ask.queue(look.reader, look.estimate)
    return f.Flow(
        tuple(ask.came(look.reader, *day) for day in days),
        tuple(ask.went(look.reader, *day) for day in days),
        tickets,
        minutes,
        _worked_a_day(look),
        _oldest(look),
    )


def _worked_a_day(look: Looker) -> float:
    """Mean of the last seven working days; today is not over and does not count."""
    back = [back for back in range(1, 4 * FLOW_DAYS) if look.works_on(look.today - back * DAY)][:FLOW_DAYS]
    worked = [ask.minutes(look.reader, *look.day(one)) for one in back]
    return sum(worked) / len(worked) if worked else 0.0


def _oldest(look: Looker) -> f.Oldest | None:
    row = ask.oldest(look.reader, look.bands)
    if row is None:
        return None
    ticket_id, number, band, created_at, category = row
    reason = look.reasons.get(ticket_id)
    waits = reason or {"waiting_client": "client", "waiting_other": "others"}.get(category)
    return f.Oldest(ticket_id, number, band, created_at, waits)


def _targets(look: Looker) -> f.Targets:
    """Past the remote's own time, or past the policy's working time on us."""
    soon = look.now + SOON_MINUTES * MINUTE
    past = [0, 0, 0, 0]
    for band, count in ask.past_due(look.reader, look.bands, look.now).items():
        past[band - 1] += count
    shift = teams.hours(look.desk, "")
    targets = [minutes_of(span, shift) for span in look.desk.policy.order.targets]
    before = [latest_start(shift, look.now, target) for target in targets]
    for band in _waited_too_long(look, targets, before, shift):
        past[band - 1] += 1
    return f.Targets(ask.due_between(look.reader, look.now, soon), (past[0], past[1], past[2], past[3]))


def _waited_too_long(look: Looker, targets: list[int], before: list[int], shift: Shift) -> list[int]:
    """Bands of the tickets that only the policy gives a target, and that are past it."""
    old = ask.open_without_due(look.reader, look.bands, before)
    known: dict[str, list[StatusSpan]] = {}
    for row in ask.spans(look.reader, [row[0] for row in old]):
        known.setdefault(row[0], []).append(StatusSpan(*row))
    found = []
    for ticket_id, band, created_at, category in old:
        spans = known.get(ticket_id) or [StatusSpan(ticket_id, category, created_at)]
        if minutes_on_us(spans, shift, look.now) > targets[band - 1]:
            found.append(band)
    return found


# -- who waits for what -------------------------------------------------------------------------------------


def _replies(look: Looker) -> f.RepliesWaiting:
    found = queue((_thread(row) for row in ask.conversations(look.reader)), look.now)
    return f.RepliesWaiting(len(found), max((one.minutes for one in found), default=None))


def _thread(row: Row) -> Thread:
    """A conversation brought down to what the reply queue asks; whose it is does not matter here."""
    (
        ticket_id,
        number,
        category,
        created_at,
        updated_at,
        signal,
        client_at,
        origin,
        staff_at,
        since,
        dismissed,
        first,
    ) = row
    ticket = Ticket(
        ticket_id, number, "", "", category, created_at=created_at, updated_at=updated_at, presence="mine",
        reply_signal=signal,
    )  # fmt: skip
    last = client_at is not None and (staff_at is None or client_at > staff_at)
    author: Author | None = "client" if last else None if staff_at is None else "staff"
    return Thread(ticket, author, origin if last else None, None, first, staff_at, since, dismissed)


def _reasons(reader: Reader, now: int) -> dict[str, str]:
    """Open ticket → what somebody wrote that it waits for, unless a next step was written since; a ticket whose
    status says that it waits keeps its reason."""
    found: dict[str, str] = {}
    for ticket_id, at, body, category, step_at in ask.noted(reader, now):
        blocked = read_lines(body).blocked
        settled = step_at is not None and step_at > at and not category.startswith("waiting")
        if blocked and not settled:
            found.setdefault(ticket_id, blocked)
    return found


def _blocked(look: Looker) -> tuple[tuple[str, int], ...]:
    """How many open tickets wait for whom; the status counts where nobody wrote a reason."""
    waiting = ask.waiting_tickets(look.reader)
    by_status = {one: "client" if category == "waiting_client" else "others" for one, category in waiting}
    said = {**by_status, **look.reasons}
    counts = {name: sum(one == name for one in said.values()) for name in f.BLOCKED_BY}
    return tuple((name, count) for name, count in counts.items() if count)


def _help(look: Looker) -> tuple[f.Help, ...]:
    """Asked for, and since then neither given nor a next step written; oldest first."""
    found: dict[str, f.Help] = {}
    given: dict[str, int] = {}
    for ticket_id, number, band, at, name, body, step_at in ask.asked_help(look.reader, look.bands, look.now):
        lines = read_lines(body)
        if lines.help_given:
            given.setdefault(ticket_id, at)
        settled = at < given.get(ticket_id, 0) or (step_at is not None and step_at > at)
        if lines.help_wanted and not settled and ticket_id not in found:
            found[ticket_id] = f.Help(ticket_id, number, band, lines.help_wanted, name, at)
    return tuple(sorted(found.values(), key=lambda one: (one.since_at, one.number)))[:HELP_AT_MOST]


# -- the system ---------------------------------------------------------------------------------------------


def day_sums(look: Looker, days: int) -> list[DaySums]:
    """What technicians shared of the last so many days that are over."""
    return day_sums_between(look, look.today - days * DAY, look.today - DAY)


def day_sums_between(look: Looker, first: date, last: date) -> list[DaySums]:
    """The same of the days from ``first`` to ``last``."""
    notes = (read_sums(body) for body in ask.day_notes(look.reader, at_minute(first, 0, look.zone)))
    return [one for one in notes if one is not None and first.isoformat() <= one.day <= last.isoformat()]


def _repeats(look: Looker) -> tuple[Repeat, ...]:
    rows = ask.titles(look.reader, look.day(REPEAT_DAYS)[0], MOST_TITLES)
    titled = (
        Titled(title, count, frozenset((companies or "").split(",")) - {""}, bool(article))
        for title, count, companies, article in rows
    )
    return tuple(repeats(titled))

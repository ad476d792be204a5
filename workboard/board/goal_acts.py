"""Goals are agreed upon: one proposes, the lead accepts, or sets the team's. Each is kept here and, where there is a
team ticket, said there, so that every machine of the team counts against the same number."""

from __future__ import annotations

from workboard.board import goals, teams
from workboard.board.desk import Desk
from workboard.board.lead_acts import need_lead
from workboard.board.teams import Team
from workboard.board.wish import wish
from workboard.domain.capabilities import COUNTED
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote
from workboard.domain.rules import GoalRule, Shift
from workboard.domain.team_notes import GoalLine, compose_goal
from workboard.domain.text import safe
from workboard.domain.working_time import period_bounds, working_minutes
from workboard.settings.texts import goal_text
from workboard.settings.values import TIMED
from workboard.store import goals as records
from workboard.store.database import Transaction
from workboard.store.goals import Kept


async def propose(desk: Desk, rule: GoalRule) -> bool:
    """A goal of mine for the lead to accept; whether it was said on the team ticket. It does not hold yet."""
    _check(desk, rule, desk.shift)
    return await _keep(desk, Kept("me", rule, "proposed", desk.now()), GoalLine("proposed", "", goal_text(rule)))


async def accept(desk: Desk, person: str | None = None) -> GoalRule:
    """My own last proposal, agreed upon in person; of somebody else (a lead's act) the one on the team ticket."""
    found = goals.books(desk, desk.database.read())
    if person is None or person == desk.me.id:
        own = [one for one in found.kept if one.scope == "me" and one.rule is not None]
        if not own or own[-1].source != "proposed":
            raise ImpossibleAct('nothing is proposed: workboard goal propose "5h planned per day"')
        rule = own[-1].rule
        assert rule is not None
        await _keep(desk, Kept("me", rule, "own", desk.now()), None)
        return rule
    need_lead(desk)
    proposals = [one.rule for one in found.said if one.line.what == "proposed" and one.by == person and one.rule]
    if not proposals:
        if teams.team_ticket(desk, desk.database.read()) is None:
            raise ImpossibleAct("no team ticket is known here: [account] team_ticket in config.toml names one")
        raise ImpossibleAct(f"{safe(person)} has proposed nothing on the team ticket")
    rule = proposals[-1]
    await _keep(desk, None, GoalLine("accepted", person, goal_text(rule)))
    return rule


async def set_own(desk: Desk, rule: GoalRule | None) -> None:
    """Mine, at once; ``None``: what the policy says holds again."""
    if rule is not None:
        _check(desk, rule, desk.shift)
    await _keep(desk, Kept("me", rule, "own", desk.now()), None)


async def set_team(desk: Desk, team: Team, rule: GoalRule | None) -> bool:
    """The team's (a lead's act); whether it was said on the team ticket, so that others count with it too."""
    need_lead(desk)
    if rule is not None:
        _check(desk, rule, None)
    line = GoalLine("team", team.name, goals.NO_GOAL if rule is None else goal_text(rule))
    return await _keep(desk, Kept("team", rule, "lead", desk.now(), team.name), line)


async def _keep(desk: Desk, kept: Kept | None, line: GoalLine | None) -> bool:
    def work(transaction: Transaction) -> bool:
        if kept is not None:
            records.keep(transaction, kept)
        ticket = teams.team_ticket(desk, transaction) if line is not None else None
        if ticket is None or line is None:
            return False
        wish(desk, transaction, desk.new_id(), AddNote(ticket, compose_goal(line)), 0)
        return True

    return await desk.database.awrite(work)


def _check(desk: Desk, rule: GoalRule, shift: Shift | None) -> None:
    """A goal that can be counted and, for one person, reached: time to breathe is work, too."""
    if rule.metric not in COUNTED and not (rule.metric == "billable" and desk.capabilities.billable):
        raise UsageError(f"{rule.metric} cannot be counted with {desk.capabilities.label}: choose another metric")
    if not rule.target:
        raise UsageError("a goal of nothing is none: leave it out, or workboard goal set none")
    if shift is None or rule.metric not in TIMED:
        return
    most = int(desk.policy.goal.ceiling * working_minutes(shift, *period_bounds(desk.now(), rule.period, shift.zone)))
    if rule.target > most > 0:
        from workboard.domain.reason import length

        words = f"{length(most, 1 << 30)} a {rule.period}"
        raise UsageError(f"above goal.ceiling: at most {words} of your hours, so that there is time to breathe")

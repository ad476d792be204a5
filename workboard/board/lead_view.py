"""The lead screen as one plain value: sections of rows, every figure in words. Drawn by ``lead_face``, printed by
``workboard lead`` and by the report."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board import lead_system as system
from workboard.board import lead_words as words
from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.fresh import freshness
from workboard.board.lead import figures, team_goal
from workboard.board.lead_words import Section
from workboard.board.teams import Team
from workboard.domain.lead import figures as f
from workboard.domain.progress import Progress
from workboard.domain.text import safe
from workboard.domain.working_time import local
from workboard.store import account


class Columns(NamedTuple):
    """What belongs side by side where there is room, and one under the other where there is not."""

    work: tuple[Section, ...] = ()
    """how the team's work stands"""
    people: tuple[Section, ...] = ()
    """who needs a hand, and who has one"""
    system: tuple[Section, ...] = ()
    """what makes work"""

    @property
    def sections(self) -> tuple[Section, ...]:
        return (*self.work, *self.people, *self.system)


class LeadView(NamedTuple):
    team: str
    teams: tuple[str, ...]
    clock: str
    sync_words: str
    columns: Columns

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.columns.sections

    @property
    def choosable(self) -> tuple[str, ...]:
        """Tickets in the order of their rows."""
        return tuple(row.ticket_id for section in self.sections for row in section.rows if row.ticket_id)


def lead_view(desk: Desk, at: int = 0) -> LeadView:
    """Of the team in that place."""
    reader = desk.database.read()
    found = teams.teams(desk, reader)
    team = found[at % len(found)]
    now = figures(desk, team)
    return LeadView(
        safe(team.name),
        tuple(safe(one.name) for one in found),
        f"{local(desk.now(), desk.zone):%a %H:%M}",
        freshness(desk, account.load(reader)).words,
        columns(desk, now, side_by_side(desk, team, now.goal)),
    )


def columns(desk: Desk, found: f.Figures, goals: tuple[words.TeamGoal, ...] = ()) -> Columns:
    """``goals``: each team with its own, where there are several."""
    now = desk.now()
    several = (words.teams(goals),) if goals else ()
    return Columns(
        (
            *several,
            words.goal(found),
            words.flow(found.flow, now),
            words.targets(desk, found),
            *words.past_due(found.targets.late),
        ),
        (words.help_wanted(found.help, now), words.room(found.room)),
        (system.interruptions(desk, found.interruptions), system.blocked(found.blocked), system.repeats(found)),
    )


def side_by_side(desk: Desk, shown: Team, goal: Progress | None) -> tuple[words.TeamGoal, ...]:
    """All teams where there are several; the one that is shown is not counted twice."""
    found = teams.teams(desk, desk.database.read())
    if len(found) == 1:
        return ()
    return tuple(
        words.TeamGoal(
            one.name, one == shown, goal if one == shown else team_goal(desk, one), teams.somebody_alone(desk, one)
        )
        for one in found
    )  # fmt: skip

"""The lead screen in front of a real Request Tracker of more than two thousand tickets: each figure is what counting by
hand says of the same mirror. The hand that counts shares no code with the screen; which tickets are open it hears from
the server's own tables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.real import oracle
from tests.real.conftest import Technician
from tests.real.test_five_thousand import open_numbers
from tests.rt.server import RequestTracker
from tests.support import naive_lead as naive
from workboard.board import lead, teams
from workboard.domain.working_time import MINUTE
from workboard.settings.config import MeSettings

TICKETS = 2400


async def test_every_figure_of_two_thousand_tickets(trackers: Callable[..., RequestTracker], tmp_path: Path) -> None:
    with trackers("msp", TICKETS) as tracker:
        tracker.start()
        ana = Technician(tracker, tmp_path)
        await asyncio.to_thread(ana.init)
        await asyncio.to_thread(ana.json, "sync")
        wanted = open_numbers(tracker)
        there = len(oracle.rows(tracker.directory, "SELECT id FROM Tickets WHERE Type = 'ticket'"))
        with closing(ana.session()) as session:
            at = session.desk.now() // MINUTE * MINUTE
            config = session.desk.config._replace(me=MeSettings(role="lead"))
            desk = session.desk._replace(config=config, now=lambda: at)
            team = teams.teams(desk, desk.database.read())[0]
            found = lead.figures(desk, team)
            slow = naive.read(desk.database.path, team.people, at, desk.zone, None)
    assert there >= 2000
    assert len(wanted) > 200
    assert {one["number"] for one in slow.tables["ticket"] if one["category"] in naive.OPEN} == wanted
    assert [one or 0 for one in found.history] == [naive.finished(slow, day) for day in naive.days_back(slow, 14)]
    assert tuple(found.kept) == naive.kept(slow)
    assert (found.load.planned, found.load.interrupted, found.load.capacity) == naive.load(slow)
    assert list(found.flow.came) == naive.came(slow)
    assert list(found.flow.went) == naive.went(slow)
    assert (found.flow.queue, found.flow.queue_minutes) == naive.queue(slow)
    assert abs(found.flow.worked_a_day - naive.worked_a_day(slow)) < 1e-9
    assert list(found.targets.past) == naive.past_due(slow)
    assert found.targets.due_soon == naive.due_soon(slow)
    assert (found.replies.waiting, found.replies.longest) == naive.waiting(slow)
    assert dict(found.blocked) == naive.blocked(slow)
    assert [(one.number, one.asked_by) for one in found.help] == naive.help_wanted(slow)
    assert sorted(one.minutes for one in found.room) == sorted(naive.free(slow).values())

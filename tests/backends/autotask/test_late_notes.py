"""What shows a little later than the stamp of its ticket, or came in the same moment as what was read, is not lost:
whoever looks next reads that ticket's words once more, however late that is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backends.autotask.bench import Bench
from tests.backends.autotask.reading import Reading
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import BEN, CARA, FIRST

MINE, BENS, FREE = FIRST, FIRST + 6, FIRST + 7
LATE = 9
"""calls that pass until a note shows: more than a look takes"""


def settings(bench: Bench, **more: Any) -> dict[str, Any]:
    number = str(bench.tenant.one("Tickets", FREE)["ticketNumber"])
    return {"team_ticket": number} | more


WATCHED = [(MINE, {}), (FREE, {}), (BENS, {"whole_team": True}), (FREE, {"whole_team": True})]


@pytest.mark.parametrize(("ticket", "more"), WATCHED)
async def test_a_note_that_shows_late(bench: Bench, ticket: int, more: dict[str, Any]) -> None:
    async with Reading(bench, **settings(bench, **more)) as one:
        await one.look()
        await one.look(30)
        note = deeds.writes(bench.tenant, ticket, BEN, "Shown late.")
        bench.tenant.young["TicketNotes", note["id"]] = LATE
        await one.look()
        assert "Shown late." not in one.said()
        bench.tenant.young.clear()
        await one.look(10)
        assert "Shown late." in one.said()


@pytest.mark.parametrize(("ticket", "more"), WATCHED)
async def test_two_notes_in_one_moment_with_a_look_between(bench: Bench, ticket: int, more: dict[str, Any]) -> None:
    async with Reading(bench, **settings(bench, **more)) as one:
        await one.look()
        await one.look(30)
        deeds.writes(bench.tenant, ticket, BEN, "The first.")
        await one.look()
        deeds.writes(bench.tenant, ticket, CARA, "The second.")
        await one.look(10)
        assert {"The first.", "The second."} <= one.said()


async def test_what_was_read_once_more_is_read_no_more(bench: Bench) -> None:
    async with Reading(bench, **settings(bench, whole_team=True)) as one:
        await one.look()
        deeds.writes(bench.tenant, BENS, BEN, "Read twice.")
        costs = []
        for minutes in (1, 6, 6):
            before = len(bench.server.requests)
            await one.look(minutes)
            costs.append(sum(one.path == "/TicketNotes/query" for one in bench.server.requests[before:]))
    assert costs == [1, 1, 0]

"""Five thousand tickets: the first sync says how far it is, can be broken off, and never locks the board."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from textual.pilot import Pilot

from tests.real import oracle
from tests.real.conftest import Technician
from tests.real.test_board_morning import until, words
from tests.rt.server import RequestTracker
from workboard.board import outbox
from workboard.board.look import board_view
from workboard.store import account, mirror
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.note_entry import NoteEntry


def open_numbers(tracker: RequestTracker) -> set[str]:
    """Tickets that are not closed, by the server's own tables."""
    found = oracle.rows(
        tracker.directory,
        "SELECT id FROM Tickets WHERE Type = 'ticket' AND id = EffectiveId"
        " AND Status NOT IN ('resolved', 'rejected', 'deleted')",
    )
    return {str(row["id"]) for row in found}


async def test_first_sync_of_five_thousand(trackers: Callable[..., RequestTracker], tmp_path: Path) -> None:
    with trackers("msp", 5000) as tracker:
        tracker.start()
        ana = Technician(tracker, tmp_path)
        await asyncio.to_thread(ana.init)
        seen = await _broken_off_in_the_middle(ana)
        assert len(seen) >= 2, "the board said how far the first sync is"

        synced = await asyncio.to_thread(ana.json, "sync")
        assert 0 < synced["pulled"]["tickets"] < len(open_numbers(tracker)), "the rest, not all of it again"
        with closing(ana.session()) as session:
            reader = session.database.read()
            here = reader.all("SELECT number FROM ticket WHERE category NOT IN ('done', 'gone') AND presence <> 'gone'")
            assert {row[0] for row in here} == open_numbers(tracker)
            mine = {one.split(":")[-1] for one in mirror.mine(reader)}
            assert mine == {str(one["id"]) for one in oracle.tickets_of(tracker.directory, "ana")}
            assert len(mine) >= 200
        plan = await asyncio.to_thread(ana.json, "plan")
        expected = oracle.order(tracker.directory, "ana", oracle.wall())
        assert [tuple(one["id"].split(":")[1:]) for one in plan if not one["fixed"]][:20] == [
            one for one in expected if one[0] != "reminder"
        ][:20]
        notes = [one for one in oracle.rows(tracker.directory, "SELECT Content FROM Attachments") if one["Content"]]
        assert sum("Written while it was reading." in one["Content"] for one in notes) == 1


async def _note_sheet(app: WorkboardApp, pilot: Pilot[None]) -> None:
    """The sheet, open: the database may have an offer a moment before the board shows it and `n` means something."""

    async def opened() -> None:
        while not isinstance(app.screen, NoteEntry):
            await pilot.press("n")

    await asyncio.wait_for(opened(), 30)


async def _broken_off_in_the_middle(ana: Technician) -> set[str]:
    """Work at the board while it reads, then leave before it is done; what the board said about the reading."""
    seen: set[str] = set()
    with closing(ana.session()) as session:
        engine = session.engine()
        app = WorkboardApp(session.desk, board_view(session.desk), engine.run)
        async with app.run_test(size=(80, 24)) as pilot:

            def reading() -> bool:
                words_now = board_view(session.desk).sync_words
                if words_now.startswith("reading "):
                    seen.add(words_now)
                return board_view(session.desk).card.state == "offered"

            await until(reading, pilot)
            await _note_sheet(app, pilot)
            await words(pilot, "Written while it was reading.")
            await pilot.press("ctrl+s")
            await until(lambda: reading() and len(seen) >= 2, pilot)
            found = account.load(session.database.read())
            assert found is not None
            assert found.synced_at is None, "left in the middle of the first sync"
        await engine.context.backend.aclose()
        await outbox.release(session.desk)  # as leaving the board does
    return seen

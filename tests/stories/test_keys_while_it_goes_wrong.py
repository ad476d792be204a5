"""Whatever the help desk does meanwhile, the board answers keys, and a note is saved as if nothing were wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.faults import BOMB, DRIP, ENDLESS, SILENCE, Fault
from tests.desk.plan import ANYWHERE
from tests.desk.rig import Case, Standing, standing
from tests.support.until import until
from tests.ui.eyes import running, shown, typed
from workboard.board.desk import Desk
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config
from workboard.store import entries
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.screens.board import Board

WORDS = "Written while it went wrong"


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("desk")) as one:
        yield one


def desk_of(case: Case) -> Desk:
    config = Config(account=AccountSettings("request_tracker", "desk", case.server.url))
    return Desk(case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits)


async def works_on(stands: Standing, fault: Fault) -> None:
    await stands.prepare()
    case = stands.case()
    case.faults.always(ANYWHERE, fault)
    app = WorkboardApp(desk_of(case), on_start=case.engine.run)
    async with running(app) as pilot:
        await until(lambda: case.faults.played)
        await until(lambda: isinstance(pilot.app.screen, Board) and "Enter start" in shown(pilot))
        await pilot.press("n")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await typed(pilot, WORDS)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
    (row,) = [one for one in entries.recent(case.database.read()) if one.verb == "note"]
    assert WORDS in str(row.intent)
    await case.settled()
    assert entries.find(case.database.read(), row.id).state == "done"  # type: ignore[union-attr]
    assert len([one for one in case.facts()["messages"] if WORDS in one[4]]) == 1
    await case.close()


@pytest.mark.parametrize("fault", [SILENCE, DRIP, ENDLESS, BOMB], ids=lambda fault: fault.name)
async def test_keys_are_answered_while(stands: Standing, fault: Fault) -> None:
    await works_on(stands, fault)

"""While the disk is full the sheet stays open with every word in it, and says what to do."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from tests.board.bench import Bench
from tests.store.test_full_disk import fill_up
from tests.support.until import until
from tests.ui.eyes import opened, sheet, shown
from workboard.store import drafts, unsaved
from workboard.ui.dialogs import drafted
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.screens.board import Board

LONG = "x" * 9000


async def test_a_full_disk_costs_no_word_and_closes_nothing(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafted, "PAUSE_S", 0.01)
    demo.database.close()  # the connections made from now on meet the full disk
    with monkeypatch.context() as patch:
        fill_up(patch)
        async with opened(demo) as pilot:
            await pilot.press("n")
            await until(lambda: isinstance(pilot.app.screen, NoteEntry))
            field = sheet(pilot).query_one(TextArea)
            field.insert(LONG)
            await until(lambda: "no room left" in shown(pilot))  # the draft was tried, and the app is still there
            await pilot.press("ctrl+s")
            await until(lambda: unsaved.waiting(demo.database.path))
            await until(lambda: "the words are kept" in " ".join(shown(pilot).split()))
            assert field.text == LONG
            demo.database.close()
            patch.undo()
            await pilot.press("ctrl+s")
            await until(lambda: isinstance(pilot.app.screen, Board))
    assert demo.database.read().value("SELECT body FROM note WHERE body = ?", (LONG,)) == LONG
    assert drafts.count(demo.database.read()) == 0

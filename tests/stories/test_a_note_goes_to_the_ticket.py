"""Press n, type a note, Ctrl+S: the first of the two journeys through the house, floor by floor."""

from __future__ import annotations

from tests.stories.remote_desk import RemoteDesk
from tests.support.until import until
from tests.ui.eyes import opened, shown, typed
from workboard.board.outbox import rows
from workboard.domain.intent import AddNote
from workboard.store import entries, to_do


async def test_a_note_is_saved_offline_and_delivered_once_when_the_help_desk_answers(dana: RemoteDesk) -> None:
    told: list[frozenset[str]] = []
    dana.desk.subscribe(lambda changed: told.append(changed.topics))
    dana.unplug()
    async with opened(dana) as pilot:
        await pilot.press("n")
        await typed(pilot, "Rebooted twice, same fault. +15m >Call Tom")
        await pilot.press("ctrl+s")
        await until(lambda: rows(dana.desk))

        # one transaction: the note, its row in the outbox, the end of the draft; and the news of it
        entry = entries.open_entries(dana.database.read())[0]
        assert isinstance(entry.intent, AddNote)
        assert (entry.ticket_id, entry.intent.minutes, entry.state) == (dana.first.id, 15, "pending")
        assert any({"notes", "outbox", "progress"} <= topics for topics in told)

        # overlaid on server truth it shows at once: where it stands, the next step, the minutes
        await until(lambda: "Rebooted twice, same fault." in shown(pilot))
        assert to_do.next_step(dana.database.read(), dana.first.id) == "Call Tom"
        assert "Call Tom" in shown(pilot)
        assert "15 m" in shown(pilot)

        assert (await dana.sync()).error is not None
        await until(lambda: "offline" in shown(pilot))
        assert not dana.remote.received

        dana.plug_in()
        report = await dana.sync()
        assert (report.sent, report.waiting) == (1, 0)
        await until(lambda: "synced" in shown(pilot))
        assert "Rebooted twice, same fault." in shown(pilot)
    assert dana.remote.received == {entry.marker: 1}
    assert (await dana.sync()).sent == 0
    assert dana.remote.received == {entry.marker: 1}

"""A client replies: the second journey, and what it must never do to the hands of the technician."""

from __future__ import annotations

from tests.stories.remote_desk import HOUR, RemoteDesk
from tests.support.until import until
from tests.ui.eyes import opened, shown, typed
from workboard.board import who_waits
from workboard.board.look import board_view
from workboard.domain.event import Changed, ReplyArrived
from workboard.ui.screens.focus import Focus


async def test_a_reply_is_one_quiet_count_and_moves_nothing(dana: RemoteDesk) -> None:
    news: list[Changed] = []
    dana.desk.subscribe(news.append)
    async with opened(dana) as pilot:
        await pilot.press("enter")
        await until(lambda: board_view(dana.desk).card.state == "running")
        before = board_view(dana.desk).card
        await pilot.press("n")
        await typed(pilot, "half a thought")
        dana.says(dana.second, "Approved, please go ahead.")
        report = await dana.sync()
        assert report.pulled.messages == 1
        events = [event for changed in news for event in changed.events if isinstance(event, ReplyArrived)]
        assert [event.ticket_id for event in events] == [dana.second.id]
        await pilot.pause()
        assert "half a thought" in shown(pilot), "the sheet is as it was"
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Focus))
        await pilot.pause()
        assert "answered" not in shown(pilot), "in focus it is held"
        card = board_view(dana.desk).card
        assert (card.activity_id, card.state, card.title) == (before.activity_id, "running", before.title)
        await pilot.press("p", "enter")
        await until(lambda: "Meanwhile: 1 client answered" in shown(pilot))
        assert "1 client has answered" in shown(pilot)


async def test_ac15_three_messages_wait_since_the_first_and_an_answer_clears_them(dana: RemoteDesk) -> None:
    dana.says(dana.first, "It still stops, but only from tray 2.")
    first_at = dana.at
    dana.says(dana.second, "Approved.")
    await dana.sync()
    order = [row.number for row in who_waits.rows(dana.desk)]
    for text in ("Tray 1 is fine.", "Are you there?"):
        dana.at += HOUR
        dana.says(dana.first, text)
        await dana.sync()
        rows = who_waits.rows(dana.desk)
        assert [row.number for row in rows] == order, "writing again wins nothing and costs nothing"
        one = next(row for row in rows if row.number == "11")
        assert one.waiting_minutes == (dana.at - first_at) // 60_000
    async with opened(dana) as pilot:
        await pilot.press("r", "n")
        await typed(pilot, "Ordered the roller.")
        await pilot.press("ctrl+s")
        await until(lambda: "#11: note saved" in shown(pilot))
        assert "11" in [row.number for row in who_waits.rows(dana.desk)], "an internal note answers nobody"
        await pilot.press("a")
        await typed(pilot, "A new roller comes tomorrow.")
        await pilot.press("ctrl+s")
        await until(lambda: "11" not in [row.number for row in who_waits.rows(dana.desk)])
        assert [row.number for row in who_waits.rows(dana.desk)] == ["12"]
        await pilot.press("n")
        await typed(pilot, "Both seats are there.")
        await pilot.press("ctrl+t", "ctrl+s")  # a note that the client reads is an answer
        await until(lambda: who_waits.rows(dana.desk) == [])
    await dana.sync()
    assert who_waits.rows(dana.desk) == []

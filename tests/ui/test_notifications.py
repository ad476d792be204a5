"""The terminal is told of what somebody who looks elsewhere would want to hear, by one door, and never in focus."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from tests.corpus.hostile import HOSTILE
from tests.support.until import until
from tests.ui.eyes import running
from workboard.board import focus, interruption, work
from workboard.board.mode import mode
from workboard.domain.activity import derived_id
from workboard.domain.rules import BandRule
from workboard.host.notifier import Way, bytes_for
from workboard.ui.app import WorkboardApp
from workboard.ui.machine import Machine
from workboard.ui.notification import notification


class Told(WorkboardApp):
    """Keeps what goes to the terminal beside what is painted."""

    def __init__(self, bench: Bench) -> None:
        def notify(title: str, text: str) -> bytes:
            self.asked.append(title)
            return bytes_for(Way("osc9"), title, text)

        super().__init__(bench.desk, machine=Machine(notify=notify))
        self.asked: list[str] = []
        self.written: list[str] = []

    def on_mount(self) -> None:
        super().on_mount()
        driver = self._driver
        assert driver is not None
        write = driver.write

        def seen(data: str) -> None:
            self.written += [data] if "\x1b]9;" in data else []
            write(data)

        driver.write = seen  # type: ignore[method-assign]


@pytest.fixture
def desk(bench: Bench) -> Bench:
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(bands=(BandRule(1, urgent=True),)))
    return bench


async def test_an_emergency_is_told_once_and_by_one_door(desk: Bench) -> None:
    app = Told(desk)
    async with running(app) as pilot:
        ticket = await desk.ticket("Server down", urgent=True)
        await pilot.pause()
        app._minute()
        await until(lambda: bool(app.written))
        app._minute()
        await pilot.pause()
        assert app.asked == [f"P1 for you #{ticket.number}"]
        assert app.written == [f"\x1b]9;workboard: P1 for you #{ticket.number} · Ruth Osei\x07"]


async def test_what_the_board_shows_when_it_opens_is_not_told(desk: Bench) -> None:
    await desk.ticket("Server down", urgent=True)
    app = Told(desk)
    async with running(app) as pilot:
        await until(lambda: desk.desk.place("news") is not None)
        app._minute()
        await pilot.pause()
        assert (app.asked, app.written) == ([], [])


@pytest.mark.parametrize("where", ["focus", "away"])
async def test_in_focus_and_away_nothing_is_sent_at_all(desk: Bench, where: str) -> None:
    await work.start(desk.desk, derived_id((await desk.ticket("Outlook hangs")).id))
    if where == "away":
        await interruption.stamp(desk.desk, "phone")
    app = Told(desk)
    async with running(app) as pilot:
        await desk.ticket("Server down", urgent=True)
        for _ in range(3):
            desk.at += MINUTE
            app._minute()
            await pilot.pause()
        assert mode(desk.desk) == where
        assert (app.asked, app.written) == ([], [])
        await (focus.leave(desk.desk) if where == "focus" else interruption.back(desk.desk))
        app._minute()
        await pilot.pause()
        assert app.asked == []


WAYS = [
    Way("osc9"),
    Way("osc777"),
    Way("osc99"),
    Way("osc9", tmux=True),
    Way("osc777", tmux=True),
    Way("osc99", tmux=True),
]


@pytest.mark.parametrize("how", WAYS, ids=lambda how: f"{how.kind} {'tmux' if how.tmux else ''}")
def test_the_door_lets_notifications_through_whatever_is_said(how: Way) -> None:
    for text in (*HOSTILE, "P1 for you"):
        sent = bytes_for(how, text, text)
        assert notification(sent).encode("utf-8", "replace") == sent
    twice = bytes_for(how, "a", "b") * 3
    assert notification(twice) == ""


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"words", b"\x1b[2J", b"\x1b]0;title\x07", b"\x1b]52;c;QQ==\x07", b"\x1b]9;4;1;50\x07", b"\x07",
        b"\x1b]9;workboard: x\x07\x1b[2J", b"\x1b]9;workboard: \x1b[2J\x07", b"\x1b]777;notify;a\x07b\x07",
        b"\x1bPtmux;\x1b\x1b]52;c;QQ==\x07\x1b\\", b"\x1b]777;notify;a;b", b"\x9d9;workboard: x\x9c",
    ],
)  # fmt: skip
def test_and_nothing_else(sent: bytes) -> None:
    assert notification(sent) == ""

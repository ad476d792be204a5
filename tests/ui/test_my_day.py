"""My day: text beside each figure, at any size, in plain characters too, and for nobody else."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from tests.ui.eyes import RAW, opened, shown
from workboard.board import interruption, pause, work
from workboard.board.strokes import ascii_text
from workboard.domain.own_day import OwnDay, Share
from workboard.domain.rules import BreatheRules
from workboard.domain.text import cell_width
from workboard.ui.dialogs.my_day import MyDay, figures

SHOWN = "demo:scheduled:48213"
DAY = OwnDay(
    7, 48, (Share("phone", 4, 32), Share("walk-up", 2, 10), Share("none", 1, 6)),
    (Share("Alder & Pine Dental", 3, 20), Share(None, 3, 22), Share("Birch", 1, 6)), ((9, 8), (11, 40)), 130, 71,
)  # fmt: skip


def text_of(day: OwnDay, width: int, room: int = 20) -> list[str]:
    return ["".join(part if isinstance(part, str) else part[0] for part in line) for line in figures(day, width, room)]


def test_each_bar_has_its_figure_beside_it() -> None:
    lines = text_of(DAY, 100)
    assert lines[0] == "Focus          71 % kept of 2 h 10"
    assert lines[1] == "Interruptions  7, 48 m in all"
    assert [line[-9:].strip() for line in lines[2:5]] == ["4 · 32 m", "2 · 10 m", "1 · 6 m"]
    assert lines[2].startswith("From           phone                 ████████████████")
    assert "not said" in lines[4]
    assert lines[-1] == "By hour        ▂▁▇  09 to 12 h · worst 11:00 to 12:00, 40 m"


def test_in_plain_characters_every_figure_is_still_there() -> None:
    plain = [ascii_text(line, cell_width(line)) for line in text_of(DAY, 100)]
    assert all(line.isascii() and "?" not in line for line in plain)
    assert "4 - 32 m" in plain[2]


@pytest.mark.parametrize("room", range(1, 9))
def test_what_has_no_room_is_summed_up(room: int) -> None:
    lines = text_of(DAY, 60, room)
    shares = [line for line in lines if " · " in line and "worst" not in line]
    assert len(shares) <= max(room, 2)
    assert any("others" in line for line in shares) == (room < 6)
    assert all(cell_width(line) <= 60 for line in lines)


def test_a_quiet_day_says_so() -> None:
    assert text_of(OwnDay(), 80) == ["Focus          no block today", "Interruptions  none so far"]


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_it_opens_with_h_and_goes_on_counting(demo: Bench, size: tuple[int, int]) -> None:
    await work.start(demo.desk, SHOWN)
    for source, who in (("phone", "Ruth Osei"), (None, None)):
        await interruption.stamp(demo.desk, source, who)  # type: ignore[arg-type]
        demo.at += 6 * MINUTE
        await interruption.back(demo.desk)
    await work.park(demo.desk, SHOWN)
    async with opened(demo, size) as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MyDay)
        assert "Alder & Pine Dental" in shown(pilot)
        assert "2, 12 m in all" in shown(pilot)
        assert not RAW.search(shown(pilot).replace("\n", ""))
        await pilot.press("h")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, MyDay)


async def test_a_pause_to_breathe_is_planned(demo: Bench) -> None:
    demo.desk = demo.desk._replace(policy=demo.desk.policy._replace(breathe=BreatheRules(offer=True)))
    await pause.take(demo.desk)
    demo.at += 2 * MINUTE
    await interruption.back(demo.desk)
    async with opened(demo) as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert "2 m, planned" in shown(pilot)
        assert "none so far" in shown(pilot)

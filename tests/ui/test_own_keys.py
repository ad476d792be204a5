"""Keys of one's own: what ``keys.toml`` names holds on the screen, at its foot and in the sheet of keys."""

from __future__ import annotations

from pathlib import Path

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import foot, opened, shown
from workboard.cli.board import _with_own_keys
from workboard.cli.keys import built_in
from workboard.settings.keymap import read
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies

OWN = '[board]\nnote = "m"\nreplies = ["1", "r"]\nskip = ""\n[everywhere]\nkeys = "f1"\n'


async def test_a_key_of_ones_own_takes_the_place_of_the_built_in_one(demo: Bench) -> None:
    keymap, wrong = read(OWN, "keys.toml", built_in())
    assert not wrong
    demo.desk = demo.desk._replace(keymap=keymap)
    async with opened(demo) as pilot:
        assert "m note" in foot(pilot)
        assert "1 replies" in foot(pilot)
        assert "F1 keys" in foot(pilot)
        assert "skip" not in foot(pilot)
        await pilot.press("n", "s", "question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Board), "the built-in keys do nothing now"
        await pilot.press("f1")
        await until(lambda: "m " in shown(pilot) and "Write a note" in shown(pilot))
        await pilot.press("escape", "m")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await pilot.press("escape", "1")
        await until(lambda: isinstance(pilot.app.screen, Replies))


async def test_keys_of_ones_own_are_nobody_elses(demo: Bench) -> None:
    """A board without them, opened after one with them in the same process, has the built-in ones."""
    demo.desk = demo.desk._replace(keymap=read(OWN, "keys.toml", built_in())[0])
    async with opened(demo):
        pass
    demo.desk = demo.desk._replace(keymap=None)
    async with opened(demo) as pilot:
        await pilot.press("n")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))


async def test_without_a_key_the_palette_still_has_it(demo: Bench) -> None:
    demo.desk = demo.desk._replace(keymap=read(OWN, "keys.toml", built_in())[0])
    async with opened(demo) as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"skip")
        await until(lambda: "Not now, for one reason" in shown(pilot))
        await pilot.press("down", "enter")
        await until(lambda: "why?" in shown(pilot))


def test_a_mistake_is_said_and_the_rest_holds(demo: Bench, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('[board]\nnote = "m"\nnoet = "b"\n')
    desk = _with_own_keys(demo.desk, str(tmp_path / "config.toml"))
    assert desk.keymap is not None
    assert desk.keymap.keys("board", "note") == ("m",)
    assert "keys.toml line 3" in desk.warnings[-1]
    assert _with_own_keys(demo.desk, str(tmp_path / "elsewhere" / "config.toml")) is demo.desk

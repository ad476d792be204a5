"""The table of keys, and a file that changes them."""

from __future__ import annotations

from tests.cli.conftest import Desk
from tests.docs.generate import PAGES
from workboard.ui.commands import declared_by
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies


def test_ac37_every_declared_key_is_printed_and_in_the_page(empty: Desk) -> None:
    told = empty("keys", "--json").json
    assert set(told[0]) == {"screen", "sheet", "command", "keys", "shown", "help"}
    for name, screen in (("board", Board), ("replies", Replies)):
        mine = [(one["command"], ",".join(one["keys"])) for one in told if one["screen"] == name]
        assert mine == [(one.id, one.key) for one in declared_by(screen)]
    page = PAGES["keys.md"]()
    out = empty("keys").out
    for one in told:
        assert f"`{one['shown']}`" in page
        assert one["help"] in page
        assert one["help"] in out
    assert out.startswith("The board\n")
    assert not empty.folder.exists()


def test_ac37_sheets_are_there_and_their_bases_are_not(empty: Desk) -> None:
    told = empty("keys", "--json").json
    sheets = {one["screen"] for one in told if one["sheet"]}
    assert sheets >= {"answer", "finish", "note_entry", "park", "skip"}
    assert not sheets & {"sheet", "drafted", "work_screen"}
    assert {one["screen"] for one in told if not one["sheet"]} >= {"board", "replies"}


def check(desk: Desk, text: str) -> list[str]:
    desk.folder.mkdir(exist_ok=True)
    (desk.folder / "keys.toml").write_text(text, "utf-8")
    got = desk("keys", "--check", "--json")
    assert got.code == (0 if got.json["ok"] else 1)
    assert got.json["ok"] == (not got.json["findings"])
    return [one["code"] for one in got.json["findings"]]


def test_a_file_of_your_own_is_checked(empty: Desk) -> None:
    assert empty("keys", "--check").out == "The keys are in order.\n"
    assert check(empty, '[board]\nnote = "m"\nwhy = ""\n[everywhere]\nquit = "ctrl+w"\n') == []
    assert check(empty, '[board]\nnote = "s"\nskop = "k"\n') == ["unknown-command", "clash"]
    got = empty("keys", "--check")
    assert got.code == 1
    assert got.out.splitlines() == [
        'keys.toml line 3: [board] has no command "skop"',
        '-> did you mean "skip"?',
        'keys.toml line 2: [board] note: "s" is the key of skip too',
        "-> choose another key for one of them",
    ]


def test_what_cannot_be_read_is_a_finding_too(empty: Desk) -> None:
    assert check(empty, "[board\n") == ["not-toml"]
    (empty.folder / "keys.toml").write_bytes(b"\xff\xfe\xff")
    assert empty("keys", "--check").code == 1

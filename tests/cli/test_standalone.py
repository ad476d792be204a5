"""From nothing to a finished piece of work, without any settings."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_a_day_without_settings(empty: Desk) -> None:
    opened = empty("ticket", "new", "--name", "Ruth Osei", "--no-urgent", "--problem", "Outlook hangs", "--json").json
    number = opened["ticket"]["number"]
    assert opened["state"] == "sent"
    shown = empty("next", "--json").json["activity"]
    assert shown["ticket"]["number"] == number
    assert shown["title"] == "Decide the next step: Outlook hangs"
    assert empty("start", "--json").json["activity"]["state"] == "running"
    noted = empty("note", number, "Profile copied +20m >Call Ruth", "--json").json
    assert (noted["state"], noted["next_step"]) == ("sent", "Call Ruth")
    assert empty("next", "--json").json["activity"]["title"] == "Call Ruth"
    done = empty("finish", "--result", "Works", "--time", "5m", "--json").json
    assert (done["activity"]["state"], done["activity"]["ticket"]["category"]) == ("finished", "done")
    assert empty("next", "--json").code == 1
    assert empty("progress", "--json").json["me"]["done"] == 25
    assert not (empty.folder / "config.toml").exists()


def test_init_twice_keeps_a_copy_and_one_account_per_folder(empty: Desk) -> None:
    assert empty("init", "--backend", "standalone", "--goal-me", "6h worked per day").code == 0
    assert 'me = "6h worked per day"' in (empty.folder / "policy.toml").read_text()
    assert empty("progress", "--json").json["me"]["target"] == 360
    assert empty("init", "--backend", "standalone").code == 2
    assert empty("init", "--backend", "standalone", "--zone", "Europe/Berlin", "--force").code == 0
    assert (empty.folder / "config.toml.bak-1").exists()
    before = (empty.folder / "config.toml").read_text()
    assert "Europe/Berlin" in before
    got = empty("init", "--backend", "demo", "--force")
    assert got.code == 2
    assert "another account" in got.err
    assert (empty.folder / "config.toml").read_text() == before


def test_an_unreachable_help_desk_still_saves(demo: Desk, monkeypatch: object) -> None:
    """The note is on the disk, the state says so, and the exit code is 0."""
    import os

    from workboard.store.lock import SyncLock

    lock = SyncLock(os.path.join(demo.folder, "data", "sync.lock"))  # a board is open and holds the sending
    assert lock.take()
    try:
        got = demo("note", "48213", "while the board is open", "--json")
        assert (got.code, got.json["state"]) == (0, "waiting")
    finally:
        lock.release()
    assert demo("sync", "--json").json["sent"] == 1

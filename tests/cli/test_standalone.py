"""From nothing to a finished piece of work, without any settings."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.cli.conftest import Desk
from workboard.backends import registry
from workboard.backends.base import Identity
from workboard.cli.init_tried import Found
from workboard.cli.init_written import check_folder
from workboard.domain.errors import SettingsError
from workboard.domain.people import Person
from workboard.host.paths import places, prepare
from workboard.settings.config import AccountSettings, Config
from workboard.store import account, drafts
from workboard.store.account import Account
from workboard.store.database import Database
from workboard.store.drafts import Draft


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


def test_settings_changed_by_hand_take_no_ticket_away(empty: Desk) -> None:
    empty("ticket", "new", "--name", "Ruth Osei", "--no-urgent", "--problem", "Outlook hangs", "--mine")
    (empty.folder / "config.toml").write_text('schema = 1\n[account]\nname = "other"\n')
    got = empty("sync")
    assert got.code == 2
    assert "another account (standalone)" in got.err
    (empty.folder / "config.toml").unlink()
    assert empty("next", "--json").json["activity"]["title"] == "Decide the next step: Outlook hangs"


def test_settings_for_another_address_wait_for_what_is_half_written(empty: Desk) -> None:
    """``init`` asks the new address first, so that here it is asked what comes after."""
    where = places(str(empty.folder / "config.toml"), str(empty.folder / "data"), {})
    prepare(where)
    settings = AccountSettings("request_tracker", "helpdesk", "https://new.example")
    found = Found(Config(account=settings), Identity(Person("29", "Ana"), generation="new"), {}, ())
    with closing(Database.open(where.database_file)) as database:
        former = Account("helpdesk", "request_tracker", "https://old.example", "29", "Ana", generation="old")
        database.write(lambda tx: account.save(tx, former))
        check_folder(found, registry.kind("request_tracker"), where)
        database.write(lambda tx: drafts.save(tx, Draft("helpdesk:ticket:7", "note", "half a word")))
    with pytest.raises(SettingsError, match="another account"):
        check_folder(found, registry.kind("request_tracker"), where)


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

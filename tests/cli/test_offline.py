"""A help desk that cannot be reached, or a secret that is missing: nothing typed is lost, and the code says which."""

from __future__ import annotations

import asyncio
from contextlib import closing

import pytest

from tests.cli.conftest import Desk
from tests.support.until import until
from workboard.bootstrap.session import Options, open_session
from workboard.cli.board import keep_in_step
from workboard.store import account

NOBODY = "https://127.0.0.1:9"
TOKEN = "1-29-0123456789abcdef0123456789abcdef"
NEW = ("ticket", "new", "--name", "Ruth Osei", "--problem", "Outlook hangs")


@pytest.fixture
def away(empty: Desk) -> Desk:
    """Settings of a Request Tracker nobody answers for."""
    empty.folder.mkdir()
    empty.folder.joinpath("config.toml").write_text(
        f'[time]\nzone = "Europe/London"\n[account]\nbackend = "request_tracker"\nurl = "{NOBODY}"\n'
        '[account.secret]\ncommand = ["false"]\n'
    )
    return empty


@pytest.fixture
def signed_in(away: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    path = away.folder / "config.toml"
    path.write_text(path.read_text().partition("[account.secret]")[0])
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    return away


def test_without_a_secret_a_ticket_waits(away: Desk) -> None:
    got = away(*NEW, "--json")
    assert (got.code, got.json["state"], got.json["ticket"]["number"]) == (0, "waiting", None)
    assert got.json["ticket"]["title"] == "Outlook hangs"
    assert away("sync").code == 3
    assert away("status", "--json").json["waiting"] == 1
    assert "secret" in {one["code"] for one in away("doctor", "--json").json["findings"]}


def test_before_the_first_sync_nobody_is_told_that_there_is_nothing_to_do(away: Desk) -> None:
    assert away("status").out.startswith("not synced yet")


def test_without_a_network_a_ticket_waits(signed_in: Desk) -> None:
    assert signed_in("sync", "--json").code == 3
    got = signed_in(*NEW)
    assert got.code == 0
    assert got.out.splitlines()[0] == "(no number yet)"
    assert [row["state"] for row in signed_in("outbox", "--json").json] == ["waiting"]


def test_init_writes_nothing_on_failure(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    got = empty("init", "--backend", "request_tracker", "--url", NOBODY, "--goal-me", "6h worked per day")
    assert got.code == 3
    assert "is the url right?" in got.err
    assert not empty.folder.exists()


async def test_the_board_opens_without_a_secret(away: Desk) -> None:
    """What is missing stands in the account, where the board's quiet line reads it."""
    options = Options(str(away.folder / "config.toml"), str(away.folder / "data"))
    with closing(open_session(options)) as session:
        loop = asyncio.create_task(keep_in_step(session))
        await until(lambda: account.load(session.database.read()))
        loop.cancel()
        found = account.load(session.database.read())
        assert found is not None
        assert found.state == "auth"
        assert "secret command" in (found.reason or "")

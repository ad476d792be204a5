"""Once it is on the disk it is saved: what keeps it from being sent is said beside that, and is no failure."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.backends.wire import answer, says, wire
from tests.cli.conftest import Desk
from workboard.cli.deliver import ended

TOKEN = "1-29-0123456789abcdef0123456789abcdef"
NEW = ("ticket", "new", "--name", "Ruth Osei", "--problem", "Outlook hangs")


@contextmanager
def help_desk(status: str) -> Iterator[str]:
    """Answers every request with this status; its address."""
    started, addresses = threading.Event(), []
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with wire(says(answer(status=status))) as far:
            addresses.append(far.url)
            started.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(10)
    try:
        yield addresses[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


def at(desk: Desk, url: str) -> Desk:
    desk.folder.mkdir(exist_ok=True)
    desk.folder.joinpath("config.toml").write_text(
        f'[time]\nzone = "Europe/London"\n[account]\nbackend = "request_tracker"\nurl = "{url}"\n'
    )
    return desk


def test_a_lock_and_a_spool_that_cannot_be_written_take_nothing_away(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    desk = at(empty, "http://127.0.0.1:9")
    assert desk(*NEW).code == 0
    for name in ("sync.lock", "spool.jsonl", "spool.lock"):
        place = desk.folder / "data" / name
        place.unlink(missing_ok=True)
        place.mkdir()  # not even root writes a folder
    got = desk(*NEW)
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines()[-1].startswith("Saved; it waits to be sent (")
    assert "sync.lock: is a directory" in got.out
    assert len(desk("outbox", "--json").json) == 2
    assert desk("sync").code == 4, "there the lock is what was asked for"


def test_a_token_that_is_not_accepted_is_named_where_it_is_noticed(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    with help_desk("401 No") as url:
        got = at(empty, url)(*NEW)
    assert got.code == 0
    assert "Saved; it waits to be sent (the help desk does not accept the token: workboard login)." in got.out


def test_a_secret_that_is_missing_too(empty: Desk) -> None:
    desk = at(empty, "http://127.0.0.1:9")
    path = desk.folder / "config.toml"
    path.write_text(path.read_text() + '[account.secret]\ncommand = ["false"]\n')
    assert "Saved; it waits to be sent (the secret command" in desk(*NEW).out


def test_a_reason_is_a_sentence_before_the_next_one() -> None:
    assert ended("redirected: check the url") == "redirected: check the url."
    assert ended("it said so.") == "it said so."


def test_a_damaged_file_is_told_once(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    desk = at(empty, "http://127.0.0.1:9")
    assert desk(*NEW).code == 0
    (desk.folder / "data" / "workboard.db").write_bytes(b"garbage" * 500)
    got = desk(*NEW)
    assert got.code == 0
    assert got.err.count("\n") == 1
    assert "was damaged" in got.err


@pytest.mark.parametrize("how", ["a file", "a link to nowhere"])
def test_a_data_folder_that_is_none_is_said(empty: Desk, how: str) -> None:
    empty.folder.mkdir()
    place = empty.folder / "data"
    place.write_text("") if how == "a file" else place.symlink_to(empty.folder / "gone")
    got = empty("next")
    assert (got.code, "is a file or a link to nowhere" in got.err) == (2, True)
    assert not (empty.folder / "gone").exists()


def test_a_damaged_desk_of_this_machine_goes_on_with_what_its_spool_held(empty: Desk) -> None:
    """Without a backup nothing tells any more whose it was: there is one person here."""
    assert empty(*NEW).code == 0
    assert empty("note", "1001", "Looked").code == 0
    (empty.folder / "data" / "workboard.db").write_bytes(b"garbage" * 500)
    assert empty(*NEW).code == 0

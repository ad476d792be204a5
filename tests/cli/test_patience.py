"""How long a command waits for a help desk that says nothing: a person sits in front of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.cli.conftest import Desk
from workboard.backends import patience
from workboard.backends.http import Client
from workboard.backends.patience import ASKED, BACKGROUND, PROMPT, Patience, waiting
from workboard.domain.errors import Unreachable

TOKEN = "1-29-0123456789abcdef0123456789abcdef"
SHORT = Patience(0.2, 0.2, 0.2)


@pytest.fixture
def mute() -> Iterator[int]:
    """A port where connections are taken, and nothing is ever said."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def test_a_person_waits_ten_seconds_and_the_board_a_minute() -> None:
    assert (PROMPT.read_s, ASKED.read_s, BACKGROUND.read_s) == (10, 30, 60)
    assert {one.write_s for one in (PROMPT, ASKED, BACKGROUND)} == {10}
    assert {one.connect_s for one in (PROMPT, ASKED, BACKGROUND)} == {10}
    assert patience.patience() == BACKGROUND
    with waiting(PROMPT):
        assert patience.patience() == PROMPT
    assert patience.patience() == BACKGROUND


@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        ("workboard.cli.init", "PROMPT", ("init", "--backend", "request_tracker", "--force", "--url")),
        ("workboard.cli.login", "PROMPT", ("login",)),
        ("workboard.cli.sync", "ASKED", ("sync",)),
    ],
)
def test_the_commands_wait_as_long_as_they_say(
    empty: Desk,
    mute: int,
    monkeypatch: pytest.MonkeyPatch,
    typed: object,
    module: str,
    name: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", TOKEN)
    monkeypatch.setattr(f"{module}.{name}", SHORT)
    typed(TOKEN)  # type: ignore[operator]
    url = f"http://127.0.0.1:{mute}"
    empty.folder.mkdir()
    (empty.folder / "config.toml").write_text(f'[account]\nbackend = "request_tracker"\nurl = "{url}"\n')
    got = empty(*words, *([url] if words[-1] == "--url" else []))
    assert (got.code, "did not answer in time" in got.err) == (3, True)


async def test_a_port_that_never_speaks_tls_is_given_up_like_one_that_is_not_there(mute: int) -> None:
    with waiting(Patience(read_s=600, write_s=600, connect_s=0.1)):
        mine = Client(f"https://127.0.0.1:{mute}", {})
        for write in (False, True):
            with pytest.raises(Unreachable, match="cannot be reached"):
                await mine.ask("POST", "/x", body={}, write=write)
        await mine.aclose()

"""``workboard sync --watch``: a line for each turn that brought something, and no end because of the network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.cli.conftest import NOW, Desk
from tests.support.until import until
from workboard.bootstrap.session import Options, Session, open_session
from workboard.cli.main import main
from workboard.cli.sync import _teller, _watch
from workboard.domain.errors import Unreachable
from workboard.store import account
from workboard.sync.context import Merged
from workboard.sync.report import Report


@pytest.fixture
def session(demo: Desk) -> Iterator[Session]:
    config, data = demo.places[1], demo.places[3]
    with closing(open_session(Options(config, data, None, running=True, environ={}))) as one:
        yield one


async def test_what_another_command_wrote_is_sent_and_told(
    demo: Desk, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    number = session.database.read().value("SELECT number FROM ticket WHERE presence = 'mine' LIMIT 1")
    task = asyncio.create_task(_watch(session, json=True))
    await until(lambda: session.engine().entrance.signed_in)
    words = ["note", number, "from elsewhere", "--json", *demo.places, "--now", NOW]
    assert await asyncio.to_thread(main, words) == 0
    said: list[str] = []

    def told() -> bool:
        said.extend(line for line in capsys.readouterr().out.splitlines() if "pulled" in line)
        return bool(said)

    await until(told)
    assert not task.done()
    task.cancel()
    await asyncio.wait([task])
    assert json.loads(said[0])["sent"] == 1


async def test_without_a_network_it_goes_on_and_says_so_once(
    session: Session, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = session.engine()
    asked: list[int] = []

    async def cut() -> None:
        asked.append(1)
        raise Unreachable("the help desk cannot be reached: are you online?")

    monkeypatch.setattr(engine.context.backend, "whoami", cut)
    monkeypatch.setattr("workboard.sync.breaker.LEAST_S", 0.01)
    monkeypatch.setattr("workboard.sync.schedule.FIRST_MS", 1)
    task = asyncio.create_task(_watch(session, json=False))
    await until(lambda: len(asked) >= 3)
    found = account.load(session.database.read())
    assert found is not None
    assert found.state == "offline"
    assert not task.done()
    task.cancel()
    await asyncio.wait([task])
    assert capsys.readouterr().err.splitlines() == ["workboard: the help desk cannot be reached: are you online?"]


def test_the_same_trouble_is_told_once_and_again_after_it_was_over(capsys: pytest.CaptureFixture[str]) -> None:
    told = _teller(json=False)
    trouble = Report(error=Unreachable("no network"))
    for report in (trouble, trouble, Report(Merged(tickets=2, messages=1), 3), trouble):
        told(report)
    out, err = capsys.readouterr()
    assert out.splitlines() == ["Read: 2 tickets, 1 message. Sent: 3."]
    assert err.splitlines() == ["workboard: no network", "workboard: no network"]

"""A secret that is refused, and another one that workboard is given while it is open."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from tests.desk.request_tracker import RequestTracker as Dialect
from tests.desk.seed import seeded
from tests.desk.server import Server, on_thread
from tests.desk.state import HelpDesk
from tests.store.make import enqueue
from tests.support.until import until
from tests.sync.fake_remote import FakeRemote
from tests.sync.rig import Rig
from tests.sync.test_engine import running
from workboard.backends.base import Backend
from workboard.bootstrap.session import Options, Session, open_session
from workboard.cli.board import keep_in_step
from workboard.cli.main import main
from workboard.domain.errors import SettingsError, SignInFailed
from workboard.domain.intent import AddNote
from workboard.domain.people import Person
from workboard.host.clock import Clock
from workboard.store import account, entries, mirror
from workboard.store.database import Database
from workboard.sync import renewal
from workboard.sync.schedule import CAP_MS

ONE = "desk:ticket:101"
REFUSED = SignInFailed("the token is no longer good: workboard login", status=401)


class Expired(FakeRemote):
    """The desk as it is for somebody whose token is no longer good."""

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__(now)
        self.closed = 0

    def _call(self, name: str) -> None:
        self.calls.append(name)
        raise REFUSED

    async def apply(self, *given: Any) -> Any:
        self._call("apply")

    async def aclose(self) -> None:
        self.closed += 1


class Drawer:
    """Where the secret is looked for: each is a backend that would be built with it."""

    def __init__(self, rig: Rig) -> None:
        self.found: FakeRemote | None = None
        self.asked = 0
        self.expired = Expired(rig.now)
        rig.engine.context = rig.engine.context._replace(backend=self.expired)
        rig.engine.entrance.renewal = renewal.Renewal(rig.database, self.look)

    def look(self) -> Backend | None:
        self.asked += 1
        found, self.found = self.found, None
        return found


@pytest.fixture
def drawer(rig: Rig) -> Drawer:
    return Drawer(rig)


def log_in(rig: Rig) -> None:
    """As the command in another terminal does."""
    with closing(Database.open(rig.database.path)) as other:
        other.write(lambda tx: renewal.leave_word(tx, rig.at))


@asynccontextmanager
async def signed_out(rig: Rig) -> AsyncIterator[None]:
    """The loop, once it knows that it is not let in."""
    async with running(rig.engine):
        await until(lambda: rig.account().state == "auth" and rig.engine.rest_s() > 0)
        yield


async def test_a_login_elsewhere_is_taken_up_at_once(rig: Rig, drawer: Drawer) -> None:
    rig.database.notice_foreign()
    one = enqueue(rig.database, AddNote(ONE, "x"), now=rig.at, sendable_at=rig.at)
    async with signed_out(rig):
        drawer.found = rig.remote
        rig.at += 1
        log_in(rig)
        await until(lambda: rig.database.notice_foreign() or rig.state(one) == "done")
        await until(lambda: rig.state(one) == "done")
    assert rig.remote.calls[0] == "whoami", "who it is comes first"
    assert (rig.remote.received[one.marker], rig.account().state) == (1, "ok")
    assert drawer.expired.closed == 1
    assert drawer.expired.calls.count("whoami") == 1


async def test_without_a_word_the_next_try_finds_it(rig: Rig, drawer: Drawer) -> None:
    """A secret that a command prints, or a variable holds, is told by nobody."""
    one = rig.wish(AddNote(ONE, "x"))
    async with signed_out(rig):
        drawer.found = rig.remote
        rig.database.write(lambda tx: tx.touch("outbox"))
        rig.at += CAP_MS
        rig.database.write(lambda tx: tx.touch("outbox"))
        await until(lambda: rig.state(one) == "done")
    assert drawer.expired.closed == 1


async def test_a_word_makes_one_try_and_no_storm(rig: Rig, drawer: Drawer) -> None:
    """The secret that came is no better: the next try is as far away as after any other refusal."""
    one = rig.wish(AddNote(ONE, "x"))
    worse = Expired(rig.now)
    async with signed_out(rig):
        drawer.found = worse
        rig.at += 1
        log_in(rig)
        await until(lambda: rig.database.notice_foreign() or worse.calls)
        await until(lambda: worse.calls and rig.engine.rest_s() >= CAP_MS / 1000 - 1)
        for _ in range(3):
            await rig.engine.turn()
    assert (worse.calls, drawer.expired.closed, worse.closed) == (["whoami"], 1, 0)
    assert rig.state(one) == "held"


async def test_a_secret_that_was_never_refused_is_not_looked_for_again(rig: Rig) -> None:
    drawer = Drawer(rig)
    rig.engine.context = rig.engine.context._replace(backend=rig.remote)
    for _ in range(3):
        log_in(rig)
        assert (await rig.engine.sync()).error is None
    assert drawer.asked == 0


async def test_another_persons_secret_sends_nothing_of_mine(rig: Rig, drawer: Drawer) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    bens = FakeRemote(rig.now)
    bens.me, bens.generation = Person("8", "Ben", kind="me"), "g2"
    assert isinstance((await rig.engine.sync()).error, SignInFailed)
    drawer.found = bens
    refused = (await rig.engine.sync()).error
    assert isinstance(refused, SettingsError)
    assert "Dana" in str(refused)
    assert set(bens.calls) == {"whoami"}
    assert (rig.state(one), rig.account().me.id) == ("held", "7")
    drawer.found = rig.remote
    assert (await rig.engine.sync()).error is None
    assert rig.state(one) == "done"
    assert "apply" not in bens.calls


# -- with a socket, and a secret that is read ---------------------------------------------------------------


@pytest.fixture
def desk() -> Iterator[tuple[HelpDesk, Server]]:
    remote = seeded(Clock().now)
    with on_thread(Server(Dialect(), remote)) as server:
        yield remote, server


def joined(folder: Path, server: Server, more: str = "") -> Session:
    """A board's session."""
    config = folder / "config.toml"
    config.write_text(f'[account]\nname = "desk"\nbackend = "request_tracker"\nurl = "{server.url}"\n{more}')
    return open_session(Options(str(config), str(folder / "data"), None, True, {"PATH": "/usr/bin:/bin"}))


def printed(secret: Path) -> str:
    """The settings of a secret that is what a file holds."""
    program = json.dumps([sys.executable, "-c", "import sys; print(open(sys.argv[1]).read())", str(secret)])
    return f"[account.secret]\ncommand = {program}\n"


async def test_a_token_made_anew_goes_on_where_the_old_one_ended(desk: tuple[HelpDesk, Server], tmp_path: Path) -> None:
    remote, server = desk
    ana, secret = remote.people["ana"], tmp_path / "secret"
    secret.write_text(ana.token or "")
    with closing(joined(tmp_path, server, printed(secret))) as session:
        engine = session.engine()
        assert engine.hold()
        assert (await engine.sync()).error is None
        mine = next(iter(await engine.context.backend.mine()))
        ana.token = f"1-{ana.number}-{'ab' * 16}"
        row = enqueue(session.database, AddNote(mine, "Looked."), now=session.desk.now(), sendable_at=0)
        assert isinstance((await engine.sync()).error, SignInFailed)
        held = entries.find(session.database.read(), row.id)
        assert held is not None
        assert held.state == "held"
        assert isinstance((await engine.sync()).error, SignInFailed), "the file still holds the old one"
        secret.write_text(ana.token)
        report = await engine.sync()
        await engine.context.backend.aclose()
        assert (report.error, report.sent, report.waiting) == (None, 1, 0)
        found = account.load(session.database.read())
        assert found is not None
        assert (found.state, found.me.id) == ("ok", "ana")


async def test_workboard_login_beside_an_open_board(
    desk: tuple[HelpDesk, Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board found no secret at first, then one that ended; both times the command is all that is done."""
    remote, server = desk
    ana = remote.people["ana"]
    kept: dict[str, str] = {}
    monkeypatch.setattr("workboard.host.keys.get", kept.get)
    monkeypatch.setattr("workboard.host.keys.put", lambda user, secret: kept.update({user: secret.reveal()}))
    monkeypatch.setattr("workboard.cli.board.GLANCE_S", 0.01)

    async def log_in_with(token: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(token + "\n"))
        words = ["login", "--config", str(tmp_path / "config.toml"), "--data-dir", str(tmp_path / "data")]
        assert await asyncio.to_thread(main, words) == 0

    with closing(joined(tmp_path, server)) as session:

        def state() -> str:
            session.desk.look_around()
            found = account.load(session.database.read())
            return "" if found is None else found.state

        board = asyncio.create_task(keep_in_step(session))
        await until(lambda: state() == "auth")
        await log_in_with(ana.token or "")
        await until(lambda: state() == "ok" and mirror.mine(session.database.read()))
        ana.token = f"1-{ana.number}-{'ab' * 16}"
        mine = sorted(mirror.mine(session.database.read()))[0]
        row = enqueue(session.database, AddNote(mine, "Looked."), now=session.desk.now(), sendable_at=0)
        await until(lambda: state() == "auth")
        await log_in_with(ana.token)
        await until(lambda: state() == "ok" and not entries.open_entries(session.database.read()))
        board.cancel()
        await asyncio.wait([board])
        done = entries.find(session.database.read(), row.id)
    assert done is not None
    assert done.state == "done"

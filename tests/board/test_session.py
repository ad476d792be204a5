"""Everything joined: what a session makes on the disk, what it leaves alone, and who may send."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from workboard.board.look import board_view
from workboard.bootstrap.session import Options, Session, join, open_session
from workboard.domain.errors import NewerDatabase, SettingsError
from workboard.host.paths import places
from workboard.settings.config import AccountSettings, Config
from workboard.store import account, journal
from workboard.store.database import Database

NOON = "2026-11-24T10:42+00:00"
BASE = 1_795_516_920_000


def options(folder: Path, **more: object) -> Options:
    plain = Options(str(folder / "config.toml"), str(folder / "data"), NOON, environ={"TZ": "UTC", "USER": "dana"})
    return plain._replace(**more)  # type: ignore[arg-type]


def demo(folder: Path, **more: object) -> Session:
    given = options(folder, **more)
    config = Config(account=AccountSettings("demo", "demo", base_at=BASE))
    return join(places(given.config, given.data_dir, given.environ), config, given)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with closing(open_session(options(tmp_path))) as one:
        yield one


def test_a_question_makes_no_files(tmp_path: Path) -> None:
    with closing(open_session(options(tmp_path), writes=False)) as one:
        assert board_view(one.desk).card.state == "notice"
    assert list(tmp_path.iterdir()) == []


def test_a_first_session_makes_a_private_folder_and_knows_me(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    assert session.desk.me.name == "dana"
    found = account.load(session.database.read())
    assert found is not None
    assert (found.backend, found.state) == ("standalone", "ok")


def test_a_second_session_finds_what_the_first_left(tmp_path: Path) -> None:
    with closing(open_session(options(tmp_path))) as one:
        one.database.write(lambda tx: journal.set_place(tx, "screen", "replies", 1))
    with closing(open_session(options(tmp_path))) as again:
        assert again.desk.place("screen") == "replies"


def test_one_session_sends_and_the_others_do_not(session: Session, tmp_path: Path) -> None:
    assert session.engine().hold()
    with closing(open_session(options(tmp_path))) as other:
        assert not other.engine().hold()
    session.close()
    with closing(open_session(options(tmp_path))) as other:
        assert other.engine().hold()


def test_the_demo_has_its_day_its_rules_and_its_parked_piece(tmp_path: Path) -> None:
    with closing(demo(tmp_path)) as one:
        view = board_view(one.desk)
        assert view.card.state == "offered"
        assert len(view.goals) == 2
        assert one.database.read().value("SELECT count(*) FROM work WHERE state = 'parked'") == 1
        assert one.desk.now() == BASE
    with closing(demo(tmp_path)) as again:
        assert board_view(again.desk) == view, "the same day, and not begun anew"


def test_the_demos_clock_runs_from_its_own_morning(tmp_path: Path) -> None:
    with closing(demo(tmp_path, now=None, running=True)) as one:
        assert BASE <= one.desk.now() < BASE + 60_000
        assert one.desk.wall() != one.desk.now()


def test_the_last_valid_policy_is_kept_and_said(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('schema = 1\n[goal]\nme = "5h worked per day"\n')
    with closing(open_session(options(tmp_path))) as one:
        assert one.desk.policy.goal.me is not None
        assert one.desk.warnings == ()
    policy.write_text("schema = 1\n[goal]\nme = 5\n")
    with closing(open_session(options(tmp_path))) as again:
        assert again.desk.policy.goal.me == one.desk.policy.goal.me
        assert len(again.desk.warnings) == 1
        assert "last valid policy" in again.desk.warnings[0]
        assert board_view(again.desk).notice == again.desk.warnings[0]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    with closing(open_session(options(tmp_path))) as one:
        one.database.write(lambda tx: tx.run("PRAGMA user_version = 99"))
    for writes in (True, False):
        with pytest.raises(NewerDatabase):
            open_session(options(tmp_path), writes=writes)


def test_an_unknown_backend_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('schema = 1\n[account]\nbackend = "nonsense"\n')
    with pytest.raises(SettingsError, match="standalone"):
        open_session(options(tmp_path))


def test_a_broken_first_day_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("workboard.sync.pull.account.synced", broken)
    with pytest.raises(OSError, match="full"):
        demo(tmp_path)
    monkeypatch.undo()
    with closing(demo(tmp_path)) as one:
        assert board_view(one.desk).card.state == "offered"
        assert one.database.read().value("SELECT count(*) FROM work WHERE state = 'parked'") == 1


def test_the_database_is_the_one_of_the_folder(session: Session) -> None:
    assert isinstance(session.database, Database)
    assert session.database.path == session.places.database_file

"""The one file: private, strict, written by one thread, and telling what changed once it is on the disk."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.store.make import NOW
from workboard.domain.errors import DamagedDatabase, NeedsPerson, NewerDatabase
from workboard.domain.event import TOPICS, Changed, TicketLeft
from workboard.store import journal
from workboard.store.database import Database, Transaction
from workboard.store.schema import ADDED, APPLICATION_ID, VERSION

OPEN_AND_COUNT = """
import sys
from workboard.store.database import Database
database = Database.open(sys.argv[1])
print(database.read().value("SELECT count(*) FROM ticket"))
"""
WRITE_A_PLACE = """
import sys
from workboard.store import journal
from workboard.store.database import Database
database = Database.open(sys.argv[1])
database.write(lambda tx: journal.set_place(tx, "from", "elsewhere", 1))
"""


def python(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def remember(name: str, value: str, transaction: Transaction) -> None:
    journal.set_place(transaction, name, value, NOW)
    transaction.touch("work")


# -- the file -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_all_three_files_belong_to_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        database = Database.open(str(tmp_path / "workboard.db"))
        database.write(lambda tx: remember("a", "b", tx))
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    assert modes == {"workboard.db": 0o600, "workboard.db-wal": 0o600, "workboard.db-shm": 0o600}
    database.close()


def test_every_table_is_strict(database: Database) -> None:
    tables = database.read().all("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    ours = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "_sqlite_"))}
    assert len(ours) >= 20
    assert all(ours.values()), ours


def test_a_text_in_a_numbers_place_is_an_error(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.write(lambda tx: tx.run("INSERT INTO place (name, value, at) VALUES ('a', 'b', 'today')"))


def test_what_was_written_is_there_after_opening_again(database: Database) -> None:
    database.write(lambda tx: remember("screen", "replies", tx))
    database.close()
    again = Database.open(database.path)
    assert journal.place(again.read(), "screen") == "replies"
    again.close()


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    database.write(lambda tx: tx.run(f"PRAGMA user_version = {VERSION + 1}"))
    database.checkpoint()
    database.close()
    before = Path(database.path).read_bytes()
    with pytest.raises(NewerDatabase, match="update workboard") as caught:
        Database.open(database.path)
    assert "\n" not in str(caught.value)
    assert Path(database.path).read_bytes() == before


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "workboard.db"
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE song (title)")
    foreign.commit()
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(DamagedDatabase, match="not a workboard database"):
        Database.open(str(path))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["workboard.db"]


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 200, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "workboard.db"
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase) as caught:
        Database.open(str(path))
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_locked_file_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "workboard.db")
    monkeypatch.setattr("workboard.store.connection.BUSY_MS", 10)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode = WAL")
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(NeedsPerson, match="locked") as caught:
        Database.open(path)
    assert not isinstance(caught.value, DamagedDatabase)
    assert "aside" not in str(caught.value)
    holder.close()


def test_nothing_answers_every_question_with_nothing() -> None:
    nothing = Database.nothing()
    assert nothing.read().all("SELECT * FROM ticket") == []
    assert journal.running(nothing.read()) is None


# -- migrations ---------------------------------------------------------------------------------------------


def test_a_new_file_has_the_newest_schema(database: Database) -> None:
    assert database.read().value("PRAGMA user_version") == VERSION == len(ADDED)
    assert database.read().value("PRAGMA application_id") == APPLICATION_ID
    assert database.read().value("SELECT count(*) FROM _sqlite_migrations") == VERSION


def test_the_schema_in_memory_is_the_one_on_disk(database: Database) -> None:
    ours = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE '%sqlite_%' ORDER BY name"
    assert database.read().all(ours) == Database.nothing().read().all(ours)


def test_a_step_that_fails_leaves_the_file_as_it_was(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.write(lambda tx: remember("screen", "replies", tx))
    database.close()
    steps = (*ADDED, ("CREATE TABLE later (a INTEGER) STRICT", "UPDATE nowhere SET a = 1"))
    monkeypatch.setattr("workboard.store.migrations.ADDED", steps)
    monkeypatch.setattr("workboard.store.migrations.VERSION", VERSION + 1)
    monkeypatch.setattr("workboard.store.database.VERSION", VERSION + 1)
    with pytest.raises(NeedsPerson):
        Database.open(database.path)
    monkeypatch.undo()
    again = Database.open(database.path)
    assert again.read().value("PRAGMA user_version") == VERSION
    assert again.read().value("SELECT count(*) FROM sqlite_schema WHERE name = 'later'") == 0
    assert journal.place(again.read(), "screen") == "replies"
    again.close()


def test_an_old_file_is_brought_up_and_keeps_its_rows(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.write(lambda tx: remember("screen", "replies", tx))
    database.close()
    steps = (*ADDED, ("ALTER TABLE place ADD COLUMN more TEXT",))
    monkeypatch.setattr("workboard.store.migrations.ADDED", steps)
    monkeypatch.setattr("workboard.store.migrations.VERSION", VERSION + 1)
    monkeypatch.setattr("workboard.store.database.VERSION", VERSION + 1)
    again = Database.open(database.path)
    assert again.read().all("SELECT name, value, more FROM place") == [("screen", "replies", None)]
    assert again.read().value("PRAGMA user_version") == VERSION + 1
    again.close()


def test_processes_that_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    running = [python(OPEN_AND_COUNT, str(tmp_path / "workboard.db")) for _ in range(4)]
    told = [one.communicate() for one in running]
    assert told == [("0\n", "")] * 4


# -- writing ------------------------------------------------------------------------------------------------


def test_one_thread_writes_whoever_asks(database: Database) -> None:
    def work(transaction: Transaction) -> int:
        transaction.run("INSERT INTO company (id, name) VALUES (?, 'x')", (str(threading.get_ident()),))
        transaction.run("DELETE FROM company")
        return threading.get_ident()

    with ThreadPoolExecutor(4) as pool:
        writers = set(pool.map(lambda _: database.write(work), range(40)))
    assert len(writers) == 1
    assert threading.get_ident() not in writers


async def test_awrite_gives_the_result_and_raises_what_went_wrong(database: Database) -> None:
    assert await database.awrite(lambda tx: tx.run("INSERT INTO company (id, name) VALUES ('a', 'b')")) == 1
    with pytest.raises(ZeroDivisionError):
        await database.awrite(lambda tx: 1 // 0)


def test_what_fails_leaves_nothing(database: Database) -> None:
    heard: list[Changed] = []
    database.subscribe(heard.append)

    def work(transaction: Transaction) -> None:
        for number in range(300):
            transaction.run("INSERT INTO company (id, name) VALUES (?, 'x')", (str(number),))
        transaction.many("INSERT INTO company (id, name) VALUES (?, ?)", [("many", "x"), ("more", "y")])
        transaction.touch("tickets")
        transaction.tell(TicketLeft("desk:ticket:1", "left"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(work)
    assert database.read().value("SELECT count(*) FROM company") == 0
    assert heard == []
    assert database.write(lambda tx: tx.value("SELECT count(*) FROM company")) == 0


def test_the_board_cannot_write_past_the_writer(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.read().connection.execute("DELETE FROM company")


# -- telling ------------------------------------------------------------------------------------------------


def test_changes_are_told_once_with_topics_and_events_and_only_when_committed(database: Database) -> None:
    heard: list[tuple[Changed, str | None]] = []
    other = sqlite3.connect(database.path, check_same_thread=False)

    def listen(changed: Changed) -> None:
        row = other.execute("SELECT value FROM place WHERE name = 'seen'").fetchone()
        heard.append((changed, row and row[0]))

    stop = database.subscribe(listen)

    def work(transaction: Transaction) -> None:
        remember("seen", "yes", transaction)
        transaction.touch("tickets", "work")
        transaction.tell(TicketLeft("desk:ticket:1", "left"))

    database.write(work)
    event = TicketLeft("desk:ticket:1", "left")
    assert heard == [(Changed(frozenset({"tickets", "work"}), (event,)), "yes")]
    database.write(lambda tx: tx.run("UPDATE place SET at = 2"))
    stop()
    database.write(lambda tx: tx.touch("tickets"))
    assert len(heard) == 1
    other.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_in_trouble_holds_up_nobody(database: Database) -> None:
    heard: list[Changed] = []

    def trouble(changed: Changed) -> None:
        raise RuntimeError("the screen is gone")

    database.subscribe(trouble)
    database.subscribe(heard.append)
    for _ in range(2):
        database.write(lambda tx: tx.touch("tickets"))
    assert len(heard) == 2


def test_only_other_peoples_writes_are_foreign(database: Database) -> None:
    heard: list[Changed] = []
    database.subscribe(heard.append)
    assert not database.notice_foreign()
    database.write(lambda tx: remember("a", "b", tx))
    assert not database.notice_foreign()
    database.checkpoint()
    assert not database.notice_foreign()
    heard.clear()

    other = Database.open(database.path)
    other.write(lambda tx: remember("a", "c", tx))
    database.write(lambda tx: tx.run("UPDATE place SET at = 3"))
    assert database.notice_foreign()
    assert not database.notice_foreign()
    assert heard == [Changed(TOPICS, foreign=True)]
    other.close()


def test_another_process_is_noticed(database: Database) -> None:
    assert not database.notice_foreign()
    assert python(WRITE_A_PLACE, database.path).communicate() == ("", "")
    assert database.notice_foreign()
    assert journal.place(database.read(), "from") == "elsewhere"


def test_every_topic_touched_is_a_known_one() -> None:
    folder = Path(__file__).parents[2] / "workboard"
    named = {
        topic
        for path in folder.rglob("*.py")
        for call in re.findall(r"\.touch\(([^)]*)\)", path.read_text("utf-8"))
        for topic in re.findall(r'"(\w+)"', call)
    }
    assert named
    assert named <= TOPICS


# -- the journal --------------------------------------------------------------------------------------------


def test_on_another_machine_it_does_without_shared_memory(tmp_path: Path) -> None:
    path = str(tmp_path / "workboard.db")
    database = Database.open(path, None, "delete")
    database.write(lambda tx: remember("screen", "replies", tx))
    assert {one.name for one in tmp_path.iterdir()} == {"workboard.db"}
    database.close()
    again = Database.open(path)
    assert again.read().value("PRAGMA journal_mode") == "delete", "whoever only reads changes nothing"
    again.close()


def test_it_changes_when_the_settings_do_and_nobody_else_has_it_open(database: Database) -> None:
    other = Database.open(database.path, None, "delete")
    assert other.read().value("PRAGMA journal_mode") == "wal"
    other.close()
    database.close()
    alone = Database.open(database.path, None, "delete")
    assert alone.read().value("PRAGMA journal_mode") == "delete"
    alone.write(lambda tx: remember("screen", "replies", tx))
    alone.close()

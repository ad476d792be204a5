"""AC-26: what a lead's questions can see is walled in by SQLite itself, and costs by what is open."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench import lead as bench
from tests.bench.look import desk
from tests.store.damage import filled
from tests.store.make import HOUR, ME, MINUTE, NOW, sign_in
from tests.store.test_query_plans import statements
from workboard.board import lead
from workboard.board.teams import Team
from workboard.domain.bands import band
from workboard.domain.errors import DamagedDatabase, NewerDatabase
from workboard.domain.rules import BandRule, Policy
from workboard.domain.ticket import Ticket
from workboard.store import team_flow, team_views, team_waiting, team_work
from workboard.store.connection import Reader
from workboard.store.database import Database
from workboard.store.idle import MOST
from workboard.store.team_views import NAMED, PERSONAL, VIEWS, Scope
from workboard.store.trouble import SUSPECT

PEOPLE = ((ME, "Dana"), ("8", "Ben"), ("9", "Chi"))
SCOPE = Scope(PEOPLE, (), "desk:ticket:1")
BANDS = team_flow.band_sql(())
QUESTIONS: dict[str, Callable[[Reader], object]] = {
    "done": lambda r: team_work.done(r, 0, NOW),
    "minutes": lambda r: team_work.minutes(r, 0, NOW),
    "billable": lambda r: team_work.billable(r, 0, NOW),
    "known_by": lambda r: team_work.known_by(r, NOW - HOUR),
    "plans_kept": lambda r: team_work.plans_kept(r, NOW - HOUR, NOW, NOW + HOUR),
    "planned_minutes": lambda r: team_work.planned_minutes(r, NOW, 30),
    "planned_today": lambda r: team_work.planned_today(r, NOW, 30),
    "came": lambda r: team_flow.came(r, NOW - HOUR, NOW),
    "went": lambda r: team_flow.went(r, NOW - HOUR, NOW),
    "queue": lambda r: team_flow.queue(r, 30),
    "oldest": lambda r: team_flow.oldest(r, BANDS),
    "due_between": lambda r: team_flow.due_between(r, NOW, NOW + HOUR),
    "past_due": lambda r: team_flow.past_due(r, BANDS, NOW),
    "open_without_due": lambda r: team_flow.open_without_due(r, BANDS, [NOW] * 4),
    "spans": lambda r: team_flow.spans(r, ["desk:ticket:7"]),
    "conversations": team_waiting.conversations,
    "waiting_tickets": team_waiting.waiting_tickets,
    "noted": lambda r: team_waiting.noted(r, NOW),
    "asked_help": lambda r: team_waiting.asked_help(r, BANDS, NOW),
    "day_notes": lambda r: team_work.day_notes(r, 0),
    "titles": lambda r: team_work.titles(r, NOW - HOUR, 10),
}
WITH_NAMES = {"planned_today", "asked_help"}
ROOM = Path(team_views.__file__).parent
PARTS = sorted(set(ROOM.glob("team_*.py")) - {Path(team_views.__file__)})
"""every file of questions there is, one that comes later too"""


def questions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each with the source it stands in."""
    for path in PARTS:
        source = path.read_text("utf-8")
        for one in ast.parse(source).body:
            if isinstance(one, ast.FunctionDef) and one.name != "band_sql":
                yield source, one


@pytest.fixture
def reader(database: Database) -> Iterator[Reader]:
    with team_views.team(database, SCOPE) as made:
        yield made


def refused(reader: Reader, sql: str) -> bool:
    try:
        reader.connection.execute(sql).fetchall()
    except sqlite3.DatabaseError as error:
        return "prohibited" in str(error) or "not authorized" in str(error)
    return False


# -- what cannot be asked ----------------------------------------------------------------------------------------


def test_every_question_is_tried(reader: Reader) -> None:
    """A new question is on the list, or this fails."""
    asked = [function.name for _, function in questions()]
    assert sorted(asked) == sorted(QUESTIONS)
    for question in QUESTIONS.values():
        question(reader)


def test_no_column_of_a_person_can_be_read_from_any_table(database: Database, reader: Reader) -> None:
    tables = [row[0] for row in database.read().all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tried = 0
    for table in tables:
        for row in database.read().all(f"PRAGMA table_info({table})"):
            tried += 1
            assert refused(reader, f"SELECT {row[1]} FROM {table}"), f"{table}.{row[1]}"
            assert refused(reader, f"SELECT count(*) FROM {table} GROUP BY {row[1]}"), f"{table}.{row[1]}"
    assert tried > 150
    assert refused(reader, "SELECT person_id FROM temp.member")
    assert refused(reader, "SELECT sum(minutes) FROM (SELECT person_id, minutes FROM time_entry) GROUP BY person_id")


def test_views_without_names_have_no_column_of_a_person(database: Database) -> None:
    with sqlite3.connect(database.path) as plain:
        team_views._look_through(plain, SCOPE)
        plain.set_authorizer(None)
        for view in VIEWS:
            columns = {row[0] for row in plain.execute(f"SELECT * FROM {view} LIMIT 0").description}
            assert bool(columns & PERSONAL) == (view in NAMED), view
    plain.close()


def test_nothing_can_be_written_and_no_wall_taken_down(reader: Reader) -> None:
    for sql in (
        "DELETE FROM ticket", "CREATE TEMP VIEW mine AS SELECT * FROM time_entry", "DROP VIEW team_time",
        "ATTACH ':memory:' AS other", "INSERT INTO temp.member VALUES ('x', 'y')", "PRAGMA query_only = OFF",
        "UPDATE goal SET target = 1",
    ):  # fmt: skip
        assert refused(reader, sql), sql


def test_the_own_log_is_in_no_view() -> None:
    every = " ".join(VIEWS.values())
    for table in ("interval", "focus_session", "draft", "outbox", "work", "account", "goal", "place"):
        assert not re.search(rf"main\.{table}\b", every), table


def test_ac26_no_view_reads_a_row_of_the_own_log(database: Database) -> None:
    """Whatever its words are: asked of SQLite itself, table by table."""
    read: dict[str, set[str]] = {view: set() for view in VIEWS}
    with sqlite3.connect(database.path) as plain:
        team_views._look_through(plain, SCOPE)
        for view, tables in read.items():

            def notes(action: int, table: str | None, *_: object, tables: set[str] = tables) -> int:
                tables.update({table} if action == sqlite3.SQLITE_READ and table else ())
                return sqlite3.SQLITE_OK

            plain.set_authorizer(notes)
            plain.execute(f"SELECT * FROM {view}").fetchall()
    plain.close()
    servers = {"ticket", "message", "activity", "time_entry", "done_event", "status_span", "dismissal"}
    own = {"member", "its_queue", "team_ticket_itself"}
    for view, tables in read.items():
        assert tables - own - {view}, view
        assert tables <= servers | own | {view}, view


GROUPED = {
    ("states.py", "state"): "how many rows of the outbox are in which state",
    ("team_work.py", "person_id, name"): "room today, for dispatch",
    ("team_work.py", "t.title"): "what comes again and again",
    ("team_views.py", "m.author_id, substr(m.body, 1, 27)"): "of each day the newest note, before any is added up",
}
"""all that is put together by anything, anywhere, and what for"""


def test_ac26_nothing_anywhere_in_the_program_is_put_together_by_a_person_but_the_room_for_dispatch() -> None:
    """Not in the questions of a lead alone: a sum for each person that a lead, a report or an export could print."""
    found = set()
    for path in (ROOM.parent).rglob("*.py"):
        for text in _texts(ast.parse(path.read_text("utf-8"))):
            by = re.findall(
                r"\b(?:GROUP|PARTITION)\s+BY\s+(.*?)(?=\s*(?:\bORDER\b|\bHAVING\b|\bLIMIT\b|$))", text, re.S
            )
            found |= {(path.name, " ".join(one.split())) for one in by}
    assert found == set(GROUPED)


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a file, the parts of one that is put together each for itself."""
    return (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_no_question_groups_by_a_person_but_the_one_for_dispatch() -> None:
    """Also not through a view: the words of the questions are read. Common tables could take a view's name."""
    assert {path.stem for path in PARTS} == {"team_flow", "team_waiting", "team_work"}
    for source, function in questions():
        text = ast.get_source_segment(source, function) or ""
        assert not re.search(r"\bWITH\b", text), function.name
        by_person = re.search(r"(?:GROUP|PARTITION|ORDER) BY[^)]*?(?:person|owner|author|name)", text)
        assert bool(by_person) == (function.name == "planned_today"), function.name
        assert bool(re.search(r"\b(?:dispatch|asked_help)\b", text.partition("FROM")[2])) == (
            function.name in WITH_NAMES
        ), function.name


# -- the same answer as the domain -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (BandRule(1, urgent=True, impact="site"), BandRule(2, urgent=True), BandRule(3, queue="Desk")),
        (BandRule(2, priority_min=40, priority_max=59.5), BandRule(1, tier="gold"), BandRule(4, type="request")),
        (BandRule(3),),
    ],
)
def test_a_band_in_sql_is_the_band_of_the_policy(database: Database, rules: tuple[BandRule, ...]) -> None:
    tickets = [
        Ticket(
            f"desk:ticket:{n}", str(n), "T", "open", "open", ("Desk", "Other", None)[n % 3], ME, priority=priority,
            urgent=bool(n % 2), impact=("site", "person", None)[n % 3], tier=("gold", None)[n % 2],
            type=("request", "incident", None)[n // 2 % 3], created_at=NOW - n * MINUTE, default_band=n % 4 + 1,
        )
        for n, priority in enumerate(("40", "59.5", "60", "abc", None, "", "1e9", "45", "-3", "41 ", "５０", "x"), 2)
    ]  # fmt: skip

    def work(transaction: Reader) -> None:
        names = ", ".join(Ticket._fields)
        marks = ", ".join("?" for _ in Ticket._fields)
        transaction.connection.executemany(f"INSERT INTO ticket ({names}) VALUES ({marks})", tickets)

    database.write(work)
    sql, values = team_flow.band_sql(rules)
    with team_views.team(database, SCOPE) as reader:
        found: dict[str, int] = dict(reader.all(f"SELECT t.number, {sql} FROM team_open t", values))
    assert found == {one.number: band(one, Policy(bands=rules)) for one in tickets}


# -- what it costs -----------------------------------------------------------------------------------------------

GROWS = ("ticket", "message", "time_entry", "done_event", "status_span", "activity")
SHORT = re.compile(r"SCAN t USING INDEX ticket_open|SCAN m USING (?:COVERING )?INDEX message_(?:lines|known_fix)")
"""as long as what is open, what says something to machines, what was marked as a solution"""


def test_no_question_reads_what_is_over(database: Database) -> None:
    """Walks are of what is open, or of a stretch of time, never of a whole table that grows with the years."""
    sign_in(database, tuple(person for person, _ in PEOPLE))
    walks: list[tuple[str, str]] = []
    with team_views.team(database, SCOPE) as reader:
        for name, question in QUESTIONS.items():
            with statements(reader) as asked:
                question(reader)
            reader.connection.set_authorizer(None)
            for one in asked:
                plan = [row[3] for row in reader.all(f"EXPLAIN QUERY PLAN {one}")]
                walks += [(name, step) for step in plan if step.startswith("SCAN")]
            reader.connection.set_authorizer(team_views._Guard())
    aliases = {"t", "m", "n", "a", "d", "e", "s"}  # p are the people of the team
    long = [(name, step) for name, step in walks if step.split()[1] in aliases and not SHORT.match(step)]
    assert long == []


def test_the_notes_of_the_team_ticket_are_found_by_the_ticket(database: Database) -> None:
    """And not by reading what twelve people ever wrote."""
    with team_views.team(database, SCOPE) as reader:
        with statements(reader) as asked:
            team_work.day_notes(reader, 0)
        reader.connection.set_authorizer(None)
        plan = [row[3] for row in reader.all(f"EXPLAIN QUERY PLAN {asked[0]}")]
        reader.connection.set_authorizer(team_views._Guard())
    assert any("message_for_the_team" in step for step in plan), plan


# -- a window is kept for the next look --------------------------------------------------------------------------


def test_a_second_look_takes_the_same_window_and_sees_what_is_new(database: Database) -> None:
    with team_views.team(database, SCOPE) as first:
        assert team_flow.queue(first, 30)[0] == 0
    database.write(lambda transaction: transaction.run(
        "INSERT INTO ticket (id, number, title, status, category, owner_id, created_at, updated_at, presence,"
        " default_band, reply_signal) VALUES ('t', '1', 'x', 'open', 'open', '8', 0, 0, 'team', 3, 'author')"
    ))  # fmt: skip
    with team_views.team(database, SCOPE) as second:
        assert second.connection is first.connection
        assert team_flow.queue(second, 30)[0] == 1
        assert refused(second, "SELECT owner_id FROM ticket"), "the wall still stands"
    with team_views.team(database, SCOPE._replace(people=PEOPLE[:1])) as other:
        assert other.connection is not first.connection
        assert team_flow.queue(other, 30)[0] == 0


def test_two_looks_at_one_moment_have_a_window_each(database: Database) -> None:
    with team_views.team(database, SCOPE) as one, team_views.team(database, SCOPE) as two:
        assert one.connection is not two.connection
        assert team_flow.queue(one, 30) == team_flow.queue(two, 30)


def test_a_window_that_failed_and_those_of_a_closed_file_are_closed(tmp_path: Path) -> None:
    database = Database.open(str(tmp_path / "x.db"))
    with pytest.raises(ZeroDivisionError), team_views.team(database, SCOPE) as broken:
        raise ZeroDivisionError
    with team_views.team(database, SCOPE) as whole:
        assert whole.connection is not broken.connection
    with team_views.team(database, SCOPE) as late:
        database.close()
    for reader in (broken, whole, late):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            reader.connection.execute("SELECT 1")


def test_windows_of_teams_that_were_do_not_pile_up(database: Database) -> None:
    seen = []
    for n in range(12):
        with team_views.team(database, Scope(((str(n), "x"),))) as reader:
            seen.append(reader.connection)
    still = []
    for one in seen:
        try:
            one.execute("SELECT 1")
            still.append(one)
        except sqlite3.ProgrammingError:
            pass
    assert still == seen[-MOST:]


def test_what_is_wrong_with_the_file_is_told_through_a_window_too(tmp_path: Path) -> None:
    """Which file it is, and that a newer workboard is no damage: the wall must not hide that."""
    path = filled(tmp_path)
    database = Database.open(path)
    with team_views.team(database, SCOPE) as reader:
        assert refused(reader, "PRAGMA user_version = 3")
        team_flow.queue(reader, 30)
    with sqlite3.connect(path) as newer:
        newer.execute("ALTER TABLE ticket RENAME COLUMN title TO words")
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(NewerDatabase), team_views.team(database, SCOPE) as reader:
        team_flow.queue(reader, 30)
    assert not Path(path + SUSPECT).exists()
    database.close()


def test_damage_met_through_a_window_marks_its_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = filled(tmp_path)
    database = Database.open(path)
    page, size = (int(database.read().value(sql)) for sql in (
        "SELECT rootpage FROM sqlite_schema WHERE name = 'ticket'", "PRAGMA page_size"
    ))  # fmt: skip
    database.checkpoint()
    raw = bytearray(Path(path).read_bytes())
    raw[(page - 1) * size : page * size] = b"\xff" * size
    Path(path).write_bytes(raw)
    with pytest.raises(DamagedDatabase, match=re.escape(path)), team_views.team(database, SCOPE) as reader:
        reader.all("SELECT * FROM team_ticket")
    database.close()
    assert [one.name for one in tmp_path.glob("*.suspect")] == ["workboard.db.suspect"]


def steps_of_a_look(folder: Path, tickets: int) -> tuple[int, int]:
    """Statements, and thousands of steps of SQLite's machine, for all figures of a desk with 100 open tickets."""
    database = Database.open(str(folder / f"{tickets}.db"))
    sign_in(database, bench.PEOPLE)
    bench.fill(database, tickets, 100)
    made, counted, asked = desk(database), [0], list[str]()
    look_through = team_views._look_through

    def counting(connection: sqlite3.Connection, scope: Scope) -> None:
        look_through(connection, scope)
        connection.set_progress_handler(lambda: counted.__setitem__(0, counted[0] + 1), 1000)
        connection.set_trace_callback(asked.append)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(team_views, "_look_through", counting)
        lead.figures(made, Team("Team", bench.PEOPLE, (), made.policy.goal.team))
    database.close()
    return len(asked), counted[0]


def test_a_look_costs_by_what_is_open_and_recent_and_not_by_the_years(tmp_path: Path) -> None:
    few, some = steps_of_a_look(tmp_path, 22_000)
    many, more = steps_of_a_look(tmp_path, 33_000)
    assert few == many <= 70
    assert some > 0
    assert more <= 1.1 * some, (
        "a month of titles and half a year of lines are in both; what came before is not looked at"
    )

"""Everything stored here comes out, and the tickets go in again as they were."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_hostile import harmless
from tests.corpus.hostile import HOSTILE
from workboard.domain.exported import COLUMNS
from workboard.domain.text import clean

csv.field_size_limit(1 << 24)
NUMBERS = ("time_entry", "done_event", "message", "activity")
"""tables in which a row has a person and a number"""
REMADE = ("id", "ticket_id", "owner_id", "presence", "updated_at", "status")


def stored(desk: Desk, table: str = "ticket") -> list[dict[str, Any]]:
    with sqlite3.connect(desk.folder / "data" / "workboard.db") as database:
        database.row_factory = sqlite3.Row
        found = [dict(row) for row in database.execute(f"SELECT * FROM {table}")]
    database.close()
    return found


def exported(desk: Desk, *words: str) -> dict[str, Any]:
    """The export read back; stdout is as good as a file."""
    found: dict[str, Any] = json.loads(desk("export", *words).out)
    return found


def test_a_tab_in_a_cell_is_kept_in_a_file_and_not_shown_to_a_terminal(
    demo: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(demo.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET title = ? WHERE number = '48213'", ("one\ttwo",))
    database.close()
    assert "one\ttwo" in demo("export", "--format", "csv").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "one two" in demo("export", "--format", "csv").out


def test_every_table_is_in_it_row_for_row(demo: Desk) -> None:
    demo("start")
    demo("note", "48213", "half done +20m >Call Ruth", "--hold", "10s")
    demo("answer", "48190", "Please try tray 1.", "--hold", "10s")
    with sqlite3.connect(demo.folder / "data" / "workboard.db") as database:
        database.execute(
            "INSERT INTO draft (ticket_id, kind, body, saved_at) VALUES ('demo:ticket:48213', 'note', ?, 7)",
            ("a\tb\n",),
        )
    database.close()
    found = exported(demo)
    assert set(found) == {"workboard_export", "account", "at", "tickets", "tables"}
    for table in ("ticket", "note", "draft", "outbox", "interval", "work", "person"):
        assert found["tables"][table] == stored(demo, table), table
        assert found["tables"][table], table
    assert [row["id"] for row in found["tables"]["activity"]] == [row["id"] for row in stored(demo, "activity")]
    names = {row[0] for row in sqlite_tables(demo)}
    assert set(found["tables"]) == names
    assert len(found["tickets"]) == len(stored(demo))


@pytest.mark.parametrize("role", ["technician", "lead"])
def test_what_colleagues_booked_and_finished_is_in_no_export(demo: Desk, role: str) -> None:
    """Numbers of mine stay, and rows of nobody; the same for every role."""
    with (demo.folder / "config.toml").open("a") as config:
        config.write(f'\n[me]\nrole = "{role}"\n')
    with sqlite3.connect(demo.folder / "data" / "workboard.db") as database:
        for table in ("time_entry", "done_event"):
            assert database.execute(f"SELECT count(DISTINCT person_id) FROM {table}").fetchone()[0] > 2, table
        database.execute("INSERT INTO time_entry (id, person_id, ended_at, minutes, kind) VALUES ('x','',7,5,'work')")
        database.execute("UPDATE message SET minutes = 7")
        raw = '{"Creator": "marcus", "TimeTaken": 9}'
        database.execute("INSERT INTO quarantine VALUES ('demo', 'time', '1', 'odd', ?, 7)", (raw,))
    database.close()
    whole, tables = {name: stored(demo, name) for name in NUMBERS}, exported(demo, "--all")["tables"]
    for table in ("time_entry", "done_event"):
        assert tables[table] == [row for row in whole[table] if row["person_id"] in ("dana", "")], table
        assert tables[table], table
    assert tables["message"] == [
        row if row["author_id"] == "dana" else row | {"minutes": None}
        for row in whole["message"]
        if row["author_id"] == "dana" or not row["body"].startswith("Workboard ")
    ]
    assert {row["minutes"] for row in tables["message"]} == {7, None}
    sums = [row["author_id"] for row in tables["message"] if row["body"].startswith("Workboard sums")]
    assert set(sums) == {"dana"}
    theirs = [row for row in tables["activity"] if row["owner_id"] not in ("dana", None)]
    assert [row["estimate_minutes"] for row in theirs] == [None] * len(theirs) != []
    assert any(row["estimate_minutes"] for row in tables["activity"])
    assert [row["raw"] for row in tables["quarantine"]] == [None]


def test_a_spreadsheet_of_tickets_has_no_minutes(demo: Desk) -> None:
    header = next(csv.reader(demo("export", "--format", "csv").out.splitlines()))
    assert not [name for name in header if "minutes" in name or "time" in name]


def test_a_backup_stays_whole(demo: Desk) -> None:
    path = demo("backup", "--json").json["file"]
    with sqlite3.connect(path) as database:
        copied = database.execute("SELECT count(*), count(DISTINCT person_id) FROM time_entry").fetchone()
    database.close()
    assert copied == (len(stored(demo, "time_entry")), len({row["person_id"] for row in stored(demo, "time_entry")}))


def sqlite_tables(desk: Desk) -> list[tuple[str]]:
    with sqlite3.connect(desk.folder / "data" / "workboard.db") as database:
        found: list[tuple[str]] = database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_sqlite*'"
        ).fetchall()
    database.close()
    return found


def kept(row: dict[str, Any]) -> dict[str, Any]:
    """A ticket without what another desk gives anew: ids, and since when it is known there."""
    return {name: value for name, value in row.items() if name not in REMADE}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_demos_tickets_come_back_as_they_were(demo: Desk, tmp_path: Path, form: str) -> None:
    path = str(tmp_path / f"desk.{form}")
    assert demo("export", path, "--format", form).code == 0
    other = Desk(tmp_path / "other", demo.capsys)
    told = other("import", path, "--me", "Dana", "--json")
    assert (told.code, told.json["imported"]) == (0, len(stored(demo)))
    before = {row["number"]: row for row in stored(demo)}
    after = {row["number"]: row for row in stored(other)}
    for number, row in before.items():
        if form == "json":
            assert kept(after[number]) == kept(row) | {"reply_signal": "author"}
        assert (after[number]["owner_id"] is None) == (row["owner_id"] is None)
        assert (after[number]["presence"] == "mine") == (row["owner_id"] == "dana")
    said = {one["number"]: one["next_step"] for one in exported(other)["tickets"]}
    assert said == {one["number"]: one["next_step"] for one in exported(demo)["tickets"]}


def test_hostile_tickets_come_back_as_they_were_stored(empty: Desk, tmp_path: Path) -> None:
    """Twice round: what the first import made of them is what there is to keep."""
    rows = [
        {"number": f"{at}", "title": f"{text} x", "description": text, "company": text, "contact": text,
         "queue": text, "tier": text, "owner": text or "x", "next step": text, "priority": text, "url": text}
        for at, text in enumerate(one.encode("utf-8", "replace").decode() for one in HOSTILE if len(one) < 5_000)
    ]  # fmt: skip
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(rows), "utf-8")
    assert empty("import", str(path)).code == 0
    assert empty("export", str(tmp_path / "out.json")).code == 0
    other = Desk(tmp_path / "other", empty.capsys)
    assert other("import", str(tmp_path / "out.json")).code == 0
    before, after = ({one["number"]: kept(one) for one in stored(desk)} for desk in (empty, other))
    assert after == before
    assert exported(other, "--tickets")["tickets"] == exported(empty, "--tickets")["tickets"]


def test_ac36_csv_of_hostile_tickets_computes_nothing(empty: Desk, tmp_path: Path) -> None:
    rows = [{"title": f"{text} x", "description": text} for text in HOSTILE if len(text) < 5_000]
    (tmp_path / "hostile.json").write_text(json.dumps(rows), "utf-8")
    empty("import", str(tmp_path / "hostile.json"))
    out = empty("export", "--format", "csv").out
    assert harmless(out.replace("\r\n", "\n").replace("\u200d", ""))
    assert empty("export", str(tmp_path / "x.csv"), "--format", "csv").code == 0
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8-sig") as file:
        header, *lines = list(csv.reader(file))
    assert tuple(header) == COLUMNS
    assert len(lines) == len(rows)
    for line in lines:
        for cell in line:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert cell == clean(cell)


def test_json_on_a_terminal_is_harmless(empty: Desk, tmp_path: Path) -> None:
    rows = [{"title": f"{text} x", "description": text} for text in HOSTILE if len(text) < 5_000]
    (tmp_path / "hostile.json").write_text(json.dumps(rows), "utf-8")
    empty("import", str(tmp_path / "hostile.json"))
    assert harmless(empty("export").out)


def test_a_file_is_private_and_never_replaced_unasked(demo: Desk, tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    told = demo("export", str(path), "--tickets", "--json").json
    assert told == {"file": str(path), "format": "json", "bytes": path.stat().st_size}
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(path.read_text("utf-8"))) == {"workboard_export", "account", "at", "tickets"}
    path.write_text("mine")
    got = demo("export", str(path))
    assert (got.code, path.read_text()) == (2, "mine")
    assert "--force" in got.err
    assert demo("export", str(path), "--force").code == 0
    assert json.loads(path.read_text("utf-8"))["tables"]
    assert sorted(os.listdir(tmp_path)) == ["desk", "desk.json"], "nothing half written is left"


def test_a_link_is_no_way_around_it(demo: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    assert demo("export", str(link)).code == 2
    assert not (tmp_path / "elsewhere.json").exists()


@pytest.mark.parametrize("words", [
    ("--format", "csv", "--all"),
    ("--json",),
    ("-", "--json"),
    ("/nonexistent/desk.json",),
    ("--tickets", "--all"),
    ("--format", "xml"),
])  # fmt: skip
def test_wrong_usage_is_one_line(demo: Desk, words: tuple[str, ...]) -> None:
    assert demo("export", *words).code == 2


def test_an_empty_desk_has_an_empty_export(empty: Desk) -> None:
    found = exported(empty)
    assert found["tickets"] == []
    assert not any(found["tables"].values())
    assert empty("export", "--format", "csv").out.count("\r\n") == 1
    assert not empty.folder.exists()

"""The own log of today."""

from __future__ import annotations

import sqlite3

from tests.cli.conftest import Desk
from tests.cli.test_hostile import harmless

KEYS = {"kind", "started_at", "ended_at", "minutes", "source", "who", "ticket", "sorted"}
AT = 1795516920000  # 2026-11-24T10:42Z
MINUTE = 60_000


def interrupted(desk: Desk, start: int, end: int | None, who: str | None, ref: str | None = None) -> None:
    with sqlite3.connect(desk.folder / "data" / "workboard.db") as database:
        database.execute(
            "INSERT INTO interval (id, kind, ref, started_at, ended_at, source, who, sorted) VALUES"
            " (?, 'interruption', ?, ?, ?, 'phone', ?, 0)",
            (f"i{start}", ref, start, end, who),
        )
    database.close()


def test_work_and_interruptions_in_the_order_of_the_day(demo: Desk) -> None:
    assert demo("log", "--json").json == []
    assert demo("log").code == 1
    demo("start")
    demo("park", now="2026-11-24T11:00")
    interrupted(demo, AT + 18 * MINUTE, AT + 24 * MINUTE + 29_000, None)
    interrupted(demo, AT + 30 * MINUTE, None, "Ruth\x1b[2J", "demo:ticket:48190")
    rows = demo("log", "--json", now="2026-11-24T11:22").json
    assert all(set(one) == KEYS for one in rows)
    assert [(one["kind"], one["minutes"], one["source"], one["ticket"], one["sorted"]) for one in rows] == [
        ("activity", 18, None, "48213", True),
        ("interruption", 6, "phone", None, False),
        ("interruption", 10, "phone", "48190", False),
    ]
    assert rows[0]["started_at"] == "2026-11-24T10:42:00Z"
    assert (rows[0]["ended_at"], rows[2]["ended_at"]) == ("2026-11-24T11:00:00Z", None)
    shown = demo("log", "--today", now="2026-11-24T11:22").out
    assert harmless(shown)
    lines = shown.splitlines()
    assert lines[0].split() == ["10:42-11:00", "18", "min", "work", "#48213", *rows_title(demo)]
    assert lines[1].split() == ["11:00-11:06", "6", "min", "phone", "not", "sorted", "yet"]
    assert lines[2].startswith("11:12-now")
    assert lines[3] == "18 m of work · 2 interruptions, 16 m"


def rows_title(desk: Desk) -> list[str]:
    return str(desk("say", "48213", "--json").json["ticket"]["title"]).split()


def test_only_today_and_what_reaches_into_it(empty: Desk) -> None:
    empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Mouse")
    midnight = AT - (10 * 60 + 42) * MINUTE
    for start, end in ((-90, -60), (-30, 30), (60, 61), (24 * 60, 24 * 60 + 5)):
        interrupted(empty, midnight + start * MINUTE, midnight + end * MINUTE, None)
    told = empty("log", "--json").json
    assert [one["started_at"] for one in told] == ["2026-11-23T23:30:00Z", "2026-11-24T01:00:00Z"]
    assert [one["minutes"] for one in told] == [60, 1]


def test_no_file_is_made_for_the_question(empty: Desk) -> None:
    assert empty("log").out == "Nothing was measured today.\n"
    assert not empty.folder.exists()

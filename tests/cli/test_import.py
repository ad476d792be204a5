"""Exports of other help desks into the standalone desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

AUTOTASK = """\
Ticket Number,Title,Account,Contact,Status,Priority,Primary Resource,Created,Due Date/Time,Description
T20261110.0042,Outlook hangs,Alder,Ruth Osei,In Progress,High,,13/11/2026 09:10,,"It hangs
since Monday"
T20261110.0043,,Alder,Ruth,New,Low,,13/11/2026 09:10,,no title
T20261110.0044,Bad date,Alder,Ruth,New,Low,,45/11/2026,,x
T20261110.0045,"Open quote,Alder,Ruth,New,Low,,13/11/2026,,x
T20261110.0046,Good one,Birch,Tom,Waiting Customer,2 - High,Somebody Else,13/11/2026 11:00 PM,,x
T20261110.0042,Twice,Alder,Ruth,New,Low,,13/11/2026 09:10,,x
T20261110.0047,Too many,Alder,Ruth,New,Low,,13/11/2026 09:10,,x,more
"""


def put(desk: Desk, text: str, name: str = "export.csv") -> str:
    desk.folder.mkdir(exist_ok=True)
    (desk.folder / name).write_bytes(text.encode())
    return str(desk.folder / name)


def test_bad_rows_are_told_by_line_and_lose_nothing_else(empty: Desk) -> None:
    got = empty("import", put(empty, AUTOTASK), "--json")
    assert got.code == 1
    assert set(got.json) == {"read", "imported", "rejected"}
    assert (got.json["read"], got.json["imported"]) == (7, 2)
    assert [(one["line"], one["column"]) for one in got.json["rejected"]] == [
        (4, "title"), (5, "created_at"), (6, None), (8, "number"), (9, None),
    ]  # fmt: skip
    ticket = empty("next", "--json").json["activity"]["ticket"]
    assert (ticket["number"], ticket["company"], ticket["priority"]) == ("T20261110.0042", "Alder", 2)
    assert (ticket["contact"], ticket["created_at"]) == ("Ruth Osei", "2026-11-13T09:10:00Z")


def test_again_changes_nothing(empty: Desk) -> None:
    path = put(empty, AUTOTASK)
    empty("import", path)
    before = empty("plan", "--json").out
    assert empty("import", path, "--json").json["imported"] == 0
    assert empty("plan", "--json").out == before


def test_dry_run_stores_nothing(empty: Desk) -> None:
    assert "2 would be imported" in empty("import", put(empty, AUTOTASK), "--dry-run").out
    assert empty("plan", "--json").json == []


@pytest.mark.parametrize(("header", "row", "expected"), [
    ("id;Subject;Status;Owner;Requestors;Priority;Created",
     "7;Slow VPN;open;Nobody;tom@birch.example;95;2026-11-23 08:00:00",
     ("7", 1, "open", "2026-11-23T08:00:00Z")),
    ("Ticket #\tSummary Description\tCompany\tDate Entered\tPriority\tStatus",
     "812\tSlow VPN\tBirch\t11/23/2026 8:00 AM\tPriority 3 - Normal\tScheduled",
     ("812", 3, "planned", "2026-11-23T08:00:00Z")),
    ("ID,Summary,Client,User,Agent,Date Reported,Priority", "9,Slow VPN,Birch,Tom,,23 Nov 2026 08:00,Low",
     ("9", 4, "new", "2026-11-23T08:00:00Z")),
])  # fmt: skip
def test_columns_of_several_help_desks_are_known(
    empty: Desk, header: str, row: str, expected: tuple[str, int, str, str]
) -> None:
    got = empty("import", put(empty, f"{header}\r\n{row}\r\n"), "--me", "Nobody", "--json")
    assert got.json == {"read": 1, "imported": 1, "rejected": []}
    ticket = empty("why", expected[0], "--json").json["ticket"]
    assert (ticket["number"], ticket["priority"], ticket["category"], ticket["created_at"]) == expected
    assert ticket["title"] == "Slow VPN"


def test_json_and_a_map(empty: Desk) -> None:
    items = [{"nr": 5, "what": "Slow VPN", "requester": {"name": "Tom Ito"}}, {"nr": 6}, "noise"]
    path = put(empty, json.dumps({"tickets": items}), "export.json")
    assert empty("import", path).code == 2  # no column holds the title
    got = empty("import", path, "--map", "what=title", "--map", "nr=number", "--json").json
    assert (got["read"], got["imported"]) == (3, 1)
    assert [one["line"] for one in got["rejected"]] == [2, 3]
    assert empty("next", "--json").json["activity"]["ticket"]["contact"] == "Tom Ito"


def test_an_ambiguous_date_is_asked_about(empty: Desk) -> None:
    path = put(empty, "Title,Created\nSlow VPN,04/11/2026\n")
    got = empty("import", path, "--json").json
    assert "--dates" in got["rejected"][0]["why"]
    assert empty("import", path, "--dates", "dmy").code == 0
    assert empty("next", "--json").json["activity"]["ticket"]["created_at"] == "2026-11-04T00:00:00Z"


def test_wrong_maps_name_what_there_is(empty: Desk) -> None:
    path = put(empty, "Title\nSlow VPN\n")
    assert "choose one of" in empty("import", path, "--map", "Title=colour").err
    assert "it has: Title" in empty("import", path, "--map", "Colour=title").err
    assert empty("import", path, "--map", "Title").code == 2


def test_old_encodings(empty: Desk) -> None:
    empty.folder.mkdir()
    for at, raw in enumerate(("Titel,Ort\nDrüse,Köln\n".encode("cp1252"), "Titel\nDrüse 2\n".encode("utf-16"))):
        path = empty.folder / f"{at}.csv"
        path.write_bytes(raw)
        assert empty("import", str(path), "--map", "Titel=title").code == 0
    assert {one["ticket"]["title"] for one in empty("plan", "--json").json} == {"Drüse", "Drüse 2"}


def test_only_a_desk_of_this_machine(demo: Desk, tmp_path: Path) -> None:
    """The demo is one; hostile text comes out clean."""
    path = tmp_path / "x.csv"
    path.write_text('Title,Contact\n"\x1b]0;owned\x07 [/bold] \u202egnp.exe","R\x9b2Juth"\n')
    assert demo("import", str(path)).code == 0

"""*lead*, *report*, *goal* and *privacy* on the command line: sums for people and programs, acts, and safe exports."""

from __future__ import annotations

import csv
import io
import re
import shlex
import sqlite3
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from workboard.cli.main import main
from workboard.domain.reason import length

NAMES = re.compile("Dana|Marcus|Bell|Priya|Nair|Jonas|Weber|Aoife|Kelly|Okafor")


@pytest.fixture(scope="module")
def lead_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lead")
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]
    assert main(["init", "--backend", "demo", "--role", "lead", "--now", "2026-11-24T10:42", *places]) == 0
    return folder


@pytest.fixture
def lead(lead_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    import shutil

    shutil.copytree(lead_folder, tmp_path / "desk")
    return Desk(tmp_path / "desk", capsys)


def test_the_figures_for_people_and_for_programs(lead: Desk) -> None:
    told = lead("lead")
    assert told.code == 0
    for words in ("GOAL today", "41 of 60", "on pace", "HELP WANTED (1)", "INTERRUPTIONS  5 days", "AGAIN AND AGAIN"):
        assert words in told.out
    json = lead("lead", "--json").json
    assert json["goal"] == {"metric": "done", "done": 41, "target": 60, "unit": "count", "pace": "on", "period": "day"}
    assert json["interruptions"]["people_at_least"] == 5
    assert {name for name, value in json.items() if NAMES.search(str(value))} == {"help_wanted", "room"}


def test_sums_of_too_few_say_so_everywhere(lead: Desk) -> None:
    (lead.folder / "policy.toml").write_text('[goal]\nteam = "60 done per day"\nmin_group = 6\n')
    assert lead("lead", "--json").json["interruptions"] == "too few"
    assert "too few" in lead("lead").out
    assert lead("report", "--json").json["interruptions"] == "too few"
    assert "too few" in lead("report").out


def test_several_teams_by_name(lead: Desk) -> None:
    (lead.folder / "policy.toml").write_text(
        '[teams."First line"]\nmembers = ["dana", "marcus"]\n'
        '[teams.Projects]\nmembers = ["priya", "jonas"]\ngoal = "9 done per day"\n'
        '[teams.Night]\nmembers = ["aoife"]\ngoal = "9 done per day"\n'
    )
    assert lead("lead", "--json").json["team"] == "First line"
    assert lead("lead", "--team", "projects", "--json").json["goal"]["target"] == 9
    wrong = lead("lead", "--team", "Third")
    assert wrong.code == 2
    assert "First line, Projects, Night" in wrong.err
    assert lead("lead", "--team", "night", "--json").json["goal"] == "too few"
    assert "too few" in lead("lead", "--team", "night").out
    for form in ("md", "html", "json", "csv"):
        refused = lead("report", "--week", "--team", "night", "--format", form)
        assert (refused.code, refused.out) == (4, "")
        assert "what one person did is that person's" in refused.err
    told = lead("lead", "--team", "projects").out
    assert "TEAMS  --team NAME" in told
    assert "of 9 done" in told.partition("GOAL")[0], "no team is out of sight"
    assert lead("goal", "--team", "projects").out.startswith("Projects  ")
    assert "too few" in lead("goal", "--team", "night").err
    assert "First line has no goal" in lead("goal", "--team", "first line").err
    assert "--team goes with the figures" in lead("lead", "give", "48206", "sam", "--team", "Night").err


def test_acts_from_the_command_line(lead: Desk) -> None:
    assert lead("lead", "step", "48206", "Call", "the", "vendor").code == 0
    assert lead("say", "48206", "--json").json["text"].count("Call the vendor") == 1
    mine = lead("plan", "--json").json[-1]["ticket"]["number"]
    assert lead("lead", "up", mine, "the hearing is today").code == 0
    why = lead("why", mine, "--json", now="2026-11-24T10:50").json
    assert (why["rule"], why["why"][:19]) == ("moved", "Moved up by Dana 10")
    other = next(one["ticket"]["number"] for one in lead("plan", "--json").json if one["ticket"]["priority"] == 4)
    explained = lead("policy", "explain", mine, other)
    assert "moved up by Dana: the hearing is today" in explained.out
    assert lead("lead", "answer", "48206", "Priya calls").code == 0
    assert lead("lead", "up", mine, "").code == 2
    assert lead("lead", "up").code == 2


def test_a_technician_is_told_what_a_lead_is(demo: Desk) -> None:
    for words in (("lead",), ("report",), ("lead", "up", "48206", "x"), ("goal", "set", "50 done per day", "--team")):
        told = demo(*words)
        assert told.code == 2
        assert 'role = "lead"' in told.err


# -- the week ----------------------------------------------------------------------------------------------------


def test_a_week_as_markdown_has_no_table_cell_or_link_of_a_tickets_making(lead: Desk) -> None:
    text = lead("report", "--week").out
    assert text.startswith("# Service desk, 2026-W48\n")
    monday = lead("report", "--week", "--json").json["days"][0]
    assert monday["came"] != monday["went"], "or a column could stand in the other's place"
    assert f"| 2026-11-23 | {monday['came']} | {monday['went']} | {monday['finished']} |" in text
    assert "2026-11-25" not in text, "days to come are left out"
    assert lead("report", "--week", "--day", "2026-11-18").out.startswith("# Service desk, 2026-W47\n")
    assert not re.search(r"(?<!\\)[<\[]", text)
    assert "how it stood on 2026-11-24 10:42" in lead("report", "--day", "2026-11-18").out, "today's figures say so"
    assert "stood on 2026-11-24 10:42" in lead("report", "--format", "html").out
    assert lead("report", "--json").json["goal"]["period"] == "day", "a week's sum beside the target of a day"
    assert "has not begun" in lead("report", "--day", "2026-12-01").err


def test_a_report_names_nobody_but_who_asked_for_help(lead: Desk) -> None:
    """Whose time is free now is on the screen, for whoever gives out work; a week on paper has no use for it."""
    assert "Aoife Kelly" in lead("lead").out
    json = lead("report", "--week", "--json").json
    assert NAMES.search(str(json["now"].pop("help_wanted")))
    assert not NAMES.search(str(json))
    assert not NAMES.search(lead("report", "--week", "--format", "csv").out)
    for form, part in (("md", "\n"), ("html", "<dt>")):
        named = [one for one in lead("report", "--week", "--format", form).out.split(part) if NAMES.search(one)]
        assert len(named) == 1, named
        assert "somebody who has moved this database" in named[0]


class Html(HTMLParser):
    """Which tags there are, and whether anything is loaded from anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "href", "onload", "onclick")]


def test_a_week_as_html_is_one_file_that_loads_nothing(lead: Desk) -> None:
    path = lead.folder / "week.html"
    told = lead("report", "--week", str(path))
    assert told.code == 0
    text = path.read_text("utf-8")
    assert f"{path}: {len(text.encode())} bytes" in told.out
    found = Html()
    found.feed(text)
    assert found.loads == []
    assert found.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "small", "table", "tr", "th", "td",
        "dl", "dt", "dd", "svg", "rect", "text",
    }  # fmt: skip
    assert text.count("<rect") == 3 * 2
    came = [day["came"] for day in lead("report", "--week", "--json").json["days"]]
    assert f'aria-label="In per day: 2026-11-23 {came[0]}, 2026-11-24 {came[1]}"' in text
    assert lead("report", str(path)).code == 2, "a file that is there is kept"
    assert lead("report", str(path), "--force").code == 0


def test_a_week_as_csv_and_json_agree(lead: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(lead("report", "--format", "csv").out)))
    days = lead("report", "--json").json["days"]
    assert [{name: str(value) for name, value in day.items()} for day in days] == rows
    path = lead.folder / "week.csv"
    assert lead("report", str(path)).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row.values())


def test_no_report_names_anybody_who_did_not_ask(lead: Desk) -> None:
    for form in ("md", "html", "csv", "json"):
        text = lead("report", "--format", form).out
        text = re.sub(r"(?is)help wanted.*?again and again|\"(help_wanted|room)\": \[.*?\]", "", text)
        assert not NAMES.search(text), form


def section(text: str, title: str) -> str:
    """What stands under one heading of Markdown."""
    return next(part for part in text.split("\n## ") if part.startswith(title))


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-18"])
def test_interruptions_on_paper_are_those_of_the_week_that_was_asked_for(lead: Desk, day: str) -> None:
    """The lead screen's are of the last seven days, whatever the week."""
    told = lead("report", "--day", day, "--json").json
    of_week = told["interruptions"]
    phone = length(of_week["by_source"]["phone"]["minutes"], 1 << 30)
    assert of_week != told["now"]["interruptions"], "or nobody could tell them apart"
    text = lead("report", "--day", day).out
    days = "1 day" if of_week["days"] == 1 else f"{of_week['days']} days"
    assert section(text, "Interruptions").startswith(f"Interruptions ({days} · at least ")
    assert f"- Phone · {phone} · " in section(text, "Interruptions")
    assert text.count("## Interruptions") == 1
    assert text.index("## Interruptions") < text.index("how it stood on") < text.index("## Blocked by")
    html = lead("report", "--day", day, "--format", "html").out
    assert html.count("<h2>Interruptions") == 1
    assert f"<dt>Phone</dt><dd>{phone} " in html
    assert html.index("<h2>Interruptions") < html.index("how it stood on") < html.index("<h2>Blocked by")


def test_of_a_week_before_anything_was_read_nothing_is_known(lead: Desk) -> None:
    told = lead("report", "--day", "2020-01-08", "--json").json
    assert (told["known"], told["days"], told["goal"], told["week"]) == (False, [], None, "2020-W02")
    text = lead("report", "--day", "2020-01-08").out
    assert "\nNothing is known of this week.\n" in text
    assert "| --- |" not in text
    assert "## Interruptions" not in text
    assert "## Blocked by" in text, "how it stands today is known"
    html = lead("report", "--day", "2020-01-08", "--format", "html").out
    assert "<p>Nothing is known of this week.</p>" in html
    assert "<svg" not in html
    table = lead("report", "--day", "2020-01-08", "--format", "csv")
    assert (table.out.count("\n"), table.err) == (1, "workboard: nothing is known of this week\n")
    assert lead("report", "--json").json["known"]


def test_a_quiet_week_among_known_ones_is_zero(lead: Desk) -> None:
    """Nobody worked, and it is known that nobody did."""
    with sqlite3.connect(lead.folder / "data" / "workboard.db") as database:
        person = database.execute("SELECT person_id FROM time_entry LIMIT 1").fetchone()[0]
        at = 1_000 * int(datetime(2019, 12, 2, 12, tzinfo=UTC).timestamp())
        booked = "INSERT INTO time_entry (id, person_id, ended_at, minutes, kind) VALUES ('x', ?, ?, 5, 'work')"
        database.execute(booked, (person, at))
    database.close()
    told = lead("report", "--day", "2020-01-08", "--json").json
    assert (told["known"], len(told["days"]), told["days"][0]["worked"]) == (True, 7, 0)
    assert not lead("report", "--day", "2019-11-27", "--json").json["known"]
    assert lead("report", "--day", "2019-12-02", "--json").json["days"][0]["worked"] == 5


@pytest.mark.parametrize("name", ["week.pdf", "week.docx", "week.2026"])
def test_an_ending_that_is_no_format_is_refused_unless_the_format_is_said(lead: Desk, name: str) -> None:
    path = lead.folder / name
    told = lead("report", str(path))
    assert (told.code, path.exists()) == (2, False)
    assert f"{path.suffix} is no format of a report; name the file .md, .html, .json, .csv, or say" in told.err
    assert lead("report", str(path), "--format", "html").code == 0
    assert path.read_text("utf-8").startswith("<!doctype html>")


def test_an_ending_says_the_format_in_any_case_and_none_is_markdown(lead: Desk) -> None:
    for name, begin in (("week.HTML", "<!doctype html>"), ("week", "# Service desk"), ("a.b/week", "# Service desk")):
        path = lead.folder / name
        path.parent.mkdir(exist_ok=True)
        assert lead("report", str(path)).code == 0
        assert path.read_text("utf-8").startswith(begin)


# -- goals -------------------------------------------------------------------------------------------------------


def test_the_goal_with_its_records(demo: Desk) -> None:
    own, team = demo("goal", "--json").json
    assert (own["label"], own["done"], own["target"], own["pace"]) == ("You", 220, 360, "on")
    assert sum(int(one["amount"].removesuffix(" m")) for one in own["records"]) == 220
    assert [one["date"] for one in own["history"]][-1] == "2026-11-24"
    assert team["records"] == []
    assert "two weeks" in demo("goal").out


def test_a_goal_is_proposed_and_accepted(demo: Desk) -> None:
    assert demo("goal", "propose", "5h planned per day", "--json").json == {
        "goal": "5h planned per day", "state": "proposed to the lead",
    }  # fmt: skip
    assert demo("progress", "--json").json["me"]["metric"] == "worked"
    assert demo("goal", "accept", now="2026-11-24T10:43").code == 0
    assert demo("progress", "--json", now="2026-11-24T10:44").json["me"] == {
        "metric": "planned", "done": 200, "target": 300, "unit": "minutes", "pace": "on",
    }  # fmt: skip
    assert demo("goal", "accept", now="2026-11-24T10:45").code == 4
    assert demo("goal", "set", "none", now="2026-11-24T10:46").code == 0
    assert demo("progress", "--json", now="2026-11-24T10:47").json["me"]["target"] == 360


@pytest.mark.parametrize("words", ["8h worked per day", "much", "", "3h billable per day"])
def test_a_goal_that_cannot_be_is_refused_with_the_reason(demo: Desk, words: str) -> None:
    assert demo("goal", "propose", words).code == 2


def test_a_lead_sets_the_goal_of_the_team(lead: Desk) -> None:
    assert lead("goal", "set", "50 done per day", "--team").code == 0
    assert lead("progress", "--team", "--json", now="2026-11-24T10:50").json["team"]["target"] == 50
    assert lead("goal", "set", "50 done per day", "--team", "Other").code == 2


@pytest.mark.parametrize("words", [
    ("goal", "set", "--team", "50 done per day"), ("goal", "set", "--team", "50", "done", "per", "day"),
    ("goal", "--team", "50 done per day"), ("goal", "set", "done per day", "--team", "50"),
])  # fmt: skip
def test_a_goal_where_the_teams_name_belongs_is_told_the_right_order(lead: Desk, words: tuple[str, ...]) -> None:
    told = lead(*words)
    assert told.code == 2
    assert told.err.endswith('the goal stands before --team: workboard goal set "50 done per day" --team\n')
    right = shlex.split(told.err.partition(": workboard ")[2])
    assert lead(*right).code == 0
    assert 'set "none" --team' in lead("goal", "set", "--team", "none").err


# -- privacy -----------------------------------------------------------------------------------------------------


def test_privacy_prints_the_note_as_it_would_leave(demo: Desk) -> None:
    told = demo("privacy", "--json").json
    assert told["sums"]["ticket"] == "47001"
    assert told["sums"]["note"].startswith("Workboard sums 1 2026-11-24\nInterrupted: nothing\n")
    assert told["requests"] is None
    assert "Stays here:" in demo("privacy").out
    (demo.folder / "policy.toml").write_text('[goal]\nshare = "off"\n')
    assert demo("privacy", "--json").json["sums"]["shared"] is False
    assert "No sums are shared" in demo("privacy").out

"""Open tickets that nobody's board will show."""

from __future__ import annotations

import sqlite3

from tests.cli.conftest import Desk


def numbers(desk: Desk) -> set[str]:
    return {one["what"].split()[0] for one in desk("lost", "--json").json["findings"]}


def open_one(desk: Desk, problem: str, owned: str) -> str:
    made = desk("ticket", "new", "--name", "Ruth Osei", "--no-urgent", "--problem", problem, owned, "--json").json
    return str(made["ticket"]["number"])


def test_ac31_the_demos_three_and_no_more(demo: Desk) -> None:
    got = demo("lost", "--json")
    assert (got.code, got.json["ok"], len(got.json["findings"])) == (1, False, 3)
    titles = {one["what"].split(" ", 1)[1] for one in got.json["findings"]}
    assert titles == {
        "Door camera has no picture (nobody's)",
        "Time on the lab clocks differs by two minutes (nobody's)",
        "Fax to mail for a second number (nobody's)",
    }
    assert demo("lost").out.count("-> give it an owner") == 3


def test_ac31_an_activity_a_reason_or_an_owner_takes_it_off_the_list(empty: Desk) -> None:
    mine, none, blocked, planned, waiting = (
        open_one(empty, f"No {at}", owned) for at, owned in enumerate(["--mine", *["--no-mine"] * 4])
    )
    assert numbers(empty) == {f"#{one}" for one in (none, blocked, planned, waiting)}
    empty("note", blocked, "asked for it\nBlocked by: budget")
    empty("schedule", planned, "--at", "14:00")
    with sqlite3.connect(empty.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET category = 'waiting_client' WHERE number = ?", (waiting,))
    database.close()
    assert numbers(empty) == {f"#{none}"}
    empty("note", blocked, "it is granted >Order it", now="2026-11-24T10:43")
    assert numbers(empty) == {f"#{none}", f"#{blocked}"}
    empty("received", none, "--from", "Ruth Osei", "Any news?", now="2026-11-24T10:44")
    assert numbers(empty) == {f"#{blocked}"}
    assert f"#{mine}" not in numbers(empty)


def test_of_mine_what_was_let_go_while_it_stayed_open(empty: Desk) -> None:
    number = open_one(empty, "Mouse is dead", "--mine")
    with sqlite3.connect(empty.folder / "data" / "workboard.db") as database:
        database.execute(
            "INSERT INTO work (activity_id, ticket_id, state, since_at) SELECT replace(id, ':ticket:', ':derived:'),"
            " id, 'away', 0 FROM ticket"
        )
    database.close()
    assert empty("plan", "--json").json == []
    (one,) = empty("lost", "--json").json["findings"]
    assert one["what"] == f"#{number} Mouse is dead (yours, let go while it stayed open)"


def let_go(desk: Desk, signal: str) -> str:
    """A ticket of mine that stayed open after its work was finished here; its number."""
    number = open_one(desk, "Mouse is dead", "--mine")
    with sqlite3.connect(desk.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET reply_signal = ?", (signal,))
        database.execute(
            "INSERT INTO work (activity_id, ticket_id, state, since_at) SELECT replace(id, ':ticket:', ':derived:'),"
            " id, 'finished', 0 FROM ticket"
        )
    database.close()
    return number


def test_ac31_a_client_who_waits_takes_it_off_the_list_where_no_status_says_so(empty: Desk) -> None:
    number = let_go(empty, "author")
    assert numbers(empty) == {f"#{number}"}
    empty("received", number, "--from", "Ruth Osei", "Any news?", now="2026-11-24T10:44")
    with sqlite3.connect(empty.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET category = 'open'")
    database.close()
    assert [one["ticket"]["number"] for one in empty("replies", "--json").json] == [number]
    assert numbers(empty) == set()


def test_ac31_what_is_on_its_way_to_be_closed_is_not_lost(empty: Desk) -> None:
    number = open_one(empty, "Mouse is dead", "--mine")
    assert empty("finish", "--ticket-done", "--hold", "10s").code == 0
    assert numbers(empty) == set()
    (*_, status) = sorted(empty("outbox", "--json").json, key=lambda one: one["seq"])
    assert (status["verb"], status["ticket"], status["state"]) == ("status", number, "waiting")
    assert empty("outbox", "drop", status["id"]).code == 0
    assert numbers(empty) == set()
    assert [one["ticket"]["number"] for one in empty("plan", "--json").json] == [number], "it is work again"


def test_ac31_the_ticket_of_the_teams_sums_is_nobodys_work(empty: Desk) -> None:
    number = open_one(empty, "Sums of the team", "--no-mine")
    assert numbers(empty) == {f"#{number}"}
    (empty.folder / "config.toml").write_text(f'schema = 1\n[account]\nteam_ticket = "{number}"\n')
    assert numbers(empty) == set()


def test_nothing_is_lost_on_an_empty_desk(empty: Desk) -> None:
    assert empty("lost").out == "Nothing is lost.\n"
    assert not empty.folder.exists()

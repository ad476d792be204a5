"""What a command costs a real help desk in calls, by the count that the budget keeps."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.real.conftest import Technician
from tests.rt.server import RequestTracker

CLIENT = "gus@garage.example"


def calls(ana: Technician) -> int:
    with closing(sqlite3.connect(ana.data / "workboard.db")) as database:
        return int(database.execute("SELECT coalesce(sum(reads + writes), 0) FROM call_count").fetchone()[0])


def cost(ana: Technician, *words: str) -> int:
    """Calls of one command that sends all it has to say."""
    before = calls(ana)
    ana.json(*words)
    assert ana.json("outbox") == []
    return calls(ana) - before


def fresh(server: RequestTracker) -> int:
    about = {"Queue": "Service Desk", "Subject": "Kettle is cold", "Requestor": CLIENT, "Owner": "ana"}
    return int(server.ask("dora", "ticket", {**about, "Content": "Help!", "ContentType": "text/plain"})["id"])


def test_one_act_is_a_few_calls(tracker: RequestTracker, tmp_path: Path) -> None:
    ana = Technician(tracker, tmp_path)
    ana.init()
    noted, answered, finished = (fresh(tracker) for _ in range(3))
    ana.json("sync")
    assert cost(ana, "note", str(noted), "Looked. +5m") == 2
    assert cost(ana, "note", str(noted), "Looked again.") == 2
    assert cost(ana, "answer", str(answered), "It is plugged in now.") <= 4
    assert cost(ana, "skip", "--id", f"helpdesk:derived:{noted}", "--reason", "needs approval") == 2
    derived = f"helpdesk:derived:{finished}"
    assert cost(ana, "finish", "--id", derived, "--result", "Works.", "--ticket-done") <= 6
    assert [one.text.strip().splitlines()[0] for one in tracker.history(noted) if one.type == "Comment"][:2] == [
        "Looked.",
        "Looked again.",
    ]
    assert [one.text.strip() for one in tracker.history(answered) if one.type == "Correspond"] == [
        "It is plugged in now."
    ]
    assert tracker.ticket(finished)["Status"] == "resolved"


def test_a_wish_of_ana_never_leaves_with_bens_token(tracker: RequestTracker, tmp_path: Path) -> None:
    ana, ben = Technician(tracker, tmp_path), Technician(tracker, tmp_path, "ben")
    ana.init()
    number = fresh(tracker)
    ana.json("sync")
    assert ben.json("note", str(number), "Written at Ana's desk.")["state"] == "waiting"
    assert not [one for one in tracker.history(number) if one.type == "Comment"]
    ana.json("sync")
    assert [(one.creator, one.text.strip()) for one in tracker.history(number) if one.type == "Comment"] == [
        ("ana", "Written at Ana's desk.")
    ]

"""Signing in and the first sync: what the command line says agrees with the server's own tables."""

from __future__ import annotations

from datetime import timedelta

from tests.real import oracle
from tests.real.conftest import Technician
from tests.rt.server import RequestTracker


def test_init_tells_who_i_am_and_writes_no_secret(ana: Technician) -> None:
    said = ana.init()
    assert said["backend"] == "request_tracker"
    assert said["me"]["name"] == "Ana Alves"
    token = ana.tracker.users["ana"]["token"]
    assert token not in ana.config.read_text()
    assert ana.config.stat().st_mode & 0o777 == 0o600


def test_a_wrong_token_is_one_line_and_writes_nothing(ana: Technician) -> None:
    ana.tracker.seed["users"]["ana"]["token"] = "1-1-" + "0" * 32
    said = ana.run("init", "--backend", "request_tracker", "--url", ana.tracker.url, "--json")
    assert (said.code, said.out) == (3, "")
    assert said.err.count("\n") == 1
    assert "0" * 32 not in said.err
    assert not ana.config.exists()


def test_next_replies_and_progress_agree_with_the_servers_own_data(ana: Technician, tracker: RequestTracker) -> None:
    ana.init("--goal-me", "6h worked per day")
    synced = ana.json("sync")
    assert synced["pulled"]["tickets"] >= 38
    assert synced["pulled"]["quarantined"] == 0

    now = oracle.wall()
    expected = oracle.order(tracker.directory, "ana", now)
    shown = ana.json("plan")
    soon = now + timedelta(minutes=5)  # from then on a fixed time is offered
    later = [one for one in shown if one["fixed"] and one["scheduled_start"] > f"{soon:%Y-%m-%dT%H:%M:%SZ}"]
    offered = [one for one in shown if one not in later]
    assert [tuple(one["id"].split(":")[1:]) for one in offered] == expected
    first = ana.json("next")
    assert tuple(first["activity"]["id"].split(":")[1:]) == expected[0]

    waiting = oracle.waiting_clients(tracker.directory, "ana")
    assert waiting, "the seed has clients that answered"
    replies = ana.json("replies")
    assert {one["ticket"]["number"]: one["waiting_since"] for one in replies} == {
        number: f"{since:%Y-%m-%dT%H:%M:%SZ}" for number, since in waiting.items()
    }
    assert [one["waiting_since"] for one in replies] == sorted(one["waiting_since"] for one in replies)

    progress = ana.json("progress")
    assert progress["me"]["done"] == oracle.minutes_today(tracker.directory, ["ana"], oracle.wall())


def test_a_second_sync_brings_nothing_and_a_clients_mail_brings_one(ana: Technician, tracker: RequestTracker) -> None:
    ana.init()
    ana.json("sync")
    before = {one["ticket"]["number"] for one in ana.json("replies")}
    assert ana.json("sync")["pulled"]["messages"] == 0
    number = next(
        str(one["id"])
        for one in oracle.tickets_of(tracker.directory, "ana")
        if str(one["id"]) not in before and one["Status"] in ("waiting-client", "stalled")
    )
    requestor = oracle.rows(
        tracker.directory,
        "SELECT u.EmailAddress FROM Groups g JOIN GroupMembers m ON m.GroupId = g.id JOIN Users u ON u.id = m.MemberId"
        " WHERE g.Domain = 'RT::Ticket-Role' AND g.Name = 'Requestor' AND g.Instance = ?",
        int(number),
    )[0]["EmailAddress"]
    tracker.client_mail(requestor, int(number), "It works again until I restart it.")
    synced = ana.json("sync")
    assert synced["pulled"]["messages"] == 1
    assert {one["ticket"]["number"] for one in ana.json("replies")} == before | {number}


def test_a_ticket_given_to_a_colleague_leaves_the_board(ana: Technician, tracker: RequestTracker) -> None:
    ana.init()
    ana.json("sync")
    # a reminder of hers would stay hers whoever has the ticket
    own = [one for one in ana.json("plan") if ":reminder:" not in one["id"]]
    number = own[0]["ticket"]["number"]
    tracker.ask("dora", f"ticket/{number}", {"Owner": "ben"}, "PUT")
    assert ana.json("sync")["pulled"]["left"] == 1
    assert own[0]["id"] not in [one["id"] for one in ana.json("plan")]

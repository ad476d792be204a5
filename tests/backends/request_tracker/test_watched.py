"""Whose notes are read: of my own tickets always, of the team ticket by everybody, of all the team's by a lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.rig import MINUTE, NOW, REQUEST_TRACKER, World, standing
from tests.desk.rt_writes import write
from workboard.backends.base import Backend
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.team_notes import DaySums, compose_sums
from workboard.settings.config import AccountSettings

NOTE = "Help wanted: somebody who knows the dental software"
SUMS = compose_sums(DaySums("2026-11-23"))


def world(team_ticket: str | None, whole_team: bool) -> World:
    def backend(url: str, ca_file: str | None, desk: object, passes: object) -> Backend:
        token = desk.people["ana"].token  # type: ignore[attr-defined]
        settings = AccountSettings("request_tracker", "desk", url, team_ticket=team_ticket, whole_team=whole_team)
        return RequestTracker(settings, token or "")

    return REQUEST_TRACKER._replace(backend=backend)


@pytest.mark.parametrize(
    ("team_ticket", "whole_team", "read"),
    [(None, False, set()), ("#{0}", False, {SUMS}), ("{0}", True, {SUMS, NOTE}), (None, True, {SUMS, NOTE})],
)
async def test_whose_notes_are_read(tmp_path: Path, team_ticket: str | None, whole_team: bool, read: set[str]) -> None:
    tickets = REQUEST_TRACKER.seed(lambda: NOW).tickets.values()
    asked, team = [one.number for one in tickets if one.owner != "ana" and one.kind == "ticket"]
    with standing(tmp_path, world(team_ticket and team_ticket.format(team), whole_team)) as made:
        await made.prepare()
        case = made.case()
        ben = case.desk.people["ben"]
        for number, text in ((team, SUMS), (asked, NOTE)):
            write(case.desk, case.desk.tickets[number], ben, "comment", {"Content": text, "ContentType": "text/plain"})
        case.at += 20 * MINUTE
        await case.settled()
        found = case.database.read().all("SELECT body FROM message WHERE author_id = 'ben' AND visibility = 'internal'")
        await case.close()
    assert {row[0] for row in found} & {SUMS, NOTE} == read

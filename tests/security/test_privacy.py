"""AC-27: what ``workboard privacy`` says leaves is what leaves, held against recorded traffic, field by field."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.desk import flags
from tests.desk.rig import MINUTE, NOW, Case, standing
from tests.desk.wire import Request
from tests.stories.test_a_ticket_changes_hands import Office, give, office
from workboard.backends.request_tracker.sends import SENDS
from workboard.board import sharing
from workboard.board.desk import Desk
from workboard.cli.main import main
from workboard.domain import intent as intents
from workboard.domain.intent import VERBS, Intent
from workboard.domain.interruption import Stretch
from workboard.domain.privacy import STAYS, WISHES
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, TimeSettings
from workboard.store import focus, intervals
from workboard.store.database import Transaction

__all__ = ["office"]

KEPT_HERE = {
    "note": {"solution", "kind"},  # no help desk has a field for either
    "status": {"base"},
    "open": set[str](),
}
SECRETS = ("Grandmother called", "0151 2345", "coming back to the cellar", "focus block seven")
"""who called, about what, what one came back to, and what focus was on"""
DAY = 24 * 60 * MINUTE
BEGAN, ENDED = NOW - DAY - 30 * MINUTE, NOW - DAY


def everything(case: Case) -> list[Intent]:
    """One wish of each kind, and both ways a date can be set."""
    rows = case.database.read().all("SELECT id, status, category FROM ticket WHERE presence = 'mine' ORDER BY id")
    open_ = [row for row in rows if row[2] in ("new", "open")]
    answered = next(row for row in rows if row[2] == "reply")
    activities = case.database.read().all("SELECT id, ticket_id, start_at FROM activity ORDER BY kind")
    free = case.database.read().value("SELECT id FROM ticket WHERE owner_id IS NULL AND category IN ('new','open')")
    return [
        intents.AddNote(open_[0][0], "Looked at it.\nNext step: Call Ruth", 5, True),
        intents.Answer(open_[0][0], "It works again.", 5),
        intents.SetCategory(open_[1][0], "waiting_client", open_[1][1]),
        intents.Dismiss(answered[0], answered[1]),
        *(intents.CompleteActivity(ticket, activity, start) for activity, ticket, start in activities[:2]),
        intents.Claim(free),
        intents.Assign(open_[2][0], "ben", "ana"),
        intents.Schedule(open_[0][0], "Visit Ruth", case.at + 60 * MINUTE, 30, True),
        intents.OpenTicket(
            "desk:ticket:new-X",
            "Printer",
            "It prints empty pages.",
            "Ruth Osei",
            "ruth@alder.example",
            True,
            "site",
            True,
        ),
    ]


def own_day(case: Case) -> None:
    """Of yesterday: an interruption and a block of focus with words that would be known again."""
    stretch = Stretch("i1", "interruption", "i1", BEGAN, None, "phone", SECRETS[0] + SECRETS[1], SECRETS[2])

    def work(transaction: Transaction) -> None:
        intervals.begin(transaction, stretch)
        intervals.end(transaction, ENDED)
        transaction.run(
            "INSERT INTO focus_session (id, activity_id, started_at, until_at, ended_at, card)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            ("f1", "x", ENDED, ENDED + MINUTE, ENDED + MINUTE, json.dumps({"title": SECRETS[3]})),
        )

    case.database.write(work)
    assert focus.newest(case.database.read()) is not None


async def share(case: Case) -> None:
    """The sums of yesterday, as the settings of this desk want them."""
    account = AccountSettings("request_tracker", "desk", case.server.url, team_ticket="7")
    config = Config(account=account, time=TimeSettings("UTC"))
    desk = Desk(
        case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits
    )  # fmt: skip
    assert await sharing.share_due(desk) == 1


async def recorded(folder: Path) -> list[Request]:
    """A first sync, a day of wishes, the sums of the day before, and what is read after it."""
    with standing(folder) as made:
        await made.prepare()
        case = made.case()
        own_day(case)
        await share(case)
        wishes = everything(case)
        assert {intents.verb(one) for one in wishes} == set(VERBS), "one of each kind"
        for one in wishes:
            case.wish(one)
        await case.settled()
        requests = list(made.server.requests)
        await case.close()
    return requests


def site(request: Request) -> str:
    return re.sub(r"/\d+", "/N", request.site)


def fields(request: Request) -> set[str]:
    """Of the body: of an object its keys, of a query in JSON those of its conditions."""
    body = json.loads(request.body or b"{}")
    return {key for one in (body if isinstance(body, list) else [body]) for key in one}


def printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What ``workboard privacy --json`` says at such a desk; without a secret, and without a network."""
    (folder / "config.toml").write_text(
        '[account]\nbackend = "request_tracker"\nname = "desk"\nurl = "https://rt.example.org"\n'
    )
    assert main(["privacy", "--json", *flags(folder)]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


async def test_ac27_every_field_that_is_sent_is_printed_and_every_one_printed_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = printed(tmp_path, capsys)
    bodies: dict[str, set[str]] = {}
    queries: dict[str, set[str]] = {}
    requests = await recorded(tmp_path)
    for one in requests:
        bodies.setdefault(site(one), set()).update(fields(one))
        queries.setdefault(site(one), set()).update(key for key, _ in one.query)
    assert bodies == {one["request"]: set(one["body"]) for one in told["requests"]}
    assert queries == {one["request"]: set(one["query"]) for one in told["requests"]}
    assert {name for one in requests for name in one.headers} == set(told["headers"])


async def test_ac27_a_lead_who_reads_the_whole_team_and_gives_a_ticket_away_sends_nothing_else(office: Office) -> None:
    await give(office, "Call the vendor", "ben")
    await office.later()
    told = {one.request: (set(one.body), set(one.query)) for one in SENDS}
    requests = office.cases["dora"].server.requests
    assert {"PUT /ticket/N", "GET /group/N"} <= {site(one) for one in requests}
    for one in requests:
        body, query = told[site(one)]
        assert fields(one) <= body, site(one)
        assert {key for key, _ in one.query} <= query, site(one)


async def test_ac27_of_an_interruption_the_sums_leave_and_no_detail(tmp_path: Path) -> None:
    sent = "\n".join(one.target + one.body.decode() for one in await recorded(tmp_path))
    assert "Interrupted: phone 1/30" in sent, "the sums of that day are among it"
    for secret in (*SECRETS, "10:12", *(str(at // 1000) for at in (BEGAN, ENDED))):
        assert secret not in sent, "the own log stays here"


def test_every_kind_of_wish_is_on_the_page_with_every_field_of_it() -> None:
    assert set(WISHES) == set(VERBS)
    for verb, kind in VERBS.items():
        told = set(WISHES[verb].fields)
        assert told <= set(kind._fields), verb
        assert set(kind._fields) - told <= {"ticket_id", "base"} | KEPT_HERE.get(verb, set()), verb
    assert intents.verb(intents.Claim("x")) == "claim"
    assert any("interruption" in one for one in STAYS)

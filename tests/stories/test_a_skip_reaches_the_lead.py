"""What a technician skips for is what the lead sees (AC-23): from the ``s`` key over a socket to the lead screen."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.desk.rig import MINUTE
from tests.desk.state import Ticket
from tests.stories.test_a_ticket_changes_hands import Office, office
from tests.support.until import until
from tests.ui.eyes import running, shown
from workboard.board import interruption, sharing
from workboard.board.desk import Desk
from workboard.board.offer import offer
from workboard.board.skipping import skip_reasons
from workboard.ui.app import WorkboardApp
from workboard.ui.screens.board import Board
from workboard.ui.screens.lead import Lead

__all__ = ["office"]

DAY: Final = 24 * 60 * MINUTE
BLOCKED: Final = {
    "c": ("client", "waiting-client"), "a": ("approval", "waiting-vendor"), "b": ("budget", "waiting-vendor"),
    "v": ("vendor", "waiting-vendor"), "d": ("daytime", "open"),
}  # fmt: skip
"""the key of the reason, what the lead reads it as, and the status at the help desk"""
HELP, WRONG_ORDER = "k", "w"
TEAM_TICKET: Final = 11
AGAIN: Final = "Mail comes in twice"


def board(office: Office, name: str) -> Desk:
    """With a team ticket named in the settings."""
    made = office.board(name)
    settings = made.config.account._replace(team_ticket=str(TEAM_TICKET))
    return made._replace(config=made.config._replace(account=settings))


@pytest.fixture
async def at_work(office: Office) -> Office:
    """Ana has a ticket for each reason, none of them begun, and there is a ticket for the sums of the team."""
    desk = office.desk
    sums = desk.open_ticket("dora", desk.queues[1], "Sums of the team", "Leave it open.")
    assert sums.number == TEAM_TICKET
    for _ in range(4):
        desk.open_ticket(
            "gus@garage.example", desk.queues[1], AGAIN, AGAIN, owner="ana", requestors=("gus@garage.example",),
            status="open",
        )  # fmt: skip
    await office.later()
    return office


async def skips(office: Office, *keys: str) -> list[Ticket]:
    """By Ana's keys, each time what her board offers then; the tickets it was."""
    found = []
    async with running(WorkboardApp(board(office, "ana"))) as pilot:
        for key in keys:
            one = offer(board(office, "ana")).current
            assert one is not None
            found.append(office.desk.tickets[int(one.ticket.number)])
            await pilot.press("s", key)
            await until(lambda number=one.ticket.number: f"#{number}: skipped" in shown(pilot))  # type: ignore[misc]
            assert isinstance(pilot.app.screen, Board)
    return found


async def lead_screen(office: Office) -> str:
    async with running(WorkboardApp(board(office, "dora")), (200, 60)) as pilot:
        await pilot.pause()
        if not isinstance(pilot.app.screen, Lead):  # where she left it
            await pilot.press("L")
        await until(lambda: isinstance(pilot.app.screen, Lead) and "BLOCKED BY" in shown(pilot))
        return shown(pilot)


def rows(screen: str, labels: str) -> dict[str, int]:
    """Those of the section *Blocked by*."""
    return {name: int(count) for name, count in re.findall(rf"\b({labels}) +(\d+)\b", screen.split("BLOCKED BY")[1])}


def said_on(office: Office, ticket: Ticket) -> list[str]:
    return [one.text or "" for one in office.desk.entries if one.ticket == ticket.number and one.author == "ana"]


def test_every_reason_of_the_policy_is_tried(at_work: Office) -> None:
    keys = [one.key for one in skip_reasons(at_work.board("ana"))]
    assert sorted(keys) == sorted([*BLOCKED, HELP, WRONG_ORDER])


async def test_ac23_each_reason_is_on_the_ticket_and_in_its_row_on_the_lead_screen(at_work: Office) -> None:
    labels = "|".join((*(label for label, _ in BLOCKED.values()), "others"))
    assert rows(await lead_screen(at_work), labels) == {}
    skipped = dict(zip(BLOCKED, await skips(at_work, *BLOCKED), strict=True))
    assert rows(await lead_screen(at_work), labels) == {}, "it has not left yet"
    await at_work.later()
    assert rows(await lead_screen(at_work), labels) == {label: 1 for label, _ in BLOCKED.values()}
    for key, (label, status) in BLOCKED.items():
        assert f"Blocked by: {label}" in said_on(at_work, skipped[key])[-2:], "before its status, if that changes"
        assert skipped[key].status == status


async def test_ac23_not_my_skill_asks_the_lead_for_help_under_the_name_of_who_asked(at_work: Office) -> None:
    assert "nobody asked" in await lead_screen(at_work)
    states = {one.number: one.status for one in at_work.desk.tickets.values()}
    (ticket,) = await skips(at_work, HELP)
    await at_work.later()
    screen = await lead_screen(at_work)
    assert "HELP WANTED (1)" in screen
    (line,) = [one for one in screen.split("\n") if "not my skill" in one]
    assert re.search(rf"#{ticket.number} +P\d +not my skill +Ana · \d+ m", line)
    assert "nothing waits for others" in screen, "nobody else is waited for"
    assert {one.number: one.status for one in at_work.desk.tickets.values()} == states


async def test_ac23_wrong_order_is_on_no_ticket_and_among_the_sums_of_the_day(at_work: Office) -> None:
    entries = len(at_work.desk.entries)
    await skips(at_work, WRONG_ORDER)
    await at_work.later()
    assert len(at_work.desk.entries) == entries, "nothing left"
    for name in ("ben", "dora"):  # they have a day too: one call each
        await interruption.stamp(board(at_work, name), "phone")
        await interruption.back(board(at_work, name))
    for case in at_work.cases.values():
        case.at += DAY
    for name in ("ana", "ben", "dora"):
        assert "Wrong order" not in await lead_screen(at_work), "the sums of two are not told"
        assert await sharing.share_due(board(at_work, name)) == 1
        await at_work.later()
    (line,) = [one for one in (await lead_screen(at_work)).split("\n") if "Wrong order" in one]
    assert re.search(r"Wrong order +once +among skips", line)
    told = [one for one in at_work.desk.entries[entries:] if "Wrong order" in (one.text or "")]
    assert {(one.ticket, one.author): "Wrong order: 1" in (one.text or "") for one in told} == {
        (TEAM_TICKET, "ana"): True, (TEAM_TICKET, "ben"): False, (TEAM_TICKET, "dora"): False,
    }  # fmt: skip

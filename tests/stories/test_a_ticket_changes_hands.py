"""A lead gives somebody's ticket to somebody else with its next step: by keys, over a socket, seen on three boards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.desk.rig import MINUTE, NOW, REQUEST_TRACKER, Case, World
from tests.desk.seed import seeded
from tests.desk.server import Server, on_thread
from tests.desk.state import HelpDesk
from tests.support.until import until
from tests.ui.eyes import running, shown, typed
from workboard.backends.base import Backend
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.board import outbox, stuck
from workboard.board.desk import Desk
from workboard.board.look import board_view
from workboard.board.offer import offer
from workboard.board.why import explain
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.assign_step import AssignStep
from workboard.ui.screens.lead import Lead

OLDEST = "desk:ticket:1"
"""Ana's, and the one the lead screen names for its age"""
PEOPLE = ("ana", "ben", "dora")


def account(name: str, url: str) -> AccountSettings:
    """Dora leads."""
    return AccountSettings(
        "request_tracker", "desk", url, queue="Service Desk", group="Technicians", whole_team=name == "dora"
    )


def signed_in_as(name: str) -> World:
    def backend(url: str, ca_file: str | None, desk: HelpDesk, passes: Callable[[float], None]) -> Backend:
        return RequestTracker(account(name, url), desk.people[name].token or "")

    return REQUEST_TRACKER._replace(backend=backend)


class Office:
    """One help desk, and everybody's board in front of it; all clocks show the same."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.cases: dict[str, Case] = {}
        desk = seeded(lambda: NOW - 60 * MINUTE)
        for name in PEOPLE:
            (folder / name).mkdir()
            self.cases[name] = Case(server, desk, folder / name, world=signed_in_as(name))
            desk = server.desk

    @property
    def desk(self) -> HelpDesk:
        return self.cases[PEOPLE[-1]].desk

    def board(self, name: str) -> Desk:
        case = self.cases[name]
        me = MeSettings(role="lead") if name == "dora" else MeSettings()
        config = Config(me=me, time=TimeSettings("UTC"), account=account(name, case.server.url))
        return Desk(case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits)

    async def later(self) -> None:
        """Ten minutes on, whoever has something to send sends it, and everybody has read what there is."""
        for case in self.cases.values():
            case.at += 10 * MINUTE
        for case in (*self.cases.values(), *self.cases.values()):
            report = await case.sync()
            assert report.error is None, report.error

    def offered(self, name: str) -> list[str]:
        found = offer(self.board(name))
        return [*(one.ticket.id for one in found.ranked), *(one.ticket.id for one in found.waiting)]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    with on_thread(Server(REQUEST_TRACKER.dialect(), seeded(lambda: NOW - 60 * MINUTE))) as server:
        made = Office(server, tmp_path)
        await made.later()
        yield made
        for case in made.cases.values():
            await case.close()


async def give(office: Office, step: str, to: str) -> None:
    """By the lead's keys: the oldest ticket, its next step, and for whom."""
    async with running(WorkboardApp(office.board("dora"))) as pilot:
        await pilot.press("L")
        await until(lambda: "▸" in shown(pilot))
        assert isinstance(pilot.app.screen, Lead)
        assert "#1 " in shown(pilot)
        assert "Ana" not in shown(pilot), "no names on the lead screen"
        await pilot.press("a")
        await until(lambda: isinstance(pilot.app.screen, AssignStep))
        assert "▸ Ana Alves" in shown(pilot)
        await typed(pilot, step)
        await pilot.press("tab")
        await typed(pilot, to)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        assert "#1: given to Ben Bauer" in shown(pilot)


async def test_the_colleague_has_it_next_with_the_step_and_who_had_it_has_it_no_more(office: Office) -> None:
    assert OLDEST in office.offered("ana")
    assert OLDEST not in office.offered("ben")
    await give(office, "Call the vendor", "ben")
    assert office.desk.tickets[1].owner == "ana", "held, so that it can be taken back"
    await office.later()
    assert office.desk.tickets[1].owner == "ben"
    assert OLDEST not in office.offered("ana")
    card = board_view(office.board("ben")).card
    assert (card.ticket_id, card.title) == (OLDEST, "Call the vendor")
    assert card.activity_id is not None
    why = dict(explain(office.board("ben"), card.activity_id))
    assert why["Given"] == "to you by Dora Dahl, 11:02"
    (note,) = [one for one in office.desk.entries if one.ticket == 1 and "Assigned" in (one.text or "")]
    assert (note.author, note.kind) == ("dora", "Comment")


async def test_whoever_may_not_give_it_hears_which_right_is_missing_and_nothing_has_changed(office: Office) -> None:
    office.desk.people["dora"].reassigns = False
    await give(office, "Call the vendor", "ben")
    await office.later()
    assert office.desk.tickets[1].owner == "ana"
    assert OLDEST in office.offered("ana")
    (row,) = outbox.rows(office.board("dora"))
    assert (row.state, row.text) == ("refused", "give the ticket to Ben Bauer")
    assert (row.reason or "").endswith("you need the right ReassignTicket in its queue")


async def test_of_two_who_give_it_the_slower_one_is_asked_and_mine_can_count(office: Office) -> None:
    await give(office, "Call the vendor", "ben")
    office.desk.set_owner(office.desk.tickets[1], "ana", "dora")
    await office.later()
    board = office.board("dora")
    (row,) = outbox.rows(board)
    assert row.state == "conflict"
    assert row.reason == (
        "Dora Dahl has it by now, not Ana Alves: choose Ben Bauer (outbox retry) or Dora Dahl (outbox drop)"
    )
    assert OLDEST in office.offered("dora"), "it is hers while that is open"
    await stuck.retry(board, row.id)
    await office.later()
    assert office.desk.tickets[1].owner == "ben"
    assert OLDEST in office.offered("ben")
    assert OLDEST not in office.offered("dora")

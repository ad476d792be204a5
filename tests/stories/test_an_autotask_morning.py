"""A recorded morning at an Autotask desk: read, start, note, a word to the client, time, a reply answered, finished, a
new ticket. Each request is held against the tables of fields, and each thing is found at the tenant as it should be.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.desk import at_deeds as deeds
from tests.desk.at_audit import Audited
from tests.desk.at_picklists import COMPLETE
from tests.desk.at_seed import ANA, API, ENGINEER, FIRST
from tests.desk.at_tenant import Tenant
from tests.stories.any_desk import AnyDesk, AutotaskOffice, any_desk
from workboard.board import finishing, notes, replies, tickets, who_waits, work
from workboard.board.offer import offer
from workboard.domain.markers import MARKER
from workboard.store import entries

CALLS: Final = 120
"""What the morning may cost, all reading and reading back with it: the hour's calls are everybody's."""


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[AnyDesk]:
    """Three tickets of hers, read."""
    async with any_desk(AutotaskOffice(), tmp_path) as one:
        one.opens(0, "Scanner stops on the third page", "It stops.", "High")
        one.opens(1, "Two more seats for the editor", "We need two more.", "Medium")
        one.opens(2, "The door camera is dark", "Since tonight.", "Low")
        await one.look()
        yield one


def tenant_of(one: AnyDesk) -> Tenant:
    assert isinstance(one.case.desk, Tenant)
    return one.case.desk


def told(one: AnyDesk) -> list[str]:
    """What the reader of requests has to complain about."""
    assert isinstance(one.case.server.dialect, Audited)
    return one.case.server.dialect.complaints


def mark_of(text: str) -> str:
    """The marker on the last line."""
    found = MARKER.fullmatch(text.splitlines()[-1].strip("[]"))
    assert found is not None, text
    return found[0]


async def test_a_morning(ana: AnyDesk) -> None:
    tenant, first = tenant_of(ana), ana.tickets[0]
    await work.start(ana.board, offer(ana.board).ranked[0].candidate.activity.id)
    await notes.add(ana.board, ana.ticket(0), "The roller is worn.", measure=False)
    await ana.look()
    assert tenant.one("Tickets", first)["status"] == tenant.status("In Progress")
    noted(tenant, first)

    await notes.add(ana.board, ana.ticket(0), "A new roller comes tomorrow.", public=True, measure=False, hold_ms=0)
    await ana.look()
    said_to_the_client(tenant, first)

    await notes.add(ana.board, ana.ticket(1), "Looked up the licences. +25m")
    await ana.look()
    booked(tenant, ana.tickets[1])

    deeds.client_writes(tenant, ana.tickets[1], "Are they there yet?")
    await ana.look()
    (waiting,) = who_waits.rows(ana.board)
    assert waiting.ticket_id == ana.ticket(1)
    await replies.answer(ana.board, ana.ticket(1), "They are there.")
    await ana.look()
    assert who_waits.rows(ana.board) == []
    assert tenant.one("Tickets", ana.tickets[1])["status"] == tenant.status("Waiting Customer")

    running = offer(ana.board).current
    assert running is not None
    await finishing.finish(ana.board, running.activity.id, result="New roller.", minutes=15, ticket_done=True)
    await tickets.open_ticket(ana.board, name="Gus Gray", problem="Kettle trips the fuse", urgent=True, mine=True)
    await ana.look()
    assert tenant.one("Tickets", first)["status"] == COMPLETE
    opened(tenant)

    assert entries.open_entries(ana.case.database.read()) == []
    assert told(ana) == []
    assert ana.case.server.faults.played == []
    assert len(ana.case.server.requests) < CALLS, [one.site for one in ana.case.server.requests]


def noted(tenant: Tenant, ticket: int) -> None:
    """Internal, in her own name, the marker on the last line."""
    (note,) = tenant.rows("TicketNotes", ticketID=ticket)
    assert (note["publish"], note["creatorResourceID"], note["impersonatorCreatorResourceID"]) == (2, ANA, API)
    assert note["description"].startswith("The roller is worn.")
    assert mark_of(note["description"])
    assert tenant.rows("TimeEntries", ticketID=ticket) == [], "no minutes, no time"


def said_to_the_client(tenant: Tenant, ticket: int) -> None:
    """To everybody, nothing but her words."""
    note = tenant.rows("TicketNotes", ticketID=ticket)[-1]
    assert (note["publish"], note["description"]) == (1, "A new roller comes tomorrow.")
    assert "wb:" not in f"{note['title']}{note['description']}"


def booked(tenant: Tenant, ticket: int) -> None:
    """One entry with the words where no client reads them, in a role that she holds, on her day."""
    (entry,) = tenant.rows("TimeEntries", ticketID=ticket)
    assert (entry["resourceID"], entry["roleID"], entry["dateWorked"]) == (ANA, ENGINEER, "2026-11-24")
    assert entry["endDateTime"] - entry["startDateTime"] == 25 * 60_000
    assert entry["internalNotes"].startswith("Looked up the licences.")
    assert mark_of(entry["internalNotes"])
    assert entry["summaryNotes"]
    assert "licences" not in entry["summaryNotes"]
    assert tenant.rows("TicketNotes", ticketID=ticket) == []


def opened(tenant: Tenant) -> None:
    """By its label the second of four, the marker where no client looks."""
    row: dict[str, Any] = tenant.rows("Tickets")[-1]
    assert (row["title"], row["assignedResourceID"]) == ("Kettle trips the fuse", ANA)
    assert tenant.label("Tickets.priority", row["priority"]) == "High"
    assert MARKER.fullmatch(row["externalID"])
    assert row["id"] > FIRST
    assert row["contactID"] == 30711

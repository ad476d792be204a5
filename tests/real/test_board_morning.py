"""A technician's morning at the board, on a real help desk: what was done with keys is in the ticket's history once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from textual.pilot import Pilot

from tests.real import oracle
from tests.real.conftest import Technician
from tests.rt.server import Entry, RequestTracker
from workboard.board import who_waits
from workboard.board.look import board_view
from workboard.board.outbox import rows
from workboard.board.view import Card
from workboard.bootstrap.session import Session
from workboard.ui.app import WorkboardApp

NOTE = "Looked at the event log, the disk is fine."
ANSWER = "Thank you, I will call you at two."


async def until(condition: Callable[[], object], pilot: Pilot[None], seconds: float = 60) -> None:
    """Poll; a morning's undo times pass meanwhile."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, condition
        await pilot.pause(0.05)


async def words(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*({" ": "space", ".": "full_stop", ",": "comma", "+": "plus"}.get(one, one) for one in text))


class Morning:
    """The board with its engine behind it."""

    def __init__(self, session: Session, pilot: Pilot[None]) -> None:
        self.session = session
        self.pilot = pilot

    @property
    def card(self) -> Card:
        return board_view(self.session.desk).card

    async def start_and_note(self) -> Card:
        card = self.card
        await self.pilot.press("enter")
        await until(lambda: self.card.state == "running", self.pilot)
        await self.pilot.press("n")
        await words(self.pilot, f"{NOTE} +15m")
        await self.pilot.press("ctrl+s")
        return card

    async def answer_first_reply(self) -> str:
        desk = self.session.desk
        number = who_waits.rows(desk)[0].number
        await self.pilot.press("r", "a")
        await words(self.pilot, ANSWER)
        await self.pilot.press("ctrl+s")
        await until(lambda: number not in [one.number for one in who_waits.rows(desk)], self.pilot)
        await self.pilot.press("r")
        return number

    async def finish(self) -> None:
        await self.pilot.press("f", "ctrl+s")
        await until(lambda: self.card.state != "running", self.pilot)

    async def skip_for_client(self) -> Card:
        card = self.card
        await self.pilot.press("s", "c")
        await until(lambda: self.card.activity_id != card.activity_id, self.pilot)
        return card


def ours(tracker: RequestTracker, card: Card) -> list[Entry]:
    """What came to this card's ticket from workboard's user in this test."""
    assert card.number is not None
    return [one for one in tracker.history(int(card.number[1:])) if one.creator == "ana"]


@pytest.mark.parametrize("size", [(80, 24)])
async def test_a_morning_with_keys(ana: Technician, tracker: RequestTracker, size: tuple[int, int]) -> None:
    await asyncio.to_thread(ana.init)
    await asyncio.to_thread(ana.json, "sync")
    mailed = len(tracker.mails())
    with closing(ana.session()) as session:
        engine = session.engine()
        app = WorkboardApp(session.desk, board_view(session.desk), engine.run)
        async with app.run_test(size=size) as pilot:
            morning = Morning(session, pilot)
            done = await morning.start_and_note()
            await morning.finish()
            await until(lambda: type(app.screen).__name__ == "Board", pilot)
            answered = await morning.answer_first_reply()
            skipped = await morning.skip_for_client()
            await until(lambda: not rows(session.desk), pilot)
        await engine.context.backend.aclose()

    _note_is_there_once(tracker, done)
    _finished(tracker, done)
    _answer_is_there_once(tracker, int(answered))
    _skipped(tracker, skipped)
    _only_the_answer_went_to_a_client(tracker, mailed)
    markers = oracle.markers(tracker.directory)
    assert len(markers) == len(set(markers)) >= 3


def _note_is_there_once(tracker: RequestTracker, card: Card) -> None:
    notes = [one for one in ours(tracker, card) if one.text.strip() == NOTE]
    assert [(one.type, one.minutes) for one in notes] == [("Comment", 15)]


def _finished(tracker: RequestTracker, card: Card) -> None:
    assert card.activity_id is not None
    _, kind, remote = card.activity_id.split(":")
    assert [one.type for one in ours(tracker, card) if one.text.startswith("Done.")] == ["Comment"]
    assert tracker.ticket(int(remote))["Status"] == "resolved"
    closings = [one for one in tracker.history(int(remote)) if one.type == "Status" and one.new == "resolved"]
    assert closings[-1].creator == "ana", kind


def _answer_is_there_once(tracker: RequestTracker, number: int) -> None:
    said = [one for one in tracker.history(number) if one.text.strip() == ANSWER]
    assert [(one.type, one.creator) for one in said] == [("Correspond", "ana")]
    assert tracker.ticket(number)["Status"] in ("waiting-client", "stalled")


def _skipped(tracker: RequestTracker, card: Card) -> None:
    assert card.number is not None
    assert [one.type for one in ours(tracker, card) if one.text.strip() == "Blocked by: client"] == ["Comment"]
    assert tracker.ticket(int(card.number[1:]))["Status"] in ("waiting-client", "stalled")


def _only_the_answer_went_to_a_client(tracker: RequestTracker, since: int) -> None:
    """The server's own word that a ticket is resolved may go out; nothing that was internal does."""
    to_clients = [_text(mail) for mail in tracker.mails()[since:] if _clients(mail)]
    assert sum(ANSWER in text for text in to_clients) == 1
    for internal in (NOTE, "Done.", "Blocked by", "Next step:", "wb:"):
        assert not any(internal in text for text in to_clients), internal


def _clients(mail: EmailMessage) -> list[str]:
    """Addresses of clients among the receivers; staff have accounts under our own names."""
    staff = {"ana", "ben", "chi", "dora", "root", "support"}
    pairs = getaddresses([str(mail.get(name, "")) for name in ("To", "Cc", "Bcc")])
    return [address for _, address in pairs if "@" in address and address.split("@")[0] not in staff]


def _text(mail: EmailMessage) -> str:
    parts = (part for part in mail.walk() if part.get_content_type() == "text/plain")
    return "\n".join([str(mail["Subject"]), *(str(part.get_content()) for part in parts)])
